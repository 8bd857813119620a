import { describe, expect, it } from 'vitest';
import { externalMetrics } from '../../../src/diagnoses/external-metrics.ts';
import { agentRights } from '../../../src/diagnoses/hpa/agent-rights.ts';
import type { StoredMetric } from '../../../src/domain/autoscaling.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { ago, asked, brief, failed, inConfigMap, pod, status } from '../build.ts';
import {
  datadogMetric,
  EMPTY,
  entry,
  FETCH,
  fromText,
  hpa,
  INVALID,
  inObjects,
  inStore,
  logged,
  looking,
  read,
  refusing,
  right,
  type Scene,
  serving,
  stopped,
  withoutHpa,
} from './build-autoscaling.ts';

const other = (id: string, over: Partial<StoredMetric> = {}) =>
  entry({ id, metric: `metric.${id}`, labels: {}, users: [{ kind: 'hpa', namespace: 'mail', name: id }], ...over });
const bad = (id: string, error?: string) => other(id, { valid: false, value: '0', ...(error ? { error } : {}) });
const object = (id: string, over: Partial<StoredMetric> = {}) =>
  datadogMetric({ id: `mail/${id}`, metric: `datadogmetric@mail:${id}`, ...over });
const badObject = (id: string, error: string) => object(id, { valid: false, error });
const NO_SERIE =
  'Invalid metric error: no serie returned for this query, check data is available in the last 300 seconds, query was: q';
const OUTDATED = 'Query returned outdated result, check MaxAge setting, query: q';
const GLOBAL =
  'Global error (all queries, batch size 35) from backend, invalid syntax in query? Check Cluster Agent leader logs for details';
const LIMITED = 'Global error: Datadog API rate limit exceeded';
const fetch429 = 'Error getting metrics from Datadog: API error 429 Too Many Requests: {}';
const metrics = (stored: Scene['stored'], over: Scene = {}) => withoutHpa({ stored: stored!, ...over });
const objects = (...list: readonly StoredMetric[]) => inObjects(list);
const off = [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_ENABLED: 'false' } })];
const account = 'system:serviceaccount:monitoring:dca';
const refused = right({ who: 'agent', user: account, purpose: 'watch-hpas', allowed: read(false, 'review') });

describe.each<[string, Snapshot, string[]]>([
  ['all valid', metrics(inStore([entry(), other('b')])), ['external-metrics-healthy ok']],
  ['nothing stored', metrics(inStore([])), ['external-metrics-healthy ok']],
  [
    'one of two invalid, for no reason told',
    metrics(inStore([entry(), bad('b')])),
    ['external-metric-invalid warning'],
  ],
  ['all invalid', metrics(inStore([bad('a'), bad('b')])), ['external-metric-invalid fault']],
  [
    'an entry nobody can read',
    metrics(inStore([entry()], { unreadable: ['x'] })),
    ['external-metrics-healthy ok', 'output-not-recognised unknown'],
  ],
  [
    '429 in the log',
    metrics(inStore([entry(), bad('b')]), { log: logged({ kind: 'rate-limited', text: fetch429 }) }),
    ['external-metrics-rate-limited fault'],
  ],
  [
    '429 in the log, and all values still good',
    metrics(inStore([entry()]), { log: logged({ kind: 'rate-limited' }) }),
    ['external-metrics-rate-limited warning'],
  ],
  [
    '429 ten minutes ago',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'rate-limited', last: ago(600) }) }),
    ['external-metrics-rate-limited fault'],
  ],
  [
    '429 longer ago is history',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'rate-limited', last: ago(601) }) }),
    ['external-metric-invalid fault'],
  ],
  [
    '429 and what the failed fetch leaves behind',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'rate-limited' }, { kind: 'fetch-failed' }) }),
    ['external-metrics-rate-limited fault'],
  ],
  [
    '403 in the log',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'keys-rejected' }) }),
    ['external-metrics-keys-rejected fault'],
  ],
  [
    'no keys',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'keys-missing' }) }),
    ['external-metrics-keys-rejected fault'],
  ],
  [
    '422 in the log',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'bad-query' }) }),
    ['external-metrics-batch-failed fault'],
  ],
  [
    'the network',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'fetch-failed' }) }),
    ['external-metrics-batch-failed fault'],
  ],
  [
    'the ConfigMap cannot be written',
    metrics(inStore([bad('a')]), { log: logged({ kind: 'store-unwritable' }) }),
    ['external-metrics-error fault'],
  ],
  [
    'a log that could not be read',
    metrics(inStore([bad('a')]), { log: failed('forbidden') }),
    ['external-metric-invalid fault'],
  ],
  [
    'no data for one query',
    metrics(inStore([entry(), bad('b')]), { log: logged({ kind: 'no-series', query: 'avg:metric.b{*}.rollup(30)' }) }),
    ['external-metric-no-series fault'],
  ],
  [
    'several series for one query',
    metrics(inStore([entry(), bad('b')]), {
      log: logged({ kind: 'multiple-series', query: 'avg:metric.b{*}.rollup(30)' }),
    }),
    ['external-metric-no-series fault'],
  ],
  ['240 seconds old', metrics(inStore([entry({ at: ago(240) }), other('b')])), ['external-metrics-healthy ok']],
  ['241 seconds old', metrics(inStore([entry({ at: ago(241) }), other('b')])), ['external-metric-stale warning']],
  [
    'all too old',
    metrics(inStore([entry({ at: ago(241) }), other('b', { at: ago(977) })])),
    ['external-metrics-refresh-dead fault'],
  ],
  [
    'a DatadogMetric may be older where it says so',
    metrics(objects(object('a', { at: ago(977), maxAgeSeconds: 900 }), object('b'))),
    ['external-metrics-healthy ok'],
  ],
  [
    'DatadogMetric without data',
    metrics(objects(object('a'), badObject('b', NO_SERIE))),
    ['external-metric-no-series fault'],
  ],
  [
    'DatadogMetric without data in 2021',
    metrics(objects(object('a'), badObject('b', 'No data from backend, query: q'))),
    ['external-metric-no-series fault'],
  ],
  [
    'DatadogMetric with outdated data',
    metrics(objects(object('a'), badObject('b', OUTDATED))),
    ['external-metric-stale fault'],
  ],
  [
    'nobody uses it: a warning',
    metrics(objects(object('a'), object('b', { valid: false, error: OUTDATED, users: [] }))),
    ['external-metric-stale warning'],
  ],
  [
    'DatadogMetrics in a failed batch',
    metrics(objects(badObject('a', GLOBAL), object('b'))),
    ['external-metrics-batch-failed fault'],
  ],
  [
    'DatadogMetrics under a rate limit',
    metrics(objects(badObject('a', LIMITED), object('b'))),
    ['external-metrics-rate-limited fault'],
  ],
  [
    'a template nobody resolves',
    metrics(objects(badObject('a', 'Cannot resolve query: q'), object('b'))),
    ['external-metric-invalid warning'],
  ],
  [
    'unused DatadogMetrics',
    metrics(objects(object('a'), object('b', { active: false, valid: false }))),
    ['external-metrics-healthy ok', 'external-metrics-unused explained'],
  ],
  [
    'five are told, six are counted as well',
    metrics(objects(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => badObject(id, NO_SERIE)), object('g'))),
    ['external-metric-invalid warning', ...Array.from({ length: 5 }, () => 'external-metric-no-series fault')],
  ],
  [
    'provider off, and an old ConfigMap',
    metrics(inStore([bad('a')]), { pods: off }),
    ['external-metrics-disabled explained'],
  ],

  // beside an HPA
  ['beside an HPA: all valid', looking(), ['external-metrics-healthy ok']],
  ["beside an HPA: others' troubles are not asked for", looking({ stored: inStore([entry(), bad('b')]) }), []],
  [
    'beside an HPA: unused DatadogMetrics neither',
    looking({ stored: objects(object('a'), object('b', { active: false })) }),
    ['external-metrics-healthy ok'],
  ],
  [
    'beside an HPA: what strikes all',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID, bad('b')]),
      log: logged({ kind: 'rate-limited' }),
    }),
    ['external-metrics-rate-limited fault'],
  ],
  [
    "beside an HPA: the metrics API's words where the store is closed",
    looking({
      hpa: hpa({ current: [] }),
      served: refusing(failed('unreachable', `DatadogMetric is invalid, err: ${LIMITED}`)),
      stored: inObjects(failed('forbidden')),
    }),
    ['external-metrics-rate-limited fault'],
  ],

  // texts
  [
    'a text of an HPA under a rate limit',
    fromText({ hpa: stopped(`${FETCH}Internal error occurred: DatadogMetric is invalid, err: ${LIMITED}`) }),
    ['external-metrics-rate-limited fault'],
  ],
  [
    'a text of an HPA in a failed batch',
    fromText({ hpa: stopped(`${FETCH}Internal error occurred: DatadogMetric is invalid, err: ${GLOBAL}`) }),
    ['external-metrics-batch-failed fault'],
  ],
  [
    "a text of a ConfigMap and an HPA: the HPA's own entry is told with it",
    fromText({ stored: inStore([INVALID, bad('b')]) }),
    ['external-metric-invalid fault'],
  ],
  ['a text of a ConfigMap with nothing else wrong', fromText({ stored: inStore([INVALID, other('b')]) }), []],

  // the store could not be read
  [
    "the Agent's own word where the store is closed",
    metrics(inStore(failed('forbidden'))),
    ['external-metrics-healthy ok'],
  ],
  [
    'an error of the status is told once',
    metrics(inStore(failed('forbidden')), {
      log: logged({ kind: 'rate-limited' }),
      over: { statuses: [asked('dca-a', status({ externalMetrics: { state: 'error', text: 'rate limit' } }))] },
    }),
    ['external-metrics-rate-limited fault'],
  ],
])('the store: %s', (_name, snapshot, expected) => {
  it(`gives ${expected.join(', ') || 'nothing'}`, () => {
    expect(brief(externalMetrics.diagnose(snapshot))).toEqual(expected.toSorted());
  });
});

const factsOf = (snapshot: Snapshot, code: string) =>
  externalMetrics.diagnose(snapshot).find((finding) => finding.code === code)?.facts;

describe('facts of the store', () => {
  it('count the lines and the metrics of a rate limit', () => {
    const log = logged(
      { kind: 'rate-limited', times: 30, first: ago(520), last: ago(88), text: 'older' },
      { kind: 'rate-limited', times: 7, first: ago(411), last: ago(9), text: 'newer' },
    );
    const pods = [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD: '45' } })];
    expect(
      factsOf(metrics(inStore([entry(), bad('b'), bad('c')]), { log, pods }), 'external-metrics-rate-limited'),
    ).toEqual({
      pod: 'dca-a',
      detail: 'newer',
      times: 37,
      since: ago(520),
      metrics: 3,
      refreshSeconds: 45,
    });
  });

  it("count nothing where only a DatadogMetric's words tell", () => {
    expect(factsOf(metrics(objects(badObject('a', LIMITED))), 'external-metrics-rate-limited')).toMatchObject({
      detail: LIMITED,
      times: null,
      since: null,
      metrics: 1,
      refreshSeconds: 30,
    });
  });

  it.each<[string, Snapshot, readonly unknown[]]>([
    [
      'the one the log names',
      metrics(inStore([bad('a'), bad('b')]), {
        log: logged({ kind: 'bad-query', query: 'avg:metric.b{*}.rollup(30)' }),
      }),
      [{ id: 'b', query: 'avg:metric.b{*}.rollup(30)' }],
    ],
    [
      'of a whole batch those that look wrong',
      metrics(inStore([bad('a'), { ...bad('b'), metric: 'datadogmetric@x:y' }]), {
        log: logged({ kind: 'bad-query', query: 'avg:metric.a{*}.rollup(30),avg:datadogmetric@x:y{*}.rollup(30)' }),
      }),
      [{ id: 'b', query: 'avg:datadogmetric@x:y{*}.rollup(30)' }],
    ],
    [
      'one that is stored no more',
      metrics(inStore([bad('a')]), { log: logged({ kind: 'bad-query', query: 'avg:metric.z{x}.rollup(30)' }) }),
      [{ id: 'metric.z', query: 'avg:metric.z{x}.rollup(30)' }],
    ],
    [
      'of DatadogMetrics those that look wrong',
      metrics(
        objects(badObject('a', GLOBAL), object('b', { valid: false, error: GLOBAL, query: 'avg:x{a:b} by {host}' })),
      ),
      [{ id: 'mail/b', query: 'avg:x{a:b} by {host}' }],
    ],
    ['none where all look right', metrics(objects(badObject('a', GLOBAL))), []],
    [
      'none where the network failed',
      metrics(inStore([{ ...bad('a'), metric: 'x@y' }]), { log: logged({ kind: 'fetch-failed' }) }),
      [],
    ],
  ])('suspects: %s', (_name, snapshot, suspects) => {
    expect(factsOf(snapshot, 'external-metrics-batch-failed')).toMatchObject({ suspects });
  });

  it('name the endpoints of Datadog that failed', () => {
    const sources = [
      { url: 'https://api.datadoghq.eu', status: 'Failed' as const, lastFailure: ago(31) },
      { url: 'https://b', status: 'OK' as const },
    ];
    const statuses = [asked('dca-a', status({ externalMetrics: inConfigMap({ sources }) }))];
    expect(factsOf(metrics(inStore([bad('a')]), { over: { statuses } }), 'external-metrics-batch-failed')).toEqual({
      pod: 'dca-a',
      sources: [{ url: 'https://api.datadoghq.eu', lastFailure: ago(31), lastSuccess: null }],
      total: 1,
      detail: null,
      suspects: [],
    });
  });

  it('list the invalid metrics with their users', () => {
    expect(factsOf(metrics(inStore([entry(), bad('b')])), 'external-metric-invalid')).toEqual({
      configMap: 'monitoring/datadog-custom-metrics',
      total: 2,
      valid: 1,
      invalid: [{ name: 'metric.b', autoscaler: 'mail/b', ageSeconds: 23 }],
    });
  });

  it('name the oldest of valid values', () => {
    expect(factsOf(metrics(inStore([entry(), other('b', { at: ago(87) })])), 'external-metrics-healthy')).toMatchObject(
      { total: 2, oldestSeconds: 87 },
    );
  });
});

describe.each<[string, Snapshot, string[]]>([
  ['every right', looking({ rights: [right({ who: 'agent', user: account })] }), []],
  ['one that nobody could check', looking({ rights: [{ ...refused, allowed: failed('forbidden') }] }), []],
  ['one missing, and all still works', looking({ rights: [refused] }), ['agent-rights-missing warning']],
  [
    'one missing, and the HPA waits',
    looking({ hpa: stopped(EMPTY), served: serving(), rights: [refused] }),
    ['agent-rights-missing fault'],
  ],
  ['one missing, and nothing is stored', metrics(inStore([]), { rights: [refused] }), ['agent-rights-missing fault']],
  ["the HPA controller's is another finding", looking({ rights: [right({ allowed: read(false) })] }), []],
])("the Agent's rights: %s", (_name, snapshot, expected) => {
  it(`give ${expected.join(', ') || 'nothing'}`, () => expect(brief(agentRights.diagnose(snapshot))).toEqual(expected));
});

it('lists what is missing by account', () => {
  const second = { ...refused, purpose: 'keep-values' as const };
  const [finding] = agentRights.diagnose(looking({ rights: [refused, second] }));
  expect(finding?.facts).toEqual({
    account,
    missing: [
      { purpose: 'watch-hpas', right: refused.right },
      { purpose: 'keep-values', right: refused.right },
    ],
  });
});
