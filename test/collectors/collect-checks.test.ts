import { describe, expect, it } from 'vitest';
import type { Why } from '../../src/domain/reading.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import {
  askedOf,
  checksOf,
  clusterChecksText,
  configCheckText,
  FOLLOWER_TEXT,
  madeChecks,
  nodeAgent,
  runnerOf,
  service,
} from './made-checks.ts';
import { agentPod, type Made } from './made-reader.ts';

const GIVEN = {
  dispatched: { 'node-1': ['http_check@shop/web'], 'node-2': ['ntp@file'], 'node-3': [] },
  endpoints: { 'node-3': ['nginx@+shop/web'] },
};
const HTTP_CHECK = { kind: 'checks', subject: { name: 'http_check', resource: 'check' } } as const;
const NOBODY_LEADS = { leases: {} };

const failing = (start: string, why: Why): Pick<Made, 'fails'> => ({
  fails: (call) => (call.startsWith(start) ? why : undefined),
});
const aboutChecks = (calls: readonly string[]) =>
  calls.filter((call) => /^(streamExec|listServices|listPods dd \S+ in \(agent|exec agent)/.test(call)).toSorted();

describe('a question about checks', () => {
  it('asks the leader, and those Agents that have what is asked about', async () => {
    const made = madeChecks(GIVEN, 3);
    const checks = await checksOf(made, HTTP_CHECK);
    expect(checks).toMatchObject({ leader: 'dca-1', dispatching: { value: { role: 'leader' } } });
    expect(checks.configCheck).toMatchObject({ known: true, value: { configs: [{ name: 'http_check' }] } });
    expect(runnerOf(checks, 'agent-1')).toMatchObject({
      status: { known: true, value: { flavor: 'node-agent' } },
      configCheck: { known: true, value: { configs: [{ name: 'ntp' }] } },
    });
    expect(runnerOf(checks, 'agent-2')).not.toHaveProperty('status');
    expect(runnerOf(checks, 'agent-2')).not.toHaveProperty('configCheck');
    expect(aboutChecks(made.calls)).toEqual([
      'exec agent-1 node-configcheck',
      'exec agent-1 node-status-json',
      'listPods dd agent.datadoghq.com/component in (agent,cluster-checks-runner)',
      'listServices',
      'streamExec dca-1 clusterchecks 67108864',
      'streamExec dca-1 configcheck 67108864',
    ]);
  });

  it('asks every Agent that has configurations where none is named', async () => {
    expect(askedOf(await checksOf(madeChecks(GIVEN, 4)))).toEqual(['agent-1', 'agent-2', 'agent-3']);
    expect(askedOf(await checksOf(madeChecks(GIVEN, 4), { kind: 'endpoints' }))).toEqual(['agent-3']);
  });

  it('reads the Services of the namespace that is named', async () => {
    const services = [
      service('shop', 'web', { 'ad.datadoghq.com/service.checks': '{"http_check":{"instances":[{"password":"x7"}]}}' }),
      service('shop', 'plain'),
      service('blog', 'web', { 'ad.datadoghq.com/service.checks': '{"ntp":{"instances":[{}]}}' }),
    ];
    const made = madeChecks(GIVEN, 3, { services });
    const all = await checksOf(made);
    const pathsOf = ({ services: found }: typeof all) =>
      found.known && found.value.map(({ service: { metadata } }) => `${metadata.namespace}/${metadata.name}`);
    expect(pathsOf(all)).toEqual(['shop/web', 'blog/web']);
    expect(JSON.stringify(all)).not.toContain('x7');
    const subject = { namespace: 'shop', name: 'web' };
    expect(pathsOf(await checksOf(made, { kind: 'checks', subject }))).toEqual(['shop/web']);
    expect(made.calls.filter((call) => call.startsWith('listServices'))).toEqual(['listServices', 'listServices shop']);
  });

  it('tells the settings of the leader', async () => {
    const pods = [
      agentPod('dca-2', { DD_EXTRA_CONFIG_PROVIDERS: 'x' }),
      agentPod('dca-1', { DD_EXTRA_CONFIG_PROVIDERS: 'kube_endpoints kube_services', DD_EXTRA_LISTENERS: '' }),
    ];
    expect(await checksOf(madeChecks(GIVEN, 0, { pods }))).toMatchObject({
      providers: ['kube_endpoints', 'kube_services'],
      listeners: [],
    });
    expect(await checksOf(madeChecks(GIVEN, 0))).not.toHaveProperty('providers');
  });

  it('is answered by readings that the report lists', async () => {
    const made = madeChecks(GIVEN, 3);
    const checks = await checksOf(made, HTTP_CHECK);
    const snapshot = { question: HTTP_CHECK, origin: 'text', statuses: [], checks } as never;
    expect(readingsOf(snapshot).map(({ source }) => source)).toContain('exec agent-1 node-configcheck');
  });
});

describe('who is asked about dispatching', () => {
  const leading = { 'dca-2 clusterchecks': clusterChecksText(GIVEN), 'dca-1 clusterchecks': FOLLOWER_TEXT };
  const status = {
    version: '7.63.0',
    flavor: 'cluster_agent',
    leaderelection: { status: 'Running', leaderName: 'dca-2' },
  };
  it.each<[string, Partial<Made>, string[], string | null, string]>([
    ['the holder of the lock', {}, ['dca-1'], 'dca-1', 'leader'],
    [
      'whom a status calls leader',
      { ...NOBODY_LEADS, statuses: { 'dca-1': status }, outputs: leading },
      ['dca-2'],
      'dca-2',
      'leader',
    ],
    ['the others where the holder follows', { outputs: leading }, ['dca-1', 'dca-2'], 'dca-2', 'leader'],
    ['all where nobody is known to lead', { ...NOBODY_LEADS, outputs: leading }, ['dca-1', 'dca-2'], 'dca-2', 'leader'],
    [
      'a follower where the leader cannot be reached',
      failing('streamExec dca-1', 'unreachable'),
      ['dca-1', 'dca-2'],
      'dca-1',
      'follower',
    ],
    [
      'a follower where the leader is gone',
      {
        leases: { 'dd/datadog-leader-election': { holderIdentity: 'dca-9' } },
        outputs: { 'dca-1 clusterchecks': FOLLOWER_TEXT },
      },
      ['dca-1', 'dca-2'],
      'dca-9',
      'follower',
    ],
  ])('%s', async (_what, over, asked, leader, role) => {
    const made = madeChecks(GIVEN, 0, over);
    const checks = await checksOf(made);
    const calls = made.calls.filter((call) => / clusterchecks /.test(call));
    expect(calls.map((call) => call.split(' ')[1])).toEqual(asked);
    expect(checks).toMatchObject({ leader, dispatching: { known: true, value: { role } } });
  });

  it('is known by no name where the lock has none', async () => {
    const leases = { 'dd/datadog-leader-election': { holderIdentity: '' } };
    const outputs = { 'dca-1 clusterchecks': FOLLOWER_TEXT };
    expect(await checksOf(madeChecks(GIVEN, 0, { leases, outputs }))).toMatchObject({ leader: null });
  });

  it('is by the node of the leader with host networking', async () => {
    const [first, second] = [agentPod('dca-1'), agentPod('dca-2')];
    const pods = [first, { ...second, spec: { ...second.spec, nodeName: 'node-7' } }];
    const leases = { 'dd/datadog-leader-election': { holderIdentity: 'node-7' } };
    const made = madeChecks(GIVEN, 0, { pods, leases, outputs: leading });
    expect(await checksOf(made)).toMatchObject({ leader: 'dca-2', dispatching: { value: { role: 'leader' } } });
    expect(made.calls.some((call) => call.startsWith('streamExec dca-1'))).toBe(false);
  });
});

describe('what cannot be read', () => {
  it.each<Why>(['forbidden', 'timeout', 'unreachable'])('is not asked for twice: %s', async (why) => {
    const made = madeChecks(GIVEN, 2, failing('streamExec', why));
    const checks = await checksOf(made);
    expect([checks.dispatching, checks.configCheck]).toMatchObject([{ why }, { why }]);
    expect(askedOf(checks)).toEqual([]);
    expect(made.calls.filter((call) => call.startsWith('streamExec'))).toHaveLength(2);
  });

  it.each<Why>(['truncated', 'unreadable'])('is said of the leader rather than of a follower: %s', async (why) => {
    const checks = await checksOf(madeChecks(GIVEN, 1, failing('streamExec dca-1 clusterchecks', why)));
    expect(checks).toMatchObject({ leader: 'dca-1', dispatching: { why }, configCheck: { known: true } });
  });

  it('is a Service list that is forbidden', async () => {
    const checks = await checksOf(madeChecks(GIVEN, 3, failing('listServices', 'forbidden')));
    expect(checks).toMatchObject({ services: { known: false, why: 'forbidden' }, dispatching: { known: true } });
    expect(askedOf(checks)).toHaveLength(3);
  });

  it('is who runs the checks', async () => {
    const checks = await checksOf(
      madeChecks(GIVEN, 3, failing('listPods dd agent.datadoghq.com/component in', 'timeout')),
    );
    expect(checks).toMatchObject({ runners: { known: false, why: 'timeout' }, dispatching: { known: true } });
  });

  it('is the Agent of one node, and no other', async () => {
    const made = madeChecks(GIVEN, 3, failing('exec agent-2', 'unreachable'));
    const checks = await checksOf(made);
    expect(runnerOf(checks, 'agent-2')).toMatchObject({
      status: { why: 'unreachable' },
      configCheck: { why: 'unreachable' },
    });
    expect(runnerOf(checks, 'agent-1')).toMatchObject({ status: { known: true }, configCheck: { known: true } });
    expect(runnerOf(checks, 'agent-3')).toMatchObject({ status: { known: true }, configCheck: { known: true } });
    expect(made.calls.filter((call) => call.startsWith('exec agent-2'))).toHaveLength(1);
  });

  it('is read as text where an Agent offers no JSON', async () => {
    const outputs: Made['outputs'] = {
      'agent-1 node-status-json': { stderr: 'Error: unknown flag: --json', exitCode: 255 },
      'agent-1 node-status':
        'Getting the status from the agent.\n\n===============\nAgent (v6.13.0)\n===============\n',
    };
    const made = madeChecks(GIVEN, 1, { outputs });
    expect(runnerOf(await checksOf(made), 'agent-1')).toMatchObject({ status: { value: { version: '6.13.0' } } });
  });

  it('is an Agent whose answers are no answers', async () => {
    const outputs: Made['outputs'] = {
      'agent-1 node-status-json': { stderr: 'x\nError: failed 61', exitCode: 255 },
      'agent-1 node-status': { stderr: 'Error: failed 67', exitCode: 255 },
      'agent-1 node-configcheck': { stderr: 'Error: failed to query the agent (running?): 71', exitCode: 255 },
      'agent-2 node-configcheck': '',
      'agent-3 node-configcheck': 'command not allowed here\n',
    };
    const checks = await checksOf(madeChecks(GIVEN, 3, { outputs }));
    expect(runnerOf(checks, 'agent-1')).toMatchObject({
      status: { why: 'unreadable', detail: 'exit code 255: Error: failed 61' },
      configCheck: { why: 'unreadable', detail: expect.stringContaining('71') },
    });
    // Nothing printed and a good end: it has no configurations.
    expect(runnerOf(checks, 'agent-2')).toMatchObject({ configCheck: { known: true, value: { configs: [] } } });
    expect(runnerOf(checks, 'agent-3')).toMatchObject({ configCheck: { known: false, why: 'unreadable' } });
  });

  it('is everything where no Cluster Agent runs', async () => {
    const checks = await checksOf(madeChecks(GIVEN, 0, { pods: [nodeAgent(1)] }));
    const none = { known: false, why: 'absent', detail: 'no Cluster Agent is running' };
    expect(checks).toMatchObject({ dispatching: none, configCheck: none, runners: { value: [{ pod: 'agent-1' }] } });
  });

  it('is everything of the Agent where its pods may not be listed', async () => {
    const checks = await checksOf(madeChecks(GIVEN, 1, failing('listPods', 'forbidden')));
    expect(checks).toMatchObject({ dispatching: { why: 'forbidden' }, runners: { why: 'forbidden' } });
  });
});

describe('with exec switched off', () => {
  it('nothing is run, and each reading says so', async () => {
    const made = madeChecks(GIVEN, 2);
    const question = { kind: 'checks', subject: { name: 'node-2', resource: 'node' } } as const;
    const checks = await checksOf(made, question, { exec: false });
    const off = { known: false, why: 'unsupported', detail: 'exec is switched off (exec: off)' };
    expect(checks).toMatchObject({ leader: 'dca-1', dispatching: off, configCheck: off, services: { known: true } });
    expect(runnerOf(checks, 'agent-2')).toMatchObject({ status: off, configCheck: off });
    expect(runnerOf(checks, 'agent-1')).not.toHaveProperty('status');
    expect(made.calls.filter((call) => /exec/i.test(call))).toEqual([]);
    expect(checks.dispatching.source).toBe(
      'kubectl exec -n dd dca-1 -c cluster-agent -- datadog-cluster-agent clusterchecks --no-color',
    );
  });
});

describe('many Agents', () => {
  const everybody = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`node-${index + 1}`, ['ntp@file']]));

  it('are asked ten at once, one thing each, and fifty in all', async () => {
    let busy = 0;
    let most = 0;
    const made = madeChecks({ dispatched: everybody }, 200);
    const { exec } = made.reader;
    const slow: typeof exec = async (target, bounds) => {
      if (!target.pod.startsWith('agent')) return exec(target, bounds);
      busy++;
      most = Math.max(most, busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy--;
      return exec(target, bounds);
    };
    const checks = await checksOf({ reader: { ...made.reader, exec: slow } });
    expect(most).toBe(10);
    expect(askedOf(checks)).toHaveLength(50);
    expect(made.calls.filter((call) => call.startsWith('exec agent'))).toHaveLength(100);
    expect(made.calls.filter((call) => call.startsWith('listPods dd agent.datadoghq.com/component in'))).toHaveLength(
      1,
    );
  });

  it('stay unasked where the time is over', async () => {
    const over = new AbortController();
    let answered = 0;
    const made = madeChecks({ dispatched: everybody }, 200, {
      onCall: (call) => {
        if (call.endsWith('node-configcheck') && ++answered === 20) over.abort();
      },
    });
    const checks = await checksOf(made, { kind: 'checks' }, { signal: over.signal });
    expect(askedOf(checks).length).toBeGreaterThanOrEqual(20);
    expect(askedOf(checks).length).toBeLessThan(31);
    expect(checks).toMatchObject({ dispatching: { known: true }, runners: { known: true } });
  });
});

it('a leader that has nothing to say is told from one that says something else', async () => {
  const outputs: Made['outputs'] = { 'dca-1 clusterchecks': 'no such thing\n', 'dca-1 configcheck': configCheckText() };
  const checks = await checksOf(madeChecks(GIVEN, 0, { pods: [agentPod('dca-1')], outputs }));
  expect(checks).toMatchObject({ dispatching: { why: 'unreadable' }, configCheck: { value: { configs: [] } } });
});
