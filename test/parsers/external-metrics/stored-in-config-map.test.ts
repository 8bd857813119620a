import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedInConfigMap } from '../../../src/parsers/external-metrics/stored-in-config-map.ts';

const KEY = 'external_metric-horizontal-shop-web-queue.depth';

function entry(over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    metricName: 'queue.depth',
    labels: { queue: 'orders' },
    ts: 1_627_653_590,
    reference: { type: 'horizontal', name: 'web', namespace: 'shop', uid: 'u-1' },
    value: 2472,
    valid: true,
    ...over,
  });
}

function read(data: Record<string, string>, annotations: Record<string, string> = {}) {
  return storedInConfigMap({ metadata: { name: 'datadog-custom-metrics', annotations }, data });
}

describe('an entry of the ConfigMap', () => {
  it('is read whole in today’s form', () => {
    expect(read({ [KEY]: entry() }, { 'custom-metrics.datadoghq.com/last-updated': '2026-11-23T18:35:26Z' })).toEqual({
      metrics: [
        {
          store: 'configmap',
          id: KEY,
          metric: 'queue.depth',
          labels: { queue: 'orders' },
          value: '2472',
          valid: true,
          at: '2021-07-30T13:59:50.000Z',
          users: [{ kind: 'hpa', namespace: 'shop', name: 'web' }],
        },
      ],
      unreadable: [],
      updatedAt: '2026-11-23T18:35:26.000Z',
    });
  });

  it.each([
    [
      'of 2018',
      'external.metrics.shop.checkout-queue.depth',
      '{"name":"queue.depth","labels":{"a":"b"},"ts":1532042322,"origin":"Datadog","hpa_name":"checkout","hpa_namespace":"shop","value":31,"valid":true}',
      { metric: 'queue.depth', value: '31', users: [{ kind: 'hpa', namespace: 'shop', name: 'checkout' }] },
    ],
    [
      'of 1.0 to 1.4',
      'external_metric-shop-cart-queue.depth',
      '{"metricName":"queue.depth","labels":{},"ts":1532042322,"hpa":{"name":"cart","namespace":"shop","uid":"x"},"value":32,"valid":true}',
      { metric: 'queue.depth', value: '32', users: [{ kind: 'hpa', namespace: 'shop', name: 'cart' }] },
    ],
    [
      'of a watermark autoscaler',
      'external_metric-watermark-shop-w-1-m',
      entry({ reference: { type: 'watermark', name: 'w-1', namespace: 'shop' } }),
      { users: [{ kind: 'wpa', namespace: 'shop', name: 'w-1' }] },
    ],
    ['without a reference', KEY, entry({ reference: undefined }), { metric: 'queue.depth', users: [] }],
    [
      'of a kind of autoscaler nobody knows',
      KEY,
      entry({ reference: { type: 'vertical', name: 'a', namespace: 'b' } }),
      { users: [] },
    ],
    ['without labels', KEY, entry({ labels: null }), { labels: {} }],
  ])('%s', (_name, key, text, expected) => {
    expect(read({ [key]: text }).metrics[0]).toMatchObject(expected);
  });

  it.each([
    ['a time', 1_627_653_590, '2021-07-30T13:59:50.000Z'],
    ['a time that lost its exponent', 1.627, undefined],
    ['zero', 0, undefined],
    ['a time in words', 'now', undefined],
    ['nothing', undefined, undefined],
  ])('of %s was measured when that says', (_name, ts, at) => {
    expect(read({ [KEY]: entry({ ts }) }).metrics[0]).toMatchObject({ value: '2472' });
    expect(read({ [KEY]: entry({ ts }) }).metrics[0]?.at).toBe(at);
  });

  it.each([
    ['2472', '2472'],
    ['-12.5', '-12.5'],
    ['0', '0'],
    ['0.1234567890123456', '0.1234567890123456'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901', '123456789012345678901'],
    ['1e+06', '1000000'],
    ['1.234567e+21', '1234567000000000000000'],
    ['2.5e-07', '0.00000025'],
  ])('keeps every digit of the value %s', (written, value) => {
    const text = `{"note":{"value":7},"x":"\\"value\\":8","labels":{},"metricName":"value","valid":true,\n"value" : ${written}, "later":{"value":9}}`;
    expect(read({ [KEY]: text })).toMatchObject({ metrics: [{ metric: 'value', value }], unreadable: [] });
  });

  it('takes the last of two values, as JSON does', () => {
    const text = '{"metricName":"m","labels":{},"value":11,"valid":true,"\\u0076alue":12}';
    expect(read({ [KEY]: text }).metrics[0]?.value).toBe('12');
  });

  it.each([
    ['0', '"value":0,', '0'],
    ['nothing', '', undefined],
    ['null', '"value":null,', undefined],
  ])('that is invalid and holds %s is never valid', (_name, value, expected) => {
    const [metric] = read({ [KEY]: `{"metricName":"m","labels":null,${value}"valid":false}` }).metrics;
    expect([metric?.valid, metric?.value]).toEqual([false, expected]);
  });

  it.each([
    ['no JSON', '{"metricName":"m","la'],
    ['an empty text', ''],
    ['null', 'null'],
    ['a list', '[1]'],
    ['no name', '{"labels":{},"value":1,"valid":true}'],
    ['an empty name', entry({ metricName: '' })],
    ['no validity', entry({ valid: undefined })],
    ['a validity in words', entry({ valid: 'true' })],
    ['a valid one without a value', entry({ value: undefined })],
    ['a value in words', entry({ value: '2472' })],
    ['an invalid one with a value in words', entry({ value: 'x', valid: false })],
    ['a value no float holds', entry().replace('2472', '1e999')],
    ['labels that are a list', entry({ labels: ['a'] })],
    ['a label that is a number', entry({ labels: { a: 1 } })],
  ])('with %s is named, not dropped', (_name, text) => {
    expect(read({ [KEY]: text, [`${KEY}-2`]: entry() })).toMatchObject({
      metrics: [{ id: `${KEY}-2` }],
      unreadable: [KEY],
    });
  });

  it('is told from what else lies in the ConfigMap', () => {
    expect(read({ readme: 'hello', 'external-metrics': 'x' })).toEqual({ metrics: [], unreadable: [] });
    expect(storedInConfigMap({ metadata: { name: 'x' } })).toEqual({ metrics: [], unreadable: [] });
  });

  it('is either read or named, whatever it holds', () => {
    const keys = fc.constantFrom('metricName', 'name', 'labels', 'ts', 'reference', 'hpa', 'value', 'valid', 'type');
    const damaged = fc
      .tuple(fc.nat(200), fc.nat(20), fc.constantFrom('', '"', '{', '\\', 'e', ':', '\u0000'))
      .map(([at, length, put]) => entry().slice(0, at) + put + entry().slice(at + length));
    const texts = fc.oneof(
      fc.string(),
      damaged,
      fc.dictionary(keys, fc.jsonValue()).map((object) => JSON.stringify(object)),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(KEY, 'external.metrics.a', 'external_metric-b'), texts), (data) => {
        const { metrics, unreadable } = read(data);
        expect(metrics.length + unreadable.length).toBe(Object.keys(data).length);
        for (const { valid, value } of metrics) expect(valid && value === undefined).toBe(false);
      }),
      { seed: 20_261_123, numRuns: 1_000 },
    );
  });

  it('of 8 MB is read in linear time', () => {
    const began = performance.now();
    read({ [KEY]: `{"metricName":"m","a":"${'\\"value\\":1'.repeat(800_000)}","value":1,"valid":true}` });
    read({ [KEY]: `{"a":${'['.repeat(4_000_000)}` });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
