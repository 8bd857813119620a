import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collectors/collect.ts';
import type { EventCollection } from '../../src/domain/event-collection.ts';
import type { EnvFrom, EnvVar, Pod } from '../../src/domain/objects.ts';
import { WHYS } from '../../src/domain/reading.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import { nodeAgent, runnerPod } from './made-checks.ts';
import { changed, numbered } from './made-nodes.ts';
import { agentPod, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

const AT = '2026-11-23T18:31:00Z';
const TOKEN = { 'event.tokenKey': '81723', 'event.tokenTimestamp': AT };
const OF_DEPLOYMENT = {
  name: 'dca-1',
  namespace: 'dd',
  labels: {
    'agent.datadoghq.com/component': 'cluster-agent',
    'app.kubernetes.io/instance': 'my-datadog-cluster-agent',
    'pod-template-hash': '7d9f',
  },
  ownerReferences: [{ kind: 'ReplicaSet', name: 'my-datadog-cluster-agent-7d9f', controller: true }],
};
const SET: readonly EnvVar[] = [
  { name: 'DD_LEADER_ELECTION', value: 'true' },
  { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: 'true' },
];

/** The leader with this environment, owned by a Deployment. */
function leader(env: readonly EnvVar[] = SET, envFrom: readonly EnvFrom[] = []): Pod {
  const pod = changed(agentPod('dca-1', {}), { metadata: OF_DEPLOYMENT, env });
  return { ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((one) => ({ ...one, envFrom })) } };
}

function made(over: Partial<Made> = {}): MadeReader {
  return madeReader({
    pods: [leader(), agentPod('dca-2'), nodeAgent(1)],
    configMaps: { 'dd/datadogtoken': { data: TOKEN } },
    events: [
      { reason: 'Killing', lastTimestamp: '2026-11-23T18:20:00Z' },
      { eventTime: '2026-11-23T18:39:10.123456Z' },
      {},
    ],
    ...over,
  });
}

async function snapshotOf({ reader }: Pick<MadeReader, 'reader'>, exec = true) {
  return collect(reader, { question: { kind: 'events' }, namespace: 'dd', exec, clock: () => Date.parse(NOW) });
}

async function eventsOf(cluster: Pick<MadeReader, 'reader'>): Promise<EventCollection> {
  const { events } = await snapshotOf(cluster);
  if (!events) throw new Error('nothing about events was collected');
  return events;
}

const reads = (calls: readonly string[]) =>
  calls.filter((call) => /^(mayAccount|pageOfEvents|streamLog|getConfigMap (?!.*election))/.test(call)).toSorted();

describe('a question about events', () => {
  it('reads settings, rights, token, events and the leader’s log, each once', async () => {
    const cluster = made();
    expect(await eventsOf(cluster)).toMatchObject({
      settings: [
        { name: 'DD_LEADER_ELECTION', value: 'true', from: 'pod', place: 'Deployment/my-datadog-cluster-agent' },
        { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: 'true', from: 'pod' },
      ],
      token: { known: true, value: { name: 'datadogtoken', key: '81723', at: '2026-11-23T18:31:00.000Z' } },
      inCluster: { known: true, value: { count: 3, more: false, newest: '2026-11-23T18:39:10.123Z' } },
      nodeAgents: { known: true, value: { total: 1, electing: [], electingTotal: 0 } },
      log: { pod: 'dca-1', reading: { known: true } },
    });
    const account = 'mayAccount system:serviceaccount:dd:dca-account';
    expect(reads(cluster.calls)).toEqual([
      'getConfigMap dd/datadogtoken',
      `${account} get configmaps. in dd named datadogtoken`,
      `${account} get events.`,
      `${account} list events.`,
      `${account} update configmaps. in dd named datadogtoken`,
      `${account} watch events.`,
      'pageOfEvents 500',
      'streamLog dd/dca-1 60000',
    ]);
  });

  it('asks verb by verb what the account may do', async () => {
    const { rights } = await eventsOf(made({ denied: ['list events', 'watch events', 'update configmaps'] }));
    const told = rights.map(({ purpose, right, allowed }) => [
      purpose,
      right.verb,
      right.namespace,
      allowed.known && allowed.value,
    ]);
    expect(told).toEqual([
      ['collect-events', 'get', null, true],
      ['collect-events', 'list', null, false],
      ['collect-events', 'watch', null, false],
      ['keep-event-token', 'get', 'dd', true],
      ['keep-event-token', 'update', 'dd', false],
    ]);
    expect(new Set(rights.map(({ who, user }) => `${who} ${user}`))).toEqual(
      new Set(['agent system:serviceaccount:dd:dca-account']),
    );
  });

  it('says once that nobody may ask', async () => {
    const { rights } = await eventsOf(
      made({ fails: (call) => (call.startsWith('mayAccount') ? 'forbidden' : undefined) }),
    );
    expect(rights).toMatchObject([{ right: { verb: 'get' }, allowed: { known: false, why: 'forbidden' } }]);
  });

  it('asks about no account where no pod says one', async () => {
    const events = await eventsOf(made({ pods: [nodeAgent(1)] }));
    expect(events).toMatchObject({ settings: [], rights: [], nodeAgents: { known: true } });
    expect(events).not.toHaveProperty('log');
  });

  it('tells node Agents that elect or collect as well', async () => {
    const electing = numbered(23).map((number) =>
      nodeAgent(number, { env: number % 2 ? { DD_LEADER_ELECTION: 'true' } : { DD_COLLECT_KUBERNETES_EVENTS: '1' } }),
    );
    const others = [
      nodeAgent(24, { env: { DD_LEADER_ELECTION: 'false' } }),
      runnerPod('clc', 'node-1', undefined, { DD_LEADER_ELECTION: 'true' }),
    ];
    const { nodeAgents } = await eventsOf(made({ pods: [leader(), ...electing, ...others] }));
    if (!nodeAgents.known) throw new Error('unknown');
    expect([nodeAgents.value.total, nodeAgents.value.electingTotal, nodeAgents.value.electing.length]).toEqual([
      24, 23, 20,
    ]);
    expect(nodeAgents.value.electing[0]).toEqual({ pod: 'agent-1', node: 'node-1' });
  });

  it('tells the newest that the check must have met, by the cluster’s clock', async () => {
    const at = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1000).toISOString();
    const seen = async (...ages: readonly number[]) => {
      const { inCluster } = await eventsOf(made({ events: ages.map((age) => ({ lastTimestamp: at(age) })) }));
      return inCluster.known ? [inCluster.value.newest, inCluster.value.newestSettled] : [];
    };
    expect(await seen(500, 5, 120, 119)).toEqual([at(5), at(120)]);
    expect(await seen(119, 5)).toEqual([at(5), undefined]);
    expect(await seen(-30)).toEqual([at(-30), undefined]);
  });

  it('counts one page', async () => {
    const events = Array.from({ length: 501 }, () => ({ reason: 'x' }));
    const { inCluster } = await eventsOf(made({ events }));
    expect(inCluster).toMatchObject({ value: { count: 500, more: true } });
    expect(inCluster).not.toHaveProperty('value.newest');
    expect((await eventsOf(made({ events: [] }))).inCluster).toMatchObject({ value: { count: 0, more: false } });
  });
});

describe('a setting', () => {
  const NAME = 'DD_LEADER_ELECTION';
  const entry = (rest: Omit<EnvVar, 'name'>): EnvVar => ({ name: NAME, ...rest });
  const fromMap = (name: string, key = 'election') => entry({ valueFrom: { configMapKeyRef: { name, key } } });
  const maps: Made['configMaps'] = {
    'dd/agent-settings': { data: { election: 'false', [NAME]: 'yes', LEADER_ELECTION: 'maybe' } },
    'dd/later': { data: { [NAME]: 'later' } },
    'dd/other': { data: { x: 'y' } },
  };
  const map = (name: string, prefix?: string): EnvFrom => ({
    configMapRef: { name },
    ...(prefix === undefined ? {} : { prefix }),
  });

  it.each([
    ['not set', [], [], { value: null, from: 'default', place: null }],
    [
      'written',
      [entry({ value: 'false' })],
      [],
      { value: 'false', from: 'pod', place: 'Deployment/my-datadog-cluster-agent' },
    ],
    ['written empty', [entry({})], [], { value: '', from: 'pod' }],
    ['written twice', [entry({ value: 'a' }), entry({ value: 'b' })], [], { value: 'b' }],
    [
      'a key',
      [fromMap('agent-settings')],
      [],
      { value: 'false', from: 'config-map', place: 'ConfigMap/agent-settings' },
    ],
    ['a key that is not there', [fromMap('agent-settings', 'no')], [], { value: null, from: 'config-map' }],
    ['a key of no ConfigMap', [fromMap('gone')], [], { value: null, from: 'config-map', place: 'ConfigMap/gone' }],
    [
      'a Secret',
      [entry({ valueFrom: { secretKeyRef: { name: 's', key: 'k' } } })],
      [],
      { value: null, from: 'elsewhere', place: 'Secret/s' },
    ],
    [
      'a field',
      [entry({ valueFrom: { fieldRef: { fieldPath: 'x' } } })],
      [],
      { value: null, from: 'elsewhere', place: null },
    ],
    [
      'all of a ConfigMap',
      [],
      [map('agent-settings')],
      { value: 'yes', from: 'config-map', place: 'ConfigMap/agent-settings' },
    ],
    ['a prefix', [], [map('agent-settings', 'DD_')], { value: 'maybe', from: 'config-map' }],
    ['another prefix', [], [map('agent-settings', 'X_')], { from: 'default' }],
    ['the last of two', [], [map('agent-settings'), map('later')], { value: 'later' }],
    ['the last that has it', [], [map('agent-settings'), map('other'), map('gone')], { value: 'yes' }],
    [
      'a Secret that may have it',
      [],
      [map('agent-settings'), { secretRef: { name: 's' } }],
      { value: null, from: 'elsewhere', place: 'Secret/s' },
    ],
    ['the container before all', [entry({ value: 'own' })], [map('later')], { value: 'own', from: 'pod' }],
  ] as const)('is traced: %s', async (_name, env, envFrom, setting) => {
    const { settings } = await eventsOf(made({ pods: [leader(env, envFrom)], configMaps: maps }));
    expect(settings[0]).toMatchObject({ name: NAME, ...setting });
  });

  it('of a ConfigMap that cannot be read is not known, and not called default', async () => {
    const fails: Made['fails'] = (call) => (call === 'getConfigMap dd/agent-settings' ? 'forbidden' : undefined);
    for (const pod of [leader([fromMap('agent-settings')]), leader([], [map('agent-settings')])]) {
      const { settings } = await eventsOf(made({ pods: [pod], configMaps: maps, fails }));
      expect(settings[0]).toMatchObject({ value: null, from: 'config-map', place: 'ConfigMap/agent-settings' });
    }
  });

  it('is the leader’s, whichever replica is listed first', async () => {
    const pods = [agentPod('dca-2', { DD_LEADER_ELECTION: 'false' }), leader()];
    expect((await eventsOf(made({ pods }))).settings[0]).toMatchObject({ value: 'true' });
    const bare = { ...agentPod('dca-1', { DD_LEADER_ELECTION: 't' }) };
    expect((await eventsOf(made({ pods: [bare] }))).settings[0]).toMatchObject({ value: 't', place: null });
  });
});

describe('how far the Agent has read', () => {
  const named = (name: string) => ({ configMaps: { [`dd/${name}`]: { data: TOKEN } } });
  const told = (name: string): Pod => leader([{ name: 'DD_CLUSTER_AGENT_TOKEN_NAME', value: name }]);

  it.each([
    ['datadogtoken', leader()],
    ['my-datadogtoken', leader()],
    ['chosen', told('chosen')],
    [
      'my-agenttoken',
      changed(leader(), { metadata: { labels: { ...OF_DEPLOYMENT.labels, 'agent.datadoghq.com/name': 'my-agent' } } }),
    ],
  ] as const)('is found in ConfigMap %s', async (name, pod) => {
    const { token, rights } = await eventsOf(made({ pods: [pod], ...named(name) }));
    expect(token).toMatchObject({ known: true, value: { name, key: '81723' } });
    expect(rights.map(({ allowed }) => allowed.source)).toContainEqual(expect.stringContaining(`named ${name}`));
  });

  it.each([
    [{ 'event.tokenTimestamp': '23 Nov 26 18:31 UTC' }, { at: '2026-11-23T18:31:00.000Z' }],
    [{ 'event.tokenTimestamp': '23 Nov 26 19:31 +0100' }, { at: '2026-11-23T18:31:00.000Z' }],
    [{ 'event.tokenTimestamp': 'soon', 'event.tokenKey': '' }, {}],
    [{ 'event.tokenTimestamp': '31 Feb 26 19:31 UTC' }, {}],
    [{ 'event.tokenTimestamp': '0001-01-01T00:00:00Z', 'event.tokenKey': '7' }, { key: '7' }],
    [{}, {}],
  ])('is told by %j as %j', async (data, value) => {
    const { token } = await eventsOf(made({ configMaps: { 'dd/datadogtoken': { data } } }));
    expect(token).toMatchObject({ known: true });
    expect(token.known && token.value).toEqual({ name: 'datadogtoken', ...value });
  });

  it('is nowhere where none of the ConfigMaps is there, and unknown where one cannot be read', async () => {
    expect((await eventsOf(made({ configMaps: {} }))).token).toMatchObject({ known: true, value: null });
    const fails: Made['fails'] = (call) => (call === 'getConfigMap dd/datadogtoken' ? 'forbidden' : undefined);
    expect((await eventsOf(made({ configMaps: {}, fails }))).token).toMatchObject({ known: false, why: 'forbidden' });
    expect((await eventsOf(made({ ...named('my-datadogtoken'), fails }))).token).toMatchObject({
      value: { name: 'my-datadogtoken' },
    });
  });

  it('is looked for where the Agent keeps its own objects', async () => {
    const pods = [leader([{ name: 'DD_KUBE_RESOURCES_NAMESPACE', value: 'home' }])];
    const cluster = made({ pods, configMaps: { 'home/datadogtoken': { data: TOKEN } } });
    expect((await eventsOf(cluster)).token).toMatchObject({ value: { key: '81723' } });
  });
});

describe('what cannot be read', () => {
  it.each(WHYS)('is unknown, and the rest is not: %s', async (why) => {
    const failing = async (start: string) =>
      eventsOf(made({ fails: (call) => (call.startsWith(start) ? why : undefined) }));
    expect(await failing('pageOfEvents')).toMatchObject({ inCluster: { known: false, why }, token: { known: true } });
    expect(await failing('listPods dd agent.datadoghq.com/component in')).toMatchObject({
      nodeAgents: { known: false, why },
      inCluster: { known: true },
    });
    expect(await failing('streamLog')).toMatchObject({ log: { pod: 'dca-1', reading: { known: false, why } } });
    const { rights } = await failing('mayAccount system:serviceaccount:dd:dca-account list');
    expect(rights).toHaveLength(5);
    expect(rights[1]).toMatchObject({ right: { verb: 'list' }, allowed: { known: false, why } });
  });

  it('is all among the readings of the snapshot', async () => {
    const fails: Made['fails'] = (call) =>
      /^(pageOfEvents|streamLog|mayAccount|getConfigMap dd\/\S*token|listPods dd \S+ in \(agent)/.test(call)
        ? 'timeout'
        : undefined;
    const lost = readingsOf(await snapshotOf(made({ fails }))).filter((one) => !one.known && one.why === 'timeout');
    expect(lost).toHaveLength(9);
  });

  it('needs no exec', async () => {
    const cluster = made();
    const { events } = await snapshotOf(cluster, false);
    expect(events).toMatchObject({ token: { known: true }, log: { reading: { known: true } } });
    expect(cluster.calls.filter((call) => /exec/i.test(call))).toEqual([]);
  });
});
