import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';
import {
  ACCOUNT,
  CHART_LABELS,
  CONTAINER,
  DEPLOYMENT,
  EXTERNAL_METRICS_API,
  EXTERNAL_METRICS_GROUP,
  METRICS_PORT,
  METRICS_SERVICE,
  NAMESPACE,
  POD_LABELS,
  TOKEN_SECRET,
} from './names.ts';

export type MetricsMode = 'configmap' | 'datadogmetric';

/** What a test changes of the Deployment's container. */
export interface AgentSettings {
  /** `undefined` leaves a variable of the chart out. */
  readonly env?: Readonly<Record<string, string | object | undefined>>;
  readonly envFrom?: readonly object[];
  /** The Secret of the token; `datadog-cluster-agent` unless told otherwise. */
  readonly token?: string;
}

/** The Cluster Agent's Deployment: two replicas, and of the chart's environment what says how it is set up. */
export function agentDeployment(mode: MetricsMode, settings: AgentSettings = {}): KubeObject {
  const env: Readonly<Record<string, string | object | undefined>> = {
    DD_HEALTH_PORT: '5556',
    DD_CLUSTER_NAME: 'example',
    DD_EXTERNAL_METRICS_PROVIDER_ENABLED: 'true',
    DD_EXTERNAL_METRICS_PROVIDER_PORT: String(METRICS_PORT),
    DD_EXTERNAL_METRICS_PROVIDER_WPA_CONTROLLER: 'false',
    DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD: String(mode === 'datadogmetric'),
    DD_EXTERNAL_METRICS_AGGREGATOR: 'avg',
    DD_CLUSTER_CHECKS_ENABLED: 'true',
    DD_LEADER_ELECTION: 'true',
    DD_LEADER_ELECTION_DEFAULT_RESOURCE: 'configmap',
    DD_LEADER_LEASE_NAME: 'datadog-leader-election',
    DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: 'datadog-cluster-agent',
    DD_KUBE_RESOURCES_NAMESPACE: NAMESPACE,
    DD_COLLECT_KUBERNETES_EVENTS: 'true',
    DD_CLUSTER_AGENT_TOKEN_NAME: 'datadogtoken',
    ...settings.env,
  };
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.name' };
  const secretKeyRef = { name: settings.token ?? TOKEN_SECRET, key: 'token' };
  const container = {
    name: CONTAINER,
    image: 'gcr.io/datadoghq/cluster-agent:7.81.1',
    ports: [
      { name: 'agentport', containerPort: 5005, protocol: 'TCP' },
      { name: 'agentmetrics', containerPort: 5000, protocol: 'TCP' },
      { name: 'metricsapi', containerPort: METRICS_PORT, protocol: 'TCP' },
    ],
    env: [
      { name: 'DD_POD_NAME', valueFrom: { fieldRef } },
      { name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', valueFrom: { secretKeyRef } },
      ...envList(env),
    ],
    ...(settings.envFrom && { envFrom: settings.envFrom }),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: DEPLOYMENT, namespace: NAMESPACE, labels: { ...CHART_LABELS, ...POD_LABELS } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: POD_LABELS.app } },
      template: { metadata: { labels: POD_LABELS }, spec: { serviceAccountName: ACCOUNT, containers: [container] } },
    },
  };
}

/** Variables of a container: a text is a value, anything else is where it comes from. */
export function envList(env: Readonly<Record<string, string | object | undefined>>): readonly object[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [typeof value === 'string' ? { name, value } : { name, valueFrom: value }];
  });
}

/** The Service that leads the API server to the Agents; its address is chosen here, for the stand-in to listen on. */
export function metricsService(clusterIP: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: METRICS_SERVICE, namespace: NAMESPACE, labels: CHART_LABELS },
    spec: {
      type: 'ClusterIP',
      clusterIP,
      selector: { app: POD_LABELS.app },
      ports: [{ name: 'metricsapi', port: METRICS_PORT, targetPort: METRICS_PORT, protocol: 'TCP' }],
    },
  };
}

/** The registration of external metrics, as the chart writes it, or with another specification. */
export function metricsApiService(changed: Readonly<Record<string, unknown>> = {}): KubeObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: EXTERNAL_METRICS_API, labels: CHART_LABELS },
    spec: {
      group: EXTERNAL_METRICS_GROUP,
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: METRICS_SERVICE, namespace: NAMESPACE, port: METRICS_PORT },
      ...changed,
    },
  };
}

export function agentNamespace(): readonly KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT, namespace: NAMESPACE } },
    agentService(),
  ];
}

/** The Service by which node Agents find the Cluster Agent, or one with another specification. */
export function agentService(changed: Readonly<Record<string, unknown>> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: DEPLOYMENT, namespace: NAMESPACE, labels: CHART_LABELS },
    spec: {
      type: 'ClusterIP',
      selector: { app: POD_LABELS.app },
      ports: [{ name: 'agentport', port: 5005, targetPort: 5005, protocol: 'TCP' }],
      ...changed,
    },
  };
}
