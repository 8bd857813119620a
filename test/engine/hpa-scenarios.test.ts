import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode, Verdict } from '../../src/domain/finding.ts';
import type { HpaWord } from '../../src/domain/hpa-facts.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type AskedCluster, askedCluster, codesOf, said } from './ask-cluster.ts';
import { askWords } from './ask-hpa.ts';

type Facts = Partial<Record<FindingCode, Record<string, unknown>>>;
/** What is asked, the verdict of the whole, every code in the order of telling, and what some of them say. */
type Row = readonly [string, Verdict, readonly FindingCode[], Facts];

const HEALTHY_API = 'metrics-api-healthy' satisfies FindingCode;
const WELL: readonly FindingCode[] = ['average-shown-per-pod', HEALTHY_API, 'hpa-next-move'];
const NGINX_HELD = { max: 3, asked: 275, total: '2472', target: '9', targetDoubtful: true };
const SHARED = { shown: '1648', total: '4944', items: 2, alone: '824', sharers: ['default/nginxext', 'shop/web'] };

const SCENARIOS: Readonly<Record<string, readonly Row[]>> = {
  'leader-and-follower': [
    [
      'hpa nginxext',
      'warning',
      ['average-shown-per-pod', 'hpa-held-at-max', HEALTHY_API],
      {
        'average-shown-per-pod': { shown: '824', total: '2472', replicas: 3, product: '2472', exact: true, items: 1 },
        'hpa-held-at-max': NGINX_HELD,
      },
    ],
    [
      'hpa badmetric',
      'fault',
      ['hpa-no-metric-returned'],
      {
        'hpa-no-metric-returned': { metric: 'missing.metric', cause: 'invalid', stored: { valid: false, value: null } },
      },
    ],
  ],
  'endpoint-checks-running': [
    [
      'hpa nginxext',
      'warning',
      ['value-summed-over-hpas', 'hpa-held-at-max', HEALTHY_API],
      { 'value-summed-over-hpas': SHARED },
    ],
  ],
  'hpa-ambiguous-selector': [
    [
      'hpa shop/web',
      'fault',
      ['hpa-ambiguous-selector'],
      { 'hpa-ambiguous-selector': { selector: 'app=web', others: ['shop/web-canary'] } },
    ],
    [
      'hpa shop/web-canary',
      'fault',
      ['hpa-ambiguous-selector'],
      { 'hpa-ambiguous-selector': { selector: 'app=web', others: ['shop/web'] } },
    ],
  ],
  'hpa-batch-failed': [
    [
      'hpa shop/search',
      'fault',
      ['external-metrics-batch-failed', 'hpa-no-metric-returned'],
      {
        'external-metrics-batch-failed': {
          total: 12,
          suspects: [{ id: 'shop/search-latency', query: 'avg:search.latency{env:prod by {host}.rollup(30)' }],
        },
        'hpa-no-metric-returned': { cause: 'invalid', stored: { ageSeconds: expect.closeTo(900, -2) } },
      },
    ],
    [
      'hpa load/api-3',
      'fault',
      ['external-metrics-batch-failed', 'hpa-no-metric-returned'],
      { 'external-metrics-batch-failed': { suspects: [{ id: 'shop/search-latency' }] } },
    ],
    [
      'metrics',
      'fault',
      ['external-metrics-batch-failed', 'metrics-list', HEALTHY_API],
      { 'metrics-list': { total: 12, valid: 0, store: 'datadogmetric' } },
    ],
  ],
  'hpa-datadogmetric-stale': [
    [
      'hpa shop/checkout',
      'fault',
      ['external-metric-stale'],
      {
        'external-metric-stale': {
          id: 'shop/orders-rate',
          ageSeconds: expect.closeTo(425, -2),
          maxAgeSeconds: 120,
          otherValid: 31,
          users: ['shop/checkout'],
          query: 'avg:orders.rate{env:prod}.rollup(30)',
        },
      },
    ],
    ['hpa load/api-7', 'explained', WELL, { 'average-shown-per-pod': { shown: '97.2', total: '486', replicas: 5 } }],
    [
      'metrics',
      'fault',
      ['metrics-list', 'external-metric-stale', HEALTHY_API],
      { 'metrics-list': { total: 32, valid: 31, page: 1, pages: 2 } },
    ],
  ],
  'hpa-held-at-black-friday': [
    [
      'hpa shop/checkout',
      'warning',
      ['hpa-held-at-max', 'average-shown-per-pod', HEALTHY_API],
      {
        'hpa-held-at-max': {
          max: 120,
          asked: 189,
          total: '18900',
          ready: 120,
          suggestedMax: 200,
          targetDoubtful: false,
        },
        'average-shown-per-pod': { shown: '157.5', printed: '157500m', product: '18900' },
      },
    ],
    ['hpa shop/catalog', 'explained', WELL, { 'hpa-next-move': { from: 17, to: 17, ratioMilli: '986' } }],
    [
      'metrics',
      'ok',
      ['metrics-list', 'external-metrics-healthy', HEALTHY_API],
      { 'external-metrics-healthy': { total: 2, oldestSeconds: expect.closeTo(25, -1) } },
    ],
  ],
  'hpa-keys-rejected': [
    [
      'hpa shop/web-2',
      'fault',
      ['external-metrics-keys-rejected', 'hpa-no-metric-returned'],
      {
        'external-metrics-keys-rejected': { detail: expect.stringContaining('API error 403 Forbidden') },
        'hpa-no-metric-returned': { selector: 'shard=s2', cause: 'invalid' },
      },
    ],
    [
      'metrics',
      'fault',
      ['external-metrics-keys-rejected', 'metrics-list', HEALTHY_API],
      { 'metrics-list': { total: 4, valid: 0 } },
    ],
  ],
  'hpa-metrics-api-blocked': [
    ['hpa nginxext', 'fault', ['metrics-api-blocked'], { 'metrics-api-blocked': { port: 8443, readyAgents: 2 } }],
    ['hpa shop/web-1', 'fault', ['metrics-api-blocked'], {}],
    ['metrics', 'fault', ['metrics-list', 'metrics-api-blocked', 'external-metrics-healthy'], {}],
  ],
  'hpa-metrics-api-not-registered': [
    [
      'hpa nginxext',
      'fault',
      ['metrics-api-not-registered'],
      { 'metrics-api-not-registered': { providerEnabled: true, hpas: null } },
    ],
    [
      'hpa',
      'fault',
      ['hpa-list', 'metrics-api-not-registered'],
      { 'metrics-api-not-registered': { providerEnabled: true, hpas: 4 } },
    ],
    [
      'hpa shop/',
      'fault',
      ['hpa-list', 'metrics-api-not-registered'],
      // Three in this namespace say nothing of how many there are.
      { 'hpa-list': { total: 3, namespace: 'shop' }, 'metrics-api-not-registered': { hpas: null } },
    ],
  ],
  'hpa-metrics-api-of-keda': [
    [
      'hpa shop/worker',
      'fault',
      ['metrics-api-foreign-owner'],
      { 'metrics-api-foreign-owner': { product: 'KEDA', available: true, stored: { value: '310', valid: true } } },
    ],
    [
      'hpa jobs/keda-hpa-consumer-4',
      'explained',
      ['average-shown-per-pod', 'hpa-next-move', 'metrics-api-foreign-owner'],
      { 'average-shown-per-pod': { shown: '20.5', total: '41', stored: null } },
    ],
    ['metrics', 'fault', ['metrics-list', 'metrics-api-foreign-owner', 'external-metrics-healthy'], {}],
  ],
  'hpa-metrics-api-unavailable': [
    [
      'hpa nginxext',
      'fault',
      ['metrics-api-unavailable', 'agent-not-running'],
      {
        'metrics-api-unavailable': { reason: 'MissingEndpoints', readyEndpoints: 0, readyAgents: 0, hpas: 5 },
        'agent-not-running': { effects: expect.objectContaining({ externalHpas: 5 }) },
      },
    ],
    [
      'metrics',
      'fault',
      ['metrics-list', 'metrics-api-unavailable', 'agent-not-running', 'external-metrics-healthy'],
      {},
    ],
  ],
  'hpa-no-series': [
    [
      'hpa shop/mailer',
      'fault',
      ['external-metric-no-series'],
      {
        'external-metric-no-series': {
          id: 'shop/mail-queue',
          problem: 'none',
          query: 'avg:mail.queue{env:prdo}.rollup(30)',
          link: expect.stringContaining('https://app.datadoghq.com/metric/explorer?'),
        },
      },
    ],
    [
      'hpa shop/web',
      'explained',
      ['value-shown-total', HEALTHY_API, 'hpa-next-move'],
      { 'value-shown-total': { shown: '289', total: '289', target: '300' } },
    ],
  ],
  'hpa-not-external': [
    ['hpa shop/render', 'explained', ['hpa-not-external'], { 'hpa-not-external': { types: ['Resource'] } }],
  ],
  'hpa-partly-blind': [
    [
      'hpa shop/web',
      'warning',
      ['hpa-partly-blind', 'hpa-no-metric-returned', 'average-shown-per-pod', 'hpa-next-move'],
      {
        'hpa-partly-blind': { invalid: [{ metric: 'web.latency_p99' }], valid: ['web.requests'] },
        'average-shown-per-pod': { metric: 'web.requests', shown: '72.25', product: '289' },
        'hpa-next-move': { from: 4, to: 4, doubts: expect.arrayContaining(['blind-metrics']) },
      },
    ],
  ],
  'hpa-port-mismatch': [
    [
      'hpa nginxext',
      'fault',
      ['metrics-api-port-mismatch'],
      {
        'metrics-api-port-mismatch': {
          asked: 8443,
          servicePorts: [8443],
          targetPort: '443',
          agentPort: 8443,
          between: 'service-and-agent',
        },
      },
    ],
  ],
  'hpa-rate-limited': [
    // Its own value is good: what strikes others comes after the answer.
    [
      'hpa load/api-3',
      'fault',
      ['average-shown-per-pod', 'external-metrics-rate-limited', HEALTHY_API, 'hpa-next-move'],
      { 'external-metrics-rate-limited': { times: 37, metrics: 55, refreshSeconds: 30 } },
    ],
    [
      'hpa shop/worker-2',
      'fault',
      ['external-metrics-rate-limited', 'hpa-no-metric-returned'],
      { 'hpa-no-metric-returned': { selector: 'queue=q2' } },
    ],
    [
      'hpa shop/importer-1',
      'fault',
      ['external-metrics-rate-limited', 'hpa-no-metric-returned', 'hpa-no-metric-returned'],
      { 'external-metrics-rate-limited': { times: 37 } },
    ],
    [
      'metrics',
      'fault',
      ['external-metrics-rate-limited', 'metrics-list', HEALTHY_API],
      { 'metrics-list': { total: 55, valid: 43, pages: 3 } },
    ],
  ],
  'hpa-reader-forbidden': [
    [
      'hpa nginxext',
      'fault',
      ['metrics-reader-forbidden'],
      {
        'metrics-reader-forbidden': {
          user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
          metric: 'nginx.net.request_per_s',
          allowed: false,
        },
      },
    ],
  ],
  'hpa-rollout': [
    [
      'hpa nginxext',
      'warning',
      ['rollout-changes-divisor', 'hpa-held-at-max', HEALTHY_API],
      { 'rollout-changes-divisor': { shown: '824', total: '2472', replicas: 4, divisor: 3, wanted: 3, updated: 1 } },
    ],
  ],
  'hpa-shared-metric': [
    [
      'hpa nginxext',
      'warning',
      ['value-summed-over-hpas', 'hpa-held-at-max', HEALTHY_API],
      { 'value-summed-over-hpas': SHARED },
    ],
    [
      'hpa shop/web',
      'warning',
      ['value-summed-over-hpas', 'hpa-held-at-max', HEALTHY_API],
      { 'value-summed-over-hpas': { shown: '4944', target: '3000', targetType: 'Value', alone: '2472' } },
    ],
  ],
  'hpa-target-at-zero': [['hpa shop/batch', 'explained', ['hpa-target-at-zero'], { 'hpa-target-at-zero': { min: 2 } }]],
  'hpa-values-moving': [
    [
      'hpa nginxext',
      'warning',
      ['values-moved-between-polls', 'hpa-held-at-max', HEALTHY_API],
      {
        'values-moved-between-polls': {
          shown: '824',
          total: '2535',
          shownMeans: { from: '2471.998', to: '2472' },
          later: { shown: '845', total: '2535', agree: true },
        },
      },
    ],
  ],
};

/** Rows of `hpa` by their word, and which comes first. */
const LISTS: Readonly<Record<string, readonly [Verdict, Partial<Record<HpaWord, number>>, string]>> = {
  'leader-and-follower': ['fault', { invalid: 1, 'at-max': 1 }, 'default/badmetric'],
  'endpoint-checks-running': ['fault', { invalid: 1, summed: 1 }, 'default/badmetric'],
  'hpa-ambiguous-selector': ['fault', { ambiguous: 2 }, 'shop/web'],
  'hpa-batch-failed': ['fault', { invalid: 12 }, 'load/api-1'],
  'hpa-contradiction': ['warning', { 'at-max': 1 }, 'default/nginxext'],
  'hpa-datadogmetric-stale': ['fault', { stale: 1, fine: 31 }, 'shop/checkout'],
  'hpa-held-at-black-friday': ['warning', { 'at-max': 1, fine: 1 }, 'shop/checkout'],
  'hpa-keys-rejected': ['fault', { invalid: 4 }, 'shop/web-1'],
  'hpa-metrics-api-blocked': ['fault', { unreachable: 3 }, 'default/nginxext'],
  'hpa-metrics-api-not-registered': ['fault', { unreachable: 4 }, 'default/nginxext'],
  'hpa-metrics-api-of-keda': ['fault', { 'no-value': 6, fine: 11 }, 'shop/importer-1'],
  'hpa-metrics-api-unavailable': ['fault', { unreachable: 5 }, 'default/nginxext'],
  'hpa-no-series': ['fault', { invalid: 1, fine: 1 }, 'shop/mailer'],
  'hpa-not-external': ['fault', { invalid: 1, 'at-max': 1 }, 'default/badmetric'],
  'hpa-partly-blind': ['warning', { 'partly-blind': 1 }, 'shop/web'],
  'hpa-port-mismatch': ['fault', { unreachable: 2 }, 'default/nginxext'],
  'hpa-rate-limited': ['fault', { invalid: 9, fine: 43 }, 'shop/importer-1'],
  'hpa-reader-forbidden': ['fault', { forbidden: 2 }, 'default/nginxext'],
  'hpa-rollout': ['warning', { 'at-max': 1 }, 'default/nginxext'],
  'hpa-shared-metric': ['warning', { summed: 2 }, 'default/nginxext'],
  'hpa-target-at-zero': ['explained', { 'at-zero': 1 }, 'shop/batch'],
  'hpa-values-moving': ['warning', { 'at-max': 1 }, 'default/nginxext'],
};

describe.each(Object.keys(LISTS))('%s', (scenario) => {
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await askedCluster(scenarioFolder(scenario));
  });
  afterAll(() => cluster.close());

  it.each(SCENARIOS[scenario] ?? [])('%s is %s', async (words, verdict, codes, facts) => {
    const report = await askWords(cluster, words);
    expect(codesOf(report)).toEqual(codes);
    expect(report.verdict).toBe(verdict);
    for (const [code, expected] of Object.entries(facts)) {
      const told = report.findings.find((finding) => finding.code === code);
      expect(told?.facts, code).toMatchObject(expected);
    }
    for (const language of ['en', 'ja'] as const)
      expect(said(report, language)).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('hpa lists one word each', async () => {
    const [verdict, words, first] = LISTS[scenario] ?? [];
    const [list] = (await askWords(cluster, 'hpa')).findings;
    if (list?.code !== 'hpa-list') throw new Error(`${list?.code} instead of a list`);
    const { counts, rows, total } = list.facts;
    expect(Object.fromEntries(counts.map(({ word, count }) => [word, count]))).toEqual(words);
    expect(total).toBe(Object.values(words ?? {}).reduce((sum, count) => sum + count, 0));
    expect([list.verdict, rows[0]?.hpa]).toEqual([verdict, first]);
  });
});

it('every scenario is asked', () => {
  expect(Object.keys(SCENARIOS).filter((scenario) => !(scenario in LISTS))).toEqual([]);
  const played = readdirSync(scenarioFolder('.')).filter((name) => name.startsWith('hpa-'));
  // Five thousand HPAs are asked for in hpa-work.test.ts.
  expect(played.filter((name) => !(name in LISTS))).toEqual(['hpa-many']);
});
