import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  /** At least one HorizontalPodAutoscaler with an external metric exists; its name. */
  readonly autoscaler: string;
  /** Called once, after the reader was closed. */
  close(): Promise<void>;
}

const BOUNDS = { timeoutMs: 10_000 };
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

    it('reads a Deployment, and finds it in the list of its namespace', async () => {
      const { reader, namespace, deployment } = cluster;
      const one = value(await reader.getDeployment(namespace, deployment, BOUNDS));
      expect(one.metadata.name).toBe(deployment);
      expect(one.spec.replicas).toBeGreaterThan(0);
      const all = value(await reader.listDeployments({ namespace }, BOUNDS));
      expect(all.map(({ metadata }) => metadata.name)).toContain(deployment);
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

    it('lists HorizontalPodAutoscalers with the types of their metrics', async () => {
      const autoscalers = value(await cluster.reader.listHorizontalPodAutoscalers(BOUNDS));
      const one = autoscalers.find(({ metadata }) => metadata.name === cluster.autoscaler);
      expect(one?.spec.metrics?.map(({ type }) => type)).toContain('External');
    });

    it.each([
      ['getDeployment', () => cluster.reader.getDeployment(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['getLease', () => cluster.reader.getLease(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['getConfigMap', () => cluster.reader.getConfigMap(cluster.namespace, 'no-such-thing', BOUNDS)],
      ['podLog', () => cluster.reader.podLog({ ...logTarget(cluster), pod: 'no-such-thing' }, BOUNDS)],
      ['exec', () => cluster.reader.exec({ ...execTarget(cluster), pod: 'no-such-thing' }, BOUNDS)],
    ])('%s calls what is not there absent, in the words of the API server', async (_method, call) => {
      const reading = await call();
      expect(reading).toMatchObject({ known: false, why: 'absent' });
      expect(reading).toHaveProperty('detail', expect.stringMatching(/"no-such-thing" not found/));
    });

    it('reads the last lines of a log', async () => {
      const log = value(await cluster.reader.podLog({ ...logTarget(cluster), tailLines: 3 }, BOUNDS));
      expect(log.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
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

function logTarget({ namespace, pod, container }: ContractCluster) {
  return { namespace, pod, container, previous: false, tailLines: 20 };
}

function value<T>(reading: Reading<T>): T {
  if (!reading.known) throw new Error(`${reading.source}: ${reading.why}: ${reading.detail}`);
  return reading.value;
}
