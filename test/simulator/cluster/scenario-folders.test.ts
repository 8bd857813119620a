import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseScenarioFile } from '../../../simulator/cluster/scenario-file.ts';
import { startSimulatedCluster } from '../../../simulator/cluster/simulated-cluster.ts';
import type { AgentCommand } from '../../../src/kube/agent-commands.ts';
import type { ClusterReader } from '../../../src/kube/cluster-reader.ts';
import { openCluster } from '../../../src/kube/live-cluster.ts';
import { CONTAINER, FOLLOWER, LEADER, NAMESPACE, scenarioFolder } from '../../kube/open-simulated.ts';

const BOUNDS = { timeoutMs: 5000 };
const LOCK = 'datadog-leader-election';

let folder: string;
let closers: (() => Promise<void>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await rm(folder, { recursive: true });
});

async function play(scenario: string, options: { now?: () => number; shift?: boolean } = {}): Promise<ClusterReader> {
  const simulated = await startSimulatedCluster({ scenario, ...options });
  closers.push(simulated.close);
  const kubeconfig = join(folder, '.kubeconfig');
  await simulated.writeKubeconfig(kubeconfig);
  const reader = await openCluster({ kubeconfig, ...(options.now ? { now: options.now } : {}) });
  closers.push(reader.close);
  return reader;
}

async function copyCapture(): Promise<void> {
  await cp(scenarioFolder('leader-and-follower'), folder, { recursive: true });
}

async function change(name: string, edit: (text: string) => string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, edit(await readFile(path, 'utf8')));
}

async function changeList(name: string, edit: (items: KubeItem[]) => KubeItem[]): Promise<void> {
  await change(`kube/${name}`, (text) => {
    const list = JSON.parse(text);
    return JSON.stringify({ ...list, items: edit(list.items) });
  });
}

interface KubeItem {
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

async function run(reader: ClusterReader, pod: string, command: AgentCommand = 'status') {
  const reading = await reader.exec({ namespace: NAMESPACE, pod, container: CONTAINER, command }, BOUNDS);
  if (!reading.known) throw new Error(`${reading.why}: ${reading.detail}`);
  return reading.value;
}

describe('a capture', () => {
  it('prints leader-status on the holder of the Lease and follower-status on the others', async () => {
    const reader = await play(scenarioFolder('leader-and-follower'));
    expect((await run(reader, LEADER)).stdout).toContain('Leader, serving requests');
    expect((await run(reader, FOLLOWER)).stdout).toContain('Follower, redirecting');
    expect(JSON.parse((await run(reader, LEADER, 'status-json')).stdout).clusterchecks.Leader).toBe(true);
    expect(JSON.parse((await run(reader, FOLLOWER, 'status-json-by-old-name')).stdout).clusterchecks.Leader).toBe(
      false,
    );
  });

  it('is moved to now, whatever its own date, and its leader goes on renewing', async () => {
    let now = Date.UTC(2031, 4, 6, 7, 8, 9);
    const reader = await play(scenarioFolder('leader-and-follower'), { now: () => now });
    const ages: number[] = [];
    for (const _ of Array(40)) {
      const lease = await reader.getLease(NAMESPACE, LOCK, BOUNDS);
      if (!lease.known) throw new Error(lease.detail);
      const renewed = lease.value.spec?.renewTime ?? '';
      ages.push(now - Date.parse(renewed));
      const { stdout } = await run(reader, LEADER);
      const printed = /Renewed leadership: (.*)/.exec(stdout)?.[1] ?? '';
      expect(Date.parse(printed)).toBe(Math.floor(Date.parse(renewed) / 1000) * 1000);
      expect(stdout).toContain(`(${now})`);
      now += 7919;
    }
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...ages)).toBeLessThan(15_000);
    expect(new Set(ages).size).toBeGreaterThan(5);
    const pods = await reader.listPods({ namespace: NAMESPACE }, BOUNDS);
    if (!pods.known) throw new Error(pods.detail);
    const started = pods.value.map(({ status }) => now - Date.parse(status.startTime ?? ''));
    for (const age of started) expect(age).toBeLessThan(3_600_000);
  });

  it('stays as captured without shift', async () => {
    const reader = await play(scenarioFolder('leader-and-follower'), { shift: false });
    const lease = await reader.getLease(NAMESPACE, LOCK, BOUNDS);
    expect(lease).toMatchObject({ value: { spec: { renewTime: '2026-11-23T18:35:36.424813Z' } } });
    const captured = await readFile(join(scenarioFolder('leader-and-follower'), 'leader-status.txt'), 'utf8');
    expect((await run(reader, LEADER)).stdout).toBe(captured);
  });
});

describe('a folder of the same layout', () => {
  it('with another leader in its Lease prints leader-status there', async () => {
    await copyCapture();
    await changeList('configmaps-leases.json', (items) =>
      items.map((item) =>
        item.kind === 'Lease' ? { ...item, spec: { ...item.spec, holderIdentity: FOLLOWER } } : item,
      ),
    );
    const reader = await play(folder);
    expect((await run(reader, FOLLOWER)).stdout).toContain('Leader, serving requests');
    expect((await run(reader, LEADER)).stdout).toContain('Follower, redirecting');
  });

  it('with a ConfigMap lock and no Lease finds the leader in its annotation and renews it', async () => {
    await copyCapture();
    const record = {
      holderIdentity: FOLLOWER,
      leaseDurationSeconds: 60,
      acquireTime: '2026-11-23T18:30:00Z',
      renewTime: '2026-11-23T18:35:47Z',
      leaderTransitions: 11,
    };
    await changeList('configmaps-leases.json', (items) =>
      items
        .filter(({ kind }) => kind !== 'Lease')
        .map((item) =>
          item.metadata.name === LOCK
            ? {
                ...item,
                metadata: {
                  ...item.metadata,
                  annotations: { 'control-plane.alpha.kubernetes.io/leader': JSON.stringify(record) },
                },
              }
            : item,
        ),
    );
    const reader = await play(folder);
    expect((await run(reader, FOLLOWER)).stdout).toContain('Leader, serving requests');
    expect(await reader.getLease(NAMESPACE, LOCK, BOUNDS)).toMatchObject({ known: false, why: 'absent' });
    const map = await reader.getConfigMap(NAMESPACE, LOCK, BOUNDS);
    if (!map.known) throw new Error(map.detail);
    const lock = JSON.parse(map.value.metadata.annotations?.['control-plane.alpha.kubernetes.io/leader'] ?? '');
    expect(lock).toMatchObject({ holderIdentity: FOLLOWER, leaderTransitions: 11 });
    expect(Date.now() - Date.parse(lock.renewTime)).toBeLessThan(17_000);
  });

  it('without any lock finds the leader in leader-status', async () => {
    await copyCapture();
    await rm(join(folder, 'kube/configmaps-leases.json'));
    await change('leader-status.txt', (text) => text.replaceAll(LEADER, FOLLOWER));
    const reader = await play(folder);
    expect((await run(reader, FOLLOWER)).stdout).toContain('Leader, serving requests');
  });

  it('with a lock held by the name of a node takes the pod on that node', async () => {
    await copyCapture();
    await changeList('pods.json', (items) =>
      items.map((item) =>
        item.metadata.name === FOLLOWER ? { ...item, spec: { ...item.spec, nodeName: 'host-17' } } : item,
      ),
    );
    await changeList('configmaps-leases.json', (items) =>
      items.map((item) =>
        item.kind === 'Lease' ? { ...item, spec: { ...item.spec, holderIdentity: 'host-17' } } : item,
      ),
    );
    const reader = await play(folder);
    expect((await run(reader, FOLLOWER)).stdout).toContain('Leader, serving requests');
  });

  it('with a leader that was dead for hours keeps it dead', async () => {
    await copyCapture();
    await changeList('configmaps-leases.json', (items) =>
      items.map((item) =>
        item.kind === 'Lease' ? { ...item, spec: { ...item.spec, renewTime: '2026-11-23T15:35:36.000000Z' } } : item,
      ),
    );
    const lease = await (await play(folder)).getLease(NAMESPACE, LOCK, BOUNDS);
    if (!lease.known) throw new Error(lease.detail);
    const age = Date.now() - Date.parse(lease.value.spec?.renewTime ?? '');
    expect(age).toBeGreaterThan(3 * 3_600_000);
    expect(age).toBeLessThan(3.1 * 3_600_000);
  });

  it.each([
    ['later than the status, as its nodes show, keeps its leader alive', '2026-11-23T18:39:40Z', 1000, 15_000],
    ['with a renewal ahead of everything else leaves it in the future', '2026-11-23T18:35:40Z', -240_000, -200_000],
  ])('whose objects were captured %s', async (_name, lastHeartbeatTime, least, most) => {
    await copyCapture();
    await changeList('configmaps-leases.json', (items) =>
      items.map((item) =>
        item.kind === 'Lease' ? { ...item, spec: { ...item.spec, renewTime: '2026-11-23T18:39:36.000000Z' } } : item,
      ),
    );
    await changeList('nodes.json', (items) =>
      items.map((item) => ({
        ...item,
        status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime }] },
      })),
    );
    const lease = await (await play(folder)).getLease(NAMESPACE, LOCK, BOUNDS);
    if (!lease.known) throw new Error(lease.detail);
    const age = Date.now() - Date.parse(lease.value.spec?.renewTime ?? '');
    expect(age).toBeGreaterThanOrEqual(least);
    expect(age).toBeLessThan(most);
  });

  it('without JSON plays an Agent that has no --json, and the other way round', async () => {
    await copyCapture();
    await rm(join(folder, 'leader-status.json'));
    await rm(join(folder, 'follower-status.txt'));
    const reader = await play(folder);
    expect(await run(reader, LEADER, 'status-json')).toEqual({
      stdout: '',
      stderr: 'Error: unknown flag: --json\n',
      exitCode: 255,
    });
    expect((await run(reader, LEADER)).exitCode).toBe(0);
    expect((await run(reader, FOLLOWER)).exitCode).toBe(255);
    expect((await run(reader, FOLLOWER, 'status-json')).exitCode).toBe(0);
  });

  it('with lists of the API, whose entries name no kind, is read too', async () => {
    await copyCapture();
    await change('kube/pods.json', (text) => {
      const items = JSON.parse(text).items.map(
        ({ kind: _kind, apiVersion: _version, ...rest }: KubeItem & { apiVersion: string }) => rest,
      );
      return JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items });
    });
    const pods = await (await play(folder)).listPods({}, BOUNDS);
    expect(pods).toMatchObject({ known: true, value: { length: 11 } });
  });

  it('that is empty has empty lists', async () => {
    const reader = await play(folder);
    expect(await reader.listPods({}, BOUNDS)).toMatchObject({ known: true, value: [] });
    expect(await reader.listHorizontalPodAutoscalers({}, BOUNDS)).toMatchObject({ known: true, value: [] });
    expect(await reader.getLease(NAMESPACE, LOCK, BOUNDS)).toMatchObject({ known: false, why: 'absent' });
  });

  it('prints what a single pod has of its own', async () => {
    await copyCapture();
    await cp(join(folder, 'leader-status.txt'), join(folder, 'mine.txt'));
    await writeFile(join(folder, 'scenario.yaml'), `pods: { ${FOLLOWER}: { status.txt: mine.txt } }\n`);
    const reader = await play(folder);
    expect((await run(reader, FOLLOWER)).stdout).toContain('Leader, serving requests');
  });
});

describe('scenario.yaml', () => {
  it.each([
    ['extends: ../nowhere', /no such scenario folder/],
    ['colour: red', /colour/],
    ['faults: [{ kind: lock, change: { to: melted } }]', /faults/],
    ['remove: [{ kind: Pod, name: nobody }]', /no Pod \/nobody to change/],
    ['edit: { nothing.txt: [{ replace: a, with: b }] }', /no file nothing.txt/],
  ])('%s is refused with the reason', async (text, reason) => {
    await writeFile(join(folder, 'scenario.yaml'), text);
    await expect(startSimulatedCluster({ scenario: folder })).rejects.toThrow(reason);
  });

  it('may say what its README shows', async () => {
    const readme = await readFile(
      fileURLToPath(new URL('../../../simulator/cluster/README.md', import.meta.url)),
      'utf8',
    );
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(parseScenarioFile(example, 'README.md').faults).toHaveLength(9);
  });

  it('names a file of objects that is no JSON', async () => {
    await copyCapture();
    await change('kube/pods.json', (text) => text.slice(0, 1000));
    await expect(startSimulatedCluster({ scenario: folder })).rejects.toThrow(/kube\/pods\.json: /);
  });

  it('sets faults of its own', async () => {
    const base = scenarioFolder('leader-and-follower');
    const faults = '[{ kind: deny, verb: create, resource: pods/exec }]';
    await writeFile(join(folder, 'scenario.yaml'), `extends: ${base}\nfaults: ${faults}\n`);
    const reader = await play(folder);
    const exec = await reader.exec(
      { namespace: NAMESPACE, pod: LEADER, container: CONTAINER, command: 'status' },
      BOUNDS,
    );
    expect(exec).toMatchObject({ known: false, why: 'forbidden' });
  });
});

describe('the derived scenarios', () => {
  it('agent-oom-killed: one replica, 14 restarts, 256Mi, and the log of the killed run', async () => {
    const reader = await play(scenarioFolder('agent-oom-killed'));
    const labelSelector = 'agent.datadoghq.com/component=cluster-agent';
    const pods = await reader.listPods({ namespace: NAMESPACE, labelSelector }, BOUNDS);
    if (!pods.known) throw new Error(pods.detail);
    expect(pods.value).toHaveLength(1);
    expect(pods.value[0]).toMatchObject({
      spec: { containers: [{ resources: { limits: { memory: '256Mi' } } }] },
      status: {
        containerStatuses: [
          {
            restartCount: 14,
            ready: false,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
          },
        ],
      },
    });
    expect(await reader.getDeployment(NAMESPACE, 'datadog-cluster-agent', BOUNDS)).toMatchObject({
      value: { spec: { replicas: 1 }, status: { readyReplicas: 0 } },
    });
    const target = { namespace: NAMESPACE, pod: LEADER, container: CONTAINER, previous: true, tailLines: 2 };
    const log = await reader.podLog(target, BOUNDS);
    expect(log).toMatchObject({
      known: true,
      value: expect.stringMatching(/Starting cluster checks dispatcher\n.*\n$/),
    });
  });

  it('two-leaders: two fresh locks, and each replica believes in its own', async () => {
    const reader = await play(scenarioFolder('two-leaders'));
    for (const [pod, other] of [
      [LEADER, FOLLOWER],
      [FOLLOWER, LEADER],
    ] as const) {
      const { stdout } = await run(reader, pod);
      expect(stdout).toContain('Leader, serving requests');
      expect(stdout).toContain(`Leader Name is: ${pod}`);
      expect(stdout).not.toContain(other);
      expect(JSON.parse((await run(reader, pod, 'status-json')).stdout).leaderelection.leaderName).toBe(pod);
    }
  });

  it('check-unassigned: two of five checks have no node', async () => {
    const reader = await play(scenarioFolder('check-unassigned'));
    expect((await run(reader, LEADER)).stdout).toMatch(/Configurations: 5\n.*Dispatched: 3\n.*Unassigned: 2\n/);
    expect(JSON.parse((await run(reader, LEADER, 'status-json')).stdout).clusterchecks).toMatchObject({
      ActiveConfigs: 3,
      DanglingConfigs: 2,
      TotalConfigs: 5,
    });
  });
});
