import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { Subject } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { type Metamap, printMetamap, readMetamap, withoutNode, withoutPods } from './stand-in/metamap.ts';
import { until } from './until.ts';
import { deploymentObject, openWorld, WORLD_PATIENCE, type World } from './world.ts';

const SHOP = 'shop';
const POD = { apiVersion: 'v1', kind: 'Pod' };

let world: World;
let asked: AskedWorld;
/** Pods of `shop/web`, sorted. */
let web: readonly string[];

/** Everything that Kubernetes makes endpoints of: two Services of one Deployment, none of another, addresses outside. */
beforeAll(async () => {
  world = await openWorld();
  asked = await askWorld(world, { questions: ['metadata'] });
  await world.namespace(SHOP);
  await world.plane.kube.apply(
    service('web', { selector: { app: 'web' }, ports: [port('http', 80), port('admin', 9090)] }),
    service('web-internal', { selector: { app: 'web' }, clusterIP: 'None', ports: [port('http', 80)] }),
    service('database', { ports: [port('sql', 5432)] }),
    databaseEndpoints(),
  );
  await Promise.all([world.deployment(SHOP, 'web', 3), world.deployment(SHOP, 'lonely', 1)]);
  web = await podsOf('web');
  await untilMapped((map) => web.every((pod) => servicesOf(map, pod).length === 2));
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

function service(name: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace: SHOP, name }, spec };
}

function port(name: string, number: number) {
  return { name, port: number, targetPort: number, protocol: 'TCP' };
}

/** Written by hand for a Service without a selector; Kubernetes mirrors them into an EndpointSlice. */
function databaseEndpoints(): KubeObject {
  const subsets = [{ addresses: [{ ip: '192.0.2.77' }], ports: [{ name: 'sql', port: 5432, protocol: 'TCP' }] }];
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { namespace: SHOP, name: 'database' },
    subsets,
  } as KubeObject;
}

async function podsOf(app: string): Promise<readonly string[]> {
  const pods = await world.plane.kube.list('v1', 'Pod', SHOP, `app=${app}`);
  return pods
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map(({ metadata }) => metadata.name)
    .toSorted();
}

async function nodeOf(pod: string): Promise<string> {
  const found = await world.plane.kube.get({ ...POD, metadata: { namespace: SHOP, name: pod } });
  const { nodeName = '' } = (found?.spec ?? {}) as { readonly nodeName?: string };
  return nodeName;
}

function servicesOf(map: Metamap, pod: string): readonly string[] {
  return [...map.values()].flatMap((pods) => pods.get(`${SHOP}/${pod}`) ?? []);
}

async function untilMapped(isIt: (map: Metamap) => boolean): Promise<Metamap> {
  return until('the Endpoints', async () => {
    const map = await readMetamap(world.plane.kube);
    return isIt(map) ? map : undefined;
  });
}

/** Waits until the slices of a Service say this of a pod; undefined: they do not hold it. */
async function untilSlices(name: string, pod: string, ready: boolean | undefined): Promise<void> {
  await until(`${pod} in the slices of ${name}`, async () => {
    const slices = await world.plane.kube.list(
      'discovery.k8s.io/v1',
      'EndpointSlice',
      SHOP,
      `kubernetes.io/service-name=${name}`,
    );
    const endpoints = slices.flatMap(
      (slice) => (slice as unknown as { endpoints?: readonly Endpoint[] | null }).endpoints ?? [],
    );
    const found = endpoints.find(({ targetRef }) => targetRef?.name === pod);
    return found?.conditions?.ready === ready || undefined;
  });
}

interface Endpoint {
  readonly conditions?: { readonly ready?: boolean };
  readonly targetRef?: { readonly name?: string };
}

/** Both replicas print a damaged map, or that of an earlier moment, until `undo`. */
async function printMap(map: Metamap, pods = world.standIn.pods()): Promise<() => Promise<void>> {
  const stdout = printMetamap(map);
  for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', { stdout });
  return async () => {
    for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', undefined);
  };
}

async function ask(subject?: Subject): Promise<Report> {
  await world.standIn.sync();
  const report = await asked.ask({ kind: 'metadata', ...(subject && { subject }) });
  // What the map is held against was really read.
  expect(report.snapshot?.metadata?.endpoints).toMatchObject({ known: true });
  expect(report.snapshot?.metadata?.nodes).toMatchObject({ known: true });
  return report;
}

async function askWhile(map: Metamap, subject?: Subject): Promise<Report> {
  const undo = await printMap(map);
  try {
    return await ask(subject);
  } finally {
    await undo();
  }
}

function codesOf({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

const WELL = ['metadata-map-healthy', 'metadata-queried'];

describe('a map that agrees with the API server', () => {
  it('is well, whatever else has endpoints', async () => {
    const report = await ask();
    expect(codesOf(report)).toEqual(WELL);
    expect(report.verdict).toBe('ok');
    // Three of `web`, behind two Services, and two Cluster Agents, behind two.
    expect(report.findings[0]?.facts).toMatchObject({ nodes: 3, pods: 5, links: 10, compared: true, replicas: 2 });
  });

  it.each([
    ['a pod by its name', () => ({ name: web[0] ?? '' })],
    ['a pod by its path', () => ({ namespace: SHOP, name: web[0] ?? '' })],
  ])('%s', async (_name, subject) => {
    const report = await ask(subject());
    expect(codesOf(report)).toEqual(WELL);
    expect(report.findings[0]?.facts).toMatchObject({
      about: `${SHOP}/${web[0]}`,
      tree: [{ pods: [{ pod: web[0], services: ['web', 'web-internal'] }] }],
    });
  });

  it('a node', async () => {
    const node = await nodeOf(web[1] ?? '');
    const report = await ask({ name: node });
    expect(codesOf(report)[0]).toBe('metadata-map-healthy');
    expect(report.findings[0]?.facts).toMatchObject({ about: node, nodes: 1 });
  });

  it('a pod that no Service selects is rightly not in it', async () => {
    const [pod = ''] = await podsOf('lonely');
    const report = await ask({ namespace: SHOP, name: pod });
    expect(codesOf(report)).toEqual(['metadata-pod-without-service', 'metadata-queried']);
    expect(report.findings[0]?.facts).toMatchObject({ pods: [`${SHOP}/${pod}`], notReady: [] });
    expect(report.verdict).toBe('explained');
  });

  it('there is no such node', async () => {
    const report = await asked.ask({ kind: 'metadata', subject: { name: 'node-4', resource: 'node' } });
    expect(codesOf(report)).toEqual(['metadata-not-found']);
    expect(report.findings[0]?.facts).toMatchObject({ near: expect.arrayContaining(['node-1', 'node-2', 'node-3']) });
  });
});

describe('a map that lacks something', () => {
  it('a node', async () => {
    const map = await readMetamap(world.plane.kube);
    const behind = map.get('node-2')?.size ?? 0;
    const report = await askWhile(withoutNode(map, 'node-2'));
    expect(codesOf(report)[0]).toBe('metadata-node-missing');
    expect(report.verdict).toBe('warning');
    expect(report.findings[0]?.facts).toMatchObject({ nodes: ['node-2'], total: 1, podsBehindServices: behind });
    expect(codesOf(report)).not.toContain('metadata-pod-missing');
  });

  it('a pod, whose place and Services the API server tells', async () => {
    const [pod = ''] = web;
    const map = await readMetamap(world.plane.kube);
    const report = await askWhile(withoutPods(map, (path) => path === `${SHOP}/${pod}`));
    expect(codesOf(report)[0]).toBe('metadata-pod-missing');
    expect(report.verdict).toBe('warning');
    expect(report.findings[0]?.facts).toMatchObject({
      pods: [{ namespace: SHOP, pod, node: await nodeOf(pod), services: ['web', 'web-internal'] }],
      total: 1,
      looks: 2,
    });
  });

  it('the pod that was asked about', async () => {
    const [pod = ''] = web;
    const map = await readMetamap(world.plane.kube);
    const report = await askWhile(
      withoutPods(map, (path) => path === `${SHOP}/${pod}`),
      { namespace: SHOP, name: pod },
    );
    expect(codesOf(report)[0]).toBe('metadata-pod-missing');
    expect(report.verdict).toBe('fault');
  });

  it('another pod than the one that was asked about is not told', async () => {
    const [pod = '', other = ''] = web;
    const map = await readMetamap(world.plane.kube);
    const report = await askWhile(
      withoutPods(map, (path) => path === `${SHOP}/${pod}`),
      { namespace: SHOP, name: other },
    );
    expect(codesOf(report)).toEqual(WELL);
  });

  it('all pods of one replica', async () => {
    const map = await readMetamap(world.plane.kube);
    const undo = await printMap(
      withoutPods(map, () => true),
      world.standIn.pods().slice(1),
    );
    const report = await ask().finally(undo);
    expect(codesOf(report)[0]).toBe('metadata-pod-missing');
    expect(report.verdict).toBe('fault');
    expect(report.findings[0]?.facts).toMatchObject({ pod: world.standIn.pods()[1], total: 5 });
    expect(codesOf(report)).toContain('metadata-replicas-disagree');
  });
});

describe('what Kubernetes itself leaves out', () => {
  it('a pod that is not Ready', async () => {
    const [pod = ''] = web;
    const ref = { ...POD, metadata: { namespace: SHOP, name: pod } };
    const becomes = (status: 'True' | 'False') =>
      world.plane.kube.patch(
        ref,
        { status: { conditions: [{ type: 'Ready', status, lastTransitionTime: new Date().toISOString() }] } },
        'status',
      );
    await becomes('False');
    try {
      await untilSlices('web', pod, false);
      await untilSlices('web-internal', pod, false);
      await untilMapped((map) => servicesOf(map, pod).length === 0);
      expect(codesOf(await ask())).toEqual(WELL);
      const report = await ask({ namespace: SHOP, name: pod });
      expect(codesOf(report)).toEqual(['metadata-pod-without-service', 'metadata-queried']);
      expect(report.verdict).toBe('explained');
      expect(report.findings[0]?.facts).toMatchObject({
        notReady: [
          { pod: `${SHOP}/${pod}`, service: 'web' },
          { pod: `${SHOP}/${pod}`, service: 'web-internal' },
        ],
      });
    } finally {
      await becomes('True');
      await untilSlices('web', pod, true);
      await untilMapped((map) => servicesOf(map, pod).length === 2);
    }
  });

  it('a pod on its way out, which the map still holds', async () => {
    const [pod = ''] = web;
    const ref = { ...POD, metadata: { namespace: SHOP, name: pod } };
    await world.plane.kube.patch(ref, { metadata: { finalizers: ['test/stays'] } });
    const before = await readMetamap(world.plane.kube);
    await world.plane.kube.remove(ref);
    try {
      await untilSlices('web', pod, false);
      await until('the pod in its place', async () => (await podsOf('web')).length === 3 || undefined);
      const staying = await podsOf('web');
      const now = await untilMapped(
        (map) => servicesOf(map, pod).length === 0 && staying.every((one) => servicesOf(map, one).length === 2),
      );
      const nodes = new Map([...now].map(([node, pods]) => [node, new Map([...pods, ...(before.get(node) ?? [])])]));
      expect([...nodes.values()].flatMap((pods) => [...pods])).toHaveLength(6);
      expect(codesOf(await askWhile(nodes))).toEqual(WELL);
    } finally {
      await world.plane.kube.patch(ref, { metadata: { finalizers: [] } });
      web = await podsOf('web');
    }
  });

  it('a Service that is gone stays in no map', async () => {
    const old = service('old', { selector: { app: 'web' }, ports: [port('http', 80)] });
    await world.plane.kube.apply(old);
    const before = await untilMapped((map) => web.every((pod) => servicesOf(map, pod).includes('old')));
    await world.plane.kube.remove(old);
    for (const pod of web) await untilSlices('old', pod, undefined);
    const report = await askWhile(before);
    expect(codesOf(report)[0]).toBe('metadata-stale');
    expect(report.verdict).toBe('warning');
    expect(report.findings[0]?.facts).toMatchObject({
      pods: web.map((pod) => ({ namespace: SHOP, pod, services: ['old'] })),
      total: 3,
      looks: 2,
    });
  });
});

describe('pods that are replaced while it is asked', () => {
  const roll = () =>
    world.plane.kube.patch(deploymentObject(SHOP, 'web', 3), {
      spec: { template: { metadata: { annotations: { 'test/rolled': `${performance.now()}` } } } },
    });
  const rolled = async (from: readonly string[]) => {
    await until('other pods', async () => {
      const pods = await podsOf('web');
      return (pods.length === 3 && pods.every((pod) => !from.includes(pod))) || undefined;
    });
    web = await podsOf('web');
    await untilMapped((map) => web.every((pod) => servicesOf(map, pod).length === 2));
    for (const pod of from) await untilSlices('web', pod, undefined);
  };

  it('are neither stale nor missing where the map follows', async () => {
    const before = await readMetamap(world.plane.kube);
    const undo = await printMap(before);
    await roll();
    await rolled(web);
    const looks: number[] = [];
    const report = await asked.ask(
      { kind: 'metadata' },
      {
        through: (reader) => ({
          ...reader,
          // The map catches up after the first look.
          async listAllEndpointSlices(...args) {
            looks.push(performance.now());
            const slices = await reader.listAllEndpointSlices(...args);
            if (looks.length === 1) setTimeout(() => void undo(), 2_000);
            return slices;
          },
        }),
      },
    );
    await undo();
    expect(looks).toHaveLength(2);
    expect(codesOf(report)).toEqual(WELL);
    expect(report.verdict).toBe('ok');
  });

  it('are told when the map never follows', async () => {
    const before = await readMetamap(world.plane.kube);
    const old = web;
    await roll();
    await rolled(old);
    const report = await askWhile(before);
    expect(codesOf(report).slice(0, 2).toSorted()).toEqual(['metadata-pod-missing', 'metadata-stale']);
    const facts = Object.fromEntries(report.findings.map((finding) => [finding.code, finding.facts]));
    expect(facts['metadata-stale']).toMatchObject({ pods: old.map((pod) => ({ pod })), looks: 2 });
    expect(facts['metadata-pod-missing']).toMatchObject({ pods: web.map((pod) => ({ pod })), looks: 2 });
  });

  it('are neither stale nor missing in a rollout that goes on, seen through a map that lags', async () => {
    const rolling = new AbortController();
    const work = (async () => {
      while (!rolling.signal.aborted) {
        const from = await podsOf('web');
        await roll();
        await rolled(from);
      }
    })();
    try {
      for (let time = 0; time < 3; time += 1) {
        const report = await asked.ask({ kind: 'metadata' });
        expect(report.findings.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'explained')).toEqual([]);
      }
    } finally {
      rolling.abort();
      await work;
    }
  });
});

describe('what cannot be read', () => {
  it('one replica that prints no map', async () => {
    const [, follower = ''] = world.standIn.pods();
    await world.standIn.print(follower, 'metamap.txt', { stderr: 'Error: no\n', exitCode: 255 });
    const report = await ask().finally(() => world.standIn.print(follower, 'metamap.txt', undefined));
    expect(codesOf(report)[0]).toBe('metadata-map-healthy');
    expect(report.findings[0]?.facts).toMatchObject({ replicas: 1 });
  });

  it('no replica prints one', async () => {
    const pods = world.standIn.pods();
    for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', { stderr: 'Error: no\n', exitCode: 255 });
    const report = await ask().finally(async () => {
      for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', undefined);
    });
    expect(codesOf(report)).toContain('metadata-unread');
    expect(report.verdict).toBe('unknown');
  });

  it('EndpointSlices may not be listed', async () => {
    const account = await askWorld(world, { account: 'no-slices', questions: ['events'] });
    try {
      await until('the refusal', async () => {
        const report = await account.ask({ kind: 'metadata' });
        expect(codesOf(report)).toContain('rights-missing');
        expect(report.verdict).toBe('unknown');
        expect(report.snapshot?.metadata?.endpoints).toMatchObject({ known: false, why: 'forbidden' });
        return true;
      });
    } finally {
      await account.close();
    }
  });
});
