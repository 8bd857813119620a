import type { KubeObject } from './kube-object.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** It has a `/scale` subresource. */
  readonly scalable: boolean;
}

/** The resources the simulated API server has by itself. Anything else is an unknown path to it, unless a scenario declares it. */
export const RESOURCES: readonly Resource[] = [
  row('', 'v1', 'pods', 'Pod'),
  row('', 'v1', 'services', 'Service'),
  row('', 'v1', 'endpoints', 'Endpoints'),
  row('', 'v1', 'configmaps', 'ConfigMap'),
  row('', 'v1', 'events', 'Event'),
  row('', 'v1', 'nodes', 'Node', { namespaced: false }),
  row('', 'v1', 'namespaces', 'Namespace', { namespaced: false }),
  row('', 'v1', 'replicationcontrollers', 'ReplicationController', { scalable: true }),
  row('apps', 'v1', 'deployments', 'Deployment', { scalable: true }),
  row('apps', 'v1', 'replicasets', 'ReplicaSet', { scalable: true }),
  row('apps', 'v1', 'daemonsets', 'DaemonSet'),
  row('apps', 'v1', 'statefulsets', 'StatefulSet', { scalable: true }),
  row('coordination.k8s.io', 'v1', 'leases', 'Lease'),
  row('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  row('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice'),
  row('apiregistration.k8s.io', 'v1', 'apiservices', 'APIService', { namespaced: false }),
];

/** There only where a scenario's Agent keeps its metrics in it, or declares it. */
export const DATADOG_METRIC: Resource = row('datadoghq.com', 'v1alpha1', 'datadogmetrics', 'DatadogMetric');

/** The resource an object belongs to; undefined for kinds that are not among them. */
export function resourceOf(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  resources: readonly Resource[],
): Resource | undefined {
  return resources.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
}

export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

export function belongsTo(object: KubeObject, resource: Resource): boolean {
  return object.kind === resource.kind && object.apiVersion === apiVersionOf(resource);
}

function row(
  group: string,
  version: string,
  plural: string,
  kind: string,
  { namespaced = true, scalable = false }: { namespaced?: boolean; scalable?: boolean } = {},
): Resource {
  return { group, version, plural, kind, namespaced, scalable };
}
