import { describe, expect, it } from 'vitest';
import { matchesSelector } from './label-selector.ts';
import { answerFromDatadogMetrics, answerFromStore, configMapData, type StoredMetric } from './metric-store.ts';

const ENTRY: StoredMetric = {
  metricName: 'Queue.Depth',
  labels: { queue: 'orders' },
  reference: { type: 'horizontal', namespace: 'shop', name: 'checkout', uid: 'u-1' },
  value: '2472',
  valid: true,
  ts: 1_627_653_590,
};

describe('what the stand-in serves', () => {
  it.each([
    ['queue.depth', '', 2],
    ['QUEUE.DEPTH', 'queue=orders', 1],
    ['queue.depth', 'queue=returns', 1],
    ['queue.depth', 'queue=lost', 0],
    ['queue.depths', '', 0],
  ])('%s with %j: %i of the valid entries', (metric, selector, count) => {
    const entries = [ENTRY, { ...ENTRY, valid: false }, { ...ENTRY, labels: { queue: 'returns' }, value: '1k' }];
    expect(answerFromStore(entries, metric, selector)).toHaveLength(count);
  });

  it('keeps entries as the Agent writes them', () => {
    expect(configMapData([ENTRY])).toEqual({
      'external_metric-horizontal-shop-checkout-Queue.Depth':
        '{"metricName":"Queue.Depth","labels":{"queue":"orders"},"ts":1627653590,"reference":{"type":"horizontal","name":"checkout","namespace":"shop","uid":"u-1"},"value":2472,"valid":true}',
    });
  });

  it.each([
    ['datadogmetric@shop:orders', { items: [{ value: '17.5', labels: {}, at: '2026-01-02T03:04:05Z' }] }],
    ['orders', { message: 'Internal error occurred: ExternalMetric does not follow DatadogMetric format: orders' }],
    ['datadogmetric@shop:none', { status: 500, reason: 'InternalError' }],
  ])('answers %s by DatadogMetric', (metric, answer) => {
    const state = { namespace: 'shop', name: 'orders', query: 'q', value: '17.5', at: '2026-01-02T03:04:05Z' };
    expect(answerFromDatadogMetrics(new Map([['shop/orders', state]]), metric, '', 0)).toMatchObject(answer);
  });
});

describe('a label selector', () => {
  it.each([
    ['', true],
    ['queue=orders', true],
    ['queue==orders', true],
    ['queue=orders,tier=gold', false],
    ['queue!=orders', false],
    ['tier!=gold', true],
    ['queue in (orders,returns)', true],
    ['queue in (returns)', false],
    ['queue notin (returns),queue', true],
    ['tier notin (gold)', true],
    ['tier', false],
    ['!tier', true],
    ['!queue', false],
  ])('%j is %s', (selector, matches) => {
    expect(matchesSelector(selector, { queue: 'orders' })).toBe(matches);
  });
});
