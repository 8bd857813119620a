import type { Right } from '../domain/finding-facts.ts';
import type { ClusterReader } from './cluster-reader.ts';
import { NEEDED_RIGHTS, type NeededRight, resourceName } from './needed-rights.ts';

const CALL_TIMEOUT_MS = 5_000;

/** A right the API server was asked about; `allowed` is `null` where it did not say. */
export interface CheckedRight {
  readonly needed: NeededRight;
  readonly right: Right;
  readonly allowed: boolean | null;
}

/** Asks about every right a worker needs, all at once, each by a SelfSubjectAccessReview. */
export function checkRights(reader: ClusterReader, agentNamespace: string): Promise<readonly CheckedRight[]> {
  return Promise.all(
    NEEDED_RIGHTS.map(async (needed) => {
      const { verb, group, resource, subresource, name } = needed;
      const namespace = namespaceOf(needed, agentNamespace);
      const answer = await reader.mayI(
        {
          verb,
          group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...(name === undefined ? {} : { name }),
          ...(namespace === null ? {} : { namespace }),
        },
        { timeoutMs: CALL_TIMEOUT_MS },
      );
      const shown = resourceName(needed);
      const right = { verb, group, resource: name === undefined ? shown : `${shown}/${name}`, namespace };
      return { needed, right, allowed: answer.known ? answer.value : null };
    }),
  );
}

function namespaceOf({ scope }: NeededRight, agentNamespace: string): string | null {
  if (scope === 'cluster') return null;
  return scope === 'agent' ? agentNamespace : scope;
}
