import { join } from 'node:path';
import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';
import type { ControlPlane } from '../control-plane.ts';
import { until } from '../until.ts';
import { type EventCheck, readAgentDocuments } from './agent-documents.ts';
import { type AgentPods, type CommandOutput, createAgentPods } from './agent-pods.ts';
import { emptyLockConfigMap, lease, metricsConfigMap } from './agent-writings.ts';
import {
  agentDeployment,
  agentNamespace,
  type MetricsMode,
  metricsApiService,
  metricsService,
} from './chart-objects.ts';
import {
  type DatadogMetricState,
  datadogMetricDefinition,
  datadogMetricObject,
  datadogMetricStatus,
} from './datadog-metric.ts';
import { printMetamap, readMetamap } from './metamap.ts';
import { answerFromDatadogMetrics, answerFromStore, type StoredMetric } from './metric-store.ts';
import { createMetricsServer, type MetricsServer } from './metrics-server.ts';
import { CONTAINER, METRICS_PORT, METRICS_SERVICE, NAMESPACE, POD_LABELS } from './names.ts';
import { rightsObjects } from './rights-objects.ts';
import { serviceLinks } from './service-links.ts';

export interface ServedItem {
  /** A Kubernetes quantity, served as it is. */
  readonly value: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Epoch milliseconds; default always now. */
  readonly at?: number;
  /** Default true; what is not valid is stored and not served. */
  readonly valid?: boolean;
  /** The autoscaler it is stored for. */
  readonly for?: { readonly namespace: string; readonly name: string };
}

/** Plays a Cluster Agent with two replicas: everything is what the test says, nothing is computed. */
export interface StandIn {
  /** ClusterIP of the Service of external metrics, on which it listens. */
  readonly address: string;
  /** Its listening, delays and faults. */
  readonly server: Pick<MetricsServer, 'start' | 'stop' | 'fault' | 'silence' | 'delay' | 'asked'>;
  /** For Agents of other kinds. */
  readonly agents: AgentPods;
  /** Names of the pods, the leader first. */
  pods(): readonly string[];
  /** What the check that collects events has done, as the leader's `status` has it; undefined: it does not run. */
  collectEvents(check: EventCheck | undefined): void;
  /** What is stored of a metric from now on. */
  serve(metric: string, items: readonly ServedItem[]): void;
  /** The object and what is served under its name. */
  setDatadogMetric(state: DatadogMetricState): Promise<void>;
  /** What a command of a pod prints from now on (`status.json`, `status.txt`); undefined: what the capture says. */
  print(pod: string, document: string, output: CommandOutput | undefined): Promise<void>;
  writeLog(pod: string, text: string): Promise<void>;
  /** Renews lock, ConfigMap and documents at once; happens by itself every two seconds. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface StandInOptions {
  /** What the Deployment's environment says. `datadogmetric@NS:NAME` is answered from DatadogMetrics in either mode. */
  readonly mode?: MetricsMode;
  readonly now?: () => number;
}

const RENEW_MS = 2000;

/** Installs the chart's objects and plays the Agent; resolves when the API server calls external metrics available. */
export async function startStandIn(plane: ControlPlane, options: StandInOptions = {}): Promise<StandIn> {
  const { kube } = plane;
  const { mode = 'configmap', now = Date.now } = options;
  const documents = await readAgentDocuments();
  const agents = await createAgentPods(kube, plane.bin, join(plane.folder, 'pods'));
  const address = `${plane.services}.43`;
  const acquired = new Date(now()).toISOString();
  const datadogMetrics = new Map<string, DatadogMetricState>();
  const overridden = new Set<string>();
  const served = new Map<string, readonly ServedItem[]>();
  let pods: readonly string[] = [];
  let eventCheck: EventCheck | undefined;
  const server = createMetricsServer({
    address,
    port: METRICS_PORT,
    certificate: plane.authority.issueServing(METRICS_SERVICE, [`${METRICS_SERVICE}.${NAMESPACE}.svc`]),
    answer: (_namespace, metric, selector) =>
      !metric.toLowerCase().startsWith('datadogmetric@') && mode === 'configmap'
        ? { items: answerFromStore(stored(), metric, selector) }
        : answerFromDatadogMetrics(datadogMetrics, metric, selector, now()),
  });

  const stored = () =>
    [...served].flatMap(([metric, items]) => items.map((item, index) => storedMetric(metric, item, index, now())));

  async function findPods(): Promise<void> {
    const found = await kube.list('v1', 'Pod', NAMESPACE, `app=${POD_LABELS.app}`);
    const running = found
      .filter(({ metadata, status }) => !metadata.deletionTimestamp && phaseOf(status) === 'Running')
      .map(({ metadata }) => metadata.name);
    for (const pod of running.filter((name) => !pods.includes(name))) {
      await agents.equip(pod, CONTAINER, await serviceLinks(kube, NAMESPACE));
      await agents.writeLog(pod, documents.log(now()));
    }
    const leader = running.find((name) => name === pods[0]) ?? running[0];
    pods = leader === undefined ? [] : [leader, ...running.filter((name) => name !== leader).sort()];
  }

  async function writeDocuments(): Promise<void> {
    const [leader = '', follower] = pods;
    const metamap = printMetamap(await readMetamap(kube));
    for (const pod of pods) {
      const role = pod === leader ? 'leader' : 'follower';
      const { json, text } = documents.status({
        role,
        leader,
        follower,
        metrics: stored(),
        ...(eventCheck && { eventCheck }),
        now: now(),
      });
      const printed = { 'status.json': json, 'status.txt': text, 'metamap.txt': metamap, ...documents.others(role) };
      for (const [document, stdout] of Object.entries(printed))
        if (!overridden.has(`${pod}/${document}`)) await agents.write(pod, document, { stdout });
    }
  }

  async function syncNow(): Promise<void> {
    await findPods();
    await writeDocuments();
    await kube.apply(lease(pods[0] ?? '', acquired, now()), metricsConfigMap(stored(), now()));
  }
  let syncing = Promise.resolve();
  const sync = () => {
    const next = syncing.then(syncNow);
    // Whoever waits for it is told; an API server that is going away must not end the tests.
    syncing = next.catch(() => {});
    return next;
  };

  await kube.apply(...agentNamespace(), ...rightsObjects(), datadogMetricDefinition());
  await kube.apply(metricsService(address), agentDeployment(mode), emptyLockConfigMap());
  await server.start();
  await kube.apply(metricsApiService());
  await until('two Cluster Agent pods', async () => {
    await sync();
    return pods.length === 2 || undefined;
  });
  await until('a log of each', async () => {
    const answers = await Promise.all(pods.map((pod) => kube.send('GET', logPath(pod))));
    return answers.every(({ status }) => status === 200) || undefined;
  });
  await until(
    'external metrics to be available',
    async () => isAvailable(await kube.get(metricsApiService())) || undefined,
  );
  const timer = setInterval(() => void sync().catch(() => {}), RENEW_MS);

  return {
    address,
    server,
    agents,
    pods: () => pods,
    collectEvents(check) {
      eventCheck = check;
    },
    serve: (metric, items) => void served.set(metric, items),
    async setDatadogMetric(state) {
      datadogMetrics.set(`${state.namespace}/${state.name}`, state);
      const object = datadogMetricObject(state);
      await kube.apply(object);
      await kube.patch(object, { status: datadogMetricStatus(state, new Date(now()).toISOString()) }, 'status');
    },
    async print(pod, document, output) {
      if (output === undefined) {
        overridden.delete(`${pod}/${document}`);
        return sync();
      }
      overridden.add(`${pod}/${document}`);
      await syncing;
      await agents.write(pod, document, output);
    },
    writeLog: (pod, text) => agents.writeLog(pod, text),
    sync,
    async close() {
      clearInterval(timer);
      await syncing;
      await server.stop();
    },
  };
}

function storedMetric(metricName: string, item: ServedItem, index: number, now: number): StoredMetric {
  const { value, labels = {}, at = now, valid = true } = item;
  const user = item.for ?? { namespace: 'default', name: `user-${index + 1}` };
  const reference = { type: 'horizontal', ...user, uid: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}` };
  return { metricName, labels, reference, value, valid, ts: Math.floor(at / 1000) };
}

function logPath(pod: string): string {
  return `/api/v1/namespaces/${NAMESPACE}/pods/${pod}/log?tailLines=1`;
}

function phaseOf(status: unknown): string | undefined {
  return (status as { phase?: string } | undefined)?.phase;
}

function isAvailable(service: KubeObject | undefined): boolean {
  const { conditions = [] } = (service?.status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === 'Available' && status === 'True');
}
