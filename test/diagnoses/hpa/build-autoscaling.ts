import type {
  AccountRight,
  Autoscaling,
  HpaLook,
  HpaView,
  MetricsChain,
  MetricsLogTrouble,
  ServedMetric,
  StoredMetric,
  StoredMetrics,
} from '../../../src/domain/autoscaling.ts';
import type {
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  ScaleTarget,
} from '../../../src/domain/autoscaling-objects.ts';
import type { ApiService, EndpointSlice, ObjectCondition, Service } from '../../../src/domain/objects.ts';
import type { Question } from '../../../src/domain/question.ts';
import { known, type Reading, type Unknown } from '../../../src/domain/reading.ts';
import type { AgentPod, Snapshot } from '../../../src/domain/snapshot.ts';
import { ago, asked, failed, inConfigMap, NOW, pasted, pod, snapshot, status } from '../build.ts';

/** What the controller writes before every external metric's trouble. */
export const UNABLE =
  'the HPA was unable to compute the replica count: unable to get external metric shop/queue.depth/&LabelSelector{MatchLabels:map[string]string{queue: orders,},MatchExpressions:[]LabelSelectorRequirement{},}: ';
export const FETCH = `${UNABLE}unable to fetch metrics from external metrics API: `;
export const NOT_REGISTERED = `${FETCH}the server could not find the requested resource (get queue.depth.external.metrics.k8s.io)`;
export const UNAVAILABLE = `${FETCH}the server is currently unable to handle the request (get queue.depth.external.metrics.k8s.io)`;
export const EMPTY = `${UNABLE}no metrics returned from external metrics API`;
export const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
export const FORBIDDEN = `${FETCH}queue.depth.external.metrics.k8s.io is forbidden: User "${CONTROLLER}" cannot list resource "queue.depth" in API group "external.metrics.k8s.io" in the namespace "shop"`;

export const read = <T>(value: T, source = 'kubectl get'): Reading<T> => known(value, source, NOW);

export function external(name: string, labels?: Readonly<Record<string, string>>): MetricSpec {
  const metric = labels ? { name, selector: { matchLabels: labels } } : { name };
  return { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '7' } } };
}

export function figure(name: string, averageValue = '31'): MetricStatus {
  return { type: 'External', external: { metric: { name }, current: { averageValue } } };
}

export const BLIND: MetricStatus = { type: '' };

export function failing(message: string, reason = 'FailedGetExternalMetric', type = 'ScalingActive'): ObjectCondition {
  return { type, status: 'False', reason, message, lastTransitionTime: ago(411) };
}

export const ACTIVE: ObjectCondition = { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' };

export interface HpaParts {
  readonly name?: string;
  readonly metrics?: readonly MetricSpec[];
  readonly current?: readonly MetricStatus[];
  readonly conditions?: readonly ObjectCondition[];
  readonly min?: number;
  readonly max?: number;
  readonly ageSeconds?: number;
}

/** `shop/checkout` on `queue.depth{queue:orders}`, an hour and a half old, which shows 31. */
export function hpa(parts: HpaParts = {}): HorizontalPodAutoscaler {
  const { name = 'checkout', min, max = 17, ageSeconds = 5400 } = parts;
  return {
    metadata: { name, namespace: 'shop', creationTimestamp: ago(ageSeconds) },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      ...(min === undefined ? {} : { minReplicas: min }),
      maxReplicas: max,
      metrics: parts.metrics ?? [external('queue.depth', { queue: 'orders' })],
    },
    status: {
      currentReplicas: 5,
      desiredReplicas: 5,
      currentMetrics: parts.current ?? [figure('queue.depth')],
      conditions: parts.conditions ?? [ACTIVE],
    },
  };
}

/** The same HPA with a condition that stops it, and no figure. */
export function stopped(message: string, reason?: string, over: HpaParts = {}): HorizontalPodAutoscaler {
  return hpa({ current: [BLIND], conditions: [failing(message, reason)], ...over });
}

export function target(over: Partial<ScaleTarget> = {}): Reading<ScaleTarget> {
  return read({ kind: 'Deployment', namespace: 'shop', name: 'web', wanted: 5, replicas: 5, ...over });
}

export function item(value: string): ExternalMetricValue {
  return { metricName: 'queue.depth', timestamp: ago(19), value };
}

export function serving(...values: readonly string[]): readonly ServedMetric[] {
  return [{ index: 0, reading: read(values.map(item), 'kubectl get --raw') }];
}

export function refusing(reading: Unknown): readonly ServedMetric[] {
  return [{ index: 0, reading }];
}

export function entry(over: Partial<StoredMetric> = {}): StoredMetric {
  return {
    store: 'configmap',
    id: 'external_metric-horizontal-shop-checkout-queue.depth',
    metric: 'queue.depth',
    labels: { queue: 'orders' },
    value: '155',
    valid: true,
    at: ago(23),
    users: [{ kind: 'hpa', namespace: 'shop', name: 'checkout' }],
    ...over,
  };
}

/** What the ConfigMap holds for a metric whose refresh failed. */
export const INVALID = entry({ value: '0', valid: false });

export function datadogMetric(over: Partial<StoredMetric> = {}): StoredMetric {
  return entry({
    store: 'datadogmetric',
    id: 'shop/orders-rate',
    metric: 'datadogmetric@shop:orders-rate',
    labels: {},
    query: 'avg:orders.rate{env:prod}.rollup(30)',
    active: true,
    ...over,
  });
}

export function inStore(list: readonly StoredMetric[] | Unknown, over: Partial<StoredMetrics> = {}): StoredMetrics {
  return {
    mode: 'configmap',
    configMap: 'monitoring/datadog-custom-metrics',
    list: 'known' in list ? list : read(list, 'kubectl get configmap datadog-custom-metrics'),
    unreadable: [],
    ...over,
  };
}

export function inObjects(list: readonly StoredMetric[] | Unknown): StoredMetrics {
  const { configMap: _, ...stored } = inStore(list, { mode: 'datadogmetric' });
  return stored;
}

export interface ServiceRef {
  readonly namespace?: string;
  readonly name?: string;
  readonly port?: number;
}

export const AVAILABLE: ObjectCondition = {
  type: 'Available',
  status: 'True',
  reason: 'Passed',
  lastTransitionTime: ago(7200),
};

export function down(reason: string, message = reason): ObjectCondition {
  return { type: 'Available', status: 'False', reason, message, lastTransitionTime: ago(777) };
}

export function apiService(
  condition: ObjectCondition = AVAILABLE,
  service: ServiceRef = {},
  spec: Partial<ApiService['spec']> = { insecureSkipTLSVerify: true },
): Reading<ApiService> {
  const ref = { namespace: 'monitoring', name: 'dca-cluster-agent-metrics-api', port: 8443, ...service };
  const value = {
    metadata: { name: 'v1beta1.external.metrics.k8s.io' },
    spec: { ...spec, service: ref },
    status: { conditions: [condition] },
  };
  return read(value, 'kubectl get apiservice');
}

export function service(ports: Service['spec']['ports'] = [{ port: 8443, targetPort: 8443 }]): Reading<Service> {
  return read(
    { metadata: { name: 'dca-cluster-agent-metrics-api', namespace: 'monitoring' }, spec: { ports } },
    'kubectl get service',
  );
}

export function endpoints(
  pods: readonly string[] = ['dca-a', 'dca-b'],
  { ready = true, port = 8443, namespace = 'monitoring' }: { ready?: boolean; port?: number; namespace?: string } = {},
): Reading<readonly EndpointSlice[]> {
  const list = pods.map((name, index) => ({
    addresses: [`10.0.0.${index + 11}`],
    conditions: { ready },
    targetRef: { kind: 'Pod', namespace, name },
  }));
  return read(
    [{ metadata: { name: 'slice', namespace }, ports: [{ name: 'metricsapi', port }], endpoints: list }],
    'kubectl get endpointslices',
  );
}

export function chain(over: Partial<MetricsChain> = {}): MetricsChain {
  return {
    aggregationLayer: read(true, 'kubectl get configmap extension-apiserver-authentication'),
    apiService: apiService(),
    service: service(),
    endpoints: endpoints(),
    apiVersions: read(['v1', 'autoscaling/v1', 'autoscaling/v2'], 'kubectl api-versions'),
    serverVersion: read('v1.34.4', 'kubectl version'),
    ...over,
  };
}

export function right(over: Partial<AccountRight> = {}): AccountRight {
  return {
    who: 'hpa-controller',
    user: CONTROLLER,
    purpose: 'read-metrics',
    right: { verb: 'list', group: 'external.metrics.k8s.io', resource: 'queue.depth', namespace: 'shop' },
    allowed: read(true, 'kubectl auth can-i list'),
    ...over,
  };
}

export function logged(...troubles: readonly Partial<MetricsLogTrouble>[]): Reading<readonly MetricsLogTrouble[]> {
  const lines = troubles.map((over) => ({
    kind: 'fetch-failed' as const,
    times: 3,
    last: ago(41),
    text: 'words',
    ...over,
  }));
  return read(lines, 'kubectl logs dca-a');
}

export interface Scene {
  readonly hpa?: HorizontalPodAutoscaler | Reading<HorizontalPodAutoscaler>;
  readonly target?: Reading<ScaleTarget>;
  readonly served?: readonly ServedMetric[];
  readonly stored?: StoredMetrics;
  readonly again?: Partial<HpaLook>;
  readonly events?: HpaView['events'];
  readonly chain?: Partial<MetricsChain>;
  readonly rights?: readonly AccountRight[];
  readonly log?: Autoscaling['log'];
  readonly pods?: Snapshot['pods'] | readonly AgentPod[];
  readonly question?: Question;
  readonly over?: Partial<Snapshot>;
}

/** A live look at `shop/checkout` where all is well, changed as a test wants it. */
export function looking(scene: Scene = {}): Snapshot {
  const stored = scene.stored ?? inStore([entry()]);
  const autoscaling = { views: [view(scene, stored)], chain: chain(scene.chain), stored, ...rest(scene) };
  return cluster(scene, autoscaling, { kind: 'hpa', subject: { namespace: 'shop', name: 'checkout' } });
}

/** `metrics`, or `hpa` without a name: no HPA is looked at closely. */
export function withoutHpa(scene: Scene = {}): Snapshot {
  const stored = scene.stored ?? inStore([entry()]);
  return cluster(scene, { views: [], chain: chain(scene.chain), stored, ...rest(scene) }, { kind: 'metrics' });
}

/** What `dca explain` makes of the HPA's own text: nobody looked at anything else. */
export function fromText(scene: Scene = {}): Snapshot {
  const stored = scene.stored ?? inStore(failed('absent', 'not in this text'));
  const first = { hpa: reading(scene.hpa ?? hpa()), served: scene.served ?? [], stored };
  const views = [{ namespace: 'shop', name: 'checkout', first }];
  return { ...pasted(), autoscaling: { views, chain: scene.chain ?? {}, stored, ...rest(scene) }, ...scene.over };
}

function view(scene: Scene, stored: StoredMetrics): HpaView {
  const first = {
    hpa: reading(scene.hpa ?? hpa()),
    target: scene.target ?? target(),
    served: scene.served ?? serving('155'),
    stored,
  };
  return {
    namespace: 'shop',
    name: 'checkout',
    first,
    ...(scene.again ? { again: { ...first, ...scene.again } } : {}),
    ...(scene.events ? { events: scene.events } : {}),
  };
}

function reading(value: HorizontalPodAutoscaler | Reading<HorizontalPodAutoscaler>): Reading<HorizontalPodAutoscaler> {
  return 'known' in value ? value : read(value, 'kubectl get hpa checkout');
}

function rest({ rights = [right()], log }: Scene) {
  return { rights, ...(log ? { log } : {}) };
}

function cluster(scene: Scene, autoscaling: Autoscaling, question: Question): Snapshot {
  const agents = scene.pods ?? [pod('dca-a'), pod('dca-b')];
  const statuses = [
    asked(
      'dca-a',
      status({ externalMetrics: inConfigMap({ total: 1, valid: 1, sources: [{ url: 'https://api.datadoghq.eu' }] }) }),
    ),
  ];
  return snapshot({ pods: agents, statuses }, { question: scene.question ?? question, autoscaling, ...scene.over });
}
