import { describe, expect, it } from 'vitest';
import type { CheckConfig } from '../../../src/domain/checks.ts';
import {
  ENDPOINT_CHECKS,
  FOLLOWER_AND_LEADER,
  fixtureText,
  parseClusterChecks,
  readDispatching,
} from './read-fixture.ts';

const BARE = { warmingUp: false, agents: [], noAgents: false, dispatched: [], unassigned: [], cutOff: false };

function brief({ name, source, instances, dispatchedTo }: CheckConfig): readonly (string | undefined)[] {
  return [name, source, instances[0]?.name, ...(dispatchedTo === undefined ? [] : [dispatchedTo])];
}

describe('a captured leader', () => {
  const told = readDispatching(fixtureText(`${FOLLOWER_AND_LEADER}/leader-clusterchecks.txt`));

  it('names its agents and what each was given', () => {
    expect({ ...told, dispatched: told.dispatched.length, endpointChecks: told.endpointChecks?.length }).toEqual({
      ...BARE,
      role: 'leader',
      agents: [
        { name: 'default-pool-bce5cd34-7g24', configurations: 2 },
        { name: 'default-pool-bce5cd34-slx3', configurations: 1 },
        { name: 'default-pool-bce5cd34-ttw6', configurations: 1 },
      ],
      dispatched: 4,
      endpointChecks: 6,
    });
    expect(told.dispatched.map(({ agent, config }) => [agent.slice(-4), ...brief(config)])).toEqual([
      ['7g24', 'http_check', 'kube_services:kube_service://default/nginx', 'My service'],
      ['7g24', 'uptime', 'kube_endpoints:kube_endpoint_uid://default/external-db/', 'db 192.0.2.77'],
      ['slx3', 'ntp', 'kube_services:kube_service://default/ntp-svc', 'ntp'],
      ['ttw6', 'load', 'kube_services:kube_service://default/load-svc', 'load of 127.1.0.185'],
    ]);
    expect(told.dispatched[0]?.config).toEqual({
      name: 'http_check',
      isClusterCheck: false,
      provider: 'kubernetes-services',
      source: 'kube_services:kube_service://default/nginx',
      instances: [{ id: 'http_check:My service:9a2383aec48e94ce', name: 'My service' }],
    });
  });

  it('names the node of each endpoint check', () => {
    expect(told.endpointChecks?.slice(0, 2).map(brief)).toEqual([
      [
        'uptime',
        'kube_endpoints:kube_endpoint_uid://default/load-svc/',
        'uptime of 10.0.0.8',
        'default-pool-bce5cd34-7g24',
      ],
      [
        'nginx',
        'kube_endpoints:kube_endpoint_uid://default/nginx/',
        'My Nginx Service Endpoints',
        'default-pool-bce5cd34-7g24',
      ],
    ]);
  });
});

it.each([FOLLOWER_AND_LEADER, ENDPOINT_CHECKS])('the captured follower of %s says that it is one', (folder) => {
  expect(readDispatching(fixtureText(`${folder}/follower-clusterchecks.txt`))).toEqual({
    ...BARE,
    role: 'follower',
    endpointChecks: [],
  });
});

describe('Agents of other years', () => {
  it('2019: node-agents, one line for the source, an instance without an ID', () => {
    const told = readDispatching(fixtureText('made/clusterchecks-2019-v1.2.txt'));
    expect(told).toMatchObject({ role: 'leader', cutOff: false });
    expect(told.agents).toEqual([
      { name: 'gke-demo-default-pool-4753d6bd-abcd', configurations: 2 },
      { name: 'gke-demo-default-pool-4753d6bd-wxyz', configurations: 0 },
    ]);
    expect(told.endpointChecks).toBeUndefined();
    expect(told.dispatched.map(({ config }) => config)).toEqual([
      {
        name: 'http_check',
        isClusterCheck: true,
        provider: 'kubernetes-services',
        source: '',
        instances: [{ id: 'http_check:My service:6b5a5f3e1', name: 'My service' }],
      },
      {
        name: 'tcp_check',
        isClusterCheck: true,
        provider: 'file',
        source: '',
        instances: [{ id: '', name: 'ledger' }],
      },
    ]);
  });

  it('2021: unassigned, JSON for an instance, several instances, an exclusion', () => {
    const told = readDispatching(fixtureText('made/clusterchecks-2021-v1.14.txt'));
    expect(told.unassigned.map(brief)).toEqual([
      ['redisdb', 'file:/etc/datadog-agent/conf.d/redisdb.d/conf.yaml', 'cache'],
    ]);
    expect(told.agents.map(({ configurations }) => configurations)).toEqual([1, 1, 0]);
    expect(told.dispatched[0]?.config.instances).toEqual([{ id: 'nginx:edge:4c1d', name: 'edge' }]);
    expect(told.dispatched[1]?.config).toEqual({
      name: 'http_check',
      isClusterCheck: true,
      provider: '',
      source: '',
      instances: [{ id: 'http_check:front:11', name: 'front' }, { id: 'http_check:22' }],
      excluded: 'metrics',
    });
    expect(told.endpointChecks?.map(({ dispatchedTo }) => dispatchedTo)).toEqual(['worker-2']);
    expect(told.cutOff).toBe(false);
  });

  it('2026: what the agents reported of each instance', () => {
    const told = readDispatching(fixtureText('made/clusterchecks-2026-v7.79.txt'));
    expect(told.cutOff).toBe(false);
    expect(told.dispatched.map(({ agent, config }) => [agent, config.instances])).toEqual([
      [
        'runner-a',
        [
          {
            id: 'http_check:one:a1',
            name: 'one',
            result: {
              state: 'OK',
              runs: 50,
              lastSamples: 10,
              totalSamples: 5_001,
              lastEvents: 0,
              totalEvents: 0,
              lastServiceChecks: 1,
              totalServiceChecks: 50,
              lastRun: '2026-04-02T10:11:13.000Z',
              lastSuccess: '2026-04-02T10:11:13.000Z',
            },
          },
          {
            id: 'http_check:two:a2',
            name: 'two',
            result: {
              state: 'ERROR',
              runs: 1_250,
              lastSamples: 0,
              totalSamples: 0,
              lastEvents: 0,
              totalEvents: 0,
              lastServiceChecks: 3,
              totalServiceChecks: 3_750,
              lastRun: '2026-04-02T10:11:12.000Z',
              error: 'connection refused',
            },
          },
        ],
      ],
      [
        'runner-a',
        [
          {
            id: 'load:l:b7',
            name: 'l',
            result: {
              state: 'WARNING',
              runs: 7,
              lastSamples: 6,
              totalSamples: 42,
              lastEvents: 0,
              totalEvents: 0,
              lastServiceChecks: 0,
              totalServiceChecks: 0,
              lastRun: '2026-04-02T10:11:14.000Z',
            },
          },
        ],
      ],
      ['worker-9', [{ id: 'ntp:c9' }]],
    ]);
  });
});

describe('what stands instead of a list', () => {
  it.each([
    ['disabled', fixtureText('made/clusterchecks-2024-disabled.txt'), { ...BARE, role: 'disabled' }],
    ['starting', 'Cluster-check dispatching logic not running: Startup in progress\n', { ...BARE, role: 'starting' }],
    [
      'starting, with the part about endpoint checks',
      fixtureText('made/clusterchecks-2024-starting.txt'),
      { ...BARE, role: 'starting', endpointChecks: [] },
    ],
    [
      'warming up',
      fixtureText('made/clusterchecks-2024-warming-up.txt'),
      { ...BARE, role: 'leader', warmingUp: true, noAgents: true, endpointChecks: [] },
    ],
  ])('%s', (_name, text, told) => {
    expect(readDispatching(text)).toEqual(told);
  });

  it('no agents, and a configuration that waits for one', () => {
    const { unassigned, ...told } = readDispatching(fixtureText('made/clusterchecks-2024-zero-agents.txt'));
    expect({ ...told, unassigned: unassigned.map(brief) }).toEqual({
      ...BARE,
      role: 'leader',
      noAgents: true,
      unassigned: [['http_check', 'kube_services:kube_service://shop/web', 'web']],
    });
  });

  it.each([
    ['', 'empty', 'no output'],
    ['\n \n', 'empty', 'no output'],
    [
      '\t\tCould not reach agent: Get "https://localhost:5005/status": connection refused\n\t\tMake sure the agent is running\n',
      'agent-unreachable',
      'Get "https://localhost:5005/status": connection refused',
    ],
    [
      '\n        Could not reach the Agent. \n        Make sure it runs.\n',
      'agent-unreachable',
      'Could not reach the Agent.',
    ],
    [
      'The agent ran into an error while checking config: {"error":"agent not initialized"}\n',
      'error-text',
      'The agent ran into an error while checking config: {"error":"agent not initialized"}',
    ],
    [
      'Usage:\n  agent clusterchecks\nError: Failed to query the agent (running?): timeout\n',
      'error-text',
      'Error: Failed to query the agent (running?): timeout',
    ],
    ['invalid session token\n', 'error-text', 'invalid session token'],
    ['command terminated with exit code 255', 'error-text', 'command terminated with exit code 255'],
    [
      'Cluster-check dispatching logic not running: something new\n',
      'other-text',
      'it begins with: Cluster-check dispatching logic not running: something new',
    ],
    [
      '===== 0 Pod-backed Endpoints-Checks scheduled =====\n',
      'other-text',
      'it begins with: ===== 0 Pod-backed Endpoints-Checks scheduled =====',
    ],
    [
      fixtureText(`${FOLLOWER_AND_LEADER}/node1-configcheck.txt`),
      'other-text',
      'it begins with: === http_check check ===',
    ],
  ])('%j is not recognised: %s', (text, why, detail) => {
    expect(parseClusterChecks(text)).toEqual({ recognised: false, why, detail });
  });
});

describe('an output that contradicts its own counts is not whole', () => {
  const whole = fixtureText('made/clusterchecks-2021-v1.14.txt');
  const configuration = (from: string, to: string) =>
    whole.slice(0, whole.indexOf(from)) + whole.slice(whole.indexOf(to, whole.indexOf(from)) + to.length);

  it.each([
    ['a row less', whole.replace('worker-2             1\n', '')],
    ['another number in a row', whole.replace('dd-clc-runner-7f-a   0', 'dd-clc-runner-7f-a   4')],
    ['another number of agents', whole.replace('=== 3 agents', '=== 4 agents')],
    ['no table', whole.replace('=== 3 agents reporting ===\n', '')],
    ['a configuration less', configuration('=== nginx cluster check', '\n===\n')],
    ['a part less', whole.replace('===== Checks on worker-2 =====\n', '')],
    ['a damaged heading', whole.replace('=== Unassigned configurations', '=== Unassigned confifurations')],
    [
      'an endpoint check less',
      configuration(
        '=== nginx cluster check ===\nConfiguration provider: kubernetes-endpoints\nConfiguration source: kube_endpoints:kube_endpoint_uid://shop/web',
        '\n===\n',
      ),
    ],
    ['no end of a block', whole.replace('\n===\n\n===== Checks on worker-2', '\n\n===== Checks on worker-2')],
    ['no end of an instance', whole.replace('url: http://10.3.1.9\n~\n', 'url: http://10.3.1.9\n')],
    ['an error at the end', `${whole}The agent ran into an error while checking config: timeout\n`],
    ['a second output', whole + whole],
    ['a follower behind it', `${whole}Cluster-check dispatching logic not running: currently follower\n`],
  ])('%s', (_name, text) => {
    expect(text).not.toBe(whole);
    expect(readDispatching(text).cutOff).toBe(true);
    expect(readDispatching(whole).cutOff).toBe(false);
  });

  it('the part about endpoint checks alone tells a leader, and that the rest is missing', () => {
    const part = whole.slice(whole.indexOf('===== 1 Pod-backed'));
    expect(readDispatching(part)).toMatchObject({ role: 'leader', agents: [], cutOff: true, endpointChecks: [{}] });
  });
});
