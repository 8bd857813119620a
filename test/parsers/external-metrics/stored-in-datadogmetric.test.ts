import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatadogMetric } from '../../../src/domain/autoscaling-objects.ts';
import { storedInDatadogMetric } from '../../../src/parsers/external-metrics/stored-in-datadogmetric.ts';

const REFRESHED = '2026-11-23T18:40:05Z';

function metric(
  spec: DatadogMetric['spec'] = {},
  status: Partial<Omit<DatadogMetric['status'], 'conditions'>> = {},
  conditions: Readonly<Record<string, object>> = {},
): DatadogMetric {
  return {
    metadata: { namespace: 'shop', name: 'orders-rate' },
    spec: { query: 'avg:orders.rate{env:live}', ...spec },
    status: {
      ...status,
      conditions: Object.entries(conditions).map(([type, over]) => ({
        type,
        status: 'True',
        lastUpdateTime: REFRESHED,
        ...over,
      })),
    },
  };
}

describe('a DatadogMetric', () => {
  it('is read whole', () => {
    const object = metric(
      { maxAge: '5m0s', timeWindow: '1h30m' },
      { currentValue: '123456.789', autoscalerReferences: 'hpa:shop/web, wpa:shop/cart' },
      { Active: {}, Valid: {}, Updated: { lastUpdateTime: '2026-11-23T18:39:00Z' }, Error: { status: 'False' } },
    );
    expect(storedInDatadogMetric(object)).toEqual({
      store: 'datadogmetric',
      id: 'shop/orders-rate',
      metric: 'datadogmetric@shop:orders-rate',
      labels: {},
      value: '123456.789',
      valid: true,
      at: '2026-11-23T18:39:00.000Z',
      users: [
        { kind: 'hpa', namespace: 'shop', name: 'web' },
        { kind: 'wpa', namespace: 'shop', name: 'cart' },
      ],
      query: 'avg:orders.rate{env:live}',
      active: true,
      maxAgeSeconds: 300,
      timeWindowSeconds: 5400,
    });
  });

  it('that the Agent made is called as the HPAs call it', () => {
    expect(storedInDatadogMetric(metric({ externalMetricName: 'orders.rate' })).metric).toBe('orders.rate');
    expect(storedInDatadogMetric(metric({ externalMetricName: '' })).metric).toBe('datadogmetric@shop:orders-rate');
  });

  it.each([
    ['never refreshed', {}, { valid: false, active: undefined, error: undefined, at: undefined }],
    ['not used', { Active: { status: 'False' } }, { active: false }],
    ['of unknown activity', { Active: { status: 'Unknown' } }, { active: undefined }],
    ['not valid', { Valid: { status: 'False' } }, { valid: false }],
    ['of unknown validity', { Valid: { status: 'Unknown' } }, { valid: false }],
    ['failing with a message', { Error: { reason: 'R', message: 'Global error' } }, { error: 'Global error' }],
    ['failing with a reason', { Error: { reason: 'R', message: '' } }, { error: 'R' }],
    ['failing without words', { Error: {} }, { error: 'Error' }],
    ['no longer failing', { Error: { status: 'False', message: 'old' } }, { error: undefined }],
    ['updated at no time', { Updated: { lastUpdateTime: undefined } }, { at: undefined }],
  ])('%s', (_name, conditions, expected) => {
    const read = storedInDatadogMetric(metric({}, {}, conditions));
    expect(
      Object.fromEntries(Object.keys(expected).map((key) => [key, (read as unknown as Record<string, unknown>)[key]])),
    ).toEqual(expected);
  });

  it.each([
    ['shop/web, other/api', ['hpa shop/web', 'hpa other/api']],
    ['hpa:shop/web,wpa:a/b', ['hpa shop/web', 'wpa a/b']],
    ['', []],
    [', ,', []],
    ['hpa:broken, hpa:shop/web', ['hpa shop/web']],
    ['vpa:shop/web', []],
  ])('of the references "%s" tells its users', (autoscalerReferences, users) => {
    const read = storedInDatadogMetric(metric({}, { autoscalerReferences }));
    expect(read.users.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual(users);
  });

  it.each([
    ['31.5', '31.5'],
    ['-4', '-4'],
    ['0', '0'],
    ['1e+06', '1000000'],
    ['12345678901234567890.5', '12345678901234567890.5'],
    ['', undefined],
    ['NaN', undefined],
    ['+Inf', undefined],
    ['many', undefined],
    [undefined, undefined],
  ])('of the value %s holds %s', (currentValue, value) => {
    expect(storedInDatadogMetric(metric({}, currentValue === undefined ? {} : { currentValue })).value).toBe(value);
  });

  it.each([
    ['0s', undefined],
    ['-5m', undefined],
    ['soon', undefined],
    ['90s', 90],
    ['1h', 3600],
  ])('of the maximum age %s lives %s seconds', (maxAge, seconds) => {
    expect(storedInDatadogMetric(metric({ maxAge })).maxAgeSeconds).toBe(seconds);
  });

  it('is read whatever its texts are', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom('hpa:', 'a/b', ', ', '1e9999', '9'.repeat(500), '/'));
    fc.assert(
      fc.property(texts, texts, texts, texts, (currentValue, autoscalerReferences, maxAge, status) => {
        const read = storedInDatadogMetric(
          metric({ maxAge }, { currentValue, autoscalerReferences }, { Valid: { status }, Updated: { status } }),
        );
        expect(read.valid).toBe(status === 'True');
        expect(read.value === undefined || /^-?\d+(\.\d+)?$/.test(read.value)).toBe(true);
      }),
      { seed: 20_261_123, numRuns: 1_000 },
    );
  });
});
