import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';
import { ACCOUNT, EXTERNAL_METRICS_GROUP, LEASE, METRICS_CONFIG_MAP, METRICS_READER, NAMESPACE } from './names.ts';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];
const AGENT = { kind: 'ServiceAccount', name: ACCOUNT, namespace: NAMESPACE };

const AGENT_RULES: readonly unknown[] = [
  rule('', ['services', 'endpoints', 'pods', 'nodes', 'namespaces', 'componentstatuses', 'limitranges'], READ),
  rule('', ['events'], [...READ, 'create']),
  rule('discovery.k8s.io', ['endpointslices'], READ),
  rule('autoscaling', ['horizontalpodautoscalers'], ['list', 'watch']),
  rule('', ['configmaps'], ['get', 'update'], [LEASE, METRICS_CONFIG_MAP, 'datadogtoken']),
  rule('', ['configmaps'], READ, ['extension-apiserver-authentication']),
  rule('', ['configmaps', 'events'], ['create']),
  rule('coordination.k8s.io', ['leases'], ['get', 'update'], [LEASE]),
  rule('coordination.k8s.io', ['leases'], ['create']),
  rule('datadoghq.com', ['datadogmetrics'], ['list', 'create', 'delete', 'watch']),
  rule('datadoghq.com', ['datadogmetrics/status'], ['update']),
  rule('datadoghq.com', ['watermarkpodautoscalers'], READ),
  { nonResourceURLs: ['/version', '/healthz', '/metrics'], verbs: ['get'] },
];

/** Who may do what for the Cluster Agent, as the chart binds it. */
export function rightsObjects(): readonly KubeObject[] {
  return [
    clusterRole('datadog-cluster-agent', AGENT_RULES),
    clusterBinding('datadog-cluster-agent', 'datadog-cluster-agent', AGENT),
    clusterRole(METRICS_READER, [rule(EXTERNAL_METRICS_GROUP, ['*'], ['list', 'get', 'watch'])]),
    readerBinding(),
    clusterBinding('datadog-cluster-agent-system-auth-delegator', 'system:auth-delegator', AGENT),
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'datadog-cluster-agent-apiserver', namespace: 'kube-system' },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      subjects: [AGENT],
    },
  ];
}

/** Lets the autoscaling controller read external metrics. */
export function readerBinding(): KubeObject {
  return clusterBinding(METRICS_READER, METRICS_READER, {
    kind: 'ServiceAccount',
    name: 'horizontal-pod-autoscaler',
    namespace: 'kube-system',
  });
}

function rule(group: string, resources: readonly string[], verbs: readonly string[], names?: readonly string[]) {
  return { apiGroups: [group], resources, verbs, ...(names === undefined ? {} : { resourceNames: names }) };
}

function clusterRole(name: string, rules: readonly unknown[]): KubeObject {
  return { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules };
}

function clusterBinding(name: string, role: string, subject: unknown): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}
