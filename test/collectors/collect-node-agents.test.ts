import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NodeAgents } from '../../src/domain/node-agent.ts';
import { WHYS, type Why } from '../../src/domain/reading.ts';
import { nodeAgent, runnerPod } from './made-checks.ts';
import { node, plainPod } from './made-metadata.ts';
import {
  agentService,
  changed,
  FAILING_LINK,
  HOST,
  linkStatus,
  lookAt,
  madeNodes,
  nodesOf,
  numbered,
} from './made-nodes.ts';
import { agentPod, type Made } from './made-reader.ts';

const REFUSED =
  '2026-11-23 18:39:00 UTC | CORE | ERROR | (a.go:1 in F) | temporary failure in clusterAgentClient, will retry later: "https://10.96.0.5:5005/version" is unavailable: 403 Forbidden\n';
const failing = (start: string | RegExp, why: Why): Pick<Made, 'fails'> => ({
  fails: (call) => ((typeof start === 'string' ? call.startsWith(start) : start.test(call)) ? why : undefined),
});
const DISABLED = 'Cluster-checks are not enabled\n';
const podsIn = ({ looks }: NodeAgents) => looks.map(({ pod }) => pod.name);
const commands = (calls: readonly string[]) =>
  calls.filter((call) => /^(exec|streamExec|streamLog dd\/agent)/.test(call)).toSorted();

describe('a question about all node Agents', () => {
  it('surveys them, and asks five of those that report', async () => {
    const made = madeNodes(8);
    const nodes = await nodesOf(made);
    expect(nodes).toMatchObject({
      scope: { kind: 'all' },
      survey: { known: true, value: { total: 8, ready: 8, notReady: [] } },
      reporting: { known: true, value: numbered(8).map((number) => `node-${number}`) },
      silent: [],
      silentTotal: 0,
      rightServices: { known: true, value: ['datadog-cluster-agent'] },
      clusterAgents: [
        { pod: 'dca-1', token: { from: 'secret', name: 'dca-token', key: 'token' } },
        { pod: 'dca-2', token: { from: 'absent' } },
      ],
    });
    expect(podsIn(nodes)).toEqual(numbered(5).map((number) => `agent-${number}`));
    for (const look of nodes.looks) {
      expect(look).toMatchObject({ status: { value: { clusterAgentLink: { value: { connected: true } } } } });
      expect(look).not.toHaveProperty('serviceHost');
      expect(look).not.toHaveProperty('log');
    }
    expect(commands(made.calls).filter((call) => !/ status(-json)?$| node-status/.test(call))).toEqual([
      'streamExec dca-1 clusterchecks 67108864',
    ]);
    expect(commands(made.calls).filter((call) => call.startsWith('exec agent'))).toHaveLength(5);
  });

  it('reads the text of an old Agent that takes no --json, and looks closer where its link fails', async () => {
    const old = readFileSync(new URL('../fixtures/status/made/node-2018-v6.4.0.txt', import.meta.url), 'utf8');
    const cause = 'Could not reach the Datadog Cluster Agent: unexpected status code from cluster agent: 403';
    const failing = old.replace('Successfully Connected to the Datadog Cluster Agent.', `- ${cause}`);
    const noJson = { stderr: 'Error: unknown flag: --json', exitCode: 255 };
    const outputs: Made['outputs'] = {
      'agent-1 node-status-json': noJson,
      'agent-1 node-status': old,
      'agent-2 node-status-json': noJson,
      'agent-2 node-status': failing,
    };
    const made = madeNodes(2, { outputs });
    const nodes = await nodesOf(made);
    expect(lookAt(nodes, 'agent-1')).toMatchObject({
      status: { value: { version: '6.4.0', clusterAgentLink: { value: { connected: true, version: '1.0' } } } },
    });
    expect(lookAt(nodes, 'agent-2')).toMatchObject({
      status: { value: { clusterAgentLink: { value: { connected: false, error: expect.stringContaining('403') } } } },
      log: { pod: 'agent-2' },
    });
    expect(commands(made.calls).filter((call) => call.startsWith('exec agent-1'))).toEqual([
      'exec agent-1 node-status',
      'exec agent-1 node-status-json',
    ]);
  });

  it('tells of an Agent without --json why its text could not be read', async () => {
    const made = madeNodes(2, {
      outputs: {
        'agent-1 node-status-json': { stderr: 'Error: unknown flag: --json', exitCode: 255 },
        'agent-1 node-status': { stderr: 'Error: Could not reach agent: connection refused', exitCode: 255 },
        'agent-2 node-status-json': { stderr: 'Error: unknown flag: --json', exitCode: 255 },
      },
      fails: (call) => (call === 'exec agent-2 node-status' ? 'timeout' : undefined),
    });
    const nodes = await nodesOf(made);
    for (const [pod, why] of [['agent-1', 'unreadable'] as const, ['agent-2', 'timeout'] as const]) {
      expect(lookAt(nodes, pod)).toMatchObject({ status: { known: false, why, source: `exec ${pod} node-status` } });
      expect(JSON.stringify(lookAt(nodes, pod)?.status)).not.toContain('--json');
    }
  });

  it('asks those that do not report first, and tells all of them', async () => {
    const made = madeNodes(30, { reporting: ['node-1', 'node-2'] });
    const nodes = await nodesOf(made);
    expect([nodes.silentTotal, nodes.silent.length, nodes.silent[0]]).toEqual([
      28,
      28,
      { node: 'node-3', pod: 'agent-3' },
    ]);
    expect(podsIn(nodes)).toEqual(numbered(20).map((number) => `agent-${number + 2}`));
    expect(lookAt(nodes, 'agent-3')).toMatchObject({ serviceHost: { value: '10.96.0.5' }, log: { pod: 'agent-3' } });
    expect(nodes.services).toEqual([expect.objectContaining({ name: 'datadog-cluster-agent' })]);
  });

  it('asks 200 of them ten at once', async () => {
    let busy = 0;
    let most = 0;
    const made = madeNodes(200, { reporting: [] });
    const { exec, streamLog } = made.reader;
    const counted = async <T>(work: () => Promise<T>): Promise<T> => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
      return work();
    };
    const slow: typeof exec = (target, bounds) =>
      target.pod.startsWith('agent') ? counted(() => exec(target, bounds)) : exec(target, bounds);
    const nodes = await nodesOf({ reader: { ...made.reader, exec: slow, streamLog } });
    expect(most).toBe(10);
    expect([nodes.looks.length, nodes.silentTotal, nodes.silent.length]).toEqual([20, 200, 200]);
    expect(commands(made.calls).filter((call) => call.startsWith('exec agent'))).toHaveLength(40);
    expect(made.calls.filter((call) => call.startsWith('listPods dd agent.datadoghq.com/component in'))).toHaveLength(
      1,
    );
  });

  it('tells who is not ready, and does not call them silent', async () => {
    const pods = madeNodes(25).made.pods.map((pod) =>
      /^agent-(2|3)$/.test(pod.metadata.name)
        ? changed(pod, {
            status: {
              conditions: [{ type: 'Ready', status: 'False' }],
              containerStatuses: [
                {
                  name: 'agent',
                  ready: false,
                  restartCount: 7,
                  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
                },
              ],
            },
          })
        : pod,
    );
    const nodes = await nodesOf(madeNodes(25, { pods, reporting: numbered(22).map((number) => `node-${number + 3}`) }));
    expect(nodes.survey).toMatchObject({
      value: {
        total: 25,
        ready: 23,
        notReady: [
          { name: 'agent-2', state: 'waiting', reason: 'CrashLoopBackOff', restarts: 7, message: 'back-off 5m0s' },
          { name: 'agent-3' },
        ],
      },
    });
    expect(nodes.silent).toEqual([{ node: 'node-1', pod: 'agent-1' }]);
  });

  it('knows two pods of one node for one Agent that takes the place of the other', async () => {
    const leaving = changed(nodeAgent(1), { metadata: { name: 'agent-old', deletionTimestamp: NOW_ISH } });
    const stuck = changed(nodeAgent(2), { metadata: { deletionTimestamp: NOW_ISH } });
    const nodes = await nodesOf(madeNodes(2, { pods: [agentPod('dca-1'), leaving, nodeAgent(1), stuck] }));
    expect(nodes.survey).toMatchObject({ value: { total: 2 } });
    expect(podsIn(nodes)).toEqual(['agent-1', 'agent-2']);
  });

  it('expects no report of those that are not set up to', async () => {
    const endpoints = { env: [{ name: 'DD_EXTRA_CONFIG_PROVIDERS', value: 'endpointschecks' }] };
    const dca = agentPod('dca-1');
    const apart = madeNodes(2, { pods: [dca, changed(nodeAgent(1), endpoints), nodeAgent(2)], reporting: [] });
    expect((await nodesOf(apart)).silent).toEqual([{ node: 'node-2', pod: 'agent-2' }]);
    const runners = [dca, nodeAgent(1), changed(nodeAgent(2), endpoints), runnerPod('clc-a', 'node-2')];
    const nodes = await nodesOf(madeNodes(2, { pods: runners, reporting: ['clc-a'] }));
    expect(nodes).toMatchObject({
      reporting: { known: true, value: null },
      silentTotal: 0,
      survey: { value: { total: 2 } },
    });
  });
});

const NOW_ISH = '2026-11-23T18:39:50Z';

describe('a question about one of them', () => {
  const apps = [
    plainPod('shop', 'web-a', 'node-2'),
    plainPod('pay', 'web-a', 'node-1'),
    plainPod('shop', 'api', 'node-9'),
    plainPod('shop', 'waiting'),
  ];
  const scoped = (over: Partial<Made> = {}) => {
    const made = madeNodes(3, over);
    made.made.pods = [...made.made.pods, ...apps];
    made.made.nodes = [...made.made.nodes, node('node-9', 'Unknown'), node('node-8', null)];
    return made;
  };

  it.each([
    [{ name: 'node-2' }, { kind: 'node', node: 'node-2', pod: null }, ['agent-2']],
    [{ name: 'node-2', resource: 'node' }, { kind: 'node', node: 'node-2', pod: null }, ['agent-2']],
    [{ name: 'agent-3' }, { kind: 'node', node: 'node-3', pod: 'dd/agent-3' }, ['agent-3']],
    [{ namespace: 'shop', name: 'web-a' }, { kind: 'node', node: 'node-2', pod: 'shop/web-a' }, ['agent-2']],
    [{ name: 'api', resource: 'pod' }, { kind: 'no-agent', node: 'node-9', nodeReady: false }, []],
    [{ name: 'node-4' }, { kind: 'no-agent', node: 'node-4', nodeReady: true }, []],
    [{ name: 'node-8' }, { kind: 'no-agent', node: 'node-8', nodeReady: null }, []],
    [{ name: 'web-a' }, { kind: 'ambiguous', asked: 'web-a', choices: ['pay/web-a', 'shop/web-a'] }, []],
    [{ name: 'nodes-2' }, { kind: 'not-found', asked: 'nodes-2', near: expect.arrayContaining(['node-2']) }, []],
    [{ name: 'agent-3', resource: 'node' }, { kind: 'not-found', near: expect.arrayContaining(['dd/agent-3']) }, []],
    [{ name: 'node-2', resource: 'pod' }, { kind: 'not-found', asked: 'node-2' }, []],
    [{ namespace: 'shop', name: 'waiting' }, { kind: 'not-found', asked: 'shop/waiting' }, []],
  ] as const)('%j means %j', async (subject, scope, looked) => {
    const nodes = await nodesOf(scoped(), subject);
    expect(nodes.scope).toMatchObject(scope);
    expect(podsIn(nodes)).toEqual(looked);
    expect(nodes.survey).toMatchObject({ value: { total: 3 } });
  });

  it('lists no nodes and no pods where the Agents themselves tell', async () => {
    const made = scoped();
    await nodesOf(made, { name: 'node-2' });
    expect(made.calls.filter((call) => /^(listNodes|listPods named)/.test(call))).toEqual([]);
  });

  it.each([
    [/^listNodes/, { name: 'node-4' }, { kind: 'node', node: 'node-4', pod: null }],
    [/^listNodes/, { namespace: 'shop', name: 'api' }, { kind: 'no-agent', node: 'node-9', nodeReady: null }],
    [/^listPods shop/, { namespace: 'shop', name: 'api' }, { kind: 'node', node: '', pod: 'shop/api' }],
    [/^listPods named/, { name: 'zzz' }, { kind: 'node', node: 'zzz', pod: null }],
    [/^listPods dd/, { name: 'node-2' }, { kind: 'node', node: 'node-2', pod: null }],
  ] as const)('with %s forbidden, %j stays %j', async (call, subject, scope) => {
    const nodes = await nodesOf(scoped(failing(call, 'forbidden')), subject);
    expect(nodes.scope).toEqual(scope);
    if (scope.kind === 'node') expect(nodes.looks).toEqual([]);
  });
});

describe('an Agent that does not report', () => {
  const SILENT = { reporting: [] as readonly string[] };
  const outputs = (printed: Made['outputs']) => ({ ...SILENT, outputs: printed });

  it('is asked for its address, and its log is read', async () => {
    const made = madeNodes(1, {
      ...outputs({ 'agent-1 node-status-json': FAILING_LINK }),
      logs: { 'agent-1': REFUSED.repeat(3) },
    });
    const look = lookAt(await nodesOf(made, { name: 'node-1' }), 'agent-1');
    expect(look).toMatchObject({
      service: 'datadog-cluster-agent',
      serviceHost: { known: true, value: '10.96.0.5' },
      log: {
        pod: 'agent-1',
        reading: { known: true, value: { troubles: [{ kind: 'token-refused', times: 3 }], lines: 3 } },
      },
    });
    expect(commands(made.calls)).toContain('streamLog dd/agent-1 2000');
  });

  it('and one whose status says that it fails, though it reports', async () => {
    const made = madeNodes(1, { outputs: { 'agent-1 node-status-json': FAILING_LINK } });
    expect(lookAt(await nodesOf(made), 'agent-1')).toMatchObject({
      serviceHost: { known: true },
      log: { pod: 'agent-1' },
    });
  });

  it.each([
    ['no such variable', { stderr: '', exitCode: 1 }, { known: true, value: '' }],
    ['an empty one', '\n', { known: true, value: '' }],
    [
      'what is no address',
      'DD_API_KEY=never-7\n',
      { known: false, why: 'unreadable', detail: 'what it printed is no address' },
    ],
    ['another failure', { stderr: 'printenv: no', exitCode: 1 }, { known: false, why: 'unreadable' }],
    [
      'an exit code of its own',
      { stderr: '', exitCode: 127 },
      { known: false, why: 'unreadable', detail: 'exit code 127' },
    ],
  ] as const)('prints %s', async (_name, printed, expected) => {
    const made = madeNodes(1, outputs({ [`agent-1 printenv ${HOST}`]: printed }));
    const { serviceHost } = lookAt(await nodesOf(made), 'agent-1');
    expect(serviceHost).toMatchObject(expected);
    expect(JSON.stringify(serviceHost)).not.toContain('never-7');
  });

  it.each([
    [{ DD_CLUSTER_AGENT_URL: 'https://dca:5005' }, null, undefined],
    [{ DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: 'my-dca' }, 'my-dca', 'printenv MY_DCA_SERVICE_HOST'],
    [{ DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: '' }, 'datadog-cluster-agent', `printenv ${HOST}`],
    [{ DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: 'Not A Name' }, 'Not A Name', undefined],
  ] as const)('looks for the Service it is told: %j', async (env, service, command) => {
    const made = madeNodes(1, { ...SILENT, pods: [agentPod('dca-1'), nodeAgent(1, { env })] });
    const nodes = await nodesOf(made);
    expect(lookAt(nodes, 'agent-1').service).toBe(service);
    expect(nodes.services.map(({ name }) => name)).toEqual(service === null ? [] : [service]);
    if (command) expect(made.calls).toContain(`exec agent-1 ${command}`);
  });

  it('keeps of its pod what a rule may look at, and never the token', async () => {
    const secret = 'never-told-0123456789abcdef0123456789abcdef';
    const env = [
      { name: 'DD_LEADER_ELECTION', value: 'true' },
      { name: 'DD_API_KEY', value: secret },
      { name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', value: secret },
    ];
    const pod = changed(nodeAgent(1), { env, spec: { enableServiceLinks: false } });
    const nodes = await nodesOf(madeNodes(1, { ...SILENT, pods: [changed(agentPod('dca-1'), { env }), pod] }));
    expect(lookAt(nodes, 'agent-1').pod).toMatchObject({
      env: { DD_LEADER_ELECTION: 'true' },
      token: { from: 'literal' },
      serviceLinks: false,
    });
    expect(nodes.clusterAgents).toMatchObject([{ token: { from: 'literal' } }]);
    expect(JSON.stringify(nodes)).not.toContain(secret);
  });

  it.each([
    [[], [], { from: 'absent' }],
    [[{ name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', value: '' }], [], { from: 'absent' }],
    [[{ name: 'DD_CLUSTER_AGENT_AUTH_TOKEN' }], [{ secretRef: { name: 's' } }], { from: 'absent' }],
    [[], [{ secretRef: { name: 's' } }], { from: 'other' }],
    [[], [{ prefix: 'X_', secretRef: { name: 's' } }], { from: 'absent' }],
    [
      [{ name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }],
      [],
      { from: 'other' },
    ],
    [[{ name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', valueFrom: { secretKeyRef: { name: 's' } } }], [], { from: 'other' }],
    [
      [
        { name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', value: 'x' },
        { name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
      [],
      { from: 'secret', name: 's', key: 'k' },
    ],
  ] as const)('takes its token from %j %j: %j', async (env, envFrom, token) => {
    const pod = nodeAgent(1);
    const containers = pod.spec.containers.map((one) => ({ ...one, env, envFrom }));
    const made = madeNodes(1, { ...SILENT, pods: [agentPod('dca-1'), { ...pod, spec: { ...pod.spec, containers } }] });
    expect(lookAt(await nodesOf(made), 'agent-1').pod.token).toEqual(token);
  });
});

describe('the Services', () => {
  const others = [
    agentService('wrong-port', { ports: [{ port: 443, targetPort: 5005 }] }),
    agentService('other-pods', { selector: { app: 'x' } }),
    agentService('no-selector', { selector: {} }),
    agentService('second'),
  ];
  const wanting = (name: string) =>
    madeNodes(1, {
      services: [agentService(), ...others],
      pods: [agentPod('dca-1'), nodeAgent(1, { env: { DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: name } })],
    });

  it.each([
    [
      'datadog-cluster-agent',
      { ready: 2, selectsClusterAgent: true, clusterIP: '10.96.0.5', ports: [{ port: 5005, targetPort: 'agentport' }] },
    ],
    ['wrong-port', { ready: 0, selectsClusterAgent: true, ports: [{ port: 443, targetPort: '5005' }] }],
    ['other-pods', { ready: 0, selectsClusterAgent: false, createdAt: '2026-11-01T00:00:00Z' }],
    ['no-selector', { selectsClusterAgent: false }],
    ['no-such-thing', null],
  ] as const)('%s is told as it is now', async (name, value) => {
    const nodes = await nodesOf(wanting(name));
    expect(nodes.services).toMatchObject([{ name, reading: { known: true, value } }]);
    expect(nodes.rightServices).toMatchObject({ value: ['datadog-cluster-agent', 'second'] });
  });

  it('are not judged without a pod to compare them with', async () => {
    const made = madeNodes(1);
    made.made.pods = made.made.pods.filter(({ metadata }) => metadata.name.startsWith('agent'));
    const nodes = await nodesOf(made);
    expect(nodes).toMatchObject({
      rightServices: { known: false, why: 'absent' },
      services: [{ reading: { known: false } }],
    });
  });
});

describe('who reports', () => {
  it('is nobody where cluster checks are switched off, which proves nothing', async () => {
    const outputs = { 'dca-1 clusterchecks': DISABLED, 'dca-2 clusterchecks': DISABLED };
    const nodes = await nodesOf(madeNodes(7, { outputs }));
    expect(nodes).toMatchObject({ reporting: { known: true, value: null }, silent: [], silentTotal: 0 });
    expect(nodes.looks).toHaveLength(5);
    expect(lookAt(nodes, 'agent-1')).toHaveProperty('log');
  });

  it('is unknown where nobody answers as the leader, or the list breaks off', async () => {
    const follower = 'Cluster-check dispatching logic not running: currently follower\n';
    const nobody = await nodesOf(madeNodes(2, { outputs: { 'dca-1 clusterchecks': follower } }));
    expect(nobody).toMatchObject({ reporting: { known: false, why: 'unreadable' }, silentTotal: 0 });
    const cut = '=== 2 agents reporting ===\n\nName   Running checks\nnode-1   0\n';
    const broken = await nodesOf(madeNodes(2, { outputs: { 'dca-1 clusterchecks': cut } }));
    expect(broken).toMatchObject({ reporting: { known: false, why: 'truncated' }, silentTotal: 0 });
    expect(lookAt(broken, 'agent-1')).toHaveProperty('serviceHost');
  });
});

describe('what cannot be read', () => {
  it.each(WHYS)('is unknown, and the rest is not: %s', async (why) => {
    const survey = await nodesOf(madeNodes(3, failing('listPods dd agent.datadoghq.com/component in', why)));
    expect(survey).toMatchObject({
      survey: { known: false, why },
      looks: [],
      silentTotal: 0,
      reporting: { known: true },
    });
    const reporting = await nodesOf(madeNodes(3, failing('streamExec dca-', why)));
    expect(reporting).toMatchObject({ reporting: { known: false, why }, silentTotal: 0, survey: { known: true } });
    expect(reporting.looks).toHaveLength(3);
    const services = await nodesOf(madeNodes(3, failing('listServices', why)));
    expect(services).toMatchObject({
      services: [{ reading: { known: false, why } }],
      rightServices: { known: false, why },
    });
    const slices = await nodesOf(madeNodes(3, failing('listEndpointSlices', why)));
    expect(slices).toMatchObject({ services: [{ reading: { known: false, why } }], rightServices: { known: true } });
    const silent = { reporting: ['node-2', 'node-3'] };
    const log = await nodesOf(madeNodes(3, { ...failing('streamLog dd/agent-1', why), ...silent }));
    expect(lookAt(log, 'agent-1')).toMatchObject({ status: { known: true }, log: { reading: { known: false, why } } });
    const host = await nodesOf(madeNodes(3, { ...failing('exec agent-1 printenv', why), ...silent }));
    expect(lookAt(host, 'agent-1')).toMatchObject({
      serviceHost: { known: false, why },
      log: { reading: { known: true } },
    });
  });

  it.each(numbered(5))('node Agent %i alone is out of reach', async (number) => {
    const made = madeNodes(5, { ...failing(`exec agent-${number} `, 'unreachable'), reporting: [] });
    const nodes = await nodesOf(made);
    for (const other of numbered(5)) {
      const look = lookAt(nodes, `agent-${other}`);
      const known = other !== number;
      expect(look).toMatchObject({ status: { known }, serviceHost: { known }, log: { reading: { known: true } } });
    }
    expect(made.calls.filter((call) => call.startsWith(`exec agent-${number} `))).toHaveLength(1);
  });

  it.each(['', 'garbage\n', '{"version":', linkStatus().slice(0, -20)])('is no status: %j', async (printed) => {
    const outputs = { 'agent-1 node-status-json': printed, 'agent-1 node-status': printed } as const;
    const { status } = lookAt(await nodesOf(madeNodes(1, { outputs })), 'agent-1');
    expect(status.known && !status.value.cutOff).toBe(false);
  });

  it('stays unasked where exec is switched off', async () => {
    const made = madeNodes(2);
    const nodes = await nodesOf(made, { name: 'node-1' }, { exec: false });
    const off = { known: false, why: 'unsupported', detail: 'exec is switched off (exec: off)' };
    expect(nodes).toMatchObject({
      reporting: off,
      looks: [{ status: off, serviceHost: off, log: { reading: { known: true } } }],
    });
    expect(made.calls.filter((call) => /exec/i.test(call))).toEqual([]);
    expect(lookAt(nodes, 'agent-1').serviceHost?.source).toBe(
      `kubectl exec -n dd agent-1 -c agent -- printenv ${HOST}`,
    );
  });
});
