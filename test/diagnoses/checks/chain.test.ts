import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/domain/checks.ts';
import { ago, asked, failed, dispatching as inStatus, status } from '../build.ts';
import {
  about,
  asks,
  checks,
  config,
  configs,
  endpoint,
  factsOf,
  fetched,
  led,
  nodeStatus,
  PODS_OF_WEB,
  read,
  runner,
  running,
  service,
  told,
  unasked,
} from './build-checks.ts';

const WEB = config();
const GIVEN = led({ dispatched: [{ agent: 'worker-1', config: WEB }] });
const NAMED = { name: 'http_check' };

/** `http_check` given to `worker-1`, whose Agent says what a test wants. */
function on(...[parts, over]: Parameters<typeof runner>): Checks {
  return checks({ dispatching: GIVEN, known: [WEB], runners: [runner(parts, over)] });
}

const HAS = [fetched(WEB)];
const RAN = [running(WEB)];
const NO_STATUS = failed('timeout');
const CHANGED = 'check-id-changed-by-dispatch explained';

describe('the first broken link of one check', () => {
  it.each<[string, Checks, readonly string[]]>([
    // declared, discovered
    [
      'a Service asks, and the leader has nothing of it',
      checks({ services: [service('shop/web', asks('http_check'))] }),
      ['check-not-discovered warning'],
    ],
    [
      'a Service asks, and the provider is off',
      checks({ services: [service('shop/web', asks('http_check'))], over: { providers: ['kube_endpoints'] } }),
      ['check-not-discovered fault'],
    ],
    [
      'endpoints are asked for, and there may be none',
      checks({ services: [service('shop/web', asks('http_check', 'endpoints'))] }),
      ['check-not-discovered unknown'],
    ],
    [
      'a Service asks, and the leader has it',
      checks({ ...asChecks(on({ has: HAS, runs: RAN })), services: [service('shop/web', asks('http_check'))] }),
      ['check-running ok', 'check-id-changed-by-dispatch explained'],
    ],
    ['an exclusion rule', checks({ known: [config({ excluded: 'metrics' })] }), ['check-not-discovered explained']],
    ['an exclusion of logs alone', checks({ known: [config({ excluded: 'logs' })] }), ['check-not-dispatched warning']],

    // dispatched
    ['known and not listed', checks({ known: [WEB] }), ['check-not-dispatched warning']],
    ['unassigned', checks({ dispatching: led({ unassigned: [WEB] }) }), ['check-not-dispatched warning']],
    [
      'unassigned while the leader warms up',
      checks({ dispatching: led({ unassigned: [WEB], warmingUp: true }) }),
      ['check-not-dispatched explained'],
    ],
    [
      'unassigned for want of Agents',
      checks({ dispatching: led({ unassigned: [WEB], noAgents: true, agents: [] }) }),
      ['check-not-dispatched fault'],
    ],
    [
      'not listed where the list is cut off',
      checks({ dispatching: led({ cutOff: true }), known: [WEB] }),
      ['checks-list unknown', 'output-not-recognised unknown'],
    ],

    // the Agent
    [
      'its Agent is not among the pods, and others are',
      checks({ dispatching: led({ dispatched: [{ agent: 'worker-3', config: WEB }] }) }),
      ['check-agent-silent warning'],
    ],
    [
      'its Agent is neither among the pods nor in the table',
      checks({
        dispatching: led({
          dispatched: [{ agent: 'worker-3', config: WEB }],
          agents: [{ name: 'worker-1', configurations: 0 }],
        }),
      }),
      ['check-agent-silent fault'],
    ],
    [
      'no Agent that reports is among the pods: the search is doubted first',
      checks({ dispatching: GIVEN, runners: [] }),
      ['check-unseen-on-node unknown'],
    ],
    [
      'its Agent does not answer and is not in the table',
      checks({
        dispatching: led({ dispatched: [{ agent: 'worker-1', config: WEB }], agents: [] }),
        runners: [runner({ has: failed('unreachable'), runs: failed('unreachable') })],
      }),
      ['check-agent-silent fault'],
    ],
    [
      'the pods could not be read',
      checks({ dispatching: GIVEN, runners: failed('timeout') }),
      ['check-unseen-on-node unknown'],
    ],

    // arrived
    ['not with the Agent', on(), ['check-not-arrived warning']],
    ['its Agent does not fetch', on({}, { providers: ['endpointschecks'] }), ['check-not-arrived fault']],
    [
      'its Agent has another of the name',
      on({ has: [fetched(config({ instance: 'back' }))] }),
      ['check-not-arrived warning'],
    ],
    [
      'what the Agent has is cut off',
      on({ has: read(configs([], { cutOff: true }), 'x') }),
      ['check-unseen-on-node unknown'],
    ],
    [
      'what the Agent has is cut off behind it',
      on({ has: read(configs(HAS, { cutOff: true }), 'x'), runs: RAN }),
      ['check-running ok', 'check-id-changed-by-dispatch explained'],
    ],

    // loaded
    [
      'an error of the loader',
      on({ has: HAS, errors: { http_check: 'no module' } }),
      ['check-not-loaded-on-node fault', CHANGED],
    ],
    ['no reason', on({ has: HAS }), ['check-not-loaded-on-node warning', CHANGED]],
    [
      'no reason, and the Agent has just started',
      on({ has: HAS, runs: read(nodeStatus([], {}, { started: ago(899) }), 'x') }),
      ['check-not-loaded-on-node unknown', CHANGED],
    ],
    [
      'no reason, and the Agent had time',
      on({ has: HAS, runs: read(nodeStatus([], {}, { started: ago(900) }), 'x') }),
      ['check-not-loaded-on-node warning', CHANGED],
    ],
    ['the Agent cannot be asked', on({ has: HAS, runs: NO_STATUS }), ['check-unseen-on-node unknown', CHANGED]],
    [
      'the Agent cannot be asked, and the leader was told',
      checks({
        dispatching: led({
          dispatched: [
            {
              agent: 'worker-1',
              config: config({ instances: [{ id: 'a', name: 'front', result: { state: 'ERROR', error: 'refused' } }] }),
            },
          ],
        }),
        runners: [runner({ has: failed('timeout'), runs: NO_STATUS })],
      }),
      ['check-failing-on-node fault'],
    ],
    [
      'the Agent was not asked',
      checks({ dispatching: GIVEN, runners: [unasked('worker-1')] }),
      ['check-unseen-on-node unknown'],
    ],
    [
      'only its error tells that it came',
      on({ has: failed('timeout'), errors: { http_check: 'no module' } }),
      ['check-not-loaded-on-node fault'],
    ],
    ['nothing tells that it came', on({ has: failed('timeout') }), ['check-unseen-on-node unknown']],
    [
      'one loader lacks it, and another runs it for another Service',
      on({
        has: HAS,
        runs: [running(config({ source: 'kube_services:kube_service://shop/db' }))],
        errors: { http_check: 'Core Check Loader: Check http_check not found in Catalog' },
      }),
      ['check-not-loaded-on-node warning', CHANGED],
    ],

    // ran
    ['OK', on({ has: HAS, runs: RAN }), ['check-running ok', CHANGED]],
    [
      'WARNING',
      on({ has: HAS, runs: [running(WEB, { state: 'WARNING' })] }),
      ['check-failing-on-node warning', CHANGED],
    ],
    ['ERROR', on({ has: HAS, runs: [running(WEB, { state: 'ERROR' })] }), ['check-failing-on-node fault', CHANGED]],
    [
      'three empty runs',
      on({ has: HAS, runs: [running(WEB, { runs: 3, totalSamples: 0 })] }),
      ['check-reports-nothing explained', CHANGED],
    ],
    [
      'three runs that sent nothing at all',
      on({ has: HAS, runs: [running(WEB, { runs: 3, totalSamples: 0, totalEvents: 0, totalServiceChecks: 0 })] }),
      ['check-reports-nothing warning', CHANGED],
    ],
    [
      'three empty runs whose service checks are not told',
      on({ has: HAS, runs: [running(WEB, { runs: 3, totalSamples: 0, totalEvents: 0 })] }),
      ['check-reports-nothing explained', CHANGED],
    ],
    [
      'three runs that sent one service check',
      on({ has: HAS, runs: [running(WEB, { runs: 3, totalSamples: 0, totalEvents: 0, totalServiceChecks: 1 })] }),
      ['check-running ok', CHANGED],
    ],
    [
      'three runs that sent one event, whatever else',
      on({ has: HAS, runs: [running(WEB, { runs: 3, totalSamples: 0, totalEvents: 1 })] }),
      ['check-running ok', CHANGED],
    ],
    [
      'three runs that sent something of another kind',
      on({
        has: HAS,
        runs: [running(WEB, { runs: 3, totalSamples: 0, totalEvents: 0, totalServiceChecks: 0, sendsMore: true })],
      }),
      ['check-running ok', CHANGED],
    ],
    [
      'two runs that sent nothing at all',
      on({ has: HAS, runs: [running(WEB, { runs: 2, totalSamples: 0, totalEvents: 0, totalServiceChecks: 0 })] }),
      ['check-running ok', CHANGED],
    ],
    [
      'two empty runs',
      on({ has: HAS, runs: [running(WEB, { runs: 2, totalSamples: 0 })] }),
      ['check-running ok', CHANGED],
    ],
    [
      'runs whose samples are not told',
      on({ has: HAS, runs: [{ name: 'http_check', id: 'http_check:front:9', state: 'OK', runs: 7 }] }),
      ['check-running ok', CHANGED],
    ],
    ['a bare name', on({ has: HAS, runs: [running(WEB, { id: 'http_check' })] }), ['check-running ok', CHANGED]],
    [
      'the ID of the leader',
      on({ has: HAS, runs: [running(WEB, { id: 'http_check:front:leader' })] }),
      ['check-running ok', CHANGED],
    ],
    [
      'another instance of the Service runs',
      on({ has: HAS, runs: [running(config({ instance: 'back' }))] }),
      ['check-not-loaded-on-node warning', CHANGED],
    ],
    [
      'a runner has it',
      checks({
        dispatching: led({ dispatched: [{ agent: 'clc-1', config: WEB }] }),
        runners: [runner({ node: 'worker-1', has: HAS, runs: RAN }, { kind: 'runner', pod: 'clc-1' })],
      }),
      ['check-running ok', CHANGED],
    ],
  ])('%s', (_name, of, expected) => {
    expect(told(about(of, 'checks', NAMED))).toEqual(expected);
  });
});

function asChecks(of: Checks) {
  const { dispatching, configCheck, runners } = of;
  return { dispatching, known: configCheck, runners };
}

describe('why the leader does not know a check', () => {
  it.each([
    ['service', { providers: ['kube_endpoints'] }, 'provider-off'],
    ['service', { listeners: ['kube_endpoints'] }, 'listener-off'],
    ['service', { providers: ['kube_services'], listeners: ['kube_services'] }, 'unknown'],
    ['endpoints', { providers: ['kube_services'] }, 'provider-off'],
    ['endpoints', { listeners: ['kube_services'] }, 'listener-off'],
    [
      'service',
      { configCheck: read(configs([], { errors: [{ check: 'http_check', text: 'bad template' }] }), 'x') },
      'error',
    ],
  ] as const)('%s with %o: %s', (of, over, cause) => {
    const asking = checks({ services: [service('shop/web', asks('http_check', of))], over });
    expect(factsOf(about(asking, 'checks', NAMED), 'check-not-discovered')).toMatchObject({
      check: 'http_check',
      service: 'shop/web',
      cause,
      detail: cause === 'error' ? 'bad template' : null,
      steps: [
        { step: 'declared', state: 'yes' },
        { step: 'discovered', state: 'no' },
      ],
    });
  });

  it.each([
    ['the leader could not be asked', checks({ known: failed('timeout'), services: [service('shop/web', asks('x'))] })],
    [
      'what it said is cut off',
      checks({ known: read(configs([], { cutOff: true }), 'x'), services: [service('shop/web', asks('x'))] }),
    ],
    [
      'cluster checks are off',
      checks({ dispatching: led({ role: 'disabled' }), services: [service('shop/web', asks('x'))] }),
    ],
  ])('is not asked where %s', (_name, of) => {
    expect(told(about(of)).filter((one) => one.startsWith('check-not-discovered'))).toEqual([]);
  });
});

describe('the facts of a story', () => {
  it('name the Agent and count the others that loaded the check', () => {
    const other = config({ instance: 'back', source: 'kube_services:kube_service://shop/db' });
    const of = checks({
      dispatching: led({
        dispatched: [
          { agent: 'worker-1', config: WEB },
          { agent: 'worker-2', config: other },
        ],
      }),
      runners: [
        runner({ has: HAS, errors: { http_check: 'no module' } }),
        runner({ node: 'worker-2', has: [fetched(other)], runs: [running(other)] }),
      ],
    });
    expect(factsOf(about(of), 'check-not-loaded-on-node')).toMatchObject({
      check: 'http_check',
      instance: 'front',
      service: 'shop/web',
      node: 'worker-1',
      pod: 'agent-on-worker-1',
      error: 'no module',
      agentVersion: '7.66.1',
      loadedElsewhere: 1,
    });
  });

  it('tell ages by the Agent’s own clock', () => {
    const ran = running(WEB, { state: 'ERROR', lastError: 'refused', lastSuccess: ago(3611) });
    const of = on({ has: HAS, runs: read(nodeStatus([ran], {}, { time: ago(11) }), 'x') });
    expect(factsOf(about(of), 'check-failing-on-node')).toMatchObject({
      state: 'ERROR',
      error: 'refused',
      runs: 41,
      lastSuccessSeconds: 3600,
    });
  });

  it('take the worst of several instances', () => {
    const both = config({
      instances: [
        { id: 'a', name: 'front' },
        { id: 'b', name: 'back' },
      ],
    });
    const of = checks({
      dispatching: led({ dispatched: [{ agent: 'worker-1', config: both }] }),
      runners: [
        runner({
          has: [fetched(both)],
          runs: [running(config()), running(config({ instance: 'back' }), { state: 'ERROR', lastError: 'refused' })],
        }),
      ],
    });
    expect(factsOf(about(of), 'check-failing-on-node')).toMatchObject({ instance: null, error: 'refused' });
  });
});

describe('what could not be seen', () => {
  it('leaves the links of an Agent that was not heard unknown, and says how it was asked', () => {
    const of = on({
      has: failed('unreachable', 'no route', 'exec configcheck'),
      runs: failed('timeout', 'late', 'exec status'),
    });
    expect(told(about(of))).toEqual(['checks-list unknown', 'check-unseen-on-node unknown']);
    expect(factsOf(about(of), 'check-unseen-on-node')).toMatchObject({
      steps: [
        { step: 'declared', state: 'yes' },
        { step: 'discovered', state: 'yes' },
        { step: 'dispatched', state: 'yes' },
        { step: 'arrived', state: 'unknown' },
        { step: 'loaded', state: 'unknown' },
        { step: 'ran', state: 'unknown' },
      ],
      attempts: [
        { source: 'exec status', why: 'timeout', detail: 'late' },
        { source: 'exec configcheck', why: 'unreachable', detail: 'no route' },
      ],
    });
  });

  it.each([
    ['could not be asked', failed('timeout'), 'agent-command-failed unknown'],
    ['was refused to us', failed('forbidden'), 'rights-missing unknown'],
    ['is a follower', read(led({ role: 'follower' }), 'x'), 'asked-a-follower unknown'],
  ])('gives no healthy answer where the leader %s', (_name, dispatching, expected) => {
    for (const subject of [undefined, NAMED]) {
      const findings = told(about(checks({ dispatching, known: [WEB] }), 'checks', subject));
      expect(findings).toContain(expected);
      expect(findings.filter((one) => / (ok|fault|warning)$/.test(one))).toEqual([]);
    }
  });

  it('says that exec is off and nothing of what it would have told', () => {
    const of = checks({
      dispatching: failed('unsupported'),
      known: failed('unsupported'),
      runners: [unasked('worker-1')],
    });
    const over = { execAllowed: false, statuses: [] };
    expect(told(about(of, 'checks', undefined, over))).toEqual(['exec-off unknown']);
    expect(told(about(of, 'endpoints', undefined, over))).toEqual(['exec-off unknown']);
  });

  it('tells an Agent that does not answer once, whatever it has', () => {
    const dispatched = ['a', 'b', 'c'].map((instance) => ({
      agent: 'worker-1',
      config: config({ name: instance, instance }),
    }));
    const of = checks({
      dispatching: led({ dispatched }),
      runners: [runner({ has: NO_STATUS, runs: NO_STATUS })],
    });
    expect(told(about(of))).toEqual(['checks-list unknown', 'check-unseen-on-node unknown']);
  });
});

describe('trouble of the leader', () => {
  const unassigned = checks({ dispatching: led({ unassigned: [WEB] }) });
  const leaderSays = (value: Parameters<typeof inStatus>[0]) => ({
    statuses: [asked('dca-a', status({ clusterChecks: inStatus(value) }))],
  });

  it('is told of all checks once where its status tells it', () => {
    const over = leaderSays({ unassigned: 1, dispatched: 8 });
    expect(told(about(unassigned, 'checks', undefined, over))).toEqual([
      'checks-list warning',
      'check-unassigned warning',
    ]);
  });

  it('is told of each where its status does not', () => {
    expect(told(about(unassigned))).toEqual(['checks-list warning', 'check-not-dispatched warning']);
  });

  it.each([
    ['disabled', 'cluster-checks-disabled explained'],
    ['starting', 'cluster-checks-state-unknown unknown'],
  ] as const)('is told from its list where no status could be read: %s', (role, expected) => {
    const of = checks({ dispatching: led({ role, endpointChecks: [] }) });
    const over = { statuses: [{ from: 'dca-a', reading: failed('timeout') }] };
    expect(told(about(of, 'checks', undefined, over))).toContain(expected);
    expect(told(about(of, 'endpoints', undefined, over))).toContain(expected);
  });
});

describe('stories that are equal', () => {
  it('are told once, by one node, with what all of them rest on', () => {
    const on = (node: string) => endpoint(node);
    const nodes = ['worker-1', 'worker-2', 'worker-3'];
    const of = checks({
      dispatching: led({ endpointChecks: nodes.map(on) }),
      runners: nodes.map((node) => runner({ node, has: [fetched(on(node))], errors: { redisdb: 'no module' } })),
    });
    expect(told(about(of))).toEqual(['checks-list fault', 'check-not-loaded-on-node fault']);
    expect(factsOf(about(of), 'check-not-loaded-on-node')).toMatchObject({
      check: 'redisdb',
      instance: null,
      source: PODS_OF_WEB,
      node: 'worker-1',
      loadedElsewhere: 0,
    });
  });

  it('are told the worst first, however rare', () => {
    const list = Array.from({ length: 6 }, (_, index) => config({ name: `check${index}` }));
    const of = checks({
      dispatching: led({ dispatched: list.map((one) => ({ agent: 'worker-1', config: one })) }),
      runners: [runner({ has: list.map((one) => fetched(one)), errors: { check5: 'no module' } })],
    });
    expect(told(about(of))).toContain('check-not-loaded-on-node fault');
    expect(factsOf(about(of), 'check-not-loaded-on-node')).toMatchObject({ check: 'check5' });
  });

  it('leave the rest to the list beyond five', () => {
    const broken = (count: number) => {
      const list = Array.from({ length: count }, (_, index) => config({ name: `check${index}` }));
      return checks({
        dispatching: led({ dispatched: list.map((one) => ({ agent: 'worker-1', config: one })) }),
        runners: [runner({ has: list.map((one) => fetched(one)) })],
      });
    };
    const onNode = { name: 'worker-1', resource: 'node' } as const;
    expect(told(about(broken(5), 'checks', onNode))).toEqual(
      Array.from({ length: 5 }, () => 'check-not-loaded-on-node warning'),
    );
    expect(told(about(broken(6), 'checks', onNode))).toEqual([
      'checks-list warning',
      ...Array.from({ length: 5 }, () => 'check-not-loaded-on-node warning'),
    ]);
  });
});
