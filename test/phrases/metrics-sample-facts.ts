import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { StoredFigure } from '../../src/domain/hpa-facts.ts';
import type { MetricsApiFactsByCode } from '../../src/domain/metrics-api-facts.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const API_SERVICE = 'v1beta1.external.metrics.k8s.io';
export const SERVICE = 'datadog/datadog-cluster-agent-metrics-api';
const TIMED_OUT =
  'failing or missing response from https://10.42.1.17:8443/apis/external.metrics.k8s.io/v1beta1: Get "https://10.42.1.17:8443/apis/external.metrics.k8s.io/v1beta1": context deadline exceeded';
export const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
export const AGENT = 'system:serviceaccount:datadog:datadog-cluster-agent';
const QUERY = 'avg:orders.rate{env:prod}.rollup(30)';
const LINK = `https://app.datadoghq.eu/metric/explorer?exp_query=${encodeURIComponent(QUERY)}`;

const HELD: StoredFigure = {
  store: 'configmap',
  object: 'datadog/datadog-custom-metrics',
  value: '310',
  valid: true,
  ageSeconds: 20,
  query: 'avg:worker.queue_depth{queue:q1}.rollup(30)',
};
const INVALID: StoredFigure = {
  ...HELD,
  store: 'datadogmetric',
  object: 'shop/orders-rate',
  value: null,
  valid: false,
};

const AUTOSCALING = { group: 'autoscaling', resource: 'horizontalpodautoscalers', namespace: null };
const DATADOG = { group: 'datadoghq.com', namespace: null };
const STORE = { group: '', resource: 'configmaps', namespace: 'datadog' };

/** Every right that the Agent's account needs for external metrics. */
export const ALL_RIGHTS: MetricsApiFactsByCode['agent-rights-missing']['missing'] = [
  {
    purpose: 'delegate-authentication',
    right: { verb: 'create', group: 'authentication.k8s.io', resource: 'tokenreviews', namespace: null },
  },
  {
    purpose: 'delegate-authentication',
    right: { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews', namespace: null },
  },
  {
    purpose: 'read-authentication-config',
    right: { verb: 'get', group: '', resource: 'configmaps', namespace: 'kube-system' },
  },
  { purpose: 'watch-hpas', right: { verb: 'list', ...AUTOSCALING } },
  { purpose: 'watch-hpas', right: { verb: 'watch', ...AUTOSCALING } },
  { purpose: 'keep-values', right: { verb: 'get', ...STORE } },
  { purpose: 'keep-values', right: { verb: 'update', ...STORE } },
  { purpose: 'keep-datadogmetrics', right: { verb: 'list', resource: 'datadogmetrics', ...DATADOG } },
  { purpose: 'keep-datadogmetrics', right: { verb: 'update', resource: 'datadogmetrics/status', ...DATADOG } },
];

const NOT_RETURNED: FactsByCode['hpa-no-metric-returned'] = {
  hpa: 'shop/checkout',
  metric: 'orders.rate',
  selector: 'env=prod',
  cause: 'invalid',
  stored: INVALID,
  storedLabels: null,
  link: LINK,
  sinceSeconds: 421,
};
const NO_SERIES: FactsByCode['external-metric-no-series'] = {
  metric: 'orders.rate',
  id: 'external_metric-horizontal-shop-checkout-orders.rate',
  problem: 'none',
  message: 'no serie returned for this query, check data is available in the last 300 seconds',
  query: QUERY,
  link: LINK,
  users: ['shop/checkout'],
};
export const STALE: FactsByCode['external-metric-stale'] = {
  metric: 'datadogmetric@shop:orders-rate',
  id: 'shop/orders-rate',
  message: `Query returned outdated result, check MaxAge setting, query: ${QUERY}`,
  query: QUERY,
  link: LINK,
  at: '2026-11-23T16:34:02Z',
  ageSeconds: 431,
  maxAgeSeconds: 120,
  otherValid: 31,
  users: ['shop/checkout'],
};

/** Facts about the metrics API and about what the Agent stores: full ones, and ones with little known. */
export const METRICS_SAMPLE_FACTS = {
  'metrics-api-healthy': [
    { service: SERVICE, sinceSeconds: 259_300 },
    { service: API_SERVICE, sinceSeconds: null },
  ],
  'aggregation-layer-missing': [
    { configMap: 'kube-system/extension-apiserver-authentication', key: 'requestheader-client-ca-file' },
  ],
  'metrics-api-not-registered': [
    { apiService: API_SERVICE, providerEnabled: true, hpas: 9 },
    { apiService: API_SERVICE, providerEnabled: false, hpas: 1 },
    { apiService: API_SERVICE, providerEnabled: null, hpas: null },
  ],
  'metrics-api-foreign-owner': [
    {
      apiService: API_SERVICE,
      service: 'keda/keda-operator-metrics-apiserver',
      product: 'KEDA',
      available: true,
      stored: HELD,
      hpas: 6,
    },
    {
      apiService: API_SERVICE,
      service: 'monitoring/adapter',
      product: null,
      available: false,
      stored: INVALID,
      hpas: 1,
    },
    { apiService: API_SERVICE, service: '/', product: 'Prometheus Adapter', available: null, stored: null, hpas: null },
  ],
  'metrics-api-service-missing': [
    { apiService: API_SERVICE, service: SERVICE },
    { apiService: API_SERVICE, service: '/' },
  ],
  'metrics-api-port-mismatch': [
    {
      service: SERVICE,
      asked: 443,
      servicePorts: [8443],
      targetPort: null,
      agentPort: 8443,
      agentPortFrom: 'assumed',
      between: 'apiservice-and-service',
    },
    {
      service: SERVICE,
      asked: 8443,
      servicePorts: [8443, 5005],
      targetPort: '443',
      agentPort: 4443,
      agentPortFrom: 'setting',
      between: 'service-and-agent',
    },
    {
      service: '/',
      asked: 443,
      servicePorts: [],
      targetPort: null,
      agentPort: null,
      agentPortFrom: null,
      between: 'apiservice-and-service',
    },
  ],
  'metrics-api-certificate': [
    {
      service: SERVICE,
      message: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      insecureSkipTLSVerify: false,
      hasBundle: true,
    },
    { service: SERVICE, message: 'x509: certificate has expired', insecureSkipTLSVerify: false, hasBundle: false },
    { service: SERVICE, message: 'remote error: tls: bad certificate', insecureSkipTLSVerify: true, hasBundle: false },
  ],
  'metrics-api-unavailable': [
    {
      service: SERVICE,
      reason: 'MissingEndpoints',
      message:
        'endpoints for service/datadog-cluster-agent-metrics-api in "datadog" have no addresses with port name "metricsapi"',
      sinceSeconds: 372,
      readyEndpoints: 0,
      readyAgents: 0,
      hpas: 9,
      available: false,
    },
    {
      service: SERVICE,
      reason: 'MissingEndpoints',
      message: 'no addresses',
      sinceSeconds: 61,
      readyEndpoints: 0,
      readyAgents: 2,
      hpas: 1,
      available: false,
    },
    {
      service: SERVICE,
      reason: 'FailedDiscoveryCheck',
      message: '',
      sinceSeconds: null,
      readyEndpoints: 1,
      readyAgents: 1,
      hpas: null,
      available: true,
    },
    {
      service: API_SERVICE,
      reason: '',
      message: 'the server is currently unable to handle the request',
      sinceSeconds: null,
      readyEndpoints: null,
      readyAgents: null,
      hpas: 0,
      available: null,
    },
    {
      service: SERVICE,
      reason: '',
      message: '',
      sinceSeconds: 5,
      readyEndpoints: 0,
      readyAgents: null,
      hpas: null,
      available: null,
    },
  ],
  'metrics-api-blocked': [
    { service: SERVICE, port: 8443, message: TIMED_OUT, readyAgents: 2 },
    { service: API_SERVICE, port: 443, message: 'i/o timeout', readyAgents: 1 },
  ],
  'metrics-reader-forbidden': [
    {
      user: CONTROLLER,
      metric: 'orders.rate',
      message: `orders.rate.external.metrics.k8s.io is forbidden: User "${CONTROLLER}" cannot list resource "orders.rate" in API group "external.metrics.k8s.io" in the namespace "shop"`,
      allowed: false,
    },
    { user: 'system:kube-controller-manager', metric: 'orders.rate', message: null, allowed: null },
    { user: CONTROLLER, metric: 'orders.rate', message: 'forbidden', allowed: true },
    { user: 'oidc:Some One', metric: 'orders.rate', message: null, allowed: false },
  ],
  'agent-rights-missing': [
    { account: AGENT, missing: ALL_RIGHTS },
    { account: AGENT, missing: ALL_RIGHTS.slice(3, 4) },
    {
      account: 'someone',
      missing: [
        {
          purpose: 'read-metrics',
          right: { verb: 'list', group: 'external.metrics.k8s.io', resource: '*', namespace: 'shop' },
        },
      ],
    },
  ],
  'agent-kubernetes-mismatch': [
    { agentVersion: '1.18.0', kubernetesVersion: 'v1.34.4', api: 'autoscaling/v2beta1' },
    { agentVersion: '', kubernetesVersion: '', api: 'autoscaling/v2beta2' },
  ],
  'hpa-no-metric-returned': [
    NOT_RETURNED,
    { ...NOT_RETURNED, cause: 'not-stored', stored: null, link: null },
    { ...NOT_RETURNED, link: null },
    { ...NOT_RETURNED, cause: 'labels-differ', stored: null, storedLabels: 'env:stage,app:web', sinceSeconds: null },
    { ...NOT_RETURNED, cause: 'labels-differ', selector: '', stored: null, storedLabels: '*' },
    { ...NOT_RETURNED, cause: 'served-now', stored: { ...HELD, ageSeconds: null }, sinceSeconds: 31 },
    { ...NOT_RETURNED, cause: 'unknown', stored: HELD },
    { ...NOT_RETURNED, hpa: 'checkout', cause: 'unknown', stored: null, sinceSeconds: null },
  ],
  'external-metric-no-series': [
    NO_SERIES,
    {
      ...NO_SERIES,
      metric: 'datadogmetric@shop:orders-rate',
      id: 'shop/orders-rate',
      problem: 'multiple',
      message: 'multiple series found. Please change your query to return a single serie',
      query: 'avg:orders.rate{*} by {env}',
      users: ['shop/checkout', 'shop/basket'],
    },
    { ...NO_SERIES, id: 'orders.rate', message: 'Returned series slice empty', query: null, link: null, users: [] },
    { ...NO_SERIES, problem: 'multiple', link: 'https://evil.example/?q=<!channel>', users: [] },
  ],
  'external-metric-stale': [
    STALE,
    {
      metric: 'orders.rate',
      id: 'external_metric-horizontal-shop-checkout-orders.rate',
      message: null,
      query: null,
      link: null,
      at: null,
      ageSeconds: null,
      maxAgeSeconds: 360,
      otherValid: 0,
      users: [],
    },
    { ...STALE, message: null, otherValid: 1, users: ['shop/checkout', 'shop/basket', 'shop/web'] },
  ],
  'external-metrics-refresh-dead': [
    { pod: LEADER, updatedSeconds: 743, maxAgeSeconds: 120, message: 'external metrics invalid' },
    { pod: null, updatedSeconds: null, maxAgeSeconds: 360, message: '' },
  ],
  'datadogmetric-not-found': [
    {
      hpa: 'shop/checkout',
      datadogMetric: 'shop/orders-rate',
      message:
        'DatadogMetric not found for metric name: datadogmetric@shop:orders-rate, datadogmetricid: shop/orders-rate',
    },
    { hpa: 'checkout', datadogMetric: 'orders.rate', message: '' },
  ],
  'external-metrics-unreadable': [
    {
      attempts: [
        {
          source: 'kubectl get configmap datadog-custom-metrics -n datadog -o yaml',
          why: 'timeout',
          detail: 'no answer within 10 s',
        },
      ],
    },
    {
      attempts: [{ source: 'kubectl get datadogmetrics -A', why: 'forbidden', detail: 'may not list' }],
    },
  ],
  'external-metrics-unused': [
    { ids: ['shop/night-jobs'] },
    { ids: ['shop/a', 'shop/b', 'shop/c', 'shop/d', 'shop/e', 'shop/f', 'shop/g'] },
  ],
  'external-metrics-batch-failed': [
    {
      pod: LEADER,
      sources: [{ url: 'https://api.datadoghq.com', lastFailure: '2026-11-23T18:35:30Z', lastSuccess: null }],
      total: 31,
      detail: null,
      suspects: [],
    },
    {
      pod: LEADER,
      sources: [
        { url: 'https://api.datadoghq.eu', lastFailure: null, lastSuccess: '2026-11-23T18:30:30Z' },
        { url: 'https://api.ddog-gov.com', lastFailure: null, lastSuccess: null },
      ],
      total: 0,
      detail: null,
      suspects: [],
    },
    {
      pod: LEADER,
      sources: [],
      total: 31,
      detail: 'API error 422 Unprocessable Entity',
      suspects: [{ id: 'shop/orders-rate', query: 'avg:orders.rate{env:prod' }],
    },
    {
      pod: '',
      sources: [],
      total: 1,
      detail: 'Global error (all queries) from backend',
      suspects: [
        { id: 'bad metric', query: null },
        { id: 'avg:orders.rate', query: 'avg:orders.rate' },
      ],
    },
  ],
  'external-metrics-rate-limited': [
    {
      pod: LEADER,
      detail: 'API error 429 Too Many Requests',
      times: 37,
      since: '2026-11-23T13:58:04Z',
      metrics: 55,
      refreshSeconds: 30,
    },
    { pod: LEADER, detail: 'API error 429', times: 1, since: null, metrics: 1, refreshSeconds: 240 },
    { pod: '', detail: 'rate limit exceeded', times: null, since: null, metrics: null, refreshSeconds: 30 },
    { pod: '', detail: 'rate limit', times: null, since: '2026-11-22T13:58:04Z', metrics: 0, refreshSeconds: 60 },
  ],
} as const satisfies { readonly [C in keyof MetricsApiFactsByCode]?: readonly MetricsApiFactsByCode[C][] };
