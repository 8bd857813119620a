import type { ConfigMap, Deployment, HorizontalPodAutoscaler, Lease, Pod } from '../domain/objects.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import { AGENT_COMMANDS } from './agent-commands.ts';
import { type ApiConnection, type ApiRequest, openConnection } from './api-connection.ts';
import { type CallDeadline, startDeadline } from './call-deadline.ts';
import { BrokenOff, UnreadableBody } from './call-failures.ts';
import { checkNames, type Names } from './check-names.ts';
import type { CallBounds, ClusterReader } from './cluster-reader.ts';
import { excerpt } from './excerpt.ts';
import { readOutcome } from './exec-outcome.ts';
import { runExec } from './exec-session.ts';
import type { Shape } from './json-shape.ts';
import { type KubeConfigSource, loadKubeConfig } from './kube-config.ts';
import { kubectlCommands } from './kubectl-command.ts';
import { listPages } from './list-pages.ts';
import {
  autoscalerShape,
  configMapShape,
  deploymentShape,
  leaseShape,
  narrowAccessReview,
  narrowObject,
  narrowVersion,
  podShape,
} from './narrow-objects.ts';
import { translateFailure } from './translate-failure.ts';

export { listContexts } from './kube-config.ts';

const DEFAULT_LIST_LIMIT = 5000;
const MAX_LOG_BYTES = 8 * 1024 * 1024;

export interface OpenClusterOptions extends KubeConfigSource {
  /** How answers call the cluster; by default the context's name, `in-cluster` for a service account. */
  readonly name?: string;
  readonly now?: () => number;
  /** True where several clusters are served: sources then say `kubectl --context`. */
  readonly namesContext?: boolean;
}

/**
 * Opens a cluster for reading. Rejects with KubeConfigProblem when the kubeconfig cannot be used; nothing is sent to
 * the cluster until the first call.
 */
export async function openCluster(options: OpenClusterOptions): Promise<ClusterReader> {
  const loaded = await loadKubeConfig(options);
  const now = options.now ?? Date.now;
  const connection = openConnection(loaded, now);
  const closing = new AbortController();
  const kubectl = kubectlCommands(options.namesContext ? loaded.context : undefined);

  /** One call from its names to its Reading: whatever goes wrong inside becomes the reason. */
  async function read<T>(
    source: string,
    names: Names,
    bounds: CallBounds,
    work: (deadline: CallDeadline) => Promise<T>,
  ): Promise<Reading<T>> {
    const deadline = startDeadline(bounds, closing.signal);
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

  function getObject<T>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    bounds: CallBounds,
  ): Promise<Reading<T>> {
    return read(kubectl.get(resource.singular, namespace, name), { namespace, name }, bounds, async (deadline) =>
      narrowObject(
        await fetchJson(connection, { path: pathOf(resource, namespace, name) }, deadline),
        resource.kind,
        resource.shape,
      ),
    );
  }

  function listObjects<T>(
    resource: Resource<T>,
    where: { namespace?: string; labelSelector?: string; limit?: number },
    bounds: CallBounds,
  ): Promise<Reading<readonly T[]>> {
    const { namespace, labelSelector, limit = DEFAULT_LIST_LIMIT } = where;
    return read(kubectl.list(resource.shown ?? resource.plural, where), { namespace }, bounds, (deadline) =>
      listPages(
        (page) =>
          fetchJson(connection, { path: pathOf(resource, namespace), query: { labelSelector, ...page } }, deadline),
        resource,
        limit,
      ),
    );
  }

  return {
    cluster: options.name ?? (loaded.context === 'inClusterContext' ? 'in-cluster' : loaded.context),
    ...(loaded.namespace === undefined ? {} : { ownNamespace: loaded.namespace }),
    skewMs: connection.skewMs,
    listPods: (where, bounds) => listObjects(PODS, where, bounds),
    getDeployment: (namespace, name, bounds) => getObject(DEPLOYMENTS, namespace, name, bounds),
    listDeployments: (where, bounds) => listObjects(DEPLOYMENTS, where, bounds),
    getLease: (namespace, name, bounds) => getObject(LEASES, namespace, name, bounds),
    getConfigMap: (namespace, name, bounds) => getObject(CONFIG_MAPS, namespace, name, bounds),
    listHorizontalPodAutoscalers: (bounds) => listObjects(AUTOSCALERS, {}, bounds),
    podLog(target, bounds) {
      const { namespace, pod, container, previous, tailLines } = target;
      const query = {
        container,
        previous: String(previous),
        tailLines: String(tailLines),
        limitBytes: String(MAX_LOG_BYTES),
      };
      return read(kubectl.logs(target), { namespace, pod, container }, bounds, async (deadline) => {
        const path = `${pathOf(PODS, namespace, pod)}/log`;
        const log = await connection.send({ path, query, accept: '*/*', maxBytes: MAX_LOG_BYTES + 1024 }, deadline);
        if (Buffer.byteLength(log) >= MAX_LOG_BYTES) {
          throw new BrokenOff('truncated', `the log is larger than ${MAX_LOG_BYTES} bytes`);
        }
        return log;
      });
    },
    exec({ namespace, pod, container, command }, bounds) {
      const words = AGENT_COMMANDS[command];
      const query = new URLSearchParams({ container, stdin: 'false', stdout: 'true', stderr: 'true', tty: 'false' });
      for (const word of words) query.append('command', word);
      return read(
        kubectl.exec(namespace, pod, container, words),
        { namespace, pod, container },
        bounds,
        async (deadline) =>
          readOutcome(await runExec(`${pathOf(PODS, namespace, pod)}/exec?${query}`, connection, deadline)),
      );
    },
    mayI({ verb, group, resource, subresource, namespace }, bounds) {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group, resource, subresource, namespace } },
      };
      const dotted = group === '' ? resource : `${resource}.${group}`;
      const source = kubectl.mayI(verb, subresource === undefined ? dotted : `${dotted}/${subresource}`, namespace);
      return read(source, { namespace }, bounds, async (deadline) =>
        narrowAccessReview(
          await fetchJson(
            connection,
            { path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body },
            deadline,
          ),
        ),
      );
    },
    serverVersion: (bounds) =>
      read(kubectl.version(), {}, bounds, async (deadline) =>
        narrowVersion(await fetchJson(connection, { path: '/version' }, deadline)),
      ),
    async close() {
      closing.abort(new Error('closed'));
      await connection.close();
    },
  };
}

interface Resource<T> {
  /** Path of the API group and version. */
  readonly api: string;
  readonly plural: string;
  readonly singular: string;
  /** What people call the list, where that is shorter. */
  readonly shown?: string;
  readonly kind: string;
  readonly shape: Shape<T>;
}

const PODS: Resource<Pod> = { api: '/api/v1', plural: 'pods', singular: 'pod', kind: 'Pod', shape: podShape };
const CONFIG_MAPS: Resource<ConfigMap> = {
  api: '/api/v1',
  plural: 'configmaps',
  singular: 'configmap',
  kind: 'ConfigMap',
  shape: configMapShape,
};
const DEPLOYMENTS: Resource<Deployment> = {
  api: '/apis/apps/v1',
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shape: deploymentShape,
};
const LEASES: Resource<Lease> = {
  api: '/apis/coordination.k8s.io/v1',
  plural: 'leases',
  singular: 'lease',
  kind: 'Lease',
  shape: leaseShape,
};
const AUTOSCALERS: Resource<HorizontalPodAutoscaler> = {
  api: '/apis/autoscaling/v2',
  plural: 'horizontalpodautoscalers',
  singular: 'hpa',
  shown: 'hpa',
  kind: 'HorizontalPodAutoscaler',
  shape: autoscalerShape,
};

/** Only called with names that were checked: they go into the URL as they are. */
function pathOf({ api, plural }: Resource<unknown>, namespace?: string, name?: string): string {
  return `${api}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}${name === undefined ? '' : `/${name}`}`;
}

async function fetchJson(connection: ApiConnection, request: ApiRequest, deadline: CallDeadline): Promise<unknown> {
  const body = await connection.send(request, deadline);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new UnreadableBody(body.trim() === '' ? 'an empty answer' : `not JSON: ${excerpt(body)}`, error);
  }
}
