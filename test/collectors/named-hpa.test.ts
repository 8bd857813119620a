import { describe, expect, it } from 'vitest';
import type { Why } from '../../src/domain/reading.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import { collected, SHOP_WEB } from './made-collect.ts';
import { API_SERVICE, agentPod, CONFIG_MAP, hpa, madeReader, scaleTarget } from './made-reader.ts';

const AGENT_CALLS = /^(?:listPods|getLease|getDeployment|exec|getConfigMap dd\/datadog-leader-election|podLog)/;
const RIGHTS = /^mayAccount/;

function about(calls: readonly string[]): readonly string[] {
  return calls.filter((call) => !AGENT_CALLS.test(call) && !RIGHTS.test(call)).toSorted();
}

describe('an HPA asked for by its path', () => {
  it('takes one call for each thing its figures are made of, and no list', async () => {
    const made = madeReader();
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(about(made.calls)).toEqual([
      'apiVersions',
      `getApiService ${API_SERVICE}`,
      `getConfigMap ${CONFIG_MAP}`,
      'getConfigMap kube-system/extension-apiserver-authentication',
      'getExternalMetric shop/queue.depth',
      'getHpa shop/web',
      'getScaleTarget shop/Deployment/web',
      'getService dd/dca-metrics-api',
      'listEndpointSlices dd/dca-metrics-api',
      'listEvents HorizontalPodAutoscaler shop/web',
      'serverVersion',
    ]);
    expect(made.calls.some((call) => call.startsWith('podLog'))).toBe(false);
    expect(autoscaling).toMatchObject({
      search: { found: { known: true, value: ['shop/web'] }, near: [] },
      views: [
        {
          namespace: 'shop',
          name: 'web',
          first: {
            hpa: { known: true },
            target: { known: true, value: { replicas: 3 } },
            served: [{ index: 0, reading: { known: true, value: [{ value: '2472' }] } }],
            stored: { mode: 'configmap', list: { known: true, value: [{ value: '2472' }] } },
          },
        },
      ],
      chain: { aggregationLayer: { value: true }, serverVersion: { value: 'v1.34.4' } },
    });
    expect(autoscaling.views[0]).not.toHaveProperty('again');
    expect(autoscaling).not.toHaveProperty('log');
  });

  it('is read without waiting for the Agent', async () => {
    let asked: () => void = () => {};
    const hpaWasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const made = madeReader({ onCall: (call) => call.startsWith('getHpa') && asked() });
    const { listPods } = made.reader;
    // The pods are not told before the HPA was asked for: had it waited for them, this would never end.
    const reader = {
      ...made.reader,
      listPods: (...args: Parameters<typeof listPods>) => hpaWasAsked.then(() => listPods(...args)),
    };
    expect((await collected({ reader }, SHOP_WEB)).autoscaling.views).toHaveLength(1);
  });

  it('keeps each external metric’s place among the others', async () => {
    const mixed = hpa('shop', 'web', { metrics: ['a.b', 'c.d', 'e.f'] });
    const metrics = (mixed.spec.metrics ?? []).map((metric, index) => (index === 1 ? { type: 'Resource' } : metric));
    const served = {
      'shop/a.b': [{ metricName: 'a.b', value: '2472' }],
      'shop/e.f': [{ metricName: 'e.f', value: '2472' }],
    };
    const made = madeReader({ hpas: [{ ...mixed, spec: { ...mixed.spec, metrics } }], served });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling.views[0]?.first.served.map(({ index, reading }) => [index, reading.source])).toEqual([
      [0, 'getExternalMetric shop/a.b'],
      [2, 'getExternalMetric shop/e.f'],
    ]);
  });

  it('that uses no external metric is left at that', async () => {
    const made = madeReader({ hpas: [hpa('shop', 'web', { type: 'Resource' })] });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling.views[0]?.first).toMatchObject({ hpa: { known: true }, served: [] });
    expect(autoscaling.rights).toEqual([]);
    expect(made.calls.filter((call) => /^(?:getExternalMetric|getScaleTarget|podLog|mayAccount)/.test(call))).toEqual(
      [],
    );
  });

  it.each<[string, Why]>([
    ['forbidden', 'forbidden'],
    ['timeout', 'timeout'],
    ['unsupported', 'unsupported'],
  ])('that is %s is not taken for missing', async (_name, why) => {
    const made = madeReader({ fails: (call) => (call === 'getHpa shop/web' ? why : undefined) });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling).toMatchObject({ views: [], search: { found: { known: false, why }, near: [] } });
    expect(made.calls.filter((call) => call.startsWith('listHpas'))).toEqual([]);
  });

  it('that is not there is looked for by name everywhere, and by likeness in its namespace', async () => {
    const hpas = [hpa('shop', 'webb'), hpa('shop', 'cart'), hpa('store', 'web'), hpa('store', 'webb')];
    const made = madeReader({ hpas });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling).toMatchObject({
      views: [],
      rights: [],
      search: { found: { known: true, value: [], source: 'getHpa shop/web' }, near: ['store/web', 'shop/webb'] },
    });
    expect(made.calls.filter((call) => call.startsWith('listHpas'))).toEqual([
      'listHpas named web',
      'listHpas in shop',
    ]);
  });

  it('that is not there is not found, though nobody may list', async () => {
    const made = madeReader({ hpas: [], fails: (call) => (call.startsWith('listHpas') ? 'forbidden' : undefined) });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling.search).toMatchObject({ found: { known: true, value: [] }, near: [] });
  });
});

describe('an HPA asked for by its bare name', () => {
  const WEB = { kind: 'hpa', subject: { name: 'web' } } as const;
  const listed = (calls: readonly string[]) => calls.filter((call) => /^(?:listHpas|getHpa)/.test(call));

  it('is found wherever it is, by one list', async () => {
    const made = madeReader({ hpas: [hpa('shop', 'web'), hpa('shop', 'cart')] });
    const { autoscaling } = await collected(made, WEB);
    expect(autoscaling.search?.found).toMatchObject({ value: ['shop/web'] });
    expect(autoscaling.views).toMatchObject([{ namespace: 'shop', name: 'web' }]);
    expect(listed(made.calls)).toEqual(['listHpas named web']);
  });

  it('that several have is asked back', async () => {
    const made = madeReader({ hpas: [hpa('store', 'web'), hpa('shop', 'web')] });
    const { autoscaling } = await collected(made, WEB);
    expect(autoscaling).toMatchObject({ views: [], search: { found: { value: ['shop/web', 'store/web'] }, near: [] } });
    expect(made.calls.filter((call) => call.startsWith('getExternalMetric'))).toEqual([]);
  });

  it('that nobody has is looked for by likeness', async () => {
    const made = madeReader({ hpas: [hpa('a', 'wbe'), hpa('b', 'other')] });
    const { autoscaling } = await collected(made, WEB);
    expect(autoscaling).toMatchObject({ views: [], search: { found: { known: true, value: [] }, near: ['a/wbe'] } });
  });

  it('is looked for in "default" where nobody may look everywhere, and the refusal is kept', async () => {
    const made = madeReader({
      hpas: [hpa('default', 'web')],
      fails: (call) => (call.startsWith('listHpas') ? 'forbidden' : undefined),
    });
    const { autoscaling } = await collected(made, WEB);
    expect(autoscaling).toMatchObject({
      views: [{ namespace: 'default', name: 'web' }],
      search: { found: { known: false, why: 'forbidden' } },
    });
  });

  it('is not looked for in "default" where the list only took too long', async () => {
    const made = madeReader({ fails: (call) => (call.startsWith('listHpas') ? 'timeout' : undefined) });
    const { autoscaling } = await collected(made, WEB);
    expect(autoscaling).toMatchObject({ views: [], search: { found: { why: 'timeout' } } });
    expect(listed(made.calls)).toEqual(['listHpas named web']);
  });
});

describe('the HPA of a workload', () => {
  const HPAS = [
    hpa('shop', 'by-queue', { target: { kind: 'Deployment', name: 'web' } }),
    hpa('shop', 'web', { target: { kind: 'StatefulSet', name: 'web' } }),
    hpa('shop', 'cart'),
  ];

  it.each([
    ['deployment' as const, ['shop/by-queue']],
    ['statefulset' as const, ['shop/web']],
    ['replicaset' as const, []],
  ])('is told by its kind: %s', async (resource, found) => {
    const made = madeReader({ hpas: HPAS });
    const { autoscaling } = await collected(made, {
      kind: 'hpa',
      subject: { namespace: 'shop', name: 'web', resource },
    });
    expect(autoscaling.search?.found).toMatchObject({ known: true, value: found });
    expect(autoscaling.views.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(found);
    expect(made.calls.filter((call) => call.startsWith('listHpas'))).toEqual(['listHpas in shop']);
  });

  const DEPLOYMENT = { kind: 'hpa', subject: { name: 'web', resource: 'deployment' } } as const;

  it('may be two in one namespace: both are looked at', async () => {
    const both = ['x', 'y'].map((name) => hpa('shop', name, { target: { kind: 'Deployment', name: 'web' } }));
    const { autoscaling } = await collected(madeReader({ hpas: both }), DEPLOYMENT);
    expect(autoscaling.views.map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('of the same name in two namespaces is asked back', async () => {
    const { autoscaling } = await collected(madeReader({ hpas: [hpa('b', 'web'), hpa('a', 'web')] }), DEPLOYMENT);
    expect(autoscaling).toMatchObject({ views: [], search: { found: { value: ['a/web', 'b/web'] } } });
  });

  it('is looked for in "default" where nobody may list everything', async () => {
    const made = madeReader({
      hpas: [hpa('default', 'x', { target: { kind: 'Deployment', name: 'web' } })],
      fails: (call) => (call === 'listHpas' ? 'forbidden' : undefined),
    });
    const { autoscaling } = await collected(made, DEPLOYMENT);
    expect(autoscaling).toMatchObject({ views: [{ name: 'x' }], search: { found: { why: 'forbidden' } } });
  });
});

describe('whatever cannot be read', () => {
  const SOURCES = [
    'getHpa shop/web',
    'getScaleTarget shop/Deployment/web',
    'getExternalMetric shop/queue.depth',
    'listEvents HorizontalPodAutoscaler shop/web',
    `getApiService ${API_SERVICE}`,
    'getService dd/dca-metrics-api',
    'listEndpointSlices dd/dca-metrics-api',
    'getConfigMap kube-system/extension-apiserver-authentication',
    'apiVersions',
    'serverVersion',
    `getConfigMap ${CONFIG_MAP}`,
    'mayAccount system:serviceaccount:kube-system:horizontal-pod-autoscaler list queue.depth.external.metrics.k8s.io in shop',
  ];
  const WHYS = ['forbidden', 'timeout', 'unreachable', 'unreadable', 'truncated'] as const;
  it.each(SOURCES.flatMap((source) => WHYS.map((why) => [source, why] as const)))(
    'is told with its reason: %s %s',
    async (source, why) => {
      const made = madeReader({ fails: (call) => (call === source ? why : undefined) });
      const snapshot = await collected(made, SHOP_WEB);
      const failures = readingsOf(snapshot).filter((reading) => !reading.known && reading.source === source);
      expect(failures.length).toBeGreaterThan(0);
      for (const failure of failures) expect(failure).toMatchObject({ known: false, why });
    },
  );

  it('is everything, and the answer still comes', async () => {
    const snapshot = await collected(madeReader({ fails: () => 'unreachable' }), SHOP_WEB);
    expect(readingsOf(snapshot).every(({ known }) => !known)).toBe(true);
  });

  it('may be an object that is gone by the next read', async () => {
    const made = madeReader({ targets: [], served: {}, hpas: [hpa('shop', 'web', { message: 'x' })] });
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(autoscaling.views[0]?.first).toMatchObject({
      target: { known: false, why: 'absent' },
      served: [{ reading: { known: true, value: [] } }],
    });
  });
});

describe('the aggregation layer', () => {
  const MAP = 'kube-system/extension-apiserver-authentication';
  it.each([
    ['with its certificate', { [MAP]: { data: { 'requestheader-client-ca-file': 'PEM' } } }, true],
    ['with an empty one', { [MAP]: { data: { 'requestheader-client-ca-file': ' \n' } } }, false],
    ['without one', { [MAP]: { data: { 'client-ca-file': 'PEM' } } }, false],
    ['without the ConfigMap', {}, false],
  ])('%s', async (_name, configMaps, value) => {
    const { autoscaling } = await collected(madeReader({ configMaps }), SHOP_WEB);
    expect(autoscaling.chain.aggregationLayer).toMatchObject({ known: true, value });
  });
});

describe('an APIService', () => {
  it.each([
    ['that is not there', undefined],
    ['that the API server answers itself', {}],
    ['that names no namespace', { service: { name: 'x' } }],
  ])('%s leads to no Service', async (_name, apiService) => {
    const made = madeReader(apiService === undefined ? {} : { apiService });
    if (apiService === undefined) delete made.made.apiService;
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect(Object.keys(autoscaling.chain)).not.toContain('service');
    expect(made.calls.some((call) => call.startsWith('getService'))).toBe(false);
  });
});

it('events come newest first, at most a hundred', async () => {
  const events = Array.from({ length: 150 }, (_, i) => ({
    message: `e${i}`,
    [i % 2 ? 'lastTimestamp' : 'eventTime']: `2026-11-23T10:${String(i % 60).padStart(2, '0')}:00Z`,
  }));
  const { autoscaling } = await collected(madeReader({ events }), SHOP_WEB);
  const read = autoscaling.views[0]?.events;
  const told = read?.known ? read.value.map(({ lastTimestamp, eventTime }) => lastTimestamp ?? eventTime ?? '') : [];
  expect(told).toHaveLength(100);
  expect(told).toEqual(told.toSorted().toReversed());
  expect(told[0]).toBe('2026-11-23T10:59:00Z');
});

it('the steps of a question are told in order', async () => {
  const steps: string[] = [];
  await collected(madeReader({ targets: [scaleTarget('shop', 'web')] }), SHOP_WEB, {
    progress: ({ step, done, total }) => steps.push(`${step} ${done}/${total}`),
  });
  expect(steps).toEqual(['pods 0/5', 'locks 1/5', 'status 2/5', 'kubernetes 3/5', 'diagnosis 4/5']);
});

it('settings of the provider and the account come from the pods', async () => {
  const env = { DD_EXTERNAL_METRICS_PROVIDER_PORT: '8443', DD_SITE: 'datadoghq.eu', DD_APP_KEY: 'never-5' };
  const { pods } = await collected(madeReader({ pods: [agentPod('dca-1', env)] }), SHOP_WEB);
  expect(pods).toMatchObject({
    value: [
      { env: { DD_EXTERNAL_METRICS_PROVIDER_PORT: '8443', DD_SITE: 'datadoghq.eu' }, serviceAccount: 'dca-account' },
    ],
  });
  expect(JSON.stringify(pods)).not.toContain('never');
});
