import { describe, expect, it } from 'vitest';
import { documentsOf, hpasIn, wordsFor } from './read-kubectl.ts';

const HEADER = 'NAME       REFERENCE          TARGETS         MINPODS   MAXPODS   REPLICAS   AGE';

describe('kubectl get hpa', () => {
  it.each<[string, object[], number]>([
    ['824/9 (avg)', [{ current: '824', target: '9', average: true, resource: false }], 0],
    ['<unknown>/9 (avg)', [{ current: null, target: '9', average: true, resource: false }], 0],
    ['2472/3k', [{ current: '2472', target: '3k', average: false, resource: false }], 0],
    ['157500m/100 (avg)', [{ current: '157500m', target: '100', average: true, resource: false }], 0],
    ['10%/80%', [{ current: '10%', target: '80%', average: false, resource: true }], 0],
    ['cpu: 10%/80%', [{ current: '10%', target: '80%', average: false, resource: true }], 0],
    ['memory: 50Mi/100Mi', [{ current: '50Mi', target: '100Mi', average: false, resource: true }], 0],
    ['cpu: <unknown>/70%', [{ current: null, target: '70%', average: false, resource: true }], 0],
    [
      '824/9 (avg), 1/2 + 1 more...',
      [
        { current: '824', target: '9', average: true, resource: false },
        { current: '1', target: '2', average: false, resource: false },
      ],
      1,
    ],
    ['<none>', [], 0],
  ])('%s', (targets, shown, more) => {
    const row = `nginxext   Deployment/nginx   ${targets}     1         3         3          5m22s`;
    for (const text of [
      `${HEADER}\n${row}\n`,
      row,
      `NAMESPACE   ${HEADER}\ndefault     ${row}`,
      `   ${HEADER}\n   ${row}\n`,
      `${HEADER}\n${row}`.replace(/ {2,}/g, '\t'),
      `${HEADER}\n\n${row}\n\nwhy?\n`,
    ])
      expect(documentsOf('hpa', text), text).toEqual([
        expect.objectContaining({
          form: 'table',
          shown,
          more,
          hpa: {
            metadata: text.startsWith('NAMESPACE') ? { name: 'nginxext', namespace: 'default' } : { name: 'nginxext' },
            spec: { scaleTargetRef: { kind: 'Deployment', name: 'nginx' }, minReplicas: 1, maxReplicas: 3 },
            status: { currentReplicas: 3 },
          },
        }),
      ]);
  });

  it('reads all rows, and names with their kind', () => {
    const text = `${HEADER}
horizontalpodautoscaler.autoscaling/a   Deployment/x   1/2 (avg)   <unset>   5   4   3d4h
b   StatefulSet/y   2/2   6   8   7   <unknown>
`;
    expect(hpasIn(text)).toMatchObject([
      { metadata: { name: 'a' }, spec: { maxReplicas: 5 }, status: { currentReplicas: 4 } },
      { metadata: { name: 'b' }, spec: { minReplicas: 6, maxReplicas: 8 }, status: { currentReplicas: 7 } },
    ]);
    expect(hpasIn(text)[0]?.spec).not.toHaveProperty('minReplicas');
  });

  it.each([
    [
      'a row without its end',
      `${HEADER}\na   Deployment/x   1/2 (avg)   1   5   5   5m\nb   Deployment/y   1/2 (avg)   1   2`,
    ],
    [
      'targets that are none',
      `${HEADER}\na   Deployment/x   1/2 (avg)   1   5   5   5m\nb   Deployment/y   one/two   1   2   2   5m`,
    ],
  ])('refuses %s, and keeps the others', (_name, text) => {
    expect(wordsFor(text)).toEqual(['hpa table a', 'unrecognised damaged']);
  });
});

describe('kubectl get apiservice', () => {
  it.each([
    ['datadog/datadog-cluster-agent-metrics-api   True                       41m', 'True', undefined],
    ['datadog/datadog-cluster-agent-metrics-api   False (MissingEndpoints)   5d', 'False', 'MissingEndpoints'],
    ['datadog/datadog-cluster-agent-metrics-api   Unknown (x)                1s', 'Unknown', 'x'],
  ])('%s', (row, status, reason) => {
    const text = `NAME                              SERVICE                  AVAILABLE   AGE\nv1beta1.external.metrics.k8s.io   ${row}`;
    expect(documentsOf('api-service', text).map(({ apiService }) => apiService)).toEqual([
      {
        metadata: { name: 'v1beta1.external.metrics.k8s.io' },
        spec: {
          group: 'external.metrics.k8s.io',
          version: 'v1beta1',
          service: { namespace: 'datadog', name: 'datadog-cluster-agent-metrics-api' },
        },
        status: { conditions: [{ type: 'Available', status, ...(reason && { reason }) }] },
      },
    ]);
  });

  const list = (...names: string[]) =>
    `NAME   SERVICE   AVAILABLE   AGE\n${names.map((name) => `${name}   Local   True   3d`).join('\n')}\n`;

  it('a whole list without it says that there is none; a part of one says nothing', () => {
    expect(wordsFor(list('v1.', 'v1.apps', 'v1.batch', 'v2.autoscaling'))).toEqual(['refusal apiservices absent']);
    expect(wordsFor(list('v1.', 'v1.apps', 'v1.batch'))).toEqual(['unrecognised not-a-status']);
  });
});

describe('kubectl get datadogmetric', () => {
  const header = 'NAME          ACTIVE   VALID   VALUE    REFERENCES                  UPDATE TIME';
  it.each<[string, object]>([
    [
      'orders-rate   True     True    157.50   hpa:shop/a, wpa:shop/b      22s',
      {
        value: '157.50',
        valid: true,
        active: true,
        users: [
          { kind: 'hpa', namespace: 'shop', name: 'a' },
          { kind: 'wpa', namespace: 'shop', name: 'b' },
        ],
      },
    ],
    [
      'orders-rate   True     False            hpa:shop/a                  3m4s',
      { valid: false, active: true, value: null },
    ],
    [
      'orders-rate   False    False   0                                    3m',
      { valid: false, active: false, value: '0', users: [] },
    ],
    [
      'orders-rate   True     True    9        shop/old                    3m',
      { users: [{ kind: 'hpa', namespace: 'shop', name: 'old' }] },
    ],
  ])('%s', (row, metric) => {
    const [alone] = documentsOf('stored', `${header}\n${row}\n`);
    const shown = (one: typeof alone) => ({ ...one?.metrics[0], value: one?.metrics[0]?.value ?? null });
    expect(shown(alone)).toMatchObject(metric);
    const [told] = documentsOf('stored', `NAMESPACE   ${header}\nshop        ${row}`);
    expect(shown(told)).toMatchObject({
      ...metric,
      store: 'datadogmetric',
      id: 'shop/orders-rate',
      metric: 'datadogmetric@shop:orders-rate',
    });
  });
});

describe('kubectl get of workloads', () => {
  it.each<[string, string, object]>([
    [
      'deploy',
      'NAME    READY   UP-TO-DATE   AVAILABLE   AGE\nnginx   3/3     3            3           5m',
      { kind: 'Deployment', wanted: 3, replicas: 3, ready: 3, updated: 3 },
    ],
    [
      'deploy -o wide',
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES   SELECTOR\nnginx   4/4   4   4   5m   nginx   nginx:1   app=nginx',
      { kind: 'Deployment', wanted: 4, replicas: 4 },
    ],
    [
      'a rollout',
      'NAME    READY   UP-TO-DATE   AVAILABLE   AGE\nnginx   3/3     1            3           5m',
      { kind: 'Deployment', wanted: 3, replicas: null, ready: 3, updated: 1 },
    ],
    [
      'pods not ready',
      'NAME    READY   UP-TO-DATE   AVAILABLE   AGE\nnginx   2/3     3            2           5m',
      { kind: 'Deployment', wanted: 3, replicas: null, ready: 2 },
    ],
    [
      'before 1.15',
      'NAME    DESIRED   CURRENT   UP-TO-DATE   AVAILABLE   AGE\nnginx   3         5         2            3           5m',
      { kind: 'Deployment', wanted: 3, replicas: 5, updated: 2 },
    ],
    ['sts', 'NAME   READY   AGE\nnginx   7/7   5m', { kind: 'StatefulSet', wanted: 7, replicas: 7, ready: 7 }],
    [
      'rs',
      'NAME   DESIRED   CURRENT   READY   AGE\nnginx   6   5   4   5m',
      { kind: 'ReplicaSet', wanted: 6, replicas: 5, ready: 4 },
    ],
    [
      'all namespaces',
      'NAMESPACE   NAME    READY   UP-TO-DATE   AVAILABLE   AGE\nshop        deployment.apps/nginx   2/2     2            2           5m',
      { kind: 'Deployment', namespace: 'shop', wanted: 2, replicas: 2 },
    ],
  ])('%s', (_name, text, target) => {
    const told = documentsOf('scale-target', text);
    expect(told).toHaveLength(1);
    expect({ ...told[0]?.target, replicas: told[0]?.target.replicas ?? null }).toMatchObject({
      name: 'nginx',
      ...target,
    });
  });

  it('pods are no workloads', () => {
    expect(wordsFor('NAME    READY   STATUS    RESTARTS   AGE\nnginx   1/1     Running   0          5m')).toEqual([
      'unrecognised not-a-status',
    ]);
  });
});
