import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { HpaRow, MetricFigures, MetricRow } from '../../src/domain/hpa-facts.ts';

/** The case of Datadog's own guide. */
export const GUIDE: MetricFigures = {
  hpa: 'default/nginxext',
  metric: 'nginx.net.request_per_s',
  selector: 'app=puppet,env=demo',
  targetType: 'AverageValue',
  target: '9',
  scaleTarget: 'Deployment/nginx',
  shown: '824',
  printed: '824',
  total: '2472',
  totalFrom: 'served',
  items: 1,
  servedAgeSeconds: 54,
  stored: {
    store: 'configmap',
    object: 'datadog/datadog-custom-metrics',
    value: '2472',
    valid: true,
    ageSeconds: 54,
    query: 'avg:nginx.net.request_per_s{app:puppet,env:demo}.rollup(30)',
  },
  replicas: 3,
  replicasFrom: 'target',
  refreshSeconds: 30,
  maxAgeSeconds: 120,
};

/** The same HPA with a second one on its metric. */
export const SHARED: MetricFigures = { ...GUIDE, shown: '1648', printed: '1648', total: '4944', items: 2 };

const VALUE_TARGET: MetricFigures = {
  ...GUIDE,
  hpa: 'default/nginxtotal',
  targetType: 'Value',
  target: '3000',
  shown: '2472',
  printed: '2472',
};

/** A DatadogMetric, thousandths, and the HPA's own count of pods. */
const CHECKOUT: MetricFigures = {
  hpa: 'shop/checkout',
  metric: 'datadogmetric@shop:orders-rate',
  selector: '',
  targetType: 'AverageValue',
  target: '0.5',
  scaleTarget: 'StatefulSet/checkout',
  shown: '1.334',
  printed: '1334m',
  total: '4',
  totalFrom: 'stored',
  items: 1,
  servedAgeSeconds: 12,
  stored: {
    store: 'datadogmetric',
    object: 'shop/orders-rate',
    value: '4',
    valid: true,
    ageSeconds: null,
    query: "sum:orders.rate{team:o'neill}.as_rate()",
  },
  replicas: 3,
  replicasFrom: 'hpa',
  refreshSeconds: 60,
  maxAgeSeconds: 360,
};

/** Everything that could not be read. */
const NOTHING: MetricFigures = {
  hpa: 'checkout',
  metric: 'orders/rate',
  selector: 'queue in (a,b),!test',
  targetType: 'AverageValue',
  target: '1250000.75',
  scaleTarget: 'text 1',
  shown: null,
  printed: null,
  total: null,
  totalFrom: null,
  items: null,
  servedAgeSeconds: null,
  stored: null,
  replicas: null,
  replicasFrom: null,
  refreshSeconds: 30,
  maxAgeSeconds: 120,
};

const INVALID = { ...GUIDE.stored!, value: null, valid: false };

const ROW: HpaRow = {
  hpa: 'default/nginxext',
  verdict: 'warning',
  word: 'at-max',
  metric: 'nginx.net.request_per_s',
  moreMetrics: 0,
  shown: '824/9 (avg)',
  replicas: 3,
  min: 1,
  max: 3,
};

/** A row for every word, so that none is left without a translation. */
const EVERY_WORD = (
  [
    'fine',
    'at-max',
    'summed',
    'no-value',
    'invalid',
    'stale',
    'unreachable',
    'forbidden',
    'ambiguous',
    'at-zero',
    'no-target',
    'outside-bounds',
    'partly-blind',
    'new',
    'unclear',
  ] as const
).map((word, index): HpaRow => ({ ...ROW, hpa: `shop/hpa-${index}`, word, moreMetrics: index % 3, min: index }));

const METRIC: MetricRow = {
  metric: 'nginx.net.request_per_s',
  labels: 'app:puppet,env:demo',
  id: 'external_metric-horizontal-default-nginxext-nginx.net.request_per_s',
  value: '2472',
  valid: true,
  active: true,
  ageSeconds: 54,
  users: ['default/nginxext'],
  error: null,
};

const MOVE: FactsByCode['hpa-next-move'] = {
  hpa: 'default/nginxext',
  metric: 'nginx.net.request_per_s',
  replicas: 3,
  asked: 275,
  from: 3,
  to: 3,
  direction: 'stay',
  limitedBy: 'max',
  min: 1,
  max: 3,
  hasBehavior: false,
  ratioMilli: '91555',
  toleranceMilli: 100,
  stabilizationSeconds: 300,
  doubts: ['controller-flags'],
  total: '2472',
  target: '9',
  targetType: 'AverageValue',
};

const HELD: FactsByCode['hpa-held-at-max'] = {
  hpa: 'shop/checkout',
  namespace: 'shop',
  name: 'checkout',
  max: 120,
  asked: 189,
  total: '18900',
  target: '100',
  targetType: 'AverageValue',
  since: '2026-11-23T14:02:11Z',
  ready: 120,
  suggestedMax: 200,
  targetDoubtful: false,
  hasBehavior: false,
};

type HpaCode =
  | 'average-shown-per-pod'
  | 'value-shown-total'
  | 'value-summed-over-hpas'
  | 'values-moved-between-polls'
  | 'rollout-changes-divisor'
  | 'value-overflows'
  | 'value-contradiction'
  | 'hpa-figures-unknown'
  | 'hpa-next-move'
  | 'hpa-held-at-max'
  | 'hpa-list'
  | 'metrics-list'
  | 'hpa-not-found'
  | 'hpa-name-ambiguous'
  | 'hpa-unreadable'
  | 'hpa-not-external'
  | 'hpa-too-young'
  | 'hpa-target-missing'
  | 'hpa-target-at-zero'
  | 'hpa-outside-bounds'
  | 'hpa-ambiguous-selector'
  | 'hpa-partly-blind'
  | 'hpa-metric-name-unusable'
  | 'hpa-metric-type-wrong'
  | 'hpa-metric-failing';

/** Facts of the HPA's numbers, of its size, of lists and of the subject. */
export const HPA_SAMPLE_FACTS = {
  'average-shown-per-pod': [
    { ...GUIDE, product: '2472', exact: true, ruledOut: ['shared', 'stale', 'value-target', 'moved', 'rollout'] },
    { ...CHECKOUT, product: '4.002', exact: false, ruledOut: ['shared'] },
    { ...GUIDE, total: '2400', items: 3, replicas: 1, product: '824', exact: true, ruledOut: [] },
  ],
  'value-shown-total': [
    { ...VALUE_TARGET, ruledOut: ['shared', 'per-pod', 'total'] },
    { ...VALUE_TARGET, stored: null, items: null, ruledOut: ['shared', 'rollout'] },
  ],
  'value-summed-over-hpas': [
    { ...SHARED, sharers: ['default/nginxext', 'default/nginxother'], alone: '824' },
    { ...SHARED, stored: INVALID, items: null, replicas: null, sharers: ['a/b', 'c/d', 'e/f'], alone: null },
    {
      ...VALUE_TARGET,
      shown: '4944',
      printed: '4944',
      total: '4944',
      items: 2,
      sharers: ['a/b', 'c/d'],
      alone: '2472',
    },
  ],
  'values-moved-between-polls': [
    {
      ...GUIDE,
      total: '2600',
      shownMeans: { from: '2470', to: '2472' },
      later: { shown: '866.667', total: '2600', agree: true },
    },
    {
      ...CHECKOUT,
      shownMeans: { from: '18900', to: '18900' },
      later: { shown: null, total: null, agree: false },
    },
    { ...NOTHING, shownMeans: { from: '1', to: '2' }, later: null },
  ],
  'rollout-changes-divisor': [
    { ...GUIDE, shown: '494.4', printed: '494400m', divisor: 5, wanted: 3, updated: 2, ready: 4 },
    { ...GUIDE, shown: '1236', printed: '1236', replicas: null, divisor: 2, wanted: 1, updated: null, ready: null },
  ],
  'value-overflows': [
    { ...GUIDE, shown: '9223372036854775.807', printed: '9223372036854775807m', total: '-30', problem: 'negative' },
    { ...GUIDE, shown: '0', printed: '0', total: '9000000000000000000', problem: 'too-large' },
  ],
  'value-contradiction': [
    {
      ...GUIDE,
      shown: '900',
      printed: '900',
      expected: '824',
      tried: ['per-pod', 'total', 'shared', 'stale', 'moved', 'rollout', 'value-target'],
      readTwice: true,
    },
    { ...CHECKOUT, shown: '7', printed: '7', expected: '1.334', tried: [], readTwice: false },
  ],
  'hpa-figures-unknown': [
    { ...NOTHING, missing: ['shown', 'total', 'replicas'] },
    { ...GUIDE, total: null, totalFrom: null, items: null, missing: ['total'] },
    { ...GUIDE, shown: null, printed: null, stored: INVALID, missing: ['shown'] },
  ],
  'hpa-next-move': [
    MOVE,
    { ...MOVE, asked: null, ratioMilli: '1054', limitedBy: 'tolerance', doubts: [] },
    { ...MOVE, limitedBy: 'min', asked: 1, ratioMilli: '312' },
    { ...MOVE, limitedBy: 'policy', hasBehavior: true, doubts: ['scaling-events', 'ready-pods'] },
    { ...MOVE, limitedBy: 'stabilization', asked: 2 },
    { ...MOVE, limitedBy: null, asked: 2, doubts: ['blind-metrics', 'controller-flags'] },
    { ...MOVE, limitedBy: null, asked: 3 },
    { ...MOVE, direction: 'grow', limitedBy: null, from: 14, to: 14, max: 40, asked: 14 },
    { ...MOVE, direction: 'grow', limitedBy: 'max', from: 3, to: 40, max: 40, targetType: 'Value' },
    { ...MOVE, direction: 'grow', limitedBy: 'policy', from: 6, to: 6, max: 40 },
    { ...MOVE, direction: 'shrink', replicas: 17, limitedBy: 'stabilization', from: 5, to: 17, max: 40, asked: 5 },
    { ...MOVE, direction: 'shrink', replicas: 17, limitedBy: 'min', from: 2, to: 2, min: 2, max: 40, asked: 1 },
    {
      ...MOVE,
      direction: 'unclear',
      limitedBy: 'policy',
      from: 1,
      to: 6,
      max: 11,
      asked: 12,
      targetType: 'Value',
      doubts: ['controller-flags', 'ready-pods', 'stabilization-history'],
    },
    { ...MOVE, direction: 'unclear', from: 3, to: 11, max: 11, doubts: ['other-metrics', 'stabilization-history'] },
  ],
  'hpa-held-at-max': [
    HELD,
    {
      ...HELD,
      hpa: 'default/nginxext',
      namespace: 'default',
      name: 'nginxext',
      max: 3,
      asked: 275,
      total: '2472',
      target: '9',
      since: null,
      ready: 2,
      suggestedMax: 280,
      targetDoubtful: true,
    },
    {
      ...HELD,
      asked: null,
      total: null,
      target: null,
      targetType: null,
      ready: null,
      suggestedMax: null,
      hasBehavior: true,
    },
    { ...HELD, asked: 121, targetType: 'Value', targetDoubtful: true, suggestedMax: null },
  ],
  'hpa-list': [
    {
      rows: EVERY_WORD,
      total: 15,
      page: 1,
      pages: 1,
      counts: EVERY_WORD.map(({ word }) => ({ word, count: 1 })),
      others: 7,
      namespace: null,
    },
    {
      rows: [{ ...ROW, word: 'fine', replicas: null }],
      total: 51,
      page: 3,
      pages: 3,
      counts: [{ word: 'fine', count: 51 }],
      others: 0,
      namespace: 'default',
    },
    {
      rows: [ROW],
      total: 12_345,
      page: 2,
      pages: 3,
      counts: [{ word: 'at-max', count: 12_345 }],
      others: 1,
      namespace: null,
    },
    { rows: [ROW], total: 1, page: 1, pages: 1, counts: [{ word: 'fine', count: 1 }], others: 0, namespace: null },
    { rows: [], total: 0, page: 1, pages: 1, counts: [], others: 4, namespace: 'shop' },
  ],
  'metrics-list': [
    {
      rows: [
        METRIC,
        {
          ...METRIC,
          metric: 'no.such.metric',
          labels: '',
          id: 'no-such',
          value: null,
          valid: false,
          ageSeconds: null,
          users: ['default/badmetric', 'shop/web', 'shop/api'],
          error: 'Returned series slice empty',
        },
      ],
      total: 55,
      valid: 43,
      page: 1,
      pages: 2,
      store: 'configmap',
      configMap: 'datadog/datadog-custom-metrics',
      updatedSeconds: 12,
    },
    {
      rows: [{ ...METRIC, valid: false, active: false, users: [], id: 'shop/orders-rate' }],
      total: 1,
      valid: 0,
      page: 1,
      pages: 1,
      store: 'datadogmetric',
      configMap: null,
      updatedSeconds: null,
    },
    {
      rows: [METRIC],
      total: 1,
      valid: 1,
      page: 1,
      pages: 1,
      store: 'configmap',
      configMap: null,
      updatedSeconds: null,
    },
    {
      rows: [METRIC],
      total: 2,
      valid: 2,
      page: 2,
      pages: 2,
      store: 'datadogmetric',
      configMap: null,
      updatedSeconds: null,
    },
    {
      rows: [METRIC],
      total: 2,
      valid: 1,
      page: 1,
      pages: 1,
      store: 'datadogmetric',
      configMap: null,
      updatedSeconds: null,
    },
    { rows: [], total: 0, valid: 0, page: 1, pages: 1, store: 'configmap', configMap: 'datadog/x', updatedSeconds: 30 },
  ],
  'hpa-not-found': [
    { asked: 'shop/web', namespace: 'shop', near: ['shop/webs', 'shop/web-2'] },
    { asked: 'web', namespace: null, near: ['shop/webs'] },
    { asked: 'web', namespace: null, near: [] },
    { asked: 'shop/web', namespace: 'shop', near: [] },
  ],
  'hpa-name-ambiguous': [{ name: 'web', found: ['shop/web', 'blog/web'] }],
  'hpa-unreadable': [
    { asked: 'shop/web', attempts: [{ source: 'kubectl get hpa web -n shop', why: 'forbidden', detail: 'no rights' }] },
    { asked: 'web', attempts: [] },
  ],
  'hpa-not-external': [
    { hpa: 'shop/web', types: ['Resource', 'Resource', 'Pods'] },
    { hpa: 'shop/web', types: [] },
  ],
  'hpa-too-young': [
    { hpa: 'shop/web', ageSeconds: 41, metric: 'orders.rate' },
    { hpa: 'shop/web', ageSeconds: 119, metric: 'orders.rate' },
  ],
  'hpa-target-missing': [
    { hpa: 'shop/web', scaleTarget: 'Deployment/web', message: 'deployments/scale.apps "web" not found' },
  ],
  'hpa-target-at-zero': [
    { hpa: 'shop/web', scaleTarget: 'Deployment/web', min: 2 },
    { hpa: 'shop/web', scaleTarget: 'Rollout/web', min: 0 },
  ],
  'hpa-outside-bounds': [
    { hpa: 'shop/web', side: 'above', wanted: 30, min: 2, max: 20 },
    { hpa: 'shop/web', side: 'below', wanted: 1, min: 3, max: 20 },
    { hpa: 'shop/web', side: 'below', wanted: 2, min: 3, max: 20 },
  ],
  'hpa-ambiguous-selector': [
    { hpa: 'shop/web', selector: 'app=web', others: ['shop/web-2', 'shop/web-3'] },
    { hpa: 'web', selector: '', others: [] },
  ],
  'hpa-partly-blind': [
    {
      hpa: 'shop/web',
      invalid: [
        { metric: 'orders.rate', message: 'no metrics returned from external metrics API' },
        { metric: 'queue.depth', message: null },
      ],
      valid: ['nginx.net.request_per_s'],
    },
    { hpa: 'shop/web', invalid: [{ metric: 'orders.rate', message: null }], valid: [] },
  ],
  'hpa-metric-name-unusable': [
    { hpa: 'shop/web', metric: 'orders/rate', message: 'the server could not find the requested resource' },
  ],
  'hpa-metric-type-wrong': [
    { hpa: 'shop/web', message: 'unable to fetch metrics from custom metrics API: no custom metrics API registered' },
  ],
  'hpa-metric-failing': [
    { hpa: 'shop/web', metric: 'orders.rate', reason: 'FailedGetExternalMetric', message: 'oops', sinceSeconds: 372 },
    { hpa: 'shop/web', metric: null, reason: 'FailedGetScale', message: 'odd', sinceSeconds: null },
  ],
} as const satisfies { readonly [C in HpaCode]: readonly FactsByCode[C][] };
