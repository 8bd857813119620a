import { describe, expect, it } from 'vitest';
import { originInWords, originOf } from '../../../src/diagnoses/checks/check-source.ts';
import { nearNames } from '../../../src/diagnoses/checks/near-names.ts';
import type { Checks } from '../../../src/domain/checks.ts';
import type { Subject } from '../../../src/domain/question.ts';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { failed, pod } from '../build.ts';
import {
  about,
  asks,
  checks,
  config,
  endpoint,
  factsOf,
  fetched,
  led,
  runner,
  running,
  service,
  told,
  unasked,
} from './build-checks.ts';

const FILE = config({ name: 'postgres', source: 'file:/etc/datadog-agent/conf.d/postgres.yaml', provider: 'file' });
const WEB = config();
const DB = config({ name: 'redisdb', source: 'kube_services:kube_service://shop/db' });
const POD = endpoint('worker-2', { name: 'nginx' });

/** One check in each state. */
const ALL: Checks = checks({
  dispatching: led({
    dispatched: [
      { agent: 'worker-1', config: WEB },
      { agent: 'worker-1', config: FILE },
      { agent: 'worker-2', config: DB },
      { agent: 'worker-9', config: config({ name: 'gone' }) },
    ],
    unassigned: [config({ name: 'homeless' })],
    endpointChecks: [POD],
  }),
  runners: [
    runner({
      has: [fetched(WEB), fetched(FILE)],
      runs: [running(WEB), running(FILE, { state: 'ERROR', lastError: 'no route' })],
    }),
    runner({ node: 'worker-2', has: failed('timeout'), runs: failed('timeout') }),
  ],
});

function rowsOf(of: Checks, subject?: Subject) {
  return diagnose(about(of, 'checks', subject)).flatMap((one) => (one.code === 'checks-list' ? one.facts.rows : []));
}

describe('the list of checks', () => {
  it('has one word for each, the worst first', () => {
    expect(
      rowsOf(ALL).map(({ verdict, check, from, agent, word, error }) => [verdict, check, from, agent, word, error]),
    ).toEqual([
      ['fault', 'postgres', 'file /etc/datadog-agent/conf.d/postgres.yaml', 'worker-1', 'failing', 'no route'],
      ['warning', 'gone', 'service shop/web', 'worker-9', 'silent', null],
      ['warning', 'homeless', 'service shop/web', null, 'unassigned', null],
      ['unknown', 'nginx', 'service shop/web', 'worker-2', 'unseen', null],
      ['unknown', 'redisdb', 'service shop/db', 'worker-2', 'unseen', null],
      ['ok', 'http_check', 'service shop/web', 'worker-1', 'running', null],
    ]);
  });

  it.each([
    [undefined, 1, 25],
    [2, 2, 25],
    [3, 3, 1],
    [9, 3, 1],
  ])('has pages of 25: asked for %s', (page, expected, rows) => {
    const many = Array.from({ length: 51 }, (_, index) => config({ name: `check${index}` }));
    const of = checks({ dispatching: led({ unassigned: many }) });
    const asked = about(of, 'checks');
    const facts = factsOf({ ...asked, question: { kind: 'checks', ...(page && { page }) } }, 'checks-list');
    expect(facts).toMatchObject({
      total: 51,
      page: expected,
      pages: 3,
      rows: expect.objectContaining({ length: rows }),
    });
  });

  it('counts the words of all pages, the worst first', () => {
    const many = Array.from({ length: 30 }, (_, index) => config({ name: `check${index}` }));
    const asking = service('shop/api', asks('nginx'), asks('redisdb'));
    const of = checks({
      dispatching: led({ dispatched: [{ agent: 'worker-1', config: WEB }], unassigned: many }),
      known: [WEB, ...many],
      services: [asking],
      runners: [runner({ has: [fetched(WEB)], runs: [running(WEB)] })],
    });
    expect(factsOf(about(of), 'checks-list')).toMatchObject({
      total: 33,
      words: [
        { word: 'not-discovered', total: 2 },
        { word: 'unassigned', total: 30 },
        { word: 'running', total: 1 },
      ],
      notAsked: 0,
    });
    expect(rowsOf(of).slice(0, 2)).toEqual(
      ['nginx', 'redisdb'].map((check) => ({
        verdict: 'warning',
        check,
        from: 'service shop/api',
        agent: null,
        word: 'not-discovered',
        error: null,
      })),
    );
  });

  it('counts the Agents that nobody asked', () => {
    const names = ['worker-1', 'worker-2', 'worker-3'];
    const dispatched = [...names, ...names].map((agent, index) => ({ agent, config: config({ name: `c${index}` }) }));
    const of = checks({
      dispatching: led({ dispatched }),
      known: dispatched.map((one) => one.config),
      runners: [
        runner({ has: dispatched.filter(({ agent }) => agent === 'worker-1').map((one) => fetched(one.config)) }),
        unasked('worker-2'),
        unasked('worker-3'),
        unasked('worker-4'),
      ],
    });
    expect(factsOf(about(of), 'checks-list')).toMatchObject({ notAsked: 2 });
  });

  it('is empty and no fault where nobody asks for checks', () => {
    expect(told(about(checks()))).toEqual(['checks-list explained']);
    expect(told(about(checks({ services: failed('timeout') })))).toEqual(['checks-list unknown']);
  });

  it('does not take Agents that were not asked for healthy, nor for a trouble each', () => {
    const of = checks({
      dispatching: led({ dispatched: [{ agent: 'worker-1', config: WEB }] }),
      runners: [unasked('worker-1')],
    });
    expect(told(about(of))).toEqual(['checks-list unknown']);
  });

  it('holds 50,000 checks of 5,000 Agents', () => {
    const dispatched = Array.from({ length: 50_000 }, (_, index) => ({
      agent: `worker-${index % 5000}`,
      config: config({ instance: `i${index}` }),
    }));
    const of = checks({
      dispatching: led({ dispatched }),
      known: dispatched.map((one) => one.config),
      runners: Array.from({ length: 5000 }, (_, index) => unasked(`worker-${index}`)),
    });
    expect(factsOf(about(of), 'checks-list')).toMatchObject({ total: 50_000, pages: 2000 });
  });
});

describe('what a question names', () => {
  it.each<[Subject, readonly string[]]>([
    [{ name: 'http_check' }, ['check-running ok', 'check-id-changed-by-dispatch explained']],
    [{ name: 'http_check', resource: 'node' }, ['check-not-found unknown']],
    [
      { name: 'postgres', resource: 'check' },
      ['check-failing-on-node fault', 'check-id-changed-by-dispatch explained'],
    ],
    [{ name: 'worker-1' }, ['check-failing-on-node fault', 'check-running ok']],
    [{ name: 'agent-on-worker-1' }, ['check-failing-on-node fault', 'check-running ok']],
    [{ name: 'worker-2' }, ['check-unseen-on-node unknown']],
    [{ namespace: 'shop', name: 'db' }, ['check-unseen-on-node unknown']],
    [{ name: 'db', resource: 'service' }, ['check-unseen-on-node unknown']],
    [{ name: 'htp_check' }, ['check-not-found unknown']],
  ])('%o', (subject, expected) => {
    expect(told(about(ALL, 'checks', subject))).toEqual(expected);
  });

  it('is not missing while the list is cut off', () => {
    const of = checks({ dispatching: led({ cutOff: true }) });
    expect(told(about(of, 'checks', { name: 'htp_check' }))).toEqual(['output-not-recognised unknown']);
  });

  it('may be a node without checks', () => {
    const of = checks({ runners: [runner()] });
    expect(told(about(of, 'checks', { name: 'worker-2' }))).toEqual(['checks-list explained']);
  });

  it('is looked for among checks, nodes and Services', () => {
    const near = (name: string) =>
      (factsOf(about(ALL, 'checks', { name }), 'check-not-found') as { near: string[] }).near;
    expect(near('htp_check')).toEqual(['http_check']);
    expect(near('worker-3')).toEqual(['worker-1', 'worker-2', 'worker-9']);
    expect(near('dbb')).toContain('shop/db');
    expect(near('zzzzzzzz')).toEqual([]);
  });

  it('may stand in an annotation that cannot be read', () => {
    const of = checks({ services: [service('shop/web', { of: 'service', annotation: 'a', problem: 'no JSON at 7' })] });
    expect(told(about(of, 'checks', { name: 'http_check' }))).toEqual([
      'check-not-found unknown',
      'check-config-invalid fault',
    ]);
    expect(told(about(of, 'checks', { namespace: 'shop', name: 'web' }))).toContain('check-config-invalid fault');
    expect(factsOf(about(of), 'check-config-invalid')).toEqual({
      service: 'shop/web',
      annotation: 'a',
      problem: 'no JSON at 7',
    });
  });

  it('tells an endpoint without a pod with its Service', () => {
    const podless = config({ name: 'redisdb', source: 'kube_endpoints:kube_endpoint_uid://shop/db/', instance: 'db' });
    const of = checks({
      dispatching: led({ dispatched: [{ agent: 'worker-1', config: podless }] }),
      services: [service('shop/db', asks('redisdb', 'endpoints'))],
      known: [podless],
      runners: [runner({ has: [fetched(podless)], runs: [running(podless)] })],
    });
    expect(told(about(of, 'checks', { namespace: 'shop', name: 'db' }))).toEqual([
      'check-running ok',
      'endpoint-check-without-pod explained',
    ]);
  });
});

describe('names that are near', () => {
  it.each([
    ['ngnx', ['nginx', 'redis'], ['nginx']],
    ['7g24', ['pool-7g24', 'pool-slx3'], ['pool-7g24']],
    ['HTTP_CHECK', ['http_check'], ['http_check']],
    ['a', ['b', 'cc'], ['b']],
    ['web', ['w1', 'w2'], []],
  ])('%s', (asked, names, expected) => {
    expect(nearNames(asked, names)).toEqual(expected);
  });

  it('are five at the most', () => {
    expect(nearNames('node-0', ['node-1', 'node-2', 'node-3', 'node-4', 'node-5', 'node-6'])).toHaveLength(5);
  });
});

describe('the source of a configuration', () => {
  it.each([
    ['kube_services:kube_service://shop/web', 'service', 'shop/web', 'service shop/web'],
    ['kube_endpoints:kube_endpoint_uid://shop/web/10.0.0.8', 'endpoints', 'shop/web', 'service shop/web'],
    ['kube_endpoints:kube_endpoint_uid://shop/web/', 'endpoints', 'shop/web', 'service shop/web'],
    ['kube_services:kube_service_uid://7c1d', 'service', null, 'kube_services:kube_service_uid://7c1d'],
    ['file:/etc/datadog-agent/conf.d/x.yaml', 'file', null, 'file /etc/datadog-agent/conf.d/x.yaml'],
    ['container:docker://9ab1', 'other', null, 'container:docker://9ab1'],
    ['', 'other', null, ''],
  ])('%s', (source, of, service, words) => {
    expect(originOf(source)).toEqual({ of, service });
    expect(originInWords(source)).toBe(words);
  });
});

describe('balance', () => {
  const spread = (most: number, least: number) =>
    checks({
      dispatching: led({
        agents: [
          { name: 'worker-2', configurations: least },
          { name: 'worker-1', configurations: most },
          { name: 'worker-3', configurations: least + 1 },
        ],
      }),
    });
  const setTo = (value?: string) => ({
    pods: {
      known: true as const,
      value: [
        pod('dca-a', { env: value === undefined ? {} : { DD_CLUSTER_CHECKS_ADVANCED_DISPATCHING_ENABLED: value } }),
      ],
      source: 'kubectl get pods',
      at: '',
    },
  });
  it.each<[number, number, string | undefined, string | undefined]>([
    [4, 0, undefined, 'explained'],
    [3, 0, undefined, undefined],
    [14, 5, undefined, 'explained'],
    [13, 5, undefined, undefined],
    [14, 5, 'false', 'warning'],
    [14, 5, 'true', undefined],
  ])('%i against %i, advanced dispatching %s: %s', (most, least, value, verdict) => {
    const findings = diagnose(about(spread(most, least), 'checks', undefined, setTo(value)));
    const found = findings.find(({ code }) => code === 'checks-unbalanced');
    expect(found?.verdict).toBe(verdict);
    if (verdict !== undefined) {
      expect(found?.facts).toEqual({
        most: { agent: 'worker-1', configurations: most },
        least: { agent: 'worker-2', configurations: least },
        agents: 3,
        configurations: most + 2 * least + 1,
        advancedDispatching: value === undefined ? null : value === 'true',
      });
    }
  });

  it('is no matter of one check', () => {
    expect(told(about(spread(14, 5), 'checks', { name: 'worker-1' }))).toEqual(['checks-list explained']);
  });
});
