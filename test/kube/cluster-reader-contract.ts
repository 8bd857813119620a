import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricIdentifier, ScaleTargetRef } from '../../src/domain/autoscaling-objects.ts';
import type { Pod } from '../../src/domain/objects.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';

/** What a cluster must hold for the contract: the Datadog Helm chart's Cluster Agent with a leader and its lock. */
export interface ContractCluster {
  readonly reader: ClusterReader;
  readonly namespace: string;
  /** A running Cluster Agent pod that answers `status`. */
  readonly pod: string;
  readonly container: string;
  readonly deployment: string;
  readonly lease: string;
  /** A ConfigMap with data. */
  readonly configMap: string;
  /**
   * A HorizontalPodAutoscaler whose first metric is external and served, and which scales a Deployment that was scaled
   * at least once. `v1beta1.external.metrics.k8s.io` leads to a Service with endpoints, whose metrics are kept in a
   * ConfigMap: what nobody stores is an empty list.
   */
  readonly autoscaler: string;
  readonly autoscalerNamespace: string;
  /** What the first metric of the autoscaler is served with: the value of its only item. */
  readonly served: string;
  /** Absent: the cluster does not have the definition of DatadogMetrics. */
  readonly datadogMetric?: { readonly namespace: string; readonly name: string; readonly currentValue: string };
  /** Called once, after the reader was closed. */
  close(): Promise<void>;
}

const BOUNDS = { timeoutMs: 10_000 };
/** May list external metrics. */
const HPA_CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
/** An account that may do nothing. */
export const STRANGER = 'system:serviceaccount:default:dca-bot-contract-stranger';
const METRICS_API = 'v1beta1.external.metrics.k8s.io';
const SELECTOR = 'agent.datadoghq.com/component=cluster-agent';

/** What every ClusterReader keeps to, whatever cluster is behind it. */
export function clusterReaderContract(name: string, open: () => Promise<ContractCluster>): void {
  describe(`ClusterReader contract: ${name}`, () => {
    let cluster: ContractCluster;
    beforeAll(async () => {
      cluster = await open();
    });
    afterAll(async () => {
      await cluster.reader.close();
      await cluster.close();
    });

    it('lists pods by label in a namespace, each with containers and a phase', async () => {
      const pods = value(
        await cluster.reader.listPods({ namespace: cluster.namespace, labelSelector: SELECTOR }, BOUNDS),
      );
      expect(pods.map(({ metadata }) => metadata.name)).toContain(cluster.pod);
      const pod = pods.find(({ metadata }) => metadata.name === cluster.pod);
      expect(pod?.metadata.namespace).toBe(cluster.namespace);
      expect(pod?.spec.containers.map((container) => container.name)).toContain(cluster.container);
      expect(pod?.status.phase).toBe('Running');
      expect(Date.parse(pod?.metadata.creationTimestamp ?? '')).toBeGreaterThan(0);
    });

    it('lists pods of all namespaces, of which those of one namespace are a part', async () => {
      const all = value(await cluster.reader.listPods({}, BOUNDS));
      const some = value(await cluster.reader.listPods({ namespace: cluster.namespace }, BOUNDS));
      expect(all.length).toBeGreaterThan(some.length);
      expect(some.every(({ metadata }) => metadata.namespace === cluster.namespace)).toBe(true);
    });

    it('answers an empty list where nothing matches, and not a failure', async () => {
      const reading = await cluster.reader.listPods(
        { namespace: cluster.namespace, labelSelector: 'dca-bot.test/nobody=here' },
        BOUNDS,
      );
      expect(value(reading)).toEqual([]);
    });

    it('takes exactly as many objects as the limit, and calls one more truncated', async () => {
      const all = value(await cluster.reader.listPods({}, BOUNDS));
      expect(value(await cluster.reader.listPods({ limit: all.length }, BOUNDS))).toHaveLength(all.length);
      expect(await cluster.reader.listPods({ limit: all.length - 1 }, BOUNDS)).toMatchObject({
        known: false,
        why: 'truncated',
        detail: `more than ${all.length - 1} objects`,
      });
    });

    it('lists pods by their node and by their name, in all namespaces or one', async () => {
      const { reader, namespace, pod: name } = cluster;
      const all = value(await reader.listPods({}, BOUNDS));
      const node = all.find(({ metadata }) => metadata.name === name)?.spec.nodeName ?? '';
      const onNode = value(await reader.listPods({ node }, BOUNDS));
      expect(namesOf(onNode)).toEqual(namesOf(all.filter(({ spec }) => spec.nodeName === node)));
      expect(namesOf(onNode)).toContain(name);
      for (const where of [{ name }, { namespace, name }, { namespace, name, node }]) {
        expect(namesOf(value(await reader.listPods(where, BOUNDS)))).toEqual([name]);
      }
      for (const where of [{ name: 'no-such-thing' }, { node: 'no-such-thing' }, { name, node: 'no-such-thing' }]) {
        expect(value(await reader.listPods(where, BOUNDS))).toEqual([]);
      }
    });

    it('lists the nodes, each with its conditions', async () => {
      const reading = await cluster.reader.listNodes(BOUNDS);
      const nodes = value(reading);
      const pods = value(await cluster.reader.listPods({ namespace: cluster.namespace }, BOUNDS));
      const scheduled = pods.flatMap(({ spec }) => spec.nodeName ?? []);
      expect(nodes.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(scheduled));
      for (const { metadata, status } of nodes) {
        expect(status.conditions?.map(({ type }) => type)).toContain('Ready');
        expect(metadata).not.toHaveProperty('annotations');
      }
      expect(reading.source).toBe('kubectl get nodes');
    });

    it('reads a Deployment', async () => {
      const { reader, namespace, deployment } = cluster;
      const one = value(await reader.getDeployment(namespace, deployment, BOUNDS));
      expect(one.metadata.name).toBe(deployment);
      expect(one.spec.replicas).toBeGreaterThan(0);
    });

    it('reads a Lease with its holder and the time of its renewal', async () => {
      const reading = await cluster.reader.getLease(cluster.namespace, cluster.lease, BOUNDS);
      const { spec } = value(reading);
      expect(spec?.holderIdentity).toMatch(/./);
      expect(spec?.leaseDurationSeconds).toBeGreaterThan(0);
      const age = Date.parse(reading.at) - Date.parse(spec?.renewTime ?? '');
      expect(age).toBeGreaterThan(-5000);
      expect(age).toBeLessThan(65_000);
      expect(reading.source).toBe(`kubectl get lease ${cluster.lease} -n ${cluster.namespace} -o yaml`);
    });

    it('reads a ConfigMap with its data', async () => {
      const { data } = value(await cluster.reader.getConfigMap(cluster.namespace, cluster.configMap, BOUNDS));
      expect(Object.keys(data ?? {}).length).toBeGreaterThan(0);
    });

    it('reads a HorizontalPodAutoscaler, and finds it in lists by name and by namespace', async () => {
      const { reader, autoscalerNamespace: namespace, autoscaler: name } = cluster;
      const reading = await reader.getHorizontalPodAutoscaler(namespace, name, BOUNDS);
      const one = value(reading);
      expect(one.metadata).toMatchObject({ name, namespace });
      expect(one.spec.maxReplicas).toBeGreaterThan(0);
      expect(one.spec.metrics?.[0]).toMatchObject({ type: 'External', external: { metric: {}, target: {} } });
      expect(reading.source).toBe(`kubectl get hpa ${name} -n ${namespace} -o yaml`);
      for (const where of [{}, { namespace }, { name }, { namespace, name }]) {
        const all = value(await reader.listHorizontalPodAutoscalers(where, BOUNDS));
        const listed = all.filter(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
        expect(listed).toHaveLength(1);
        expect(listed[0]?.spec).toEqual(one.spec);
        expect(listed[0]?.metadata).not.toHaveProperty('annotations');
        if ('name' in where) expect(new Set(all.map(({ metadata }) => metadata.name))).toEqual(new Set([name]));
      }
    });

    it('answers an empty list of HorizontalPodAutoscalers for a name that none has', async () => {
      const reading = await cluster.reader.listHorizontalPodAutoscalers({ name: 'no-such-thing' }, BOUNDS);
      expect(value(reading)).toEqual([]);
    });

    it('reads what it scales as the list of that kind has it', async () => {
      const { namespace, ref } = await targetOf(cluster);
      const target = value(await cluster.reader.getScaleTarget(namespace, ref, BOUNDS));
      expect(target).toMatchObject({ kind: 'Deployment', namespace, name: ref.name });
      expect(target.replicas).toBeGreaterThan(0);
      for (const where of [{}, { namespace }]) {
        const all = value(await cluster.reader.listScaleTargets('Deployment', where, BOUNDS));
        expect(all).toContainEqual(target);
      }
    });

    it.each(['StatefulSet', 'ReplicaSet'] as const)('lists scale targets of the kind %s', async (kind) => {
      const targets = value(await cluster.reader.listScaleTargets(kind, {}, BOUNDS));
      expect(targets.every((target) => target.kind === kind)).toBe(true);
      // Every Deployment has a ReplicaSet.
      if (kind === 'ReplicaSet') expect(targets.some(({ replicas }) => replicas > 0)).toBe(true);
    });

    it.each([
      [{ apiVersion: 'dca-bot.test/v1', kind: 'Rollout' }, /could not find the requested resource/],
      [{ apiVersion: 'apps/v1', kind: 'Rollout' }, /no matches for kind "Rollout" in version "apps\/v1"/],
      [{ kind: 'Deployment' }, /no matches for kind "Deployment" in version "v1"/],
      [{ apiVersion: 'apps/v1', kind: 'DaemonSet' }, /could not find the requested resource/],
    ])('calls a scale target that cannot be scaled unsupported: %j', async (ref, detail) => {
      const reading = await cluster.reader.getScaleTarget(cluster.namespace, { name: 'web', ...ref }, BOUNDS);
      expect(reading).toMatchObject({ known: false, why: 'unsupported', detail: expect.stringMatching(detail) });
    });

    it('follows the metrics API to its Service and endpoints', async () => {
      const { reader } = cluster;
      const { spec, status } = value(await reader.getApiService(METRICS_API, BOUNDS));
      expect(spec).toMatchObject({ group: 'external.metrics.k8s.io', version: 'v1beta1' });
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
      const { namespace = '', name = '', port = 443 } = spec.service ?? {};
      const service = value(await reader.getService(namespace, name, BOUNDS));
      expect(service.spec.ports?.map((one) => one.port)).toContain(port);
      const slices = value(await reader.listEndpointSlices(namespace, name, BOUNDS));
      expect(slices.flatMap(({ endpoints = [] }) => endpoints).length).toBeGreaterThan(0);
      expect(value(await reader.listEndpointSlices(namespace, 'no-such-thing', BOUNDS))).toEqual([]);
    });

    it('lists the EndpointSlices of all Services, in all namespaces or one', async () => {
      const { reader, namespace } = cluster;
      const all = value(await reader.listAllEndpointSlices({}, BOUNDS));
      const some = value(await reader.listAllEndpointSlices({ namespace }, BOUNDS));
      expect(some.length).toBeGreaterThan(0);
      expect(all.filter(({ metadata }) => metadata.namespace === namespace)).toEqual(some);
      expect(some.every(({ metadata }) => metadata.namespace === namespace)).toBe(true);
      expect(value(await reader.listAllEndpointSlices({ namespace: 'no-such-thing' }, BOUNDS))).toEqual([]);
      const behind = some.flatMap(({ endpoints = [] }) => endpoints);
      const pod = behind.find(({ targetRef }) => targetRef?.name === cluster.pod);
      expect(pod).toMatchObject({ targetRef: { kind: 'Pod', namespace }, nodeName: expect.stringMatching(/./) });
      expect(some.every(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'])).toBe(true);
    });

    it('knows what the API server offers, the aggregated APIs included', async () => {
      const versions = value(await cluster.reader.apiVersions(BOUNDS));
      const known = ['apps/v1', 'autoscaling/v2', 'external.metrics.k8s.io/v1beta1', 'v1'];
      expect(versions).toEqual(expect.arrayContaining(known));
      expect(versions).toEqual([...new Set(versions)].sort());
    });

    it('lists the events about one object', async () => {
      const { namespace, ref } = await targetOf(cluster);
      const about = { namespace, kind: 'Deployment', name: ref.name };
      const events = value(await cluster.reader.listEvents(about, BOUNDS));
      expect(events.map(({ reason }) => reason)).toContain('ScalingReplicaSet');
      expect(value(await cluster.reader.listEvents({ ...about, kind: 'Service' }, BOUNDS))).toEqual([]);
    });

    it('takes a page of the events of all namespaces, and knows whether there are more', async () => {
      const { reader } = cluster;
      const whole = value(await reader.pageOfEvents(500, BOUNDS));
      expect(whole).toMatchObject({ more: false });
      expect(whole.events.map(({ reason }) => reason)).toContain('ScalingReplicaSet');
      const page = await reader.pageOfEvents(1, BOUNDS);
      expect(value(page)).toEqual({ events: [expect.objectContaining({ reason: expect.anything() })], more: true });
      expect(page.source).toBe("kubectl get --raw '/api/v1/events?limit=1'");
    });

    it('lists Services with the annotations that are for the Agent, and no others', async () => {
      const { reader, namespace } = cluster;
      const all = value(await reader.listServices({}, BOUNDS));
      const keys = all.flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}));
      expect(keys.filter((key) => !key.startsWith('ad.datadoghq.com/'))).toEqual([]);
      const some = value(await reader.listServices({ namespace }, BOUNDS));
      expect(some.length).toBeGreaterThan(0);
      expect(all.length).toBeGreaterThan(some.length);
      expect(some.every(({ metadata }) => metadata.namespace === namespace)).toBe(true);
      expect(all).toEqual(expect.arrayContaining([...some]));
    });

    it('reads what the metrics API serves, and nothing where nothing is stored', async () => {
      const { reader, served } = cluster;
      const { namespace, metric } = await targetOf(cluster);
      const items = value(await reader.getExternalMetric(namespace, metric, BOUNDS));
      expect(items.map((item) => item.value)).toEqual([served]);
      const upper = { ...metric, name: metric.name.toUpperCase() };
      expect(value(await reader.getExternalMetric(namespace, upper, BOUNDS))).toHaveLength(1);
      const others = [
        { name: 'no.such.thing' },
        { ...metric, selector: { matchLabels: { 'dca-bot.test/no': 'body' } } },
      ];
      for (const other of others) expect(value(await reader.getExternalMetric(namespace, other, BOUNDS))).toEqual([]);
    });

    it('asks for a metric by 300 labels', async () => {
      const labels = Array.from({ length: 300 }, (_, index) => [`team.example/label-${index}`, `value-${index}`]);
      const selector = { matchLabels: Object.fromEntries(labels) };
      const { namespace, metric } = await targetOf(cluster);
      expect(value(await cluster.reader.getExternalMetric(namespace, { ...metric, selector }, BOUNDS))).toEqual([]);
    });

    it('reads DatadogMetrics, or calls them absent where they are not defined', async () => {
      const { reader, datadogMetric } = cluster;
      const list = await reader.listDatadogMetrics({}, BOUNDS);
      if (!datadogMetric) {
        expect(list).toMatchObject({ known: false, why: 'absent' });
        return;
      }
      const { namespace, name, currentValue } = datadogMetric;
      const one = value(list).find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
      expect(one?.status.currentValue).toBe(currentValue);
      expect(value(await reader.listDatadogMetrics({ namespace }, BOUNDS))).toContainEqual(one);
    });

    it.each([
      ['getDeployment', () => cluster.reader.getDeployment(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['getLease', () => cluster.reader.getLease(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['getConfigMap', () => cluster.reader.getConfigMap(cluster.namespace, 'no-such-thing', BOUNDS)],
      [
        'getHorizontalPodAutoscaler',
        () => cluster.reader.getHorizontalPodAutoscaler(cluster.namespace, 'no-such-thing', BOUNDS),
      ],
      ['getScaleTarget', () => cluster.reader.getScaleTarget(cluster.namespace, missing('Deployment'), BOUNDS)],
      ['getScaleTarget', () => cluster.reader.getScaleTarget(cluster.namespace, missing('StatefulSet'), BOUNDS)],
      ['getService', () => cluster.reader.getService(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['getApiService', () => cluster.reader.getApiService('no-such-thing', BOUNDS)],
      ['podLog', () => cluster.reader.podLog({ ...logTarget(cluster), pod: 'no-such-thing' }, BOUNDS)],
      ['streamLog', () => streamed(cluster, { pod: 'no-such-thing' })],
      ['exec', () => cluster.reader.exec({ ...execTarget(cluster), pod: 'no-such-thing' }, BOUNDS)],
      [
        'streamExecBytes',
        () =>
          cluster.reader.streamExecBytes(
            { ...execTarget(cluster), pod: 'no-such-thing', maxBytes: 9 },
            () => {},
            BOUNDS,
          ),
      ],
      [
        'streamExec',
        () =>
          cluster.reader.streamExec({ ...execTarget(cluster), pod: 'no-such-thing', maxBytes: 9 }, () => {}, BOUNDS),
      ],
    ])('%s calls what is not there absent, in the words of the API server', async (_method, call) => {
      const reading = await call();
      expect(reading).toMatchObject({ known: false, why: 'absent' });
      expect(reading).toHaveProperty('detail', expect.stringMatching(/"no-such-thing" not found/));
    });

    it('reads the last lines of a log', async () => {
      const log = value(await cluster.reader.podLog({ ...logTarget(cluster), tailLines: 3 }, BOUNDS));
      expect(log.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
    });

    it('streams the last lines of a log, and knows whether it goes back further', async () => {
      const few = await streamed(cluster, { tailLines: 3 });
      expect(few.text.split('\n')).toHaveLength(4);
      expect(value(few)).toEqual({ bytes: Buffer.byteLength(few.text), more: true });
      const whole = await streamed(cluster, { tailLines: 1_000_000 });
      expect(value(whole)).toEqual({ bytes: Buffer.byteLength(whole.text), more: false });
      expect(whole.text).toContain(few.text.split('\n')[0]);
    });

    it.each([0, 1])('streams no more of a log than it may: all but %i bytes', async (short) => {
      const whole = await streamed(cluster, { tailLines: 9_000 });
      const maxBytes = Buffer.byteLength(whole.text) - short;
      const cut = await streamed(cluster, { tailLines: 9_000, maxBytes });
      expect(value(cut)).toEqual({ bytes: maxBytes, more: short > 0 });
      expect(whole.text.startsWith(cut.text)).toBe(true);
    });

    it('calls the log of a run that never was absent', async () => {
      const reading = await cluster.reader.podLog({ ...logTarget(cluster), previous: true }, BOUNDS);
      expect(reading).toMatchObject({ known: false, why: 'absent' });
    });

    it('runs status in the container and tells stdout, stderr and the exit code apart', async () => {
      const reading = await cluster.reader.exec(execTarget(cluster), BOUNDS);
      const { stdout, exitCode } = value(reading);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Cluster Agent');
      expect(reading.source).toBe(
        `kubectl exec -n ${cluster.namespace} ${cluster.pod} -c ${cluster.container} -- datadog-cluster-agent status --no-color`,
      );
    });

    it('streams what a command prints', async () => {
      const pieces: string[] = [];
      const target = { ...execTarget(cluster), command: 'configcheck', maxBytes: 1_000_000 } as const;
      const reading = await cluster.reader.streamExec(target, (text) => pieces.push(text), BOUNDS);
      expect(value(reading)).toMatchObject({ exitCode: 0 });
      expect(value(reading)).not.toHaveProperty('stdout');
      expect(pieces.join('')).toContain('Configuration provider: ');
      expect(reading.source).toMatch(/ -- datadog-cluster-agent configcheck --no-color$/);
      const printed = Buffer.byteLength(pieces.join(''));
      const over = await cluster.reader.streamExec({ ...target, maxBytes: printed - 1 }, () => {}, BOUNDS);
      expect(over).toMatchObject({ known: false, why: 'truncated' });
    });

    it('streams the very bytes that a command prints', async () => {
      const pieces: Uint8Array[] = [];
      const target = { ...execTarget(cluster), command: 'metamap', maxBytes: 1_000_000 } as const;
      const reading = await cluster.reader.streamExecBytes(target, (piece) => pieces.push(piece), BOUNDS);
      expect(value(reading)).toEqual({ stderr: '', exitCode: 0 });
      const printed = Buffer.concat(pieces);
      expect(printed.toString('utf8')).toContain('Node detected: ');
      expect(reading.source).toMatch(/ -- datadog-cluster-agent metamap --no-color$/);
      const over = { ...target, maxBytes: printed.length - 1 };
      expect(await cluster.reader.streamExecBytes(over, () => {}, BOUNDS)).toMatchObject({ why: 'truncated' });
    });

    it('asks for one variable of the container', async () => {
      const command = { run: 'service-host', word: 'DATADOG_CLUSTER_AGENT_SERVICE_HOST' } as const;
      const reading = await cluster.reader.exec({ ...execTarget(cluster), command }, BOUNDS);
      expect(value(reading)).toMatchObject({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+\n$/), exitCode: 0 });
      expect(reading.source).toMatch(/ -- printenv DATADOG_CLUSTER_AGENT_SERVICE_HOST$/);
    });

    it.each([
      { run: 'service-host', word: 'DD_CLUSTER_AGENT_AUTH_TOKEN' },
      { run: 'service-host', word: '' },
      { run: 'service-host', word: 'A_SERVICE_HOST\nDD_API_KEY' },
      { run: 'read-flare', word: '/etc/datadog-agent/datadog.yaml' },
      { run: 'read-flare', word: '/tmp/datadog-agent-../../etc/shadow.zip' },
      { run: 'remove-flare', word: '/tmp/datadog-agent-x.zip /etc' },
      { run: 'remove-flare', word: '/' },
    ] as const)('sends nothing for %j, which no command may be given', async (command) => {
      const { reader } = cluster;
      const target = { ...execTarget(cluster), command, maxBytes: 9 };
      for (const reading of [
        await reader.exec(target, BOUNDS),
        await reader.streamExec(target, () => {}, BOUNDS),
        await reader.streamExecBytes(target, () => {}, BOUNDS),
      ]) {
        expect(reading).toMatchObject({ known: false, why: 'unreadable' });
        expect(reading).toHaveProperty('detail', expect.stringMatching(/^not a word for this command: "/));
        expect(reading.source).toMatch(/ -- (printenv|cat|rm -f) '…'$/);
      }
    });

    it('calls a container that the pod does not have absent', async () => {
      const reading = await cluster.reader.exec({ ...execTarget(cluster), container: 'no-such-container' }, BOUNDS);
      expect(reading).toMatchObject({ known: false, why: 'absent' });
    });

    it.each([
      { namespace: '../kube-system' },
      { pod: 'a/../../../secrets?x=' },
      { pod: 'Upper' },
      { container: 'x&command=rm' },
      { pod: '' },
    ])('sends nothing for %j, which is no name', async (part) => {
      const reading = await cluster.reader.exec({ ...execTarget(cluster), ...part }, BOUNDS);
      expect(reading).toMatchObject({ known: false, why: 'unreadable' });
      expect(reading).toHaveProperty('detail', expect.stringContaining('RFC 1123'));
    });

    it('knows what it may do', async () => {
      const { reader, namespace } = cluster;
      expect(value(await reader.mayI({ verb: 'list', group: '', resource: 'pods', namespace }, BOUNDS))).toBe(true);
    });

    it('knows what other accounts may do', async () => {
      const { namespace, metric } = await targetOf(cluster);
      const group = 'external.metrics.k8s.io';
      const question = { verb: 'list', group, resource: metric.name.toLowerCase(), namespace };
      expect(value(await cluster.reader.mayAccount({ ...question, user: HPA_CONTROLLER }, BOUNDS))).toBe(true);
      expect(value(await cluster.reader.mayAccount({ ...question, user: STRANGER }, BOUNDS))).toBe(false);
    });

    it('knows the version of the API server and its clock', async () => {
      expect(value(await cluster.reader.serverVersion(BOUNDS))).toMatch(/^v1\.\d+/);
      expect(Math.abs(cluster.reader.skewMs() ?? Number.NaN)).toBeLessThan(5000);
    });

    it('gives up when the question is stopped', async () => {
      const reading = await cluster.reader.listPods({}, { timeoutMs: 10_000, signal: AbortSignal.abort() });
      expect(reading).toMatchObject({ known: false, why: 'timeout', detail: 'stopped' });
    });
  });
}

function execTarget({ namespace, pod, container }: ContractCluster) {
  return { namespace, pod, container, command: 'status' } as const;
}

function namesOf(pods: readonly Pod[]): readonly string[] {
  return pods.map(({ metadata }) => metadata.name).toSorted();
}

function missing(kind: string): ScaleTargetRef {
  return { apiVersion: 'apps/v1', kind, name: 'no-such-thing' };
}

/** What the autoscaler scales, and by which external metric. */
async function targetOf({ reader, autoscalerNamespace: namespace, autoscaler }: ContractCluster): Promise<{
  readonly namespace: string;
  readonly ref: ScaleTargetRef;
  readonly metric: MetricIdentifier;
}> {
  const hpa = value(await reader.getHorizontalPodAutoscaler(namespace, autoscaler, BOUNDS));
  const metric = hpa.spec.metrics?.[0]?.external?.metric;
  if (!metric) throw new Error(`the first metric of ${namespace}/${autoscaler} is not external`);
  return { namespace, ref: hpa.spec.scaleTargetRef, metric };
}

function logTarget({ namespace, pod, container }: ContractCluster) {
  return { namespace, pod, container, previous: false, tailLines: 20 };
}

async function streamed(
  cluster: ContractCluster,
  over: { readonly pod?: string; readonly tailLines?: number; readonly maxBytes?: number },
) {
  let text = '';
  const target = { ...logTarget(cluster), maxBytes: 10_000_000, ...over };
  const reading = await cluster.reader.streamLog(target, (piece) => (text += piece), BOUNDS);
  return { ...reading, text };
}

function value<T>(reading: Reading<T>): T {
  if (!reading.known) throw new Error(`${reading.source}: ${reading.why}: ${reading.detail}`);
  return reading.value;
}
