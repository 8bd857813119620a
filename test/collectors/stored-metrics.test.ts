import { describe, expect, it } from 'vitest';
import type { Why } from '../../src/domain/reading.ts';
import { collected } from './made-collect.ts';
import { agentPod, CONFIG_MAP, datadogMetric, entry, type Made, madeReader } from './made-reader.ts';

const METRICS = { kind: 'metrics' } as const;
const CRD = 'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD';
const KEY = 'external_metric-horizontal-shop-web-queue.depth';
const UPDATED = 'custom-metrics.datadoghq.com/last-updated';

/** What a `status` says of the store. */
function status(custommetrics: object) {
  return { version: '7.63.0', flavor: 'cluster_agent', custommetrics };
}
const OBJECTS_IN_STATUS = { 'dca-1': status({ NoStatus: 'uses DatadogMetric' }) };
const listInStatus = (total: number) => ({
  'dca-2': status({
    Cmname: CONFIG_MAP,
    External: { Total: total, Valid: 1, Metrics: [JSON.parse(entry({ value: 77 }))] },
  }),
});

async function stored(over: Partial<Made>, env: Record<string, string> = {}, failing: Record<string, Why> = {}) {
  const made = madeReader({
    pods: [agentPod('dca-1', env), agentPod('dca-2', env)],
    ...over,
    fails: (call) => failing[call],
  });
  const { autoscaling } = await collected(made, METRICS);
  const { list, ...rest } = autoscaling.stored;
  const reads = made.calls.filter((call) => call === 'listDatadogMetrics' || call.startsWith('getConfigMap dd/'));
  return {
    ...rest,
    told: list.known ? list.value.map(({ id, value }) => `${id}=${value}`) : list.why,
    source: list.source,
    reads: reads.filter((call) => !call.includes('leader')).toSorted(),
  };
}

describe('where the values are kept', () => {
  it.each([
    ['true', 'datadogmetric'],
    ['1', 'datadogmetric'],
    ['T', 'datadogmetric'],
    ['TRUE', 'datadogmetric'],
    ['false', 'configmap'],
    ['0', 'configmap'],
    ['yes', 'configmap'],
  ])('is told by the setting %s: %s, and nothing else is read', async (value, mode) => {
    const made = { datadogMetrics: [datadogMetric('shop', 'rate', '2026-11-23T18:39:00Z')] };
    const { reads, told, ...rest } = await stored(made, { [CRD]: value });
    expect(rest.mode).toBe(mode);
    expect(reads).toEqual([mode === 'configmap' ? `getConfigMap ${CONFIG_MAP}` : 'listDatadogMetrics']);
    expect(told).toEqual([mode === 'configmap' ? `${KEY}=2472` : 'shop/rate=31']);
    expect('configMap' in rest).toBe(mode === 'configmap');
  });

  it('is the ConfigMap of the name and namespace that the Agent is told', async () => {
    const env = { [CRD]: 'false', DD_HPA_CONFIGMAP_NAME: 'mine', DD_KUBE_RESOURCES_NAMESPACE: 'ns-4' };
    const made = { configMaps: { 'ns-4/mine': { data: { [KEY]: entry({ value: 5 }) } } } };
    expect(await stored(made, env)).toMatchObject({ configMap: 'ns-4/mine', told: [`${KEY}=5`] });
  });

  const OBJECT = { datadogMetrics: [datadogMetric('shop', 'rate', '2026-11-23T18:39:00Z')] };
  const EMPTY = { configMaps: { [CONFIG_MAP]: { data: {} } } };
  const at = (updated: string) => ({
    configMaps: { [CONFIG_MAP]: { annotations: { [UPDATED]: updated }, data: { [KEY]: entry() } } },
  });
  it.each<[string, Partial<Made>, Record<string, Why>, string, unknown]>([
    ['by the status', { ...OBJECT, statuses: OBJECTS_IN_STATUS }, {}, 'datadogmetric', ['shop/rate=31']],
    [
      'by the status against what lies there',
      { ...OBJECT, statuses: listInStatus(1) },
      {},
      'configmap',
      [`${KEY}=2472`],
    ],
    ['by the entries, where there are no objects', { datadogMetrics: [] }, {}, 'configmap', [`${KEY}=2472`]],
    ['by the entries, where there is no such resource', {}, {}, 'configmap', [`${KEY}=2472`]],
    [
      'by the objects, where there is no ConfigMap',
      { ...OBJECT, configMaps: {} },
      {},
      'datadogmetric',
      ['shop/rate=31'],
    ],
    ['by the objects, where the ConfigMap is empty', { ...OBJECT, ...EMPTY }, {}, 'datadogmetric', ['shop/rate=31']],
    ['by the empty ConfigMap', { ...EMPTY }, {}, 'configmap', []],
    [
      'by what is newer: the objects',
      { ...OBJECT, ...at('2026-11-20T00:00:00Z') },
      {},
      'datadogmetric',
      ['shop/rate=31'],
    ],
    ['by what is newer: the ConfigMap', { ...OBJECT, ...at('2026-11-23T18:39:50Z') }, {}, 'configmap', [`${KEY}=2472`]],
    ['by nothing, where nothing is', { configMaps: {} }, {}, 'unknown', 'absent'],
    ['by nothing, where no object is', { configMaps: {}, datadogMetrics: [] }, {}, 'unknown', []],
    [
      'by nothing, where the ConfigMap is hidden',
      { datadogMetrics: [] },
      { [`getConfigMap ${CONFIG_MAP}`]: 'forbidden' },
      'unknown',
      'forbidden',
    ],
    ['by nothing, where the objects are hidden', EMPTY, { listDatadogMetrics: 'timeout' }, 'unknown', 'timeout'],
    [
      'by the entries, where the objects are hidden',
      {},
      { listDatadogMetrics: 'forbidden' },
      'configmap',
      [`${KEY}=2472`],
    ],
  ])('is told %s', async (_name, made, failing, mode, told) => {
    const read = await stored(made, {}, failing);
    expect([read.mode, read.told]).toEqual([mode, told]);
    expect(read.reads).toEqual([`getConfigMap ${CONFIG_MAP}`, 'listDatadogMetrics']);
  });
});

describe('a ConfigMap that cannot be read', () => {
  const failing = { [`getConfigMap ${CONFIG_MAP}`]: 'forbidden' } as const;
  it('is made up for by the list of a status, which is the source then', async () => {
    const read = await stored({ statuses: listInStatus(1) }, { [CRD]: 'false' }, failing);
    expect(read).toMatchObject({ configMap: CONFIG_MAP, told: [`${KEY}=77`], source: 'exec dca-2 status-json' });
  });

  it('is not made up for by a list with gaps', async () => {
    const read = await stored({ statuses: listInStatus(2) }, { [CRD]: 'false' }, failing);
    expect(read).toMatchObject({ told: 'forbidden' });
  });
});

it('an entry that makes no sense is named', async () => {
  const data = { [KEY]: entry(), 'external_metric-broken': '{' };
  expect(await stored({ configMaps: { [CONFIG_MAP]: { data } } }, { [CRD]: 'false' })).toMatchObject({
    unreadable: ['external_metric-broken'],
    told: [`${KEY}=2472`],
  });
});

it('a DatadogMetric whose valid value is no number is named', async () => {
  const at = '2026-11-23T18:39:00Z';
  const datadogMetrics = [
    datadogMetric('a', 'odd', at, true, 'NaN'),
    datadogMetric('a', 'invalid', at, false, ''),
    datadogMetric('a', 'fine', at),
  ];
  expect(await stored({ datadogMetrics }, { [CRD]: 'true' })).toMatchObject({ unreadable: ['a/odd'] });
});
