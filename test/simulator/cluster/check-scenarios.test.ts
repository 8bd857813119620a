import { afterEach, describe, expect, it } from 'vitest';
import { findLeader, nodeAgentPods } from '../../../simulator/cluster/cluster-agents.ts';
import { loadScenario } from '../../../simulator/cluster/scenario.ts';
import type { AgentCommand } from '../../../src/kube/agent-commands.ts';
import { CONTAINER, NAMESPACE, type OpenedCluster, openSimulated, scenarioFolder } from '../../kube/open-simulated.ts';

const BOUNDS = { timeoutMs: 5000 };
const [NODE1, NODE2, NODE3] = ['7g24', 'slx3', 'ttw6'] as const;

let opened: OpenedCluster | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(scenario: string): Promise<OpenedCluster> {
  opened = await openSimulated(scenario);
  return opened;
}

async function run({ reader }: OpenedCluster, pod: string, container: string, command: AgentCommand): Promise<string> {
  const reading = await reader.exec({ namespace: NAMESPACE, pod, container, command }, BOUNDS);
  if (!reading.known || reading.value.exitCode !== 0) throw new Error(`${pod} prints no ${command}`);
  return reading.value.stdout;
}

/** `http_check of default/nginx`, from each block of a printed list of configurations. */
function configs(text: string, provider = ''): string[] {
  const blocks = text.matchAll(
    /^=== (\S+) (?:cluster )?check ===\nConfiguration provider: (\S+)\nConfiguration source: \S+:\/\/([^/\n]+\/[^/\n]+)/gm,
  );
  return [...blocks].filter(([, , by]) => by?.includes(provider)).map(([, name, , of]) => `${name} of ${of}`);
}

/** The last letters of a node's name. */
function short(node: string): string {
  return node.slice(-4);
}

interface Seen {
  readonly rows: Readonly<Record<string, number>>;
  readonly dispatched: Readonly<Record<string, readonly string[]>>;
  readonly unassigned: readonly string[];
  readonly toNodes: Readonly<Record<string, readonly string[]>>;
  readonly known: readonly string[];
  /** What each node's `configcheck` prints of cluster checks and of endpoint checks. */
  readonly received: Readonly<Record<string, readonly string[]>>;
  readonly receivedEndpoints: Readonly<Record<string, readonly string[]>>;
  /** `http_check`, or `http_check!` where its last run failed. */
  readonly running: Readonly<Record<string, readonly string[]>>;
  readonly unloaded: Readonly<Record<string, readonly string[]>>;
  readonly counts: Readonly<Record<string, number>>;
}

async function look(scenario: string): Promise<Seen> {
  const cluster = await open(scenario);
  const { objects } = loadScenario(scenarioFolder(scenario));
  const leader = findLeader(loadScenario(scenarioFolder(scenario))) ?? '';
  const clusterchecks = await run(cluster, leader, CONTAINER, 'clusterchecks');
  const [lists = '', endpoints = ''] = clusterchecks.split(/^===== \d+ Pod-backed Endpoints-Checks scheduled =====$/m);
  const [start = '', ...perNode] = lists.split(/^===== Checks on /m);
  const seen = { received: {}, receivedEndpoints: {}, running: {}, unloaded: {} } as Record<string, object>;
  for (const pod of nodeAgentPods(objects)) {
    const node = short(pod.spec.nodeName ?? '');
    if (node === 'de-a') continue;
    const { name } = pod.metadata;
    const text = await run(cluster, name, 'agent', 'node-configcheck');
    const status = JSON.parse(await run(cluster, name, 'agent', 'node-status-json'));
    const checks = Object.entries<Record<string, { LastError: string }>>(status.runnerStats.Checks);
    const printed = (await run(cluster, name, 'agent', 'node-status')).matchAll(
      /^ {6}Instance ID: (\S.*) \[(\w+)\]$/gm,
    );
    expect([...printed].map(([, id, state]) => `${id} ${state}`).sort()).toEqual(
      checks
        .flatMap(([, ran]) => Object.entries(ran).map(([id, { LastError }]) => `${id} ${LastError ? 'ERROR' : 'OK'}`))
        .sort(),
    );
    Object.assign(seen.received!, { [node]: configs(text, 'cluster-checks').sort() });
    Object.assign(seen.receivedEndpoints!, { [node]: configs(text, 'endpoints-checks').sort() });
    Object.assign(seen.unloaded!, { [node]: Object.keys(status.checkSchedulerStats.LoaderErrors) });
    const marked = checks.map(([check, ran]) => (Object.values(ran)[0]?.LastError ? `${check}!` : check));
    Object.assign(seen.running!, { [node]: marked.sort() });
  }
  const toNodes: Record<string, string[]> = {};
  for (const block of endpoints.split(/^(?==== )/m)) {
    const to = /^State: dispatched to (\S+)$/m.exec(block)?.[1];
    if (to !== undefined) toNodes[short(to)] = [...(toNodes[short(to)] ?? []), ...configs(block)].sort();
  }
  const rows = start.matchAll(/^\S*(7g24|slx3|ttw6) {3,}(\d+)$/gm);
  return {
    ...(seen as Pick<Seen, 'received' | 'receivedEndpoints' | 'running' | 'unloaded'>),
    rows: Object.fromEntries([...rows].map(([, node, count]) => [node, Number(count)])),
    dispatched: Object.fromEntries(
      perNode.map((part) => [short(part.slice(0, part.indexOf(' '))), configs(part).sort()]),
    ),
    unassigned: configs(start),
    toNodes,
    known: configs(await run(cluster, leader, CONTAINER, 'configcheck')),
    counts: JSON.parse(await run(cluster, leader, CONTAINER, 'status-json')).clusterchecks,
  };
}

const HTTP = 'http_check of default/nginx';
const TCP = 'tcp_check of default/external-db';
const LOAD = 'load of default/load-svc';
const NTP = 'ntp of default/ntp-svc';
const ENDPOINTS = ['nginx of default/nginx', 'uptime of default/load-svc'];
const ON_ALL = { [NODE1]: ENDPOINTS, [NODE2]: ENDPOINTS, [NODE3]: ENDPOINTS };
const WELL = { [NODE1]: [HTTP], [NODE2]: [TCP], [NODE3]: [LOAD, NTP] };

describe('what the leader tells of checks, and what its status counts', () => {
  it.each<[string, Partial<Seen>]>([
    ['checks-healthy', { rows: { [NODE1]: 1, [NODE2]: 1, [NODE3]: 2 }, dispatched: WELL, toNodes: ON_ALL }],
    ['checks-failing', { dispatched: WELL, toNodes: ON_ALL }],
    ['checks-warming-up', { rows: { [NODE1]: 0, [NODE2]: 0, [NODE3]: 0 }, dispatched: {}, toNodes: {} }],
    ['checks-no-agents', { rows: {}, dispatched: {}, unassigned: [HTTP, LOAD, NTP, TCP], toNodes: ON_ALL }],
    ['checks-annotation-broken', { dispatched: { [NODE2]: [TCP], [NODE3]: [LOAD, NTP] }, toNodes: ON_ALL }],
    ['checks-provider-off', { dispatched: { [NODE2]: [TCP] }, toNodes: ON_ALL }],
    [
      'check-unassigned',
      {
        rows: { [NODE1]: 2, [NODE2]: 1, [NODE3]: 0 },
        dispatched: { [NODE1]: [HTTP, 'uptime of default/external-db'], [NODE2]: [NTP] },
        unassigned: [LOAD, 'postgres of default/orders-db'],
      },
    ],
    ['endpoints-not-received', { rows: { [NODE1]: 2, [NODE2]: 1, [NODE3]: 1 }, toNodes: ON_ALL }],
    [
      'endpoints-node-without-agent',
      {
        rows: { [NODE1]: 2, [NODE2]: 2 },
        dispatched: { [NODE1]: [HTTP, LOAD], [NODE2]: [NTP, TCP] },
        toNodes: ON_ALL,
      },
    ],
  ])(
    '%s',
    async (scenario, wanted) => {
      const seen = await look(scenario);
      expect(seen).toMatchObject({ unassigned: [], ...wanted });
      const given = Object.values(seen.dispatched).flat();
      expect(Object.keys(seen.rows).map((node) => seen.dispatched[node]?.length ?? 0)).toEqual(
        Object.values(seen.rows),
      );
      expect(seen.counts).toMatchObject({
        NodeCount: Object.keys(seen.rows).length,
        ActiveConfigs: given.length,
        DanglingConfigs: seen.unassigned.length,
        TotalConfigs: given.length + seen.unassigned.length,
        CheckNames: Object.fromEntries([...given, ...seen.unassigned].map((config) => [config.split(' ')[0], {}])),
      });
      const scheduled = [...given, ...seen.unassigned, ...Object.values(seen.toNodes).flat()].sort();
      // While it warms up nothing is scheduled of what is known.
      if (scenario !== 'checks-warming-up') expect([...seen.known].sort()).toEqual(scheduled);
    },
    20_000,
  );
});

describe('what the node Agents tell', () => {
  it.each<[string, Partial<Seen>]>([
    [
      'checks-healthy',
      {
        receivedEndpoints: ON_ALL,
        running: {
          [NODE1]: ['http_check', 'nginx', 'uptime'],
          [NODE2]: ['nginx', 'tcp_check', 'uptime'],
          [NODE3]: ['load', 'nginx', 'ntp', 'uptime'],
        },
        unloaded: { [NODE1]: [], [NODE2]: [], [NODE3]: [] },
      },
    ],
    [
      'checks-failing',
      {
        running: {
          [NODE1]: ['http_check!', 'nginx', 'uptime'],
          [NODE2]: ['nginx', 'tcp_check', 'uptime'],
          [NODE3]: ['load', 'nginx!', 'ntp!', 'uptime'],
        },
      },
    ],
    ['checks-no-agents', { received: { [NODE1]: [], [NODE2]: [], [NODE3]: [] }, receivedEndpoints: ON_ALL }],
    [
      'checks-annotation-broken',
      { running: { [NODE1]: ['nginx', 'uptime'], [NODE2]: ['nginx', 'tcp_check', 'uptime'] } },
    ],
    ['checks-provider-off', { running: { [NODE1]: ['nginx', 'uptime'], [NODE3]: ['nginx', 'uptime'] } }],
    ['check-unassigned', { running: { [NODE1]: ['uptime'], [NODE2]: ['ntp!'], [NODE3]: ['disk'] } }],
    [
      'endpoints-not-received',
      {
        receivedEndpoints: { [NODE1]: [], [NODE2]: [], [NODE3]: [] },
        unloaded: { [NODE1]: ['http_check'], [NODE2]: [], [NODE3]: [] },
      },
    ],
    [
      'endpoints-node-without-agent',
      {
        receivedEndpoints: { [NODE1]: ENDPOINTS, [NODE2]: ENDPOINTS },
        running: {
          [NODE1]: ['http_check', 'load', 'nginx', 'uptime'],
          [NODE2]: ['nginx', 'ntp', 'tcp_check', 'uptime'],
        },
      },
    ],
  ])(
    '%s',
    async (scenario, wanted) => {
      const seen = await look(scenario);
      expect(seen).toMatchObject(wanted);
      for (const [node, received] of Object.entries(seen.received)) {
        expect([node, received]).toEqual([node, seen.dispatched[node] ?? []]);
      }
    },
    20_000,
  );

  it('checks-warming-up: they go on with the checks they have', async () => {
    expect(await look('checks-warming-up')).toMatchObject({ received: WELL, counts: { Leader: true, Active: false } });
  });
});

describe('causes', () => {
  it('checks-annotation-broken: the annotation is no JSON, and the leader logs it', async () => {
    const { reader } = await open('checks-annotation-broken');
    const services = await reader.listServices({ namespace: 'default' }, BOUNDS);
    const nginx = services.known ? services.value.find(({ metadata }) => metadata.name === 'nginx') : undefined;
    const annotation = nginx?.metadata.annotations?.['ad.datadoghq.com/service.checks'] ?? '';
    expect(annotation).toContain('"http_check"');
    expect(() => JSON.parse(annotation)).toThrow(/JSON/);
    expect(() => JSON.parse(`${annotation}}`)).not.toThrow();
    expect(nginx?.metadata.annotations).not.toHaveProperty(['ad.datadoghq.com/service.check_names']);
    const { documents } = loadScenario(scenarioFolder('checks-annotation-broken'));
    expect(documents.get('leader-cluster-agent.log')).toMatch(
      /ERROR \| \(\S+ in \w+\) \| Cannot parse service template for service default\/nginx: .* unexpected end of JSON input\n/,
    );
  });

  it.each([
    ['checks-provider-off', 'datadog-cluster-agent-6c9c858f76-d5cgj', 'kube_endpoints'],
    ['checks-provider-off', 'datadog-cluster-agent-6c9c858f76-8ngrr', 'kube_endpoints'],
    ['checks-no-agents', 'datadog-rpjw4', 'endpointschecks'],
    ['checks-no-agents', 'datadog-9wmr4', 'endpointschecks'],
    ['checks-no-agents', 'datadog-sqpz4', 'endpointschecks'],
    ['checks-healthy', 'datadog-rpjw4', 'clusterchecks endpointschecks'],
  ])('%s: the providers of %s are %s', (scenario, name, providers) => {
    const { objects } = loadScenario(scenarioFolder(scenario));
    const pod = objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === name);
    expect(pod).toMatchObject({
      spec: {
        containers: expect.arrayContaining([
          expect.objectContaining({
            env: expect.arrayContaining([{ name: 'DD_EXTRA_CONFIG_PROVIDERS', value: providers }]),
          }),
        ]),
      },
    });
  });

  it('checks-warming-up: the leader took over 12 seconds ago', () => {
    const { documents } = loadScenario(scenarioFolder('checks-warming-up'));
    expect(documents.get('leader-status.txt')).toContain('Status: Leader, warming up\n');
    expect(documents.get('leader-clusterchecks.txt')).toMatch(/^=== Warmup in progress ===\n/);
    expect(documents.get('leader-cluster-agent.log')).toMatch(
      /^2026-11-23 19:34:(?:19|2\d) UTC .* Becoming leader, waiting 30s for node-agents to report$/m,
    );
  });
});

describe('logs', () => {
  it('logs-troubles: the leader tells three troubles, the follower none', () => {
    const { documents } = loadScenario(scenarioFolder('logs-troubles'));
    const leader = documents.get('leader-cluster-agent.log') ?? '';
    expect(leader.match(/ERROR \| .* 429 Too Many Requests/g)).toHaveLength(37);
    expect(leader.match(/events is forbidden: User .* cannot list resource "events"/g)).toHaveLength(11);
    expect(leader.match(/INFO \| .* Expiring out node default-pool-bce5cd34-ttw6/g)).toHaveLength(1);
    const follower = documents.get('follower-cluster-agent.log') ?? '';
    expect(follower.split('\n').filter((line) => / \| INFO \| /.test(line))).toHaveLength(5);
    expect(follower).not.toMatch(/WARN|ERROR/);
  });

  it('logs-empty: every pod has a log without a line', async () => {
    const { reader } = await open('logs-empty');
    for (const pod of ['datadog-cluster-agent-6c9c858f76-8qmb7', 'datadog-cluster-agent-6c9c858f76-ljbd8']) {
      const target = { namespace: NAMESPACE, pod, container: CONTAINER, previous: false, tailLines: 100 };
      expect(await reader.podLog(target, BOUNDS)).toMatchObject({ known: true, value: '' });
    }
  });
});
