import { known, type Reading, unknown } from '../domain/reading.ts';
import type { ApiConnection, ApiRequest } from './api-connection.ts';
import { type CallDeadline, startDeadline } from './call-deadline.ts';
import { UnreadableBody } from './call-failures.ts';
import { checkNames, type Names } from './check-names.ts';
import type { CallBounds } from './cluster-reader.ts';
import { excerpt } from './excerpt.ts';
import type { KubectlCommands, ListPlace } from './kubectl-command.ts';
import { listPages } from './list-pages.ts';
import { narrowObject } from './narrow-objects.ts';
import { pathOf, type Resource } from './resources.ts';
import { translateFailure } from './translate-failure.ts';

export const DEFAULT_LIST_LIMIT = 5_000;

/** How every call to one cluster is made. */
export interface ClusterCalls {
  /** One call from its names to its Reading: whatever goes wrong inside becomes the reason. */
  read<T>(
    source: string,
    names: Names,
    bounds: CallBounds,
    work: (deadline: CallDeadline) => Promise<T>,
  ): Promise<Reading<T>>;
  /** The body of an answer as JSON. Throws UnreadableBody, and what {@link ApiConnection.send} throws. */
  fetchJson(request: ApiRequest, deadline: CallDeadline): Promise<unknown>;
  /** Without a namespace: an object of the whole cluster. */
  getObject<T>(
    resource: Resource<T>,
    place: { readonly namespace?: string; readonly name: string },
    bounds: CallBounds,
  ): Promise<Reading<T>>;
  /** Without a namespace: objects of all of them. `names` are those within the selectors; `limit` is 5,000 by default. */
  listObjects<T>(
    resource: Resource<T>,
    where: ListPlace & { readonly limit?: number; readonly names?: Names },
    bounds: CallBounds,
  ): Promise<Reading<readonly T[]>>;
}

/** `closing` aborts every call under way. */
export function clusterCalls(
  connection: ApiConnection,
  kubectl: KubectlCommands,
  now: () => number,
  closing: AbortSignal,
): ClusterCalls {
  async function read<T>(
    source: string,
    names: Names,
    bounds: CallBounds,
    work: (deadline: CallDeadline) => Promise<T>,
  ): Promise<Reading<T>> {
    const deadline = startDeadline(bounds, closing);
    const at = () => new Date(now() - (connection.skewMs() ?? 0)).toISOString();
    try {
      checkNames(names);
      deadline.signal.throwIfAborted();
      return known(await work(deadline), source, at());
    } catch (error) {
      const { why, detail } = translateFailure(error, deadline);
      return unknown(why, detail, source, at());
    } finally {
      deadline.release();
    }
  }

  async function fetchJson(request: ApiRequest, deadline: CallDeadline): Promise<unknown> {
    const body = await connection.send(request, deadline);
    try {
      return JSON.parse(body);
    } catch (error) {
      throw new UnreadableBody(body.trim() === '' ? 'an empty answer' : `not JSON: ${excerpt(body)}`, error);
    }
  }

  return {
    read,
    fetchJson,
    getObject(resource, { namespace, name }, bounds) {
      const source = kubectl.get(resource.singular, namespace, name);
      return read(source, { namespace, name }, bounds, async (deadline) =>
        narrowObject(
          await fetchJson({ path: pathOf(resource, namespace, name) }, deadline),
          resource.kind,
          resource.shape,
        ),
      );
    },
    listObjects(resource, where, bounds) {
      const { namespace, labelSelector, fieldSelector, limit = DEFAULT_LIST_LIMIT, names } = where;
      const source = kubectl.list(resource.shown ?? resource.plural, where, resource.ofCluster);
      return read(source, { ...names, namespace }, bounds, (deadline) =>
        listPages(
          (page) =>
            fetchJson(
              { path: pathOf(resource, namespace), query: { labelSelector, fieldSelector, ...page } },
              deadline,
            ),
          resource.kind,
          resource.listShape ?? resource.shape,
          limit,
        ),
      );
    },
  };
}
