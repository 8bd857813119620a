import { expect, it } from 'vitest';
import { storedInConfigMap } from '../../../src/parsers/external-metrics/stored-in-config-map.ts';
import { storedInStatus } from '../../../src/parsers/external-metrics/stored-in-status.ts';
import { metricListFromJson } from '../../../src/parsers/status/external-metric-list.ts';

const ENTRIES = [
  {
    key: 'external_metric-horizontal-shop-web-queue.depth',
    entry: {
      metricName: 'queue.depth',
      labels: { queue: 'orders' },
      ts: 1_627_653_590,
      reference: { type: 'horizontal', name: 'web', namespace: 'shop', uid: 'u-1' },
      value: 2472,
      valid: true,
    },
  },
  {
    key: 'external_metric-watermark-shop-w-1-other.depth',
    entry: {
      metricName: 'other.depth',
      labels: null,
      ts: 1.6,
      reference: { type: 'watermark', name: 'w-1', namespace: 'shop', uid: 'u-2' },
      value: 0,
      valid: false,
    },
  },
];

it('what the status lists is what the ConfigMap holds', () => {
  const data = Object.fromEntries(ENTRIES.map(({ key, entry }) => [key, JSON.stringify(entry)]));
  const inConfigMap = storedInConfigMap({ metadata: { name: 'datadog-custom-metrics' }, data });
  expect(storedInStatus(metricListFromJson(ENTRIES.map(({ entry }) => entry)))).toEqual(inConfigMap.metrics);
  expect(inConfigMap.metrics).toHaveLength(2);
});
