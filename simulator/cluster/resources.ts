import type { KubeObject } from './kube-object.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The resources the simulated API server has. Anything else is an unknown path to it. */
export const RESOURCES: readonly Resource[] = [
  row('', 'v1', 'pods', 'Pod'),
  row('', 'v1', 'services', 'Service'),
  row('', 'v1', 'endpoints', 'Endpoints'),
  row('', 'v1', 'configmaps', 'ConfigMap'),
  row('', 'v1', 'events', 'Event'),
  row('', 'v1', 'nodes', 'Node', false),
  row('', 'v1', 'namespaces', 'Namespace', false),
  row('apps', 'v1', 'deployments', 'Deployment'),
  row('apps', 'v1', 'replicasets', 'ReplicaSet'),
  row('apps', 'v1', 'daemonsets', 'DaemonSet'),
  row('apps', 'v1', 'statefulsets', 'StatefulSet'),
  row('coordination.k8s.io', 'v1', 'leases', 'Lease'),
  row('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  row('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice'),
  row('apiregistration.k8s.io', 'v1', 'apiservices', 'APIService', false),
];

/** The resource an object belongs to; undefined for kinds the simulation does not serve. */
export function resourceOf({ apiVersion, kind }: { apiVersion: string; kind: string }): Resource | undefined {
  return RESOURCES.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
}

export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

export function belongsTo(object: KubeObject, resource: Resource): boolean {
  return object.kind === resource.kind && object.apiVersion === apiVersionOf(resource);
}

function row(group: string, version: string, plural: string, kind: string, namespaced = true): Resource {
  return { group, version, plural, kind, namespaced };
}
