import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collectors/collect.ts';
import type { MapView, Metadata } from '../../src/domain/metadata.ts';
import { WHYS } from '../../src/domain/reading.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import { metadataOf, metamapText, node, plainPod, QUICK, slice } from './made-metadata.ts';
import { agentPod, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

const MAP = {
  'node-1': { 'shop/web-a': 'web web-internal', 'shop/api-a': 'api' },
  'node-2': { 'shop/web-b': 'web-internal web', 'pay/web-a': 'pay' },
  'node-3': {},
};
const SLICES = [
  slice('shop', 'web', 'web-a@node-1', 'web-b@node-2'),
  slice('shop', 'web-internal', 'web-a@node-1', 'web-b@node-2'),
  slice('shop', 'api', 'api-a@node-1', 'api-b@node-3!'),
  slice('pay', 'pay', 'web-a@node-2'),
];
const APPS = [
  plainPod('shop', 'web-a', 'node-1'),
  plainPod('shop', 'api-a', 'node-1'),
  plainPod('shop', 'plain', 'node-1'),
  plainPod('shop', 'over', 'node-1', 'Succeeded'),
  plainPod('shop', 'web-b', 'node-2'),
  plainPod('pay', 'web-a', 'node-2'),
  plainPod('shop', 'api-b', 'node-3'),
  plainPod('shop', 'waiting'),
];
const TELEMETRY = 'api_requests{forwarded="false",handler="getPodMetadata",status="200"} 10\n';
const UNKNOWN_COMMAND = { stderr: 'Error: unknown command "telemetry" for "datadog-cluster-agent"\n', exitCode: 255 };
const ASKED =
  '2018-11-23 18:39:00 UTC | DEBUG | (a.go:1 in F) | CacheKey: agent/KubernetesMetadataMapping/node-1, with 3 services\n';

function made(over: Partial<Made> = {}): MadeReader {
  const text = metamapText(MAP);
  return madeReader({
    pods: [agentPod('dca-1'), agentPod('dca-2'), ...APPS],
    nodes: [node('node-1'), node('node-2'), node('node-3')],
    slices: SLICES,
    ...over,
    outputs: {
      'dca-1 metamap': text,
      'dca-2 metamap': text,
      'dca-1 telemetry': TELEMETRY,
      'dca-2 telemetry': 'api_requests{handler="getCheckConfigs",status="200"} 6\n',
      ...over.outputs,
    },
  });
}

function viewOf({ replicas }: Metadata, pod = 'dca-1'): MapView {
  const reading = replicas.find((one) => one.pod === pod)?.reading;
  if (!reading?.known) throw new Error(`no map of ${pod}: ${JSON.stringify(reading)}`);
  return reading.value;
}

const NO_DIFFERENCE = { missingNodesTotal: 0, missingTotal: 0, staleTotal: 0, looks: 1 };
const about = (calls: readonly string[]) =>
  calls.filter((call) => /^(list(Nodes|All)|streamExec|streamLog)/.test(call));

describe('a question about the whole map', () => {
  it('compares the map of each replica with the API server, and reads each thing once', async () => {
    const cluster = made();
    const metadata = await metadataOf(cluster);
    expect(metadata).toMatchObject({
      scope: { kind: 'all' },
      nodes: { known: true, value: 3 },
      endpoints: { known: true, value: { slices: 4, links: 7 } },
      queries: [
        { pod: 'dca-1', reading: { value: { times: 10, failed: 0, how: 'telemetry' } } },
        { pod: 'dca-2', reading: { value: { times: 0, failed: 0, how: 'telemetry' } } },
      ],
    });
    expect(metadata).not.toHaveProperty('pods');
    for (const pod of ['dca-1', 'dca-2']) {
      expect(viewOf(metadata, pod)).toMatchObject({
        nodes: 3,
        pods: 4,
        links: 6,
        cutOff: false,
        differences: NO_DIFFERENCE,
      });
    }
    expect(about(cluster.calls).toSorted()).toEqual([
      'listAllEndpointSlices',
      'listNodes',
      'streamExec dca-1 metamap 67108864',
      'streamExec dca-1 telemetry 16777216',
      'streamExec dca-2 metamap 67108864',
      'streamExec dca-2 telemetry 16777216',
    ]);
  });

  it('shows the beginning of it', async () => {
    const pods = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`shop/p-${i}`, 'web']));
    const text = metamapText({ 'node-1': pods, 'node-2': pods, 'node-3': { 'shop/last': 'web' } });
    const view = viewOf(await metadataOf(made({ slices: [], outputs: { 'dca-1 metamap': text } })));
    expect(view.tree.map((one) => [one.node, one.pods.length])).toEqual([
      ['node-1', 150],
      ['node-2', 50],
    ]);
    expect(view).toMatchObject({ nodes: 3, pods: 301 });
  });

  it('asks five replicas at most, and none that does not run', async () => {
    const waiting = { ...agentPod('dca-0'), status: {} };
    const pods = [waiting, ...Array.from({ length: 7 }, (_, i) => agentPod(`dca-${i + 1}`))];
    const { replicas, queries } = await metadataOf(made({ pods }));
    expect(replicas.map(({ pod }) => pod)).toEqual(['dca-1', 'dca-2', 'dca-3', 'dca-4', 'dca-5']);
    expect(queries).toHaveLength(5);
  });

  it('keeps what the map says of itself', async () => {
    const outputs = {
      'dca-1 metamap': metamapText(MAP, ['Node node-9 could not be added']),
      'dca-2 metamap': 'Could not run the service mapper: Failed to get nodes from the API server: x7\n',
    };
    const metadata = await metadataOf(made({ outputs }));
    expect(viewOf(metadata).warnings).toEqual(['Node node-9 could not be added']);
    expect(viewOf(metadata, 'dca-2')).toMatchObject({ differences: null, error: expect.stringContaining('x7') });
  });

  it('does not compare a map that breaks off', async () => {
    const text = metamapText(MAP).slice(0, -40);
    const view = viewOf(await metadataOf(made({ outputs: { 'dca-1 metamap': text } })));
    expect(view).toMatchObject({ cutOff: true, differences: null });
  });
});

describe('a difference', () => {
  const lacking = {
    'node-1': { 'shop/web-a': 'web web-internal', 'shop/api-a': 'api' },
    'node-2': { 'shop/web-b': 'web', 'pay/gone': 'pay' },
  };
  const differing = (over: Partial<Made> = {}) =>
    made({ ...over, outputs: { 'dca-2 metamap': metamapText(lacking), ...over.outputs } });

  it('that stands in two looks is told as such, of the replica that has it', async () => {
    const cluster = differing();
    const metadata = await metadataOf(cluster);
    expect(viewOf(metadata).differences).toMatchObject(NO_DIFFERENCE);
    expect(viewOf(metadata, 'dca-2').differences).toEqual({
      missingNodes: ['node-3'],
      missingNodesTotal: 1,
      missing: [
        { namespace: 'pay', pod: 'web-a', node: 'node-2', services: ['pay'] },
        { namespace: 'shop', pod: 'web-b', node: 'node-2', services: ['web-internal'] },
      ],
      missingTotal: 2,
      stale: [{ namespace: 'pay', pod: 'gone', node: 'node-2', services: ['pay'] }],
      staleTotal: 1,
      looks: 2,
    });
    const again = ['listNodes', 'listAllEndpointSlices', 'streamExec dca-2 metamap 67108864'];
    for (const call of again) expect(cluster.calls.filter((one) => one === call)).toHaveLength(2);
    expect(cluster.calls.filter((one) => one === 'streamExec dca-1 metamap 67108864')).toHaveLength(1);
    expect(cluster.calls.filter((one) => one.includes('telemetry'))).toHaveLength(2);
  });

  it.each([
    ['in place of its own', false, 1],
    ['beside its own', true, 0],
  ] as const)('is a pod that the map has on another node %s', async (_name, both, missing) => {
    const { 'shop/web-b': services = '', ...others } = MAP['node-2'];
    const moved = {
      ...MAP,
      'node-1': { ...MAP['node-1'], 'shop/web-b': services },
      'node-2': both ? MAP['node-2'] : others,
    };
    const metadata = await metadataOf(made({ outputs: { 'dca-1 metamap': metamapText(moved) } }));
    const web = { namespace: 'shop', pod: 'web-b', services: services.split(' ').toSorted() };
    expect(viewOf(metadata).differences).toMatchObject({
      missing: missing === 0 ? [] : [{ ...web, node: 'node-2' }],
      stale: [{ ...web, node: 'node-1' }],
      looks: 2,
    });
  });

  it('that is gone in the second look was on its way', async () => {
    const cluster = differing();
    cluster.made.onCall = (call, times) => {
      if (call === 'streamExec dca-2 metamap 67108864' && times === 2) {
        cluster.made.outputs['dca-2 metamap'] = metamapText(MAP);
      }
    };
    const view = viewOf(await metadataOf(cluster), 'dca-2');
    expect(view).toMatchObject({ nodes: 3, differences: { ...NO_DIFFERENCE, looks: 2 } });
  });

  it.each(['listNodes', 'listAllEndpointSlices', 'streamExec dca-2 metamap 67108864'])(
    'stands as it was first seen where the second look fails: %s',
    async (failing) => {
      const cluster = differing();
      cluster.made.fails = (call) =>
        call === failing && cluster.calls.filter((one) => one === call).length === 2 ? 'timeout' : undefined;
      const metadata = await metadataOf(cluster);
      expect(viewOf(metadata, 'dca-2').differences).toMatchObject({ missingTotal: 2, staleTotal: 1, looks: 1 });
      expect(metadata).toMatchObject({ nodes: { known: true }, endpoints: { known: true } });
    },
  );

  it('is looked at once where the time is over', async () => {
    const over = new AbortController();
    const cluster = differing({
      onCall: (call) => {
        if (call.startsWith('streamExec dca-2 telemetry')) over.abort();
      },
    });
    const metadata = await metadataOf(cluster, undefined, {
      signal: over.signal,
      pace: { everyMs: 60_000, forMs: 60_000 },
    });
    expect(viewOf(metadata, 'dca-2').differences).toMatchObject({ missingTotal: 2, looks: 1 });
    expect(cluster.calls.filter((one) => one === 'listNodes')).toHaveLength(1);
  });
});

describe('a name', () => {
  it.each([
    [{ name: 'node-2' }, { kind: 'node', node: 'node-2' }],
    [
      { name: 'node-2', resource: 'node' },
      { kind: 'node', node: 'node-2' },
    ],
    [{ name: 'web-b' }, { kind: 'pod', namespace: 'shop', pod: 'web-b', node: 'node-2' }],
    [
      { namespace: 'pay', name: 'web-a' },
      { kind: 'pod', namespace: 'pay', pod: 'web-a', node: 'node-2' },
    ],
    [
      { namespace: 'shop', name: 'waiting', resource: 'pod' },
      { kind: 'pod', namespace: 'shop', pod: 'waiting', node: null },
    ],
    [{ name: 'web-a' }, { kind: 'ambiguous', asked: 'web-a', choices: ['pay/web-a', 'shop/web-a'] }],
    [{ name: 'node-7' }, { kind: 'not-found', asked: 'node-7', near: ['node-1', 'node-2', 'node-3'] }],
    [
      { namespace: 'shop', name: 'web-x' },
      { kind: 'not-found', asked: 'shop/web-x', near: ['pay/web-a', 'shop/web-a', 'shop/web-b'] },
    ],
    [
      { name: 'web-b', resource: 'node' },
      { kind: 'not-found', asked: 'web-b', near: ['shop/web-b', 'pay/web-a', 'shop/web-a'] },
    ],
    [
      { name: 'node-2', resource: 'pod' },
      { kind: 'not-found', asked: 'node-2' },
    ],
  ] as const)('%j means %j', async (subject, scope) => {
    const metadata = await metadataOf(made(), subject);
    expect(metadata.scope).toMatchObject(scope);
  });

  it('that means nothing, or two things, is told before any replica is asked', async () => {
    for (const name of ['nobody', 'web-a']) {
      const cluster = made();
      const metadata = await metadataOf(cluster, { name });
      expect(metadata).toMatchObject({ replicas: [], queries: [], nodes: { value: 3 }, endpoints: { known: true } });
      expect(cluster.calls.filter((call) => call.startsWith('streamExec'))).toEqual([]);
    }
  });

  it('that the API server does not have, and a replica does, is a pod all the same', async () => {
    const gone = { namespace: 'shop', name: 'web-x' };
    const map = { ...MAP, 'node-1': { ...MAP['node-1'], 'shop/web-x': 'web' } };
    const metadata = await metadataOf(made({ outputs: { 'dca-1 metamap': metamapText(map) } }), gone);
    expect(metadata.scope).toEqual({ kind: 'pod', namespace: 'shop', pod: 'web-x', node: null });
    expect(viewOf(metadata).differences).toMatchObject({ staleTotal: 1, stale: [{ pod: 'web-x', services: ['web'] }] });
    const unread = made({ outputs: {}, fails: (call) => (call.startsWith('streamExec') ? 'timeout' : undefined) });
    expect(await metadataOf(unread, gone)).toMatchObject({ scope: { kind: 'not-found', asked: 'shop/web-x' } });
  });

  it('of a node narrows the tree and the comparison, and lists its pods', async () => {
    const cluster = made({
      outputs: { 'dca-1 metamap': metamapText({ ...MAP, 'node-1': { 'shop/web-a': 'web' }, 'node-2': {} }) },
    });
    const metadata = await metadataOf(cluster, { name: 'node-1' });
    const view = viewOf(metadata);
    expect(view.tree).toEqual([{ node: 'node-1', pods: [{ namespace: 'shop', pod: 'web-a', services: ['web'] }] }]);
    expect(view.differences).toMatchObject({
      missing: [{ pod: 'api-a' }, { pod: 'web-a', services: ['web-internal'] }],
      missingTotal: 2,
    });
    expect(metadata.pods).toMatchObject({
      known: true,
      value: [
        {
          namespace: 'shop',
          pod: 'web-a',
          node: 'node-1',
          services: [{ service: 'web', ready: true }, { service: 'web-internal' }],
        },
        { namespace: 'shop', pod: 'api-a', node: 'node-1', services: [{ service: 'api', ready: true }] },
        { namespace: 'shop', pod: 'plain', node: 'node-1', services: [] },
      ],
    });
    expect(cluster.calls).toContain('listPods on node-1');
  });

  it('of a pod reads its namespace alone, and looks at nothing else', async () => {
    const cluster = made();
    const metadata = await metadataOf(cluster, { namespace: 'shop', name: 'api-b' });
    expect(cluster.calls).toContain('listAllEndpointSlices shop');
    expect(metadata).toMatchObject({
      endpoints: { value: { slices: 3 } },
      pods: { value: [{ pod: 'api-b', node: 'node-3', services: [{ service: 'api', ready: false }] }] },
    });
    expect(viewOf(metadata)).toMatchObject({ tree: [], differences: NO_DIFFERENCE });
    expect(viewOf(await metadataOf(made(), { namespace: 'pay', name: 'web-a' })).tree).toEqual([
      { node: 'node-2', pods: [{ namespace: 'pay', pod: 'web-a', services: ['pay'] }] },
    ]);
  });

  it('that cannot be looked up is taken for what it most likely is', async () => {
    const blind = (failing: RegExp) => made({ fails: (call) => (failing.test(call) ? 'forbidden' : undefined) });
    const nodes = await metadataOf(blind(/^listNodes/), { name: 'node-2' });
    expect(nodes).toMatchObject({ scope: { kind: 'node', node: 'node-2' }, nodes: { known: false, why: 'forbidden' } });
    expect(viewOf(nodes).differences).toBeNull();
    const pods = await metadataOf(blind(/^listPods \S* ?named/), { namespace: 'shop', name: 'web-a' });
    expect(pods).toMatchObject({ scope: { kind: 'pod', node: null }, pods: { known: false, why: 'forbidden' } });
    expect(await metadataOf(blind(/^list(Nodes|Pods named)/), { name: 'x' })).toMatchObject({
      scope: { kind: 'node' },
    });
    expect(await metadataOf(blind(/^listNodes/), { name: 'web-b' })).toMatchObject({
      scope: { kind: 'pod', node: 'node-2' },
    });
  });
});

describe('what cannot be read', () => {
  it.each(WHYS)('is unknown and never a healthy map: %s', async (why) => {
    const failing = (start: string) => made({ fails: (call) => (call.startsWith(start) ? why : undefined) });
    const map = await metadataOf(failing('streamExec dca-1 metamap'));
    expect(map.replicas).toMatchObject([
      { pod: 'dca-1', reading: { known: false, why } },
      { pod: 'dca-2', reading: { known: true } },
    ]);
    for (const call of ['listNodes', 'listAllEndpointSlices']) {
      const metadata = await metadataOf(failing(call));
      expect(viewOf(metadata).differences).toBeNull();
      expect(metadata[call === 'listNodes' ? 'nodes' : 'endpoints']).toMatchObject({ known: false, why });
    }
    const node = await metadataOf(failing('listPods on'), { name: 'node-1' });
    expect(node.pods).toMatchObject({ known: false, why });
    const endpoints = await metadataOf(failing('listAllEndpointSlices'), { name: 'node-1' });
    expect(endpoints.pods).toMatchObject({ known: false, why });
    const telemetry = await metadataOf(failing('streamExec dca-1 telemetry'));
    expect(telemetry.queries[0]?.reading).toMatchObject({ known: false, why });
  });

  it.each([
    ['garbage', '\u0000\u0001 no such thing\n', 'unreadable'],
    ['nothing', '', 'unreadable'],
    [
      'an unreachable Agent',
      'Could not reach agent: dial tcp 127.0.0.1:5005: connect: connection refused\n',
      'unreachable',
    ],
    ['an error of the API', { stderr: 'Error: {"error":"503"}\n', exitCode: 255 }, 'unreadable'],
  ] as const)('%s in place of a map', async (_name, printed, why) => {
    const { replicas } = await metadataOf(made({ outputs: { 'dca-1 metamap': printed } }));
    expect(replicas[0]?.reading).toMatchObject({ known: false, why });
  });

  it('is not asked for again in a container that is out of reach', async () => {
    const cluster = made({ fails: (call) => (call.startsWith('streamExec dca-1') ? 'timeout' : undefined) });
    const { queries } = await metadataOf(cluster);
    expect(queries[0]?.reading).toMatchObject({ known: false, why: 'timeout' });
    expect(cluster.calls.filter((call) => call.startsWith('streamExec dca-1'))).toHaveLength(1);
  });

  it('stays unasked where exec is switched off', async () => {
    const cluster = made();
    const metadata = await metadataOf(cluster, undefined, { exec: false });
    const off = { known: false, why: 'unsupported', detail: 'exec is switched off (exec: off)' };
    expect(metadata.replicas[0]).toMatchObject({
      reading: { ...off, source: expect.stringMatching(/metamap --no-color$/) },
    });
    expect(metadata.queries[0]).toMatchObject({ reading: { ...off, source: expect.stringMatching(/telemetry$/) } });
    expect(cluster.calls.filter((call) => /exec/i.test(call))).toEqual([]);
  });

  it('is all among the readings of the snapshot', async () => {
    const { reader } = made({
      fails: (call) => (/metamap|telemetry|listNodes|listAll/.test(call) ? 'forbidden' : undefined),
    });
    const question = { kind: 'metadata' } as const;
    const snapshot = await collect(reader, { question, namespace: 'dd', exec: true, clock: () => Date.parse(NOW) });
    const lost = readingsOf(snapshot).filter((reading) => !reading.known && reading.why === 'forbidden');
    expect(lost).toHaveLength(6);
  });
});

describe('how often node Agents ask', () => {
  it('is told by the log of Agents that count nothing', async () => {
    const outputs = { 'dca-1 telemetry': UNKNOWN_COMMAND, 'dca-2 telemetry': UNKNOWN_COMMAND };
    const { queries } = await metadataOf(made({ outputs, logs: { 'dca-1': ASKED.repeat(17) } }));
    expect(queries).toMatchObject([
      { pod: 'dca-1', reading: { known: true, value: { times: 17, failed: 0, how: 'log' } } },
      // An empty log proves nothing.
      {
        pod: 'dca-2',
        reading: { known: false, why: 'unsupported', detail: expect.stringContaining('unknown command') },
      },
    ]);
  });

  it.each([
    ['without the counter', 'datadog_requests{status="success"} 7\n', 'unsupported'],
    ['that breaks off', TELEMETRY.trimEnd(), 'unreadable'],
    ['that is something else', 'hello\n', 'unreadable'],
  ])('is unknown by telemetry %s', async (_name, telemetry, why) => {
    const { queries } = await metadataOf(made({ outputs: { 'dca-1 telemetry': telemetry } }));
    expect(queries[0]?.reading).toMatchObject({ known: false, why });
  });
});

it('100,000 pods are compared in their time', async () => {
  const nodes = Array.from({ length: 1_000 }, (_, i) => `node-${i}`);
  const rows = Object.fromEntries(
    nodes.map((name, i) => [
      name,
      Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`shop/p-${i}-${j}`, `svc-${j}`])),
    ]),
  );
  const slices = Array.from({ length: 100 }, (_, j) =>
    slice('shop', `svc-${j}`, ...nodes.map((name, i) => `p-${i}-${j}@${name}`)),
  );
  const text = metamapText(rows);
  const cluster = made({
    pods: [agentPod('dca-1')],
    nodes: nodes.map((name) => node(name)),
    slices,
    outputs: { 'dca-1 metamap': text },
  });
  const started = performance.now();
  expect(viewOf(await metadataOf(cluster, undefined, { pace: QUICK }))).toMatchObject({
    pods: 100_000,
    differences: NO_DIFFERENCE,
  });
  expect(performance.now() - started).toBeLessThan(20_000);
}, 30_000);
