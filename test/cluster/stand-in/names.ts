/** Names as the Datadog Helm chart gives them to a release called `datadog`. */
export const NAMESPACE = 'datadog';
export const DEPLOYMENT = 'datadog-cluster-agent';
export const CONTAINER = 'cluster-agent';
export const ACCOUNT = 'datadog-cluster-agent';
/** Holds the token that both kinds of Agents name. */
export const TOKEN_SECRET = 'datadog-cluster-agent';
export const LEASE = 'datadog-leader-election';
export const METRICS_CONFIG_MAP = 'datadog-custom-metrics';
export const METRICS_SERVICE = 'datadog-cluster-agent-metrics-api';
export const METRICS_PORT = 8443;
export const EXTERNAL_METRICS_GROUP = 'external.metrics.k8s.io';
export const EXTERNAL_METRICS_API = 'v1beta1.external.metrics.k8s.io';
/** ClusterRole and ClusterRoleBinding. */
export const METRICS_READER = 'datadog-cluster-agent-external-metrics-reader';
/** The node Agents' DaemonSet, their container and their labels. */
export const NODE_AGENTS = 'datadog';
export const NODE_CONTAINER = 'agent';
export const NODE_AGENT_LABELS = {
  app: 'datadog',
  'app.kubernetes.io/name': 'datadog',
  'app.kubernetes.io/instance': 'datadog-agent',
  'app.kubernetes.io/component': 'agent',
  'app.kubernetes.io/managed-by': 'Helm',
  'agent.datadoghq.com/component': 'agent',
} as const;
export const POD_LABELS = {
  app: 'datadog-cluster-agent',
  'app.kubernetes.io/name': 'datadog',
  'app.kubernetes.io/instance': 'datadog-cluster-agent',
  'app.kubernetes.io/component': 'cluster-agent',
  'app.kubernetes.io/managed-by': 'Helm',
  'agent.datadoghq.com/component': 'cluster-agent',
} as const;
export const CHART_LABELS = {
  'app.kubernetes.io/name': 'datadog',
  'app.kubernetes.io/instance': 'datadog',
  'app.kubernetes.io/managed-by': 'Helm',
  'app.kubernetes.io/version': '7',
} as const;
