import type {
  DatadogMetric,
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  ScaleTarget,
} from '../../src/domain/autoscaling-objects.ts';
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
} from '../../src/domain/objects.ts';
import { known, type Reading, unknown, type Why } from '../../src/domain/reading.ts';
import type { AgentCall, AgentCommand } from '../../src/kube/agent-commands.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';

export const NOW = '2026-11-23T18:40:00.000Z';
export const API_SERVICE = 'v1beta1.external.metrics.k8s.io';
export const CONFIG_MAP = 'dd/datadog-custom-metrics';

/** A command, or the words of one that takes a word. */
export type CommandName = AgentCommand | `${'printenv' | 'cat' | 'rm -f'} ${string}`;
export type Printed = string | { stdout?: string; stderr: string; exitCode: number };

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
  /** What other commands print, by `pod command` (`agent-1 printenv A_SERVICE_HOST`); also a failure of the command itself. */
  outputs: Partial<Record<`${string} ${CommandName}`, Printed>>;
  services: Service[];
  nodes: Node[];
  slices: EndpointSlice[];
  /** Rights that accounts do not have, as `verb resource`. */
  denied: string[];
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
    nodes: [],
    slices: [],
    denied: [],
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
  const run = (pod: string, command: AgentCall) => {
    const status = command === 'status-json' && made.statuses[pod] ? JSON.stringify(made.statuses[pod]) : '';
    const output = made.outputs[`${pod} ${nameOf(command)}`] ?? status;
    return typeof output === 'string' ? { stdout: output, stderr: '', exitCode: 0 } : { stdout: '', ...output };
  };
  const reader: ClusterReader = {
    cluster: 'made',
    skewMs: () => 0,
    listPods: ({ namespace, labelSelector, node, name }) =>
      answer(words('listPods', namespace, labelSelector, node && `on ${node}`, name && `named ${name}`), () =>
        made.pods
          .filter(isIn(namespace))
          .filter(
            ({ metadata, spec }) =>
              (name ?? metadata.name) === metadata.name && (node ?? spec.nodeName) === spec.nodeName,
          )
          .filter(({ metadata: { labels = {} } }) => {
            const [, label = '', values = ''] = /^(\S+?)(?:=| in \()([^)]*)\)?$/.exec(labelSelector ?? '') ?? [];
            return labelSelector === undefined || values.split(',').includes(labels[label] ?? '');
          }),
      ),
    listNodes: () => answer('listNodes', () => made.nodes),
    getDeployment: (namespace, name) => answer<Deployment>(`getDeployment ${namespace}/${name}`, () => undefined),
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
    listEndpointSlices: (namespace, service) =>
      answer(`listEndpointSlices ${namespace}/${service}`, () =>
        made.slices
          .filter(isIn(namespace))
          .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service),
      ),
    listAllEndpointSlices: ({ namespace }) =>
      answer(words('listAllEndpointSlices', namespace), () => made.slices.filter(isIn(namespace))),
    getApiService: (name) =>
      answer(
        `getApiService ${name}`,
        () => made.apiService && { metadata: { name }, spec: made.apiService, status: {} },
      ),
    apiVersions: () => answer('apiVersions', () => ['autoscaling/v2']),
    listEvents: ({ namespace, kind, name }) => answer(`listEvents ${kind} ${namespace}/${name}`, () => made.events),
    pageOfEvents: (limit) =>
      answer(`pageOfEvents ${limit}`, () => ({
        events: made.events.slice(0, limit),
        more: made.events.length > limit,
      })),
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
      const reading = await answer(`streamExec ${pod} ${nameOf(command)} ${maxBytes}`, () => run(pod, command));
      if (!reading.known) return reading;
      const { stdout, ...value } = reading.value;
      inPieces(stdout, onStdout);
      return { ...reading, value };
    },
    async streamExecBytes({ pod, command, maxBytes }, onStdout) {
      const reading = await answer(`streamExecBytes ${pod} ${nameOf(command)} ${maxBytes}`, () => run(pod, command));
      if (!reading.known) return reading;
      const { stdout, ...value } = reading.value;
      onStdout(Buffer.from(stdout));
      return { ...reading, value };
    },
    exec: ({ pod, command }) => answer(`exec ${pod} ${nameOf(command)}`, () => run(pod, command)),
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
        () => !made.denied.includes(`${verb} ${resource}`),
      ),
    serverVersion: () => answer('serverVersion', () => 'v1.34.4'),
    close: async () => {},
  };
  return { made, reader, calls };
}

function nameOf(command: AgentCall): CommandName {
  if (typeof command === 'string') return command;
  const { run, word } = command;
  return run === 'service-host' ? `printenv ${word}` : `${run === 'read-flare' ? 'cat' : 'rm -f'} ${word}`;
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
