import type { DatadogMetric, HorizontalPodAutoscaler, ScaleTarget } from '../domain/autoscaling-objects.ts';
import type {
  ApiService,
  ClusterEvent,
  ConfigMap,
  Deployment,
  EndpointSlice,
  Lease,
  Node,
  Pod,
  Service,
} from '../domain/objects.ts';
import { autoscalerShape, datadogMetricShape, listedAutoscalerShape } from './autoscaling-shapes.ts';
import type { ListedTargetKind } from './cluster-reader.ts';
import { configMapShape, deploymentShape, eventShape, leaseShape, nodeShape, podShape } from './core-shapes.ts';
import type { Shape } from './json-shape.ts';
import { scaleTargetShape } from './scale-target-shapes.ts';
import { apiServiceShape, endpointSliceShape, listedServiceShape, serviceShape } from './service-shapes.ts';

/** A kind of object as the API server and kubectl call it, and how one is read. */
export interface Resource<T> {
  /** Path of the API group and version. */
  readonly api: string;
  readonly plural: string;
  readonly singular: string;
  /** What people call the list, where that is shorter. */
  readonly shown?: string;
  readonly kind: string;
  /** In no namespace. */
  readonly ofCluster?: true;
  readonly shape: Shape<T>;
  /** Where a list leaves out what single objects keep. */
  readonly listShape?: Shape<T>;
}

const CORE = '/api/v1';
const APPS = '/apis/apps/v1';

export const PODS: Resource<Pod> = { api: CORE, plural: 'pods', singular: 'pod', kind: 'Pod', shape: podShape };
export const NODES: Resource<Node> = {
  api: CORE,
  plural: 'nodes',
  singular: 'node',
  kind: 'Node',
  ofCluster: true,
  shape: nodeShape,
};
export const CONFIG_MAPS: Resource<ConfigMap> = {
  api: CORE,
  plural: 'configmaps',
  singular: 'configmap',
  kind: 'ConfigMap',
  shape: configMapShape,
};
export const SERVICES: Resource<Service> = {
  api: CORE,
  plural: 'services',
  singular: 'service',
  kind: 'Service',
  shape: serviceShape,
  listShape: listedServiceShape,
};
export const EVENTS: Resource<ClusterEvent> = {
  api: CORE,
  plural: 'events',
  singular: 'event',
  kind: 'Event',
  shape: eventShape,
};
export const DEPLOYMENTS: Resource<Deployment> = {
  api: APPS,
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shape: deploymentShape,
};
export const LEASES: Resource<Lease> = {
  api: '/apis/coordination.k8s.io/v1',
  plural: 'leases',
  singular: 'lease',
  kind: 'Lease',
  shape: leaseShape,
};
export const AUTOSCALERS: Resource<HorizontalPodAutoscaler> = {
  api: '/apis/autoscaling/v2',
  plural: 'horizontalpodautoscalers',
  singular: 'hpa',
  shown: 'hpa',
  kind: 'HorizontalPodAutoscaler',
  shape: autoscalerShape,
  listShape: listedAutoscalerShape,
};
export const ENDPOINT_SLICES: Resource<EndpointSlice> = {
  api: '/apis/discovery.k8s.io/v1',
  plural: 'endpointslices',
  singular: 'endpointslice',
  kind: 'EndpointSlice',
  shape: endpointSliceShape,
};
export const API_SERVICES: Resource<ApiService> = {
  api: '/apis/apiregistration.k8s.io/v1',
  plural: 'apiservices',
  singular: 'apiservice',
  kind: 'APIService',
  shape: apiServiceShape,
};
export const DATADOG_METRICS: Resource<DatadogMetric> = {
  api: '/apis/datadoghq.com/v1alpha1',
  plural: 'datadogmetrics',
  singular: 'datadogmetric',
  kind: 'DatadogMetric',
  shape: datadogMetricShape,
};
/** Workloads that tell their replicas themselves. */
export const SCALE_TARGETS: Readonly<Record<ListedTargetKind, Resource<ScaleTarget>>> = {
  Deployment: scaleTargets(APPS, 'Deployment'),
  StatefulSet: scaleTargets(APPS, 'StatefulSet'),
  ReplicaSet: scaleTargets(APPS, 'ReplicaSet'),
};
export const REPLICATION_CONTROLLERS: Resource<ScaleTarget> = scaleTargets(CORE, 'ReplicationController');

function scaleTargets(api: string, kind: string): Resource<ScaleTarget> {
  const singular = kind.toLowerCase();
  return { api, plural: `${singular}s`, singular, kind, shape: scaleTargetShape(kind) };
}

/** Only called with names that were checked: they go into the URL as they are. */
export function pathOf({ api, plural }: Resource<unknown>, namespace?: string, name?: string): string {
  return `${api}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}${name === undefined ? '' : `/${name}`}`;
}
