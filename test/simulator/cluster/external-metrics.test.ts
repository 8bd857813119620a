import { afterEach, describe, expect, it } from 'vitest';
import { goFloat } from '../../../simulator/cluster/served-values.ts';
import { scenarioFolder } from '../../kube/open-simulated.ts';
import { extendScenario, openClient, type SimulatedClient } from './simulated-client.ts';

const ROOT = '/apis/external.metrics.k8s.io/v1beta1';
const NGINX = `${ROOT}/namespaces/default/nginx.net.request_per_s`;
const SELECTED = '?labelSelector=app%3Dpuppet%2Cenv%3Ddemo';
const HPA = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/nginxext';

let closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

async function open(scenario: string, now?: () => number): Promise<SimulatedClient> {
  const client = await openClient(scenarioFolder(scenario), now);
  closers.push(client.close);
  return client;
}

async function openExtended(base: string, files: Readonly<Record<string, string>>): Promise<SimulatedClient> {
  const { folder, remove } = await extendScenario(base, files);
  closers.push(remove);
  const client = await openClient(folder);
  closers.push(client.close);
  return client;
}

const valuesOf = ({ body }: { body: { items?: { value: string }[] } }) => body.items?.map(({ value }) => value);

describe('with a ConfigMap', () => {
  it.each([
    ['leader-and-follower', NGINX + SELECTED, ['2472']],
    ['leader-and-follower', NGINX, ['2472']],
    ['leader-and-follower', `${NGINX}?labelSelector=app%20in%20(puppet,chef),!team`, ['2472']],
    ['leader-and-follower', `${NGINX}?labelSelector=app%3Dpuppet%2Cenv%3Dprod`, []],
    ['leader-and-follower', `${ROOT}/namespaces/elsewhere/NGINX.net.Request_per_s${SELECTED}`, ['2472']],
    ['leader-and-follower', `${ROOT}/namespaces/default/nginx%2Enet.request_per_s${SELECTED}`, ['2472']],
    ['leader-and-follower', `${ROOT}/namespaces/default/missing.metric?labelSelector=kube_container_name%3Dnginx`, []],
    ['leader-and-follower', `${ROOT}/namespaces/default/nobody`, []],
    ['endpoint-checks-running', NGINX + SELECTED, ['2472', '2472']],
    ['hpa-shared-metric', NGINX + SELECTED, ['2472', '2472']],
    ['hpa-held-at-black-friday', `${ROOT}/namespaces/shop/checkout.requests_per_s`, ['18900']],
  ])('%s serves %s: %j', async (scenario, path, expected) => {
    const client = await open(scenario);
    const got = await client.get(path);
    expect(got).toMatchObject({ status: 200, body: { kind: 'ExternalMetricValueList' } });
    expect(valuesOf(got)).toEqual(expected);
  });

  it('tells an item as the Agent does', async () => {
    const now = Date.UTC(2031, 0, 2, 3, 4, 5, 678);
    const client = await open('leader-and-follower', () => now);
    expect((await client.get(NGINX + SELECTED)).body.items).toEqual([
      {
        metricName: 'nginx.net.request_per_s',
        metricLabels: { app: 'puppet', env: 'demo' },
        timestamp: '2031-01-02T03:04:05Z',
        value: '2472',
      },
    ]);
  });

  it('serves the captured values where there is no ConfigMap', async () => {
    const client = await openExtended('leader-and-follower', {
      'scenario.yaml': 'remove: [{ kind: ConfigMap, namespace: datadog, name: datadog-custom-metrics }]',
    });
    expect(valuesOf(await client.get(NGINX + SELECTED))).toEqual(['2472']);
    expect(valuesOf(await client.get(`${NGINX}?labelSelector=env%3Dprod`))).toEqual([]);
  });

  it('refuses a selector it cannot read', async () => {
    const client = await open('leader-and-follower');
    expect((await client.get(`${NGINX}?labelSelector=a%20in%20b`)).status).toBe(400);
  });

  it.each([
    [0, '0'],
    [2472, '2472'],
    [0.5, '0.5'],
    [-3.25, '-3.25'],
    [999_999, '999999'],
    [1_000_000, '1e+06'],
    [1_234_567, '1.234567e+06'],
    [2.5e21, '2.5e+21'],
    [0.00002, '2e-05'],
  ])('writes %d as Go does: %s', (value, text) => {
    expect(goFloat(value)).toBe(text);
  });
});

describe('with DatadogMetrics', () => {
  const path = (name: string) => `${ROOT}/namespaces/shop/datadogmetric%40shop%3A${name}`;

  it('serves a valid one with the time of its data point', async () => {
    const now = Date.UTC(2031, 0, 2, 3, 4, 5);
    const client = await open('hpa-no-series', () => now);
    const { body } = await client.get(path('web-requests'));
    expect(body.items).toMatchObject([{ metricName: 'datadogmetric@shop:web-requests', value: '289' }]);
    const age = now - Date.parse(body.items[0].timestamp);
    expect(age).toBeGreaterThanOrEqual(36_000);
    expect(age).toBeLessThanOrEqual(38_000);
  });

  it.each([
    [
      'hpa-no-series',
      'mail-queue',
      'DatadogMetric is invalid, err: Invalid metric error: no serie returned for this query, check data is available in the last 300 seconds, query was: avg:mail.queue{env:prdo}.rollup(30)',
    ],
    [
      'hpa-datadogmetric-stale',
      'orders-rate',
      'DatadogMetric is invalid, err: Query returned outdated result, check MaxAge setting, query: avg:orders.rate{env:prod}.rollup(30)',
    ],
    [
      'hpa-no-series',
      'nobody',
      'DatadogMetric not found for metric name: datadogmetric@shop:nobody, datadogmetricid: shop/nobody',
    ],
  ])('%s: %s is refused: %s', async (scenario, name, text) => {
    const client = await open(scenario);
    expect(await client.get(path(name))).toMatchObject({
      status: 500,
      body: { reason: 'InternalError', message: `Internal error occurred: ${text}`, code: 500 },
    });
  });

  it('calls one stale that nobody refreshes any more, unless it may be older', async () => {
    const patch = (more: string) =>
      `patch: [{ kind: DatadogMetric, namespace: shop, name: web-requests, merge: { ${more} status: { conditions: [{ type: Updated, lastUpdateTime: '2026-11-23T18:31:00Z' }] } } }]`;
    const stale = await openExtended('hpa-no-series', { 'scenario.yaml': patch('') });
    expect((await stale.get(path('web-requests'))).body.message).toMatch(
      /^Internal error occurred: DatadogMetric is stale, last updated: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC\. Check datadog-cluster-agent logs for errors$/,
    );
    const patient = await openExtended('hpa-no-series', { 'scenario.yaml': patch('spec: { maxAge: 1h2m3s },') });
    expect(valuesOf(await patient.get(path('web-requests')))).toEqual(['289']);
  });

  it('refuses a name that is none of theirs', async () => {
    const client = await open('hpa-no-series');
    expect((await client.get(`${ROOT}/namespaces/shop/web.requests`)).body.message).toBe(
      'Internal error occurred: ExternalMetric does not follow DatadogMetric format: web.requests',
    );
  });
});

describe('the aggregator', () => {
  it.each([
    ['leader-and-follower', 200, '"name":"externalmetrics"'],
    ['hpa-metrics-api-not-registered', 404, '404 page not found'],
    ['hpa-metrics-api-unavailable', 503, 'service unavailable'],
    ['hpa-metrics-api-blocked', 503, 'service unavailable'],
    ['hpa-port-mismatch', 503, 'service unavailable'],
    ['agent-oom-killed', 503, 'service unavailable'],
  ])('in %s answers %i: %s', async (scenario, status, text) => {
    const client = await open(scenario);
    const root = await client.get(ROOT);
    expect(root.status).toBe(status);
    expect(root.text).toContain(text);
    expect((await client.get(NGINX + SELECTED)).status).toBe(status);
  });

  it('cannot reach Agents that are no longer ready', async () => {
    const client = await open('leader-and-follower');
    const remove = client.cluster.faults.add({ kind: 'pod', pod: 'every', change: { to: 'not-ready' } });
    expect(await client.get(NGINX)).toMatchObject({
      status: 503,
      text: expect.stringContaining('error trying to reach'),
    });
    remove();
    client.cluster.faults.add({ kind: 'pod', pod: 'leader', change: { to: 'gone' } });
    expect((await client.get(NGINX)).status).toBe(200);
  });

  it('asks whoever owns the APIService', async () => {
    const client = await open('hpa-metrics-api-of-keda');
    const mine = await client.get(`${ROOT}/namespaces/shop/worker.queue_depth?labelSelector=queue%3Dorders`);
    expect(mine.body.message).toBe('Internal error occurred: scaledObject name is not specified');
    expect(valuesOf(await client.get(`${ROOT}/namespaces/jobs/s0-datadog-jobs-depth`))).toEqual(['41']);
  });
});

describe('external-metrics.yaml', () => {
  it('comes before what is stored', async () => {
    const client = await openExtended('leader-and-follower', {
      'external-metrics.yaml': `
- { namespace: default, metric: nginx.net.request_per_s, items: [{ value: 2k }, { value: 412500m, labels: { a: b }, ageSeconds: 7 }] }
- { metric: refused.*, error: { code: 429, reason: TooManyRequests, message: slow down } }
- { metric: 'broken', error: external metrics invalid }
`,
    });
    expect(valuesOf(await client.get(NGINX))).toEqual(['2k', '412500m']);
    expect(valuesOf(await client.get(NGINX.replace('default', 'shop')))).toEqual(['2472']);
    expect((await client.get(`${ROOT}/namespaces/x/refused.at.all`)).status).toBe(429);
    expect((await client.get(`${ROOT}/namespaces/x/broken`)).body.message).toBe(
      'Internal error occurred: external metrics invalid',
    );
  });

  it('is checked when it is read', async () => {
    await expect(
      openExtended('leader-and-follower', { 'external-metrics.yaml': '- { metric: x, value: 3 }' }),
    ).rejects.toThrow(/external-metrics\.yaml/);
  });
});

describe('faults of requests', () => {
  it.each([
    [{ kind: 'deny', verb: 'list', resource: '*', group: 'external.metrics.k8s.io' }, 403],
    [{ kind: 'deny', verb: 'list', resource: 'nginx.net.request_per_s' }, 403],
    [{ kind: 'deny', verb: 'list', resource: 'other.metric' }, 200],
    [{ kind: 'deny', verb: 'list', resource: '*', group: 'apps' }, 200],
    [{ kind: 'request', path: 'external.metrics', spoil: { do: 'status', code: 500 } }, 500],
    [{ kind: 'request', resource: 'nginx.net.request_per_s', verb: 'list', spoil: { do: 'status', code: 504 } }, 504],
    [{ kind: 'request', path: 'external.metrics', delayMs: 5 }, 200],
  ] as const)('%j gives %i', async (fault, status) => {
    const client = await open('leader-and-follower');
    client.cluster.faults.add(fault);
    expect((await client.get(NGINX)).status).toBe(status);
  });

  it('words a refusal as RBAC does', async () => {
    const client = await open('leader-and-follower');
    client.cluster.faults.add({ kind: 'deny', verb: '*', resource: '*', group: 'external.metrics.k8s.io' });
    expect((await client.get(NGINX)).body.message).toBe(
      'nginx.net.request_per_s.external.metrics.k8s.io is forbidden: User "system:serviceaccount:dca-bot:dca-bot" cannot list resource "nginx.net.request_per_s" in API group "external.metrics.k8s.io" in the namespace "default"',
    );
  });

  it.each(['reset', 'garbage', 'cut'] as const)('breaks off by %s', async (way) => {
    const client = await open('leader-and-follower');
    client.cluster.faults.add({ kind: 'request', path: 'external.metrics', spoil: { do: way } });
    await expect(client.get(NGINX)).rejects.toThrow();
    expect((await client.get(HPA)).status).toBe(200);
  });
});

describe('changes after some requests or some time', () => {
  it('move a stored metric for everybody who reads it', async () => {
    const client = await open('leader-and-follower');
    client.cluster.faults.add({ kind: 'metric', metric: 'nginx.net.request_per_s', afterRequests: 2, value: 2535 });
    const seen: unknown[] = [];
    for (const _ of Array(4)) seen.push(valuesOf(await client.get(NGINX + SELECTED))?.[0]);
    expect(seen).toEqual(['2472', '2472', '2535', '2535']);
    const store = await client.get('/api/v1/namespaces/datadog/configmaps/datadog-custom-metrics');
    expect(store.text).toContain('2535');
    expect(store.body.data['external_metric-horizontal-default-badmetric-missing.metric']).toContain('"value":0');
  });

  it('make a stored metric invalid, or move a DatadogMetric', async () => {
    const client = await open('leader-and-follower');
    client.cluster.faults.add({ kind: 'metric', metric: 'nginx.net.request_per_s', valid: false });
    expect(valuesOf(await client.get(NGINX))).toEqual([]);
    const other = await open('hpa-no-series');
    other.cluster.faults.add({ kind: 'metric', metric: 'datadogmetric@shop:web-requests', value: 301.5 });
    expect(valuesOf(await other.get(`${ROOT}/namespaces/shop/datadogmetric@shop:web-requests`))).toEqual(['301.5']);
  });

  it('take an object away after its second read, from lists too', async () => {
    const client = await open('leader-and-follower');
    const object = { kind: 'HorizontalPodAutoscaler', namespace: 'default', name: 'nginxext' };
    client.cluster.faults.add({ kind: 'object', object, afterRequests: 2, change: { to: 'gone' } });
    const list = '/apis/autoscaling/v2/horizontalpodautoscalers';
    expect((await client.get(HPA)).status).toBe(200);
    expect((await client.get(list)).body.items).toHaveLength(2);
    expect((await client.get(HPA)).status).toBe(200);
    expect((await client.get(HPA)).status).toBe(404);
    expect((await client.get(list)).body.items).toHaveLength(1);
  });

  it('count requests by their path, where one is given', async () => {
    const client = await open('leader-and-follower');
    const object = { kind: 'Deployment', name: 'nginx' };
    const path = '/horizontalpodautoscalers';
    client.cluster.faults.add({ kind: 'object', object, afterRequests: 1, path, change: { to: 'gone' } });
    const deployment = '/apis/apps/v1/namespaces/default/deployments/nginx';
    expect((await client.get(deployment)).status).toBe(200);
    expect((await client.get(deployment)).status).toBe(200);
    await client.get('/apis/autoscaling/v2/horizontalpodautoscalers?limit=1');
    expect((await client.get(deployment)).status).toBe(404);
  });

  it('come with time, and begin anew after a pause', async () => {
    let now = Date.UTC(2031, 0, 2);
    const client = await open('leader-and-follower', () => now);
    const metric = 'nginx.net.request_per_s';
    const remove = client.cluster.faults.add({ kind: 'metric', metric, afterSeconds: 10, value: 7 });
    expect(valuesOf(await client.get(NGINX))).toEqual(['2472']);
    now += 10_000;
    expect(valuesOf(await client.get(NGINX))).toEqual(['7']);
    remove();
    client.cluster.faults.add({ kind: 'metric', metric, afterRequests: 1, restartSeconds: 20, value: 11 });
    expect(valuesOf(await client.get(NGINX))).toEqual(['2472']);
    expect(valuesOf(await client.get(NGINX))).toEqual(['11']);
    now += 20_001;
    expect(valuesOf(await client.get(NGINX))).toEqual(['2472']);
    expect(valuesOf(await client.get(NGINX))).toEqual(['11']);
  });
});
