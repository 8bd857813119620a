import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';

const BOUNDS = { timeoutMs: 10_000 };
const COUNT = 1203;
/** More than any other list may hold. */
const AUTOSCALERS = 5203;
let folder: string;
let simulated: SimulatedCluster;
let reader: ClusterReader;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  await mkdir(join(folder, 'kube'));
  const items = Array.from({ length: COUNT }, (_, index) => ({
    metadata: { name: `pod-${String(index).padStart(4, '0')}`, namespace: `ns-${index % 3}` },
    spec: { containers: [] },
  }));
  await writeFile(join(folder, 'kube/pods.json'), JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items }));
  const autoscalers = Array.from({ length: AUTOSCALERS }, (_, index) => ({
    metadata: { name: `hpa-${String(index).padStart(4, '0')}`, namespace: `ns-${index % 7}` },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
  }));
  const list = { kind: 'HorizontalPodAutoscalerList', apiVersion: 'autoscaling/v2', items: autoscalers };
  await writeFile(join(folder, 'kube/autoscalers.json'), JSON.stringify(list));
  simulated = await startSimulatedCluster({ scenario: folder });
  await simulated.writeKubeconfig(join(folder, 'kubeconfig'));
  reader = await openCluster({ kubeconfig: join(folder, 'kubeconfig') });
});
afterAll(async () => {
  await reader.close();
  await simulated.close();
  await rm(folder, { recursive: true });
});

describe('a list longer than a page', () => {
  it.each([
    [undefined, 3],
    [COUNT, 3],
    [5000, 3],
  ])('with limit %s is read in pages of 500, each object once', async (limit, pages) => {
    const before = simulated.requests.length;
    const reading = await reader.listPods(limit === undefined ? {} : { limit }, BOUNDS);
    if (!reading.known) throw new Error(reading.detail);
    expect(new Set(reading.value.map(({ metadata }) => metadata.name)).size).toBe(COUNT);
    expect(simulated.requests.length - before).toBe(pages);
  });

  it.each([
    [1, 1],
    [499, 1],
    [500, 2],
    [999, 2],
    [1000, 3],
    [1202, 3],
  ])('with limit %i is truncated after no more pages than needed', async (limit, pages) => {
    const before = simulated.requests.length;
    const reading = await reader.listPods({ limit }, BOUNDS);
    expect(reading).toMatchObject({ known: false, why: 'truncated', detail: `more than ${limit} objects` });
    expect(simulated.requests.length - before).toBe(pages);
  });

  it('of HPAs may be longer than others', async () => {
    const before = simulated.requests.length;
    const reading = await reader.listHorizontalPodAutoscalers({}, BOUNDS);
    expect(reading).toMatchObject({ known: true, value: { length: AUTOSCALERS } });
    expect(simulated.requests.length - before).toBe(11);
    expect(await reader.listHorizontalPodAutoscalers({ limit: 5000 }, BOUNDS)).toMatchObject({ why: 'truncated' });
  });

  it('starts anew when its second page is forgotten, without any object twice', async () => {
    const before = simulated.requests.length;
    simulated.faults.add({ kind: 'request', path: 'continue=', times: 1, spoil: { do: 'status', code: 410 } });
    const reading = await reader.listPods({}, BOUNDS);
    simulated.faults.clear();
    expect(simulated.requests.length - before).toBe(2 + 3);
    expect(reading).toMatchObject({ known: true, value: { length: COUNT } });
  });
});
