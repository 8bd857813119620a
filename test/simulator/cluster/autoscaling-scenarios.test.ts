import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { loadScenario } from '../../../simulator/cluster/scenario.ts';
import { LEADER, scenarioFolder } from '../../kube/open-simulated.ts';
import { openClient, type SimulatedClient } from './simulated-client.ts';

const HPAS = '/apis/autoscaling/v2';
const API_SERVICE = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io';
const METRICS_SERVICE = '/api/v1/namespaces/datadog/services/datadog-cluster-agent-metrics-api';
const STORE = '/api/v1/namespaces/datadog/configmaps/datadog-custom-metrics';
const UNABLE = 'the HPA was unable to compute the replica count: unable to get external metric';
const UNFETCHED = 'unable to fetch metrics from external metrics API';
const NGINX =
  'default/nginx.net.request_per_s/&LabelSelector{MatchLabels:map[string]string{app: puppet,env: demo,},MatchExpressions:[]LabelSelectorRequirement{},}';
const GET_NGINX = '(get nginx.net.request_per_s.external.metrics.k8s.io)';

let client: SimulatedClient | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

async function open(scenario: string): Promise<SimulatedClient> {
  client = await openClient(scenarioFolder(scenario));
  return client;
}

async function hpaOf(from: SimulatedClient, hpa: string) {
  const [namespace, name] = hpa.split('/');
  return (await from.get(`${HPAS}/namespaces/${namespace}/horizontalpodautoscalers/${name}`)).body;
}

/** What `kubectl get hpa` prints as current, by metric. */
function currentOf({ status }: { status: { currentMetrics?: { external?: { current: Record<string, string> } }[] } }) {
  return (status.currentMetrics ?? []).map(({ external }) => Object.values(external?.current ?? {})[0] ?? null);
}

describe('every scenario', () => {
  const names = readdirSync(scenarioFolder('.')).filter((name) => !name.startsWith('.'));
  it.each(names)(
    '%s has a description in both languages and serves its HPAs',
    async (name) => {
      const { cluster, get } = await open(name);
      expect(cluster.scenario.name).toBe(name);
      expect(cluster.scenario.description?.en).toMatch(/\.$/);
      expect(cluster.scenario.description?.ja).toMatch(/。$/);
      const { body } = await get(`${HPAS}/horizontalpodautoscalers?limit=100`);
      expect(body.items.length).toBeGreaterThan(0);
      for (const hpa of body.items) {
        const { kind, name: target } = hpa.spec.scaleTargetRef;
        const path = `/apis/apps/v1/namespaces/${hpa.metadata.namespace}/${kind.toLowerCase()}s/${target}`;
        expect((await get(path)).status).toBe(200);
      }
    },
    20_000,
  );
});

describe('what an HPA shows and says', () => {
  it.each([
    ['leader-and-follower', 'default/nginxext', ['824'], 'ScalingLimited', 'TooManyReplicas', ''],
    [
      'leader-and-follower',
      'default/badmetric',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'no metrics returned from external metrics API',
    ],
    ['endpoint-checks-running', 'default/nginxext', ['1648'], 'ScalingActive', 'ValidMetricFound', ''],
    [
      'hpa-held-at-black-friday',
      'shop/checkout',
      ['157500m'],
      'ScalingLimited',
      'TooManyReplicas',
      'the desired replica count is more than the maximum replica count',
    ],
    ['hpa-shared-metric', 'default/nginxext', ['1648'], 'ScalingLimited', 'TooManyReplicas', ''],
    ['hpa-shared-metric', 'shop/web', ['4944'], 'ScalingLimited', 'TooManyReplicas', ''],
    [
      'hpa-metrics-api-of-keda',
      'shop/worker',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      `${UNFETCHED}: Internal error occurred: scaledObject name is not specified`,
    ],
    [
      'hpa-metrics-api-of-keda',
      'jobs/keda-hpa-consumer-11',
      ['20500m'],
      'ScalingActive',
      'ValidMetricFound',
      's0-datadog-jobs-depth',
    ],
    [
      'hpa-datadogmetric-stale',
      'shop/checkout',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      `${UNABLE} shop/datadogmetric@shop:orders-rate/nil: ${UNFETCHED}: Internal error occurred: DatadogMetric is invalid, err: Query returned outdated result, check MaxAge setting, query: avg:orders.rate{env:prod}.rollup(30)`,
    ],
    [
      'hpa-datadogmetric-stale',
      'load/api-31',
      ['109200m'],
      'ScalingLimited',
      'DesiredWithinRange',
      'the desired count is within the acceptable range',
    ],
    [
      'hpa-no-series',
      'shop/mailer',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'no serie returned for this query, check data is available in the last 300 seconds',
    ],
    [
      'hpa-rate-limited',
      'shop/importer-3',
      [null, null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'no metrics returned from external metrics API',
    ],
    [
      'hpa-metrics-api-not-registered',
      'default/nginxext',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      `${UNABLE} ${NGINX}: ${UNFETCHED}: the server could not find the requested resource ${GET_NGINX}`,
    ],
    [
      'hpa-metrics-api-unavailable',
      'default/nginxext',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      `${UNABLE} ${NGINX}: ${UNFETCHED}: the server is currently unable to handle the request ${GET_NGINX}`,
    ],
    [
      'hpa-metrics-api-blocked',
      'shop/web-2',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      '(get web.requests.external.metrics.k8s.io)',
    ],
    [
      'hpa-port-mismatch',
      'shop/web-1',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'currently unable to handle the request',
    ],
    [
      'hpa-reader-forbidden',
      'shop/web-1',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      `${UNFETCHED}: web.requests.external.metrics.k8s.io is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot list resource "web.requests" in API group "external.metrics.k8s.io" in the namespace "shop"`,
    ],
    [
      'hpa-ambiguous-selector',
      'shop/web-canary',
      [],
      'ScalingActive',
      'AmbiguousSelector',
      'pods by selector app=web are controlled by multiple HPAs: [shop/web shop/web-canary]',
    ],
    [
      'hpa-target-at-zero',
      'shop/batch',
      [],
      'ScalingActive',
      'ScalingDisabled',
      'scaling is disabled since the replica count of the target is zero',
    ],
    [
      'hpa-partly-blind',
      'shop/web',
      ['72250m', null],
      'ScalingActive',
      'ValidMetricFound',
      'the HPA was able to successfully calculate a replica count from external metric web.requests(&LabelSelector{MatchLabels:map[string]string{env: prod,}',
    ],
    ['hpa-rollout', 'default/nginxext', ['824'], 'ScalingActive', 'ValidMetricFound', ''],
    ['hpa-contradiction', 'default/nginxext', ['701'], 'ScalingActive', 'ValidMetricFound', ''],
    [
      'hpa-keys-rejected',
      'shop/web-4',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'no metrics returned from external metrics API',
    ],
    [
      'hpa-batch-failed',
      'load/api-11',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'DatadogMetric is invalid, err: Global error (all queries, batch size 12) from backend, invalid syntax in query? Check Cluster Agent leader logs for details',
    ],
    [
      'hpa-many',
      'load/api-5000',
      ['108397m'],
      'ScalingActive',
      'ValidMetricFound',
      'external metric datadogmetric@load:api-requests-5000(nil)',
    ],
    [
      'agent-oom-killed',
      'default/nginxext',
      [null],
      'ScalingActive',
      'FailedGetExternalMetric',
      'currently unable to handle the request',
    ],
  ] as const)('%s: %s shows %j, %s %s', async (scenario, name, shown, type, reason, text) => {
    const hpa = await hpaOf(await open(scenario), name);
    expect(currentOf(hpa)).toEqual(shown);
    const condition = hpa.status.conditions.find((one: { type: string }) => one.type === type);
    expect(condition).toMatchObject({ reason, message: expect.stringContaining(text) });
    expect(Date.now() - Date.parse(condition.lastTransitionTime)).toBeGreaterThan(100_000);
  });

  it('hpa-not-external: a CPU target without any external metric', async () => {
    const hpa = await hpaOf(await open('hpa-not-external'), 'shop/render');
    expect(hpa.spec.metrics.map(({ type }: { type: string }) => type)).toEqual(['Resource']);
  });

  it('hpa-values-moving: moves on after it was read once, and each time it is asked anew', async () => {
    const moving = await open('hpa-values-moving');
    expect(currentOf(await hpaOf(moving, 'default/nginxext'))).toEqual(['824']);
    expect(currentOf(await hpaOf(moving, 'default/nginxext'))).toEqual(['845']);
    const { body } = await moving.get(
      '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/nginx.net.request_per_s',
    );
    expect(body.items).toMatchObject([{ value: '2535' }]);
  });

  it('a failing HPA leaves the events of its condition', async () => {
    const { get } = await open('hpa-metrics-api-blocked');
    const { body } = await get('/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dnginxext');
    expect(body.items.map(({ reason, count }: { reason: string; count: number }) => [reason, count])).toEqual(
      expect.arrayContaining([
        ['FailedGetExternalMetric', 24],
        ['FailedComputeMetricsReplicas', 24],
      ]),
    );
    expect(body.items).toHaveLength(2);
    const compute = body.items.find(({ reason }: { reason: string }) => reason === 'FailedComputeMetricsReplicas');
    expect(compute.message).toContain('invalid metrics (1 invalid out of 1), first error is: failed to get nginx');
  });
});

describe('scale targets', () => {
  it.each([
    ['hpa-rollout', 'default/deployments/nginx', { replicas: 4, readyReplicas: 3, updatedReplicas: 1 }, 3],
    ['hpa-target-at-zero', 'shop/deployments/batch', { observedGeneration: 1 }, 0],
    ['hpa-held-at-black-friday', 'shop/deployments/checkout', { replicas: 120, readyReplicas: 120 }, 120],
  ])('%s: %s', async (scenario, target, status, wanted) => {
    const { get } = await open(scenario);
    const { body } = await get(`/apis/apps/v1/namespaces/${target}`);
    expect(body.status).toMatchObject(status);
    expect(body.spec.replicas).toBe(wanted);
    if (wanted === 0) expect(body.status.replicas).toBeUndefined();
  });
});

describe('the way to the Agent', () => {
  it.each([
    ['leader-and-follower', 'True', 'Passed', 'all checks passed'],
    [
      'hpa-metrics-api-unavailable',
      'False',
      'MissingEndpoints',
      'endpoints for service/datadog-cluster-agent-metrics-api in "datadog" have no addresses with port name "metricsapi"',
    ],
    [
      'hpa-metrics-api-blocked',
      'False',
      'FailedDiscoveryCheck',
      'failing or missing response from https://10.0.0.1:8443/apis/external.metrics.k8s.io/v1beta1: Get "https://10.0.0.1:8443/apis/external.metrics.k8s.io/v1beta1": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    ],
    [
      'hpa-port-mismatch',
      'False',
      'FailedDiscoveryCheck',
      'failing or missing response from https://10.0.0.1:443/apis/external.metrics.k8s.io/v1beta1: Get "https://10.0.0.1:443/apis/external.metrics.k8s.io/v1beta1": dial tcp 10.0.0.1:443: connect: connection refused',
    ],
    ['hpa-reader-forbidden', 'True', 'Passed', 'all checks passed'],
    ['hpa-metrics-api-of-keda', 'True', 'Passed', 'all checks passed'],
    ['agent-oom-killed', 'False', 'MissingEndpoints', 'have no addresses with port name "metricsapi"'],
  ])('%s: APIService Available=%s %s', async (scenario, status, reason, text) => {
    const { get } = await open(scenario);
    const [condition] = (await get(API_SERVICE)).body.status.conditions;
    expect(condition).toMatchObject({ type: 'Available', status, reason, message: expect.stringContaining(text) });
  });

  it('hpa-metrics-api-unavailable: no Agent pod and no endpoint is ready', async () => {
    const { get } = await open('hpa-metrics-api-unavailable');
    const pods = await get('/api/v1/namespaces/datadog/pods?labelSelector=app%3Ddatadog-cluster-agent');
    expect(
      pods.body.items.map(
        (pod: { status: { containerStatuses: { ready: boolean }[] } }) => pod.status.containerStatuses[0]?.ready,
      ),
    ).toEqual([false, false]);
    const slices = await get(
      '/apis/discovery.k8s.io/v1/namespaces/datadog/endpointslices?labelSelector=kubernetes.io/service-name%3Ddatadog-cluster-agent-metrics-api',
    );
    const ready = slices.body.items[0].endpoints.map((one: { conditions: { ready: boolean } }) => one.conditions.ready);
    expect(ready).toEqual([false, false]);
    expect(
      (await get('/apis/apps/v1/namespaces/datadog/deployments/datadog-cluster-agent')).body.status.readyReplicas,
    ).toBeUndefined();
  });

  it('hpa-port-mismatch: the Service leads to 443', async () => {
    const { get } = await open('hpa-port-mismatch');
    expect((await get(METRICS_SERVICE)).body.spec.ports).toMatchObject([{ port: 8443, targetPort: 443 }]);
  });

  it('hpa-metrics-api-of-keda: the Service, its endpoints and 17 HPAs', async () => {
    const { get } = await open('hpa-metrics-api-of-keda');
    const { service } = (await get(API_SERVICE)).body.spec;
    expect(service).toEqual({ name: 'keda-operator-metrics-apiserver', namespace: 'keda', port: 443 });
    expect((await get(`/api/v1/namespaces/keda/services/${service.name}`)).status).toBe(200);
    expect((await get(`${HPAS}/horizontalpodautoscalers`)).body.items).toHaveLength(17);
  });
});

describe('what is stored', () => {
  const statusOf = (scenario: string, role: string) => {
    const { documents } = loadScenario(scenarioFolder(scenario));
    const json = JSON.parse(documents.get(`${role}-status.json`) ?? '');
    return { json, text: documents.get(`${role}-status.txt`) ?? '' };
  };
  const entriesOf = (body: { data: Record<string, string> }) =>
    Object.values(body.data).map((text) => JSON.parse(text) as { value: number; valid: boolean; metricName: string });

  it.each([
    ['hpa-rate-limited', 55, 43],
    ['hpa-keys-rejected', 4, 0],
    ['hpa-shared-metric', 2, 2],
    ['hpa-metrics-api-of-keda', 6, 6],
    ['hpa-partly-blind', 2, 1],
    ['leader-and-follower', 2, 1],
  ])('%s: %i in the ConfigMap, %i of them valid, as its status tells', async (scenario, total, valid) => {
    const { get } = await open(scenario);
    const entries = entriesOf((await get(STORE)).body);
    expect(entries).toHaveLength(total);
    expect(entries.filter((entry) => entry.valid)).toHaveLength(valid);
    for (const role of ['leader', 'follower']) {
      const { json, text } = statusOf(scenario, role);
      expect(json.custommetrics.External).toMatchObject({ Total: total, Valid: valid });
      expect(json.custommetrics.External.Metrics).toHaveLength(total);
      expect(text).toContain(`    Total: ${total}\n    Valid: ${valid}\n`);
    }
  });

  it.each([
    ['hpa-datadogmetric-stale', 32, 31],
    ['hpa-batch-failed', 12, 0],
    ['hpa-no-series', 2, 1],
  ])('%s: %i DatadogMetrics, %i of them valid, and no ConfigMap', async (scenario, total, valid) => {
    const { get } = await open(scenario);
    const { body } = await get('/apis/datadoghq.com/v1alpha1/datadogmetrics');
    expect(body.items).toHaveLength(total);
    const isValid = (metric: { status: { conditions: { type: string; status: string }[] } }) =>
      metric.status.conditions.some((one) => one.type === 'Valid' && one.status === 'True');
    expect(body.items.filter(isValid)).toHaveLength(valid);
    expect((await get(STORE)).status).toBe(404);
    const { json, text } = statusOf(scenario, 'leader');
    expect(Object.keys(json.custommetrics)).toEqual(['NoStatus']);
    expect(text).toContain('  External metrics provider uses DatadogMetric - Check status directly');
    expect(text).not.toMatch(/ConfigMap name: .*custom-metrics|Status render errors/);
    const pod = (await get(`/api/v1/namespaces/datadog/pods/${LEADER}`)).body;
    expect(pod.spec.containers[0].env).toContainEqual({
      name: 'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD',
      value: 'true',
    });
  });

  it('a DatadogMetric tells its data point apart from its refresh', async () => {
    const { get } = await open('hpa-datadogmetric-stale');
    const { body } = await get('/apis/datadoghq.com/v1alpha1/namespaces/shop/datadogmetrics/orders-rate');
    const ageOf = (type: string) => {
      const found = body.status.conditions.find((one: { type: string }) => one.type === type);
      return (Date.now() - Date.parse(found.lastUpdateTime)) / 1000;
    };
    expect(ageOf('Updated')).toBeGreaterThanOrEqual(419);
    expect(ageOf('Updated')).toBeLessThan(430);
    expect(ageOf('Error')).toBeLessThan(25);
    expect(body).toMatchObject({
      spec: { query: 'avg:orders.rate{env:prod}.rollup(30)' },
      status: { currentValue: '1180.5', autoscalerReferences: 'hpa:shop/checkout' },
    });
  });

  it.each([
    ['hpa-rate-limited', 37, 'API error 429 Too Many Requests'],
    ['hpa-keys-rejected', 13, 'API error 403 Forbidden'],
    ['hpa-batch-failed', 12, 'API error 400 Bad Request'],
  ])('%s: the leader logs %i times %s', async (scenario, times, text) => {
    const { get } = await open(scenario);
    const log = (await get(`/api/v1/namespaces/datadog/pods/${LEADER}/log?container=cluster-agent`)).text;
    const lines = log.split('\n').filter((line) => line.includes(text));
    expect(lines).toHaveLength(times);
    const last = Date.parse(`${lines.at(-1)?.slice(0, 19).replace(' ', 'T')}Z`);
    expect(Date.now() - last).toBeLessThan(25_000);
  });
});

it('hpa-many pages through 5,000 HPAs', async () => {
  const { get } = await open('hpa-many');
  let next = '';
  let count = 0;
  do {
    const { body } = await get(`${HPAS}/horizontalpodautoscalers?limit=500&continue=${next}`);
    count += body.items.length;
    next = body.metadata.continue ?? '';
  } while (next !== '');
  expect(count).toBe(5000);
}, 20_000);
