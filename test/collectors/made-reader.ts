import type {
  DatadogMetric,
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  ScaleTarget,
} from '../../src/domain/autoscaling-objects.ts';
import type { ApiService, ClusterEvent, ConfigMap, Deployment, Lease, Pod, Service } from '../../src/domain/objects.ts';
import { known, type Reading, unknown, type Why } from '../../src/domain/reading.ts';
import type { AgentCommand } from '../../src/kube/agent-commands.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';

export const NOW = '2026-11-23T18:40:00.000Z';
export const API_SERVICE = 'v1beta1.external.metrics.k8s.io';
export const CONFIG_MAP = 'dd/datadog-custom-metrics';

/** What a made-up cluster holds; keys are `namespace/name`. */
export interface Made {
  pods: Pod[];
  hpas: HorizontalPodAutoscaler[];
  targets: ScaleTarget[];
  configMaps: Record<string, Omit<ConfigMap, 'metadata'> & { annotations?: Record<string, string> }>;
  leases: Record<string, Lease['spec']>;
  /** Absent: the cluster has no such resource. */
  datadogMetrics?: DatadogMetric[];
  apiService?: ApiService['spec'];
  /** By `namespace/metric`. */
  served: Record<string, readonly ExternalMetricValue[]>;
  events: ClusterEvent[];
  /** The JSON of `status`, by pod. */
  statuses: Record<string, unknown>;
  /** What other commands print, by `pod command`; also a failure of the command itself. */
  outputs: Partial<Record<`${string} ${AgentCommand}`, string | { stdout?: string; stderr: string; exitCode: number }>>;
  services: Service[];
  /** By pod. */
  logs: Record<string, string>;
  /** Why a call fails; undefined: it does not. */
  fails: (call: string) => Why | undefined;
  /** Called before each answer, with the call's number among equal calls. */
  onCall: (call: string, times: number) => void;
}

export interface MadeReader {
  readonly made: Made;
  readonly reader: ClusterReader;
  /** Every call so far, as `method arguments`. */
  readonly calls: string[];
}

/** A ClusterReader over a made-up cluster: an Agent in `dd` with two replicas, of which `dca-1` leads, and the HPA `shop/web`. */
export function madeReader(over: Partial<Made> = {}): MadeReader {
  const made: Made = {
    pods: [agentPod('dca-1'), agentPod('dca-2')],
    hpas: [hpa('shop', 'web')],
    targets: [scaleTarget('shop', 'web')],
    configMaps: {
      [CONFIG_MAP]: { data: { 'external_metric-horizontal-shop-web-queue.depth': entry() } },
      'kube-system/extension-apiserver-authentication': { data: { 'requestheader-client-ca-file': 'PEM' } },
    },
    leases: { 'dd/datadog-leader-election': { holderIdentity: 'dca-1', renewTime: '2026-11-23T18:39:55Z' } },
    apiService: { service: { namespace: 'dd', name: 'dca-metrics-api', port: 8443 } },
    served: { 'shop/queue.depth': [{ metricName: 'queue.depth', value: '2472' }] },
    events: [],
    statuses: {},
    outputs: {},
    services: [],
    logs: {},
    fails: () => undefined,
    onCall: () => {},
    ...over,
  };
  const calls: string[] = [];
  const answer = async <T>(call: string, read: () => T | undefined): Promise<Reading<T>> => {
    calls.push(call);
    made.onCall(call, calls.filter((one) => one === call).length);
    const why = made.fails(call);
    if (why) return unknown(why, `made to be ${why}`, call, NOW);
    const value = read();
    return value === undefined ? unknown('absent', 'not found', call, NOW) : known(value, call, NOW);
  };
  const words = (method: string, ...parts: (string | undefined)[]) =>
    [method, ...parts.filter((part) => part !== undefined)].join(' ');
  const isIn = (namespace: string | undefined) => (object: { metadata: { namespace?: string } }) =>
    namespace === undefined || object.metadata.namespace === namespace;
  const run = (pod: string, command: AgentCommand) => {
    const status = command === 'status-json' && made.statuses[pod] ? JSON.stringify(made.statuses[pod]) : '';
    const output = made.outputs[`${pod} ${command}`] ?? status;
    return typeof output === 'string' ? { stdout: output, stderr: '', exitCode: 0 } : { stdout: '', ...output };
  };
  const reader: ClusterReader = {
    cluster: 'made',
    skewMs: () => 0,
    listPods: ({ namespace, labelSelector }) =>
      answer(words('listPods', namespace, labelSelector), () =>
        made.pods.filter(isIn(namespace)).filter(({ metadata: { labels = {} } }) => {
          const [, label = '', values = ''] = /^(\S+?)(?:=| in \()([^)]*)\)?$/.exec(labelSelector ?? '') ?? [];
          return labelSelector === undefined || values.split(',').includes(labels[label] ?? '');
        }),
      ),
    getDeployment: (namespace, name) => answer<Deployment>(`getDeployment ${namespace}/${name}`, () => undefined),
    listDeployments: ({ namespace }) => answer(`listDeployments ${namespace}`, () => []),
    getLease: (namespace, name) =>
      answer(`getLease ${namespace}/${name}`, () => {
        const spec = made.leases[`${namespace}/${name}`];
        return spec && { metadata: { namespace, name }, spec };
      }),
    getConfigMap: (namespace, name) =>
      answer(`getConfigMap ${namespace}/${name}`, () => {
        const map = made.configMaps[`${namespace}/${name}`];
        return map && { metadata: { namespace, name, annotations: map.annotations ?? {} }, data: map.data ?? {} };
      }),
    getHorizontalPodAutoscaler: (namespace, name) =>
      answer(`getHpa ${namespace}/${name}`, () =>
        made.hpas.filter(isIn(namespace)).find((one) => one.metadata.name === name),
      ),
    listHorizontalPodAutoscalers: ({ namespace, name }) =>
      answer(words('listHpas', namespace && `in ${namespace}`, name && `named ${name}`), () =>
        made.hpas.filter(isIn(namespace)).filter((one) => name === undefined || one.metadata.name === name),
      ),
    getScaleTarget: (namespace, { kind, name }) =>
      answer(`getScaleTarget ${namespace}/${kind}/${name}`, () =>
        made.targets.find((one) => one.namespace === namespace && one.kind === kind && one.name === name),
      ),
    listScaleTargets: (kind, { namespace }) =>
      answer(words('listScaleTargets', kind, namespace), () =>
        made.targets.filter((one) => one.kind === kind && (namespace === undefined || one.namespace === namespace)),
      ),
    getService: (namespace, name) =>
      answer(`getService ${namespace}/${name}`, () => ({ metadata: { namespace, name }, spec: {} })),
    listEndpointSlices: (namespace, service) => answer(`listEndpointSlices ${namespace}/${service}`, () => []),
    getApiService: (name) =>
      answer(
        `getApiService ${name}`,
        () => made.apiService && { metadata: { name }, spec: made.apiService, status: {} },
      ),
    apiVersions: () => answer('apiVersions', () => ['autoscaling/v2']),
    listEvents: ({ namespace, kind, name }) => answer(`listEvents ${kind} ${namespace}/${name}`, () => made.events),
    getDatadogMetric: (namespace, name) =>
      answer<DatadogMetric>(`getDatadogMetric ${namespace}/${name}`, () => undefined),
    listDatadogMetrics: () => answer('listDatadogMetrics', () => made.datadogMetrics),
    getExternalMetric: (namespace, { name }) =>
      answer(`getExternalMetric ${namespace}/${name}`, () => made.served[`${namespace}/${name}`] ?? []),
    podLog: ({ namespace, pod, tailLines }) =>
      answer(`podLog ${namespace}/${pod} ${tailLines}`, () => made.logs[pod] ?? ''),
    listServices: ({ namespace }) =>
      answer(words('listServices', namespace), () => made.services.filter(isIn(namespace))),
    async streamLog({ namespace, pod, tailLines, maxBytes }, onText) {
      const reading = await answer(`streamLog ${namespace}/${pod} ${tailLines}`, () => made.logs[pod] ?? '');
      if (!reading.known) return reading;
      const lines = reading.value.split(/(?<=\n)/).slice(-tailLines);
      const tail = lines.join('');
      inPieces(tail.slice(0, maxBytes), onText);
      const more = tail.length > maxBytes || lines.length >= tailLines;
      return { ...reading, value: { bytes: Math.min(tail.length, maxBytes), more } };
    },
    async streamExec({ pod, command, maxBytes }, onStdout) {
      const reading = await answer(`streamExec ${pod} ${command} ${maxBytes}`, () => run(pod, command));
      if (!reading.known) return reading;
      const { stdout, ...value } = reading.value;
      inPieces(stdout, onStdout);
      return { ...reading, value };
    },
    exec: ({ pod, command }) => answer(`exec ${pod} ${command}`, () => run(pod, command)),
    mayI: ({ verb, resource }) => answer(`mayI ${verb} ${resource}`, () => true),
    mayAccount: ({ user, verb, group, resource, subresource, namespace, name }) =>
      answer(
        words(
          'mayAccount',
          user,
          verb,
          `${resource}.${group}`,
          subresource && `/${subresource}`,
          namespace && `in ${namespace}`,
          name && `named ${name}`,
        ),
        () => true,
      ),
    serverVersion: () => answer('serverVersion', () => 'v1.34.4'),
    close: async () => {},
  };
  return { made, reader, calls };
}

function inPieces(text: string, onText: (text: string) => void): void {
  for (const piece of text.match(/[\s\S]{1,1000}/g) ?? []) onText(piece);
}

export function agentPod(
  name: string,
  env: Readonly<Record<string, string>> = { DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD: 'false' },
): Pod {
  return {
    metadata: { name, namespace: 'dd', labels: { 'agent.datadoghq.com/component': 'cluster-agent' } },
    spec: {
      serviceAccountName: 'dca-account',
      containers: [
        {
          name: 'cluster-agent',
          image: 'r/cluster-agent:7.63.0',
          env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'cluster-agent', ready: true, restartCount: 0, state: { running: {} } }],
    },
  };
}

export interface MadeHpa {
  readonly metrics?: readonly string[];
  readonly type?: string;
  readonly target?: { kind: string; name: string };
  readonly shown?: string;
  readonly message?: string;
}

/** An HPA that wants 9 per pod and shows 824 unless told otherwise. */
export function hpa(namespace: string, name: string, over: MadeHpa = {}): HorizontalPodAutoscaler {
  const {
    metrics = ['queue.depth'],
    type = 'External',
    target = { kind: 'Deployment', name },
    shown = '824',
    message,
  } = over;
  return {
    metadata: { namespace, name },
    spec: {
      scaleTargetRef: target,
      maxReplicas: 3,
      metrics: metrics.map((metric) =>
        type === 'External'
          ? { type, external: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: '9' } } }
          : { type },
      ),
    },
    status: {
      currentMetrics: metrics.map((metric) => ({
        type,
        external: { metric: { name: metric }, current: { averageValue: shown } },
      })),
      conditions:
        message === undefined
          ? [{ type: 'ScalingActive', status: 'True' }]
          : [{ type: 'ScalingActive', status: 'False', message }],
    },
  };
}

export function scaleTarget(namespace: string, name: string, over: Partial<ScaleTarget> = {}): ScaleTarget {
  return { kind: 'Deployment', namespace, name, wanted: 3, replicas: 3, ...over };
}

/** An entry of the ConfigMap as the Agent writes it. */
export function entry(over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    metricName: 'queue.depth',
    labels: null,
    ts: 1_795_459_170,
    reference: { type: 'horizontal', namespace: 'shop', name: 'web' },
    value: 2472,
    valid: true,
    ...over,
  });
}

export function datadogMetric(
  namespace: string,
  name: string,
  at: string,
  valid = true,
  currentValue = '31',
): DatadogMetric {
  return {
    metadata: { namespace, name },
    spec: { query: `avg:${name}{*}` },
    status: {
      currentValue,
      conditions: [
        { type: 'Active', status: 'True' },
        { type: 'Valid', status: valid ? 'True' : 'False' },
        { type: 'Updated', status: 'True', lastUpdateTime: at },
      ],
    },
  };
}
