import { describe, expect, it } from 'vitest';
import { type CreateNodeOptions, type ToStringOptions, stringify as toYaml } from 'yaml';
import { documentsOf, hpasIn, kubectlText, LEADER_AND_FOLLOWER, wordsFor } from './read-kubectl.ts';

/** Without anchors, which kubectl does not print. */
function stringify(value: unknown, options: CreateNodeOptions & ToStringOptions = {}): string {
  return toYaml(value, { aliasDuplicateObjects: false, ...options });
}

const meta = { name: 'orders', namespace: 'shop', creationTimestamp: '2026-03-03T08:15:02Z' };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' };
const bounds = { minReplicas: 2, maxReplicas: 120, scaleTargetRef };
const selector = {
  matchLabels: { queue: 'orders' },
  matchExpressions: [{ key: 'env', operator: 'In', values: ['a', 'b'] }],
};
const status = { currentReplicas: 17, desiredReplicas: 19, lastScaleTime: '2026-03-03T09:00:00Z' };
const condition = {
  type: 'ScalingActive',
  status: 'True',
  reason: 'ValidMetricFound',
  message: 'ok: fine',
  lastTransitionTime: '2026-03-03T09:00:00Z',
};
const behavior = {
  scaleUp: {
    stabilizationWindowSeconds: 15,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }],
  },
};

const V2 = {
  kind: 'HorizontalPodAutoscaler',
  metadata: meta,
  spec: {
    ...bounds,
    behavior,
    metrics: [
      {
        type: 'External',
        external: { metric: { name: 'q', selector }, target: { type: 'AverageValue', averageValue: '100' } },
      },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ],
  },
  status: {
    ...status,
    conditions: [condition],
    currentMetrics: [
      { type: 'External', external: { metric: { name: 'q', selector }, current: { averageValue: '157500m' } } },
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12, averageValue: '12m' } } },
    ],
  },
};

/** The lists of v2beta1, which v1 keeps as JSON in annotations. */
const OLD_SPEC = [
  { type: 'External', external: { metricName: 'q', metricSelector: selector, targetAverageValue: '100' } },
];
const OLD_STATUS = [
  {
    type: 'External',
    external: { metricName: 'q', metricSelector: selector, currentValue: '0', currentAverageValue: '157500m' },
  },
];
const CPU = { type: 'Resource', resource: { name: 'cpu' } };
const note = (name: string, value: unknown) => [`autoscaling.alpha.kubernetes.io/${name}`, JSON.stringify(value)];

const VERSIONS: [string, object][] = [
  ['autoscaling/v2', V2],
  ['autoscaling/v2beta2', V2],
  [
    'autoscaling/v2beta1',
    {
      ...V2,
      spec: { ...bounds, behavior, metrics: [...OLD_SPEC, CPU] },
      status: { ...status, conditions: [condition], currentMetrics: [...OLD_STATUS, CPU] },
    },
  ],
  [
    'autoscaling/v1',
    {
      kind: 'HorizontalPodAutoscaler',
      metadata: {
        ...meta,
        annotations: Object.fromEntries([
          note('metrics', OLD_SPEC),
          note('current-metrics', OLD_STATUS),
          note('conditions', [condition]),
          note('behavior', {
            ScaleUp: {
              StabilizationWindowSeconds: 15,
              SelectPolicy: 'Max',
              Policies: [{ Type: 'Pods', Value: 4, PeriodSeconds: 60 }],
            },
          }),
        ]),
      },
      spec: { ...bounds, targetCPUUtilizationPercentage: 80 },
      status: { ...status, currentCPUUtilizationPercentage: 12 },
    },
  ],
];

const EXPECTED = {
  metadata: meta,
  spec: {
    ...bounds,
    behavior,
    metrics: [{ type: 'External', external: V2.spec.metrics[0]?.external }, { type: 'Resource' }],
  },
  status: {
    ...V2.status,
    currentMetrics: [{ type: 'External', external: V2.status.currentMetrics[0]?.external }, { type: 'Resource' }],
  },
};

describe('an HPA', () => {
  it.each(VERSIONS)('of %s is read as one of today, in JSON and in YAML', (apiVersion, object) => {
    const whole = { apiVersion, ...object };
    const list = { apiVersion: 'v1', items: [whole, whole], kind: 'List', metadata: { resourceVersion: '' } };
    for (const write of [
      (one: unknown) => JSON.stringify(one, null, 4),
      (one: unknown) => JSON.stringify(one),
      stringify,
    ]) {
      expect(hpasIn(write(whole))).toEqual([EXPECTED]);
      expect(hpasIn(write(list))).toEqual([EXPECTED, EXPECTED]);
    }
    expect(hpasIn([whole, whole].map((one) => stringify(one)).join('---\n'))).toEqual([EXPECTED, EXPECTED]);
  });

  it('takes numbers in YAML for quantities', () => {
    const text = stringify({ apiVersion: 'autoscaling/v2', ...V2 }).replace('averageValue: "100"', 'averageValue: 100');
    expect(text).toContain('averageValue: 100\n');
    expect(hpasIn(text)).toEqual([EXPECTED]);
  });

  it.each<[string, (hpa: typeof V2) => unknown, string]>([
    ['no name', (hpa) => ({ ...hpa, metadata: {} }), 'HorizontalPodAutoscaler: metadata.name is missing'],
    [
      'no maximum',
      (hpa) => ({ ...hpa, spec: { ...hpa.spec, maxReplicas: 'x' } }),
      'HorizontalPodAutoscaler orders: spec.maxReplicas is missing',
    ],
    [
      'no target',
      (hpa) => ({ ...hpa, spec: { ...hpa.spec, scaleTargetRef: undefined } }),
      'spec.scaleTargetRef.kind is missing',
    ],
    [
      'a broken metric',
      (hpa) => ({ ...hpa, spec: { ...hpa.spec, metrics: [{ type: 'External' }] } }),
      'spec.metrics[0].external is missing',
    ],
    [
      'a broken quantity',
      (hpa) => JSON.parse(JSON.stringify(hpa).replace('"157500m"', '"15x"')),
      'status.currentMetrics[0] averageValue is no quantity',
    ],
    ['no spec at all', ({ kind, metadata }) => ({ kind, metadata }), 'spec.scaleTargetRef.kind is missing'],
  ])('with %s is refused, and its neighbour is not', (_name, change, detail) => {
    const list = { apiVersion: 'v1', kind: 'List', items: [change(V2), { apiVersion: 'autoscaling/v2', ...V2 }] };
    for (const text of [JSON.stringify(list), JSON.stringify(list, null, 2)]) {
      expect(wordsFor(text)).toEqual(['unrecognised damaged', 'hpa json orders']);
      expect(documentsOf('unrecognised', text)[0]?.detail).toContain(detail);
    }
  });
});

describe('workloads', () => {
  it.each<[string, object, object]>([
    [
      'runs',
      { replicas: 5, readyReplicas: 4, updatedReplicas: 3, observedGeneration: 1 },
      { wanted: 3, replicas: 5, ready: 4, updated: 3 },
    ],
    ['is scaled to nothing', { observedGeneration: 2 }, { wanted: 3, replicas: 0, ready: 0, updated: 0 }],
    ['is only a manifest', {}, { wanted: 3 }],
  ])('a Deployment that %s', (_name, state, size) => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta, spec: { replicas: 3 }, status: state };
    for (const text of [JSON.stringify(object), stringify(object)])
      expect(documentsOf('scale-target', text).map(({ target }) => target)).toEqual([
        { kind: 'Deployment', namespace: 'shop', name: 'orders', ...size },
      ]);
  });
});

describe('stored values', () => {
  const entry =
    '{"metricName":"q","labels":{"queue":"orders"},"ts":1772525702,"reference":{"type":"horizontal","name":"orders","namespace":"shop","uid":"u"},"value":2472,"valid":true}';
  it('are read out of the ConfigMap, in JSON and in YAML', () => {
    const metadata = {
      name: 'datadog-custom-metrics',
      namespace: 'datadog',
      annotations: { 'custom-metrics.datadoghq.com/last-updated': '2026-03-03T08:15:10Z' },
    };
    const data = { 'external_metric-horizontal-shop-orders-q': entry };
    const object = { apiVersion: 'v1', data, kind: 'ConfigMap', metadata };
    for (const text of [
      JSON.stringify(object, null, 2),
      stringify(object),
      stringify(object).replace(/orders-q: .*\n/, `orders-q: |\n    ${entry}\n`),
    ])
      expect(documentsOf('stored', text)).toMatchObject([
        {
          store: 'configmap',
          configMap: 'datadog/datadog-custom-metrics',
          updatedAt: '2026-03-03T08:15:10.000Z',
          metrics: [
            { metric: 'q', value: '2472', valid: true, at: '2026-03-03T08:15:02.000Z', users: [{ name: 'orders' }] },
          ],
        },
      ]);
  });

  it('are read out of a DatadogMetric', () => {
    const object = {
      apiVersion: 'datadoghq.com/v1alpha1',
      kind: 'DatadogMetric',
      metadata: meta,
      spec: { query: 'avg:q{*}' },
      status: {
        currentValue: '157.50',
        autoscalerReferences: 'hpa:shop/orders',
        conditions: [
          { type: 'Valid', status: 'False' },
          { type: 'Error', status: 'True', message: 'no serie' },
        ],
      },
    };
    for (const text of [JSON.stringify(object), stringify(object)])
      expect(documentsOf('stored', text)[0]?.metrics).toMatchObject([
        { id: 'shop/orders', value: '157.50', valid: false, query: 'avg:q{*}', error: 'no serie' },
      ]);
  });

  it('of 2018 are read out of blocks that the guide shows', () => {
    const block =
      '    hpa:\n    - name: orders\n    - namespace: shop\n    labels:\n    - queue: a\n    metricName: q\n    ts: 1532042322\n    valid: true\n    value: 2472\n';
    expect(documentsOf('stored', `${block}\n${block.replaceAll('orders', 'web').replace('2472', '16')}`)).toMatchObject(
      [
        {
          metrics: [
            { metric: 'q', value: '2472', labels: { queue: 'a' }, users: [{ name: 'orders' }] },
            { value: '16', users: [{ name: 'web' }] },
          ],
        },
      ],
    );
    expect(wordsFor(`${block}\n${block.slice(0, 60)}`)).toEqual(['stored configmap 1', 'unrecognised damaged']);
  });

  it('of today are read out of the list of a status', () => {
    const block =
      '  * horizontal pod autoscaler: shop/orders\n    Metric name: q\n    Labels:\n    - queue: a\n    Value: 2,472\n    Timestamp: 2026-03-03 08:15:02 UTC (1772525702000)\n    Valid: true\n';
    expect(documentsOf('stored', block)).toMatchObject([
      { metrics: [{ metric: 'q', value: '2472', at: '2026-03-03T08:15:02.000Z' }] },
    ]);
  });
});

describe('the chain', () => {
  it('is read from the captured objects', () => {
    const services = kubectlText(`${LEADER_AND_FOLLOWER}/services.json`);
    expect(
      documentsOf('service', services).find(
        ({ service }) => service.metadata.name === 'datadog-cluster-agent-metrics-api',
      )?.service.spec,
    ).toMatchObject({
      ports: [{ port: 8443, targetPort: expect.anything() }],
    });
    expect(documentsOf('endpoints', services)).toHaveLength(7);
    const [one] = documentsOf('api-service', kubectlText(`${LEADER_AND_FOLLOWER}/apiservice-external.json`));
    expect(one?.apiService).toMatchObject({
      spec: {
        insecureSkipTLSVerify: true,
        service: { namespace: 'datadog', name: 'datadog-cluster-agent-metrics-api', port: 8443 },
      },
      status: { conditions: [{ type: 'Available', status: 'True' }] },
    });
  });

  it.each<[string, object]>([
    [
      'Error from server (NotFound): apiservices.apiregistration.k8s.io "v1beta1.external.metrics.k8s.io" not found',
      { resource: 'apiservices', name: 'v1beta1.external.metrics.k8s.io', why: 'absent' },
    ],
    [
      'Error from server (NotFound): horizontalpodautoscalers.autoscaling "web" not found',
      { resource: 'horizontalpodautoscalers', name: 'web', why: 'absent' },
    ],
    [
      'Error from server (Forbidden): configmaps "datadog-custom-metrics" is forbidden: User "ana" cannot get resource "configmaps"',
      { resource: 'configmaps', name: 'datadog-custom-metrics', why: 'forbidden' },
    ],
    [
      'Error from server (Forbidden): horizontalpodautoscalers.autoscaling is forbidden: User "ana" cannot list resource',
      { resource: 'horizontalpodautoscalers', why: 'forbidden' },
    ],
    ['error: the server doesn\'t have a resource type "datadogmetric"', { resource: 'datadogmetrics', why: 'absent' }],
  ])('%s', (line, refusal) => {
    expect(documentsOf('refusal', `$ kubectl get x\n${line}\n`)).toEqual([
      { from: 'paste', kind: 'refusal', ...refusal, detail: line },
    ]);
  });

  it('other errors stay what they were', () => {
    expect(wordsFor('Error from server (NotFound): the server could not find the requested resource')).toEqual([
      'unrecognised error-text',
    ]);
  });

  it('knows what an empty list was the answer to by the command above it', () => {
    const list =
      '{"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[]}';
    const command =
      '$ kubectl get --raw "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/q%2Fr?labelSelector=a%3Db"';
    expect(documentsOf('served', `${command}\n${list}ana@host:~$ `)).toEqual([
      { from: 'paste', kind: 'served', values: [], asked: { namespace: 'shop', metric: 'q/r' } },
    ]);
    expect(documentsOf('served', list)).toEqual([{ from: 'paste', kind: 'served', values: [] }]);
  });

  it('reads versions', () => {
    expect(
      documentsOf('api-versions', kubectlText(`${LEADER_AND_FOLLOWER}/api-versions.txt`))[0]?.versions,
    ).toHaveLength(23);
    expect(
      documentsOf('server-version', 'Client Version: v1.35.0\nKustomize Version: v5.7\nServer Version: v1.34.4\n'),
    ).toMatchObject([{ version: 'v1.34.4' }]);
  });
});

describe('YAML that is not whole', () => {
  const list = stringify({
    apiVersion: 'v1',
    items: [
      { apiVersion: 'autoscaling/v2', ...V2 },
      { apiVersion: 'autoscaling/v2', ...V2, metadata: { name: 'b' } },
    ],
    kind: 'List',
  });
  it.each<[string, string, string[]]>([
    ['a list without its end', list.slice(0, list.indexOf('kind: List')), ['hpa yaml orders', 'unrecognised damaged']],
    [
      'an open quote',
      list.replace('message: "ok: fine"', 'message: "ok: fine'),
      ['unrecognised damaged', 'hpa yaml b'],
    ],
    [
      'a status without its end',
      stringify({ apiVersion: 'autoscaling/v2', ...V2, status: { currentReplicas: 17 } }),
      ['unrecognised damaged'],
    ],
    ['an object without its kind', 'apiVersion: v1\ndata:\n  a: b\n', ['unrecognised damaged']],
    [
      'brackets that do not end',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x\n',
      ['unrecognised damaged'],
    ],
  ])('%s', (_name, text, words) => {
    expect(wordsFor(text)).toEqual(words);
  });

  it('may leave out what somebody marked', () => {
    const text = stringify({ apiVersion: 'autoscaling/v2', ...V2 }).replace('status:\n', '[...]\nstatus:\n  ...\n');
    expect(hpasIn(text)).toEqual([EXPECTED]);
  });
});
