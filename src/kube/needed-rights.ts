import type { ClusterKind } from '../domain/question.ts';

/** One right the worker asks of Kubernetes, and what an answer loses without it. */
export interface NeededRight {
  readonly verb: 'get' | 'list' | 'create';
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** `agent`: only in the Agent's namespace, by a Role. `cluster`: in all namespaces, by a ClusterRole. */
  readonly scope: 'agent' | 'cluster';
  /** The questions that use it. */
  readonly questions: readonly ClusterKind[];
}

const BOTH: readonly ClusterKind[] = ['status', 'leader'];

/**
 * Every right there is, least first. `pods/exec` needs both verbs: a WebSocket is opened by GET, and API servers from
 * 1.35 ask for `create` as well, older ones for `create` alone over SPDY.
 */
export const NEEDED_RIGHTS: readonly NeededRight[] = [
  { verb: 'list', group: '', resource: 'pods', scope: 'agent', questions: BOTH },
  { verb: 'get', group: '', resource: 'pods', subresource: 'log', scope: 'agent', questions: ['status'] },
  { verb: 'get', group: '', resource: 'pods', subresource: 'exec', scope: 'agent', questions: BOTH },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec', scope: 'agent', questions: BOTH },
  { verb: 'get', group: '', resource: 'configmaps', scope: 'agent', questions: BOTH },
  { verb: 'get', group: 'coordination.k8s.io', resource: 'leases', scope: 'agent', questions: BOTH },
  { verb: 'get', group: 'apps', resource: 'deployments', scope: 'agent', questions: BOTH },
  { verb: 'list', group: 'autoscaling', resource: 'horizontalpodautoscalers', scope: 'cluster', questions: ['status'] },
];

/** `pods/exec`, as RBAC writes it. */
export function resourceName({ resource, subresource }: Pick<NeededRight, 'resource' | 'subresource'>): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
