import { CLUSTER_KINDS, type ClusterKind } from '../domain/question.ts';

/** One right the worker asks of Kubernetes, and what an answer loses without it. */
export interface NeededRight {
  readonly verb: 'get' | 'list' | 'create';
  readonly group: string;
  /** `*` where an API names its resources itself, as the one of external metrics does. */
  readonly resource: string;
  readonly subresource?: string;
  /** The one object that is read; absent: any. */
  readonly name?: string;
  /** `agent` and `kube-system`: only in that namespace, by a Role. `cluster`: in all namespaces, by a ClusterRole. */
  readonly scope: 'agent' | 'kube-system' | 'cluster';
  /** The questions that use it. */
  readonly questions: readonly ClusterKind[];
}

const HPA: readonly ClusterKind[] = ['hpa'];
const AUTOSCALING: readonly ClusterKind[] = ['hpa', 'metrics', 'health'];
const CHECKS: readonly ClusterKind[] = ['checks', 'endpoints', 'health'];
/** Where a log is read besides what the Agent says itself. */
const LOGS: readonly ClusterKind[] = ['status', ...AUTOSCALING, 'metadata', 'node', 'events', 'logs'];

/**
 * Every right there is, least first. `pods/exec` needs both verbs: a WebSocket is opened by GET, and API servers from
 * 1.35 ask for `create` as well, older ones for `create` alone over SPDY. HPAs that scale ReplicationControllers or
 * a custom kind need `get` on those, or on the kind's own `…/scale`, besides.
 */
export const NEEDED_RIGHTS: readonly NeededRight[] = [
  { verb: 'list', group: '', resource: 'pods', scope: 'agent', questions: CLUSTER_KINDS },
  {
    verb: 'get',
    group: '',
    resource: 'pods',
    subresource: 'log',
    scope: 'agent',
    questions: LOGS,
  },
  { verb: 'get', group: '', resource: 'pods', subresource: 'exec', scope: 'agent', questions: CLUSTER_KINDS },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec', scope: 'agent', questions: CLUSTER_KINDS },
  { verb: 'get', group: '', resource: 'configmaps', scope: 'agent', questions: CLUSTER_KINDS },
  { verb: 'get', group: 'coordination.k8s.io', resource: 'leases', scope: 'agent', questions: CLUSTER_KINDS },
  { verb: 'get', group: 'apps', resource: 'deployments', scope: 'agent', questions: CLUSTER_KINDS },
  {
    verb: 'get',
    group: '',
    resource: 'configmaps',
    name: 'extension-apiserver-authentication',
    scope: 'kube-system',
    questions: HPA,
  },
  { verb: 'get', group: 'autoscaling', resource: 'horizontalpodautoscalers', scope: 'cluster', questions: HPA },
  {
    verb: 'list',
    group: 'autoscaling',
    resource: 'horizontalpodautoscalers',
    scope: 'cluster',
    questions: ['status', ...AUTOSCALING],
  },
  { verb: 'get', group: 'apps', resource: 'deployments', scope: 'cluster', questions: HPA },
  { verb: 'list', group: 'apps', resource: 'deployments', scope: 'cluster', questions: ['hpa', 'health'] },
  { verb: 'get', group: 'apps', resource: 'statefulsets', scope: 'cluster', questions: HPA },
  { verb: 'list', group: 'apps', resource: 'statefulsets', scope: 'cluster', questions: ['hpa', 'health'] },
  { verb: 'get', group: 'apps', resource: 'replicasets', scope: 'cluster', questions: HPA },
  { verb: 'list', group: 'apps', resource: 'replicasets', scope: 'cluster', questions: ['hpa', 'health'] },
  { verb: 'list', group: '', resource: 'events', scope: 'cluster', questions: ['hpa', 'events', 'health'] },
  { verb: 'list', group: 'external.metrics.k8s.io', resource: '*', scope: 'cluster', questions: HPA },
  { verb: 'list', group: 'datadoghq.com', resource: 'datadogmetrics', scope: 'cluster', questions: AUTOSCALING },
  { verb: 'get', group: 'apiregistration.k8s.io', resource: 'apiservices', scope: 'cluster', questions: AUTOSCALING },
  { verb: 'get', group: '', resource: 'services', scope: 'cluster', questions: AUTOSCALING },
  { verb: 'list', group: '', resource: 'services', scope: 'cluster', questions: CHECKS },
  // Those that lead to the Cluster Agent are in its own namespace.
  { verb: 'list', group: '', resource: 'services', scope: 'agent', questions: ['node'] },
  {
    verb: 'list',
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    scope: 'cluster',
    questions: [...AUTOSCALING, 'metadata'],
  },
  { verb: 'list', group: 'discovery.k8s.io', resource: 'endpointslices', scope: 'agent', questions: ['node'] },
  { verb: 'list', group: '', resource: 'nodes', scope: 'cluster', questions: ['metadata', 'node', 'health'] },
  // A pod may be named without its namespace, and the pods of a node are in all of them.
  { verb: 'list', group: '', resource: 'pods', scope: 'cluster', questions: ['metadata', 'node'] },
  {
    verb: 'create',
    group: 'authorization.k8s.io',
    resource: 'subjectaccessreviews',
    scope: 'cluster',
    questions: [...AUTOSCALING, 'events'],
  },
];

/** `pods/exec`, as RBAC writes it. */
export function resourceName({ resource, subresource }: Pick<NeededRight, 'resource' | 'subresource'>): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
