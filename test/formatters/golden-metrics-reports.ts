import type { Report } from '../../src/domain/report.ts';
import { AGENT, ALL_RIGHTS, CONTROLLER, SERVICE, STALE } from '../phrases/metrics-sample-facts.ts';
import { finding, IMAGE, LEADER, report } from './report-builders.ts';

const API_SERVICE = 'v1beta1.external.metrics.k8s.io';
const CHECKOUT = { kind: 'hpa', subject: { namespace: 'shop', name: 'checkout' } } as const;
const WORKER = { kind: 'hpa', subject: { namespace: 'shop', name: 'worker' } } as const;
const AGENT_7 = { agent: { versions: ['7.63.0'], images: [IMAGE] } };
const QUERY = 'avg:orders.rate{env:prod}.rollup(30)';
const LINK = `https://app.datadoghq.com/metric/explorer?exp_query=${encodeURIComponent(QUERY)}`;

/** A report on an installation without Helm or the operator: what is to be done is a manifest. */
function byHand(one: Report): Report {
  const { snapshot } = one;
  if (!snapshot?.pods.known) return one;
  const value = snapshot.pods.value.map(({ managedBy: _, ...pod }) => pod);
  return { ...one, snapshot: { ...snapshot, pods: { ...snapshot.pods, value } } };
}

/** Reports on the way from the HPA controller to the Agent, and on what the Agent stores. */
export const METRICS_REPORTS: Readonly<Record<string, Report>> = {
  'metrics-api-of-keda': report(
    WORKER,
    [
      finding('metrics-api-foreign-owner', 'fault', {
        apiService: API_SERVICE,
        service: 'keda/keda-operator-metrics-apiserver',
        product: 'KEDA',
        available: true,
        stored: {
          store: 'configmap',
          object: 'datadog/datadog-custom-metrics',
          value: '310',
          valid: true,
          ageSeconds: 20,
          query: 'avg:worker.queue_depth{queue:q1}.rollup(30)',
        },
        hpas: 6,
      }),
    ],
    AGENT_7,
  ),
  'metrics-api-not-registered': byHand(
    report(
      CHECKOUT,
      [
        finding('metrics-api-not-registered', 'fault', {
          apiService: API_SERVICE,
          providerEnabled: true,
          hpas: 9,
        }),
      ],
      AGENT_7,
    ),
  ),
  'metrics-api-unavailable': report(
    CHECKOUT,
    [
      finding('metrics-api-unavailable', 'fault', {
        service: SERVICE,
        reason: 'MissingEndpoints',
        message:
          'endpoints for service/datadog-cluster-agent-metrics-api in "datadog" have no addresses with port name "metricsapi"',
        sinceSeconds: 372,
        readyEndpoints: 0,
        readyAgents: 2,
        hpas: 9,
        available: false,
      }),
    ],
    AGENT_7,
  ),
  'metrics-api-blocked': report(
    CHECKOUT,
    [
      finding('metrics-api-blocked', 'fault', {
        service: SERVICE,
        port: 8443,
        message:
          'failing or missing response from https://10.42.1.17:8443/apis/external.metrics.k8s.io/v1beta1: Get "https://10.42.1.17:8443/apis/external.metrics.k8s.io/v1beta1": context deadline exceeded',
        readyAgents: 2,
      }),
    ],
    AGENT_7,
  ),
  'metrics-api-port-mismatch': report(
    CHECKOUT,
    [
      finding('metrics-api-port-mismatch', 'fault', {
        service: SERVICE,
        asked: 8443,
        servicePorts: [8443],
        targetPort: '443',
        agentPort: 8443,
        agentPortFrom: 'assumed',
        between: 'service-and-agent',
      }),
    ],
    AGENT_7,
  ),
  'metrics-reader-forbidden': report(
    CHECKOUT,
    [
      finding('metrics-reader-forbidden', 'fault', {
        user: CONTROLLER,
        metric: 'orders.rate',
        message: `orders.rate.external.metrics.k8s.io is forbidden: User "${CONTROLLER}" cannot list resource "orders.rate" in API group "external.metrics.k8s.io" in the namespace "shop"`,
        allowed: false,
      }),
      finding('agent-rights-missing', 'fault', { account: AGENT, missing: ALL_RIGHTS.slice(0, 5) }),
    ],
    AGENT_7,
  ),
  'datadogmetric-stale': report(
    CHECKOUT,
    [finding('external-metric-stale', 'fault', { ...STALE, link: LINK, at: '2026-11-23T18:28:39Z' })],
    AGENT_7,
  ),
  'datadogmetric-not-found': report(
    CHECKOUT,
    [
      finding('datadogmetric-not-found', 'fault', {
        hpa: 'shop/checkout',
        datadogMetric: 'shop/orders-rate',
        message:
          'DatadogMetric not found for metric name: datadogmetric@shop:orders-rate, datadogmetricid: shop/orders-rate',
      }),
    ],
    AGENT_7,
  ),
  'metric-without-series': report(
    CHECKOUT,
    [
      finding('external-metric-no-series', 'fault', {
        metric: 'orders.rate',
        id: 'external_metric-horizontal-shop-checkout-orders.rate',
        problem: 'none',
        message: 'no serie returned for this query, check data is available in the last 300 seconds',
        query: QUERY,
        link: LINK,
        users: ['shop/checkout'],
      }),
    ],
    AGENT_7,
  ),
  'metrics-rate-limited': report(
    'metrics',
    [
      finding('external-metrics-rate-limited', 'fault', {
        pod: LEADER,
        detail:
          'API error 429 Too Many Requests: {"errors":["Rate limit of 1600 requests in 3600 seconds reached. Please try again later."]}',
        times: 37,
        since: '2026-11-23T18:29:04Z',
        metrics: 55,
        refreshSeconds: 30,
      }),
      finding('external-metric-invalid', 'warning', {
        configMap: 'datadog/datadog-custom-metrics',
        total: 55,
        valid: 43,
        invalid: [
          { name: 'worker.queue_depth', autoscaler: 'shop/worker-1', ageSeconds: 8 },
          { name: 'importer.backlog', autoscaler: 'shop/importer-1', ageSeconds: 8 },
        ],
      }),
    ],
    AGENT_7,
  ),
  'metrics-batch-failed': report(
    'metrics',
    [
      finding('external-metrics-batch-failed', 'fault', {
        pod: LEADER,
        sources: [],
        total: 31,
        detail:
          'Error getting metrics from Datadog: error while executing metric query: API error 400 Bad Request: {"errors":["Error parsing query: unable to parse avg:orders.rate{env:prod: Rule \'scope\' didn\'t match"]}',
        suspects: [{ id: 'shop/orders-rate', query: 'avg:orders.rate{env:prod' }],
      }),
      finding('hpa-no-metric-returned', 'fault', {
        hpa: 'shop/checkout',
        metric: 'datadogmetric@shop:orders-rate',
        selector: '',
        cause: 'invalid',
        stored: {
          store: 'datadogmetric',
          object: 'shop/orders-rate',
          value: null,
          valid: false,
          ageSeconds: 41,
          query: 'avg:orders.rate{env:prod',
        },
        storedLabels: null,
        link: null,
        sinceSeconds: 421,
      }),
    ],
    AGENT_7,
  ),
};
