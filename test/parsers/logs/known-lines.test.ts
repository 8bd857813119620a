import { describe, expect, it } from 'vitest';
import { LOG_TROUBLE_KINDS, type LogTroubleKind } from '../../../src/domain/log-scan.ts';
import { logScanner } from '../../../src/parsers/logs/log-scanner.ts';
import { agentLine, FORMS } from './agent-lines.ts';

type Level = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL';
type Row = readonly [level: Level, message: string, kind?: LogTroubleKind, about?: string];

const QUERY = 'avg:orders.rate{env:live,queue:a}.rollup(30)';
const USER = 'User "system:serviceaccount:datadog:dca"';

const EXTERNAL_METRICS: readonly Row[] = [
  ['ERROR', 'Returned series slice empty', 'metrics-no-series'],
  [
    'ERROR',
    `Invalid metric error: no serie returned for this query, check data is available in the last 300 seconds, query was: ${QUERY}, will retry after 2m0s`,
    'metrics-no-series',
    QUERY,
  ],
  ['ERROR', `Error while executing metric query ${QUERY}: dial tcp: i/o timeout`, 'metrics-fetch-failed', QUERY],
  ['ERROR', 'Error getting metrics from Datadog: EOF', 'metrics-fetch-failed'],
  ['ERROR', 'Unable to fetch external metrics: EOF', 'metrics-fetch-failed'],
  [
    'ERROR',
    `Unable to fetch external metrics: error while executing metric query ${QUERY}: API error 403 Forbidden: {"errors":["Forbidden"]}`,
    'metrics-keys-rejected',
    QUERY,
  ],
  ['ERROR', 'Error getting metrics from Datadog: API error 429 Too Many Requests: {}', 'metrics-rate-limited'],
  ['ERROR', 'Unable to fetch external metrics: Global error: Datadog API rate limit exceeded', 'metrics-rate-limited'],
  ['ERROR', 'Error getting metrics from Datadog: API error 422 Unprocessable Entity: {}', 'metrics-bad-query'],
  ['ERROR', 'Error getting metrics from Datadog: API error 400 Bad Request: {}', 'metrics-bad-query'],
  [
    'WARN',
    `Multiple Series found for query: ${QUERY}. Please change your query to return a single Serie. Results will be flagged as invalid`,
    'metrics-multiple-series',
    QUERY,
  ],
  [
    'ERROR',
    `Invalid metric error: multiple series found. Please change your query to return a single serie, query was: ${QUERY}`,
    'metrics-multiple-series',
    QUERY,
  ],
  [
    'ERROR',
    'Received Serie without QueryIndex or invalid QueryIndex while we sent multiple queries. Full query: x',
    'metrics-fetch-failed',
  ],
  ['INFO', `Could not collect values for all processedMetrics in the query ${QUERY}`, 'metrics-no-series', QUERY],
  ['ERROR', `Query is too long, could yield a server side error. Dropping: ${QUERY}`, 'metrics-query-too-long', QUERY],
  [
    'ERROR',
    'fail to create datadog client for metrics provider, error: missing the api/app key pair to query Datadog',
    'metrics-keys-missing',
  ],
  ['WARN', 'Switching external metrics source provider from https://a to https://b'],
  ['INFO', 'Failed to query metrics on https://api.datadoghq.eu: EOF', 'metrics-fetch-failed'],
  ['ERROR', 'Failed to query metrics on all endpoints', 'metrics-fetch-failed'],
  ['ERROR', 'ConfigMap for external metrics not found: configmaps "x" not found', 'metrics-store-failing'],
  ['ERROR', 'Could not list the external metrics in the store: EOF', 'metrics-store-failing'],
  ['INFO', 'Retrying externalMetricsSetter with backoff 4 seconds'],
  ['ERROR', 'external metrics invalid', 'metrics-store-failing'],
  ['ERROR', 'Unable to create ConfigMap Store: conflict', 'metrics-store-failing'],
  ['ERROR', 'Could not instantiate the local store for the External Metrics EOF', 'metrics-store-failing'],
  ['ERROR', 'Not able to store the updated metrics in the Global Store: conflict', 'metrics-store-failing'],
  ['ERROR', 'Metric name "1st.metric" in shop/web is invalid, skipping processing', 'metrics-bad-query'],
  [
    'WARN',
    'ExternalMetric does not follow DatadogMetric format: orders.rate',
    'metrics-datadogmetric-failing',
    'orders.rate',
  ],
  [
    'WARN',
    'DatadogMetric not found for metric name: datadogmetric@shop:orders, datadogmetricid: shop/orders',
    'metrics-datadogmetric-failing',
    'shop/orders',
  ],
  [
    'ERROR',
    'Unable to resolve DatadogMetric query "avg:a{b:%%tag_x%%}": no tag',
    'metrics-bad-query',
    'avg:a{b:%%tag_x%%}',
  ],
  [
    'ERROR',
    'Impossible to synchronize DatadogMetric (attempt #3): shop/orders, err: conflict',
    'metrics-datadogmetric-failing',
  ],
  ['ERROR', 'Unable to refresh Autoscalers state: EOF', 'metrics-autoscalers-unlistable'],
  ['WARN', 'Querying external metrics with a time window larger than: 24h0m0s is not allowed, ceiling value', 'noise'],
  [
    'ERROR',
    'Error in the External Metrics API Server: listen tcp :443: bind: permission denied',
    'metrics-api-server-failed',
  ],
];

const ELECTION: readonly Row[] = [
  ['INFO', 'Starting leader election process for "dca-1"...'],
  ['INFO', 'New leader "dca-1"'],
  ['INFO', 'Started leading as "dca-1"...'],
  ['INFO', 'Stopped leading "dca-1"', 'election-lost'],
  ['INFO', 'Leader election lost', 'election-lost'],
  ['INFO', 'Leader Election running, current leader is "dca-1"'],
  ['ERROR', 'leader election still not running, timeout after 10s', 'election-not-running'],
  ['ERROR', 'Could not initialize the Leader Election process: EOF', 'election-not-running'],
  ['ERROR', 'Not Able to set up a client for the Leader Election: EOF', 'election-not-running'],
  ['ERROR', 'Cannot retrieve ConfigMap from the datadog namespace: EOF', 'election-not-running'],
  ['ERROR', 'Unable to retrieve available resources: EOF', 'election-not-running'],
  [
    'WARN',
    'Unknown resource lock for leader election [endpoints]. Using the discovery client to select the lock',
    'noise',
  ],
  [
    'ERROR',
    'Leader Election not enabled. Not running Kubernetes API Server check or collecting Kubernetes Events.',
    'election-off',
  ],
  ['WARN', 'Leader Election error. Not running the Kubernetes API Server check.', 'election-not-running'],
  ['WARN', 'Leader Election error. Not running the Orchestrator check.', 'election-not-running'],
  ['WARN', 'Could not collect events from the api server: EOF', 'events-not-collected'],
  ['INFO', 'Waiting to obtain APIClient connection'],
  ['CRITICAL', 'Fatal error: Cannot connect to the apiserver: EOF', 'api-server-unreachable'],
  ['WARN', "couldn't sync informer pods in 10s (kube_cache_sync_timeout_seconds: 10s)", 'api-server-slow', 'pods'],
  ['WARN', 'timeout trying to make the request in 10s (kubernetes_apiserver_client_timeout: 10)', 'api-server-slow'],
  [
    'ERROR',
    `events is forbidden: ${USER} cannot watch resource "events" in API group "" at the cluster scope`,
    'forbidden',
    'watch events',
  ],
  [
    'INFO',
    `failed to list *v2.HorizontalPodAutoscaler: horizontalpodautoscalers.autoscaling is forbidden: ${USER} cannot list resource "horizontalpodautoscalers" in API group "autoscaling" at the cluster scope`,
    'forbidden',
    'list horizontalpodautoscalers.autoscaling',
  ],
  [
    'ERROR',
    `Could not list the external metrics in the store: configmaps "datadog-custom-metrics" is forbidden: ${USER} cannot get resource "configmaps" in API group "" in the namespace "datadog"`,
    'forbidden',
    'get configmaps -n datadog',
  ],
  ['ERROR', `events is forbidden: ${USER} cannot list events at the cluster scope`, 'forbidden', 'list events'],
  ['WARN', `forbidden: x is forbidden: ${USER} cannot get path "/healthz"`, 'forbidden', 'get /healthz'],
  [
    'ERROR',
    `"Unhandled Error" err="failed to watch *v1.Node: nodes is forbidden: ${USER.replaceAll('"', '\\"')} cannot watch resource \\"nodes\\" in API group \\"\\" at the cluster scope"`,
    'forbidden',
    'watch nodes',
  ],
  ['ERROR', "Can't list nodes from the API server: EOF", 'api-server-unreachable'],
  [
    'ERROR',
    'error retrieving resource lock datadog/datadog-leader-election: Get "https://10.96.0.1:443/x": context deadline exceeded',
    'api-server-unreachable',
  ],
  [
    'ERROR',
    'Failed to watch *v1.Service: failed to list *v1.Service: Get "https://10.96.0.1:443/api": dial tcp 10.96.0.1:443: connect: connection refused',
    'api-server-unreachable',
  ],
  [
    'INFO',
    'failed to renew lease datadog/datadog-leader-election: timed out waiting for the condition',
    'election-lost',
  ],
];

const CLUSTER_CHECKS: readonly Row[] = [
  ['INFO', 'Becoming leader, waiting 30s for node-agents to report'],
  ['INFO', 'Warmup phase finished, starting to serve configurations'],
  ['INFO', 'Lost leadership, reverting to follower', 'election-lost'],
  ['WARN', 'Could not refresh leadership status: EOF', 'election-not-running'],
  ['WARN', 'Could not refresh leadership status: EOF, will only log every 10 errors', 'election-not-running'],
  ['WARN', 'Could not refresh leadership status after 10 tries: EOF', 'election-not-running'],
  ['WARN', 'No nodes reporting, cluster checks will not run', 'checks-no-nodes'],
  ['INFO', 'Expiring out node node-7, last status report 31 seconds ago', 'checks-node-expired', 'node-7'],
  [
    'WARN',
    'No available node to dispatch http_check:8eb5ef8cc0e47dbf on, will retry later',
    'checks-undispatchable',
    'http_check',
  ],
  ['INFO', 'Dispatching configuration http_check:8eb5ef8cc0e47dbf to node node-7'],
  [
    'WARN',
    'Detected unscheduled check config. Name:nginx, Source:kube_services:kube_service://shop/web',
    'checks-unscheduled',
    'nginx kube_services:kube_service://shop/web',
  ],
  ['WARN', 'Cannot patch configuration nginx:8eb5ef8cc0e47dbf: EOF', 'checks-unpatched', 'nginx'],
  ['WARN', 'Cannot create CLC runners client, advanced dispatching will be disabled: EOF', 'checks-runner-clients'],
  [
    'WARN',
    'Cluster check dispatching error: cannot get runner IP from http headers. advanced_dispatching_enabled requires agent 6.17 or above.',
    'checks-runner-clients',
  ],
  [
    'ERROR',
    "Error while setting up cluster check Autodiscovery, CLC API endpoints won't be available, err: EOF",
    'start-failed',
  ],
  [
    'ERROR',
    'Unable to collect configurations from provider cluster-checks: "https://10.0.0.7:5005/api/v1/x" is unavailable: 502 Bad Gateway',
    'forwarding-failing',
  ],
  [
    'ERROR',
    'Unable to collect configurations from provider endpoints-checks: "https://10.0.0.7:5005/api/v1/x" is unavailable: 404 Not Found',
    'forwarding-failing',
  ],
  [
    'ERROR',
    'Cache processing of cluster-checks configuration provider failed: "https://10.0.0.7:5005/x" is unavailable: 403 Forbidden',
    'token-refused',
  ],
  ['WARN', 'Unable to send extra heartbeat to Cluster Agent, err: EOF', 'forwarding-failing'],
  ['WARN', 'Cannot get dca client: EOF', 'forwarding-failing'],
];

const METADATA: readonly Row[] = [
  ['TRACE', 'CacheKey: agent/KubernetesMetadataMapping/node-7, with 4 services'],
  ['DEBUG', 'CacheKey: agent/KubernetesMetadataMapping/node-7, with 4 services'],
  ['ERROR', 'Could not retrieve the metadata of: node-7 from the cache', 'metadata-failing'],
  ['WARN', 'Could not collect the service map for node-7, err: EOF', 'metadata-failing'],
  ['ERROR', 'There was an error querying the nodes from the API: EOF', 'metadata-failing'],
  [
    'ERROR',
    'Could not initialise the communication with the Datadog Cluster Agent, falling back to local service mapping: EOF',
    'forwarding-failing',
  ],
  [
    'ERROR',
    'Could not initialise the communication with the DCA, falling back to local service mapping: EOF',
    'forwarding-failing',
  ],
  ['ERROR', 'Could not initialise the communication with the cluster agent: EOF', 'forwarding-failing'],
  [
    'ERROR',
    'temporary failure in clusterAgentClient, will retry later: unexpected status code from cluster agent: 403',
    'token-refused',
  ],
  [
    'ERROR',
    'temporary failure in clusterAgentClient, will retry later: try delay not elapsed yet',
    'forwarding-failing',
  ],
  [
    'ERROR',
    'cannot get a cluster agent endpoint for kubernetes service A, env A_SERVICE_HOST is empty',
    'forwarding-failing',
  ],
  ['ERROR', 'cannot get cluster agent endpoint, not a https scheme: http', 'forwarding-failing'],
  ['ERROR', 'empty cluster_agent.auth_token and cannot find "/etc/x": no such file', 'forwarding-failing'],
  ['INFO', 'Successfully connected to the Datadog Cluster Agent https://10.0.0.7:5005'],
  ['ERROR', 'failed to refresh cluster agent version', 'forwarding-failing'],
  [
    'WARN',
    "You're using an older Cluster Agent version. Newer Agent versions work best with Cluster Agent >= 1.21",
    'noise',
  ],
  ['WARN', 'invalid session token', 'token-refused'],
  ['WARN', 'no session token provided', 'token-refused'],
  ['ERROR', 'unsupported authorization scheme: Basic', 'token-refused'],
  ['CRITICAL', 'cluster agent authentication token length must be greater than 32, curently: 17', 'token-too-short'],
  [
    'WARN',
    'Error from the agent http API server: http: TLS handshake error from 10.0.0.7:41234: remote error: tls: bad certificate',
    'tls-refused',
    'remote error: tls: bad certificate',
  ],
  [
    'WARN',
    'Error from the agent http API server: http: TLS handshake error from 10.0.0.7:41234: tls: client offered only unsupported versions: [303]',
    'tls-refused',
    'tls: client offered only unsupported versions: [303]',
  ],
  ['WARN', 'Error from the agent http API server: http: TLS handshake error from 10.0.0.7:41234: EOF', 'noise'],
  ['WARN', 'Error from the agent http API server: http: TLS handshake error from [fd00::7]:41234: EOF', 'noise'],
  ['ERROR', 'Follower unable to forward as leaderForwarder is not available yet', 'forwarding-failing'],
  ['ERROR', 'leader forwarder is not available', 'forwarding-failing'],
  ['ERROR', 'Query was already forwarded from: 10.0.0.7', 'forwarding-failing'],
];

const INTAKE: readonly Row[] = [
  ['ERROR', 'API Key invalid, dropping transaction for https://app.datadoghq.eu/api/v1/series', 'intake-key-invalid'],
  [
    'ERROR',
    'Error code "413 Request Entity Too Large" received while sending transaction to "https://x/api/v1/series": "", dropping it',
    'intake-rejected',
    '413 Request Entity Too Large',
  ],
  ['ERROR', "Too many errors for endpoint 'https://x/api/v1/series': retrying later", 'intake-unreachable'],
  [
    'ERROR',
    'Error while processing transaction: error while sending transaction, rescheduling it: dial tcp: no such host',
    'intake-unreachable',
  ],
  ['ERROR', 'Error while processing transaction: context canceled', 'noise'],
  ['ERROR', 'TLS Handshake failure: x509: certificate signed by unknown authority', 'intake-unreachable'],
  ['ERROR', 'No valid api key found, reporting the forwarder as unhealthy.', 'intake-key-invalid'],
  ['WARN', "api_key '***abcde' for domain https://app.datadoghq.eu is invalid", 'intake-key-invalid'],
  ['ERROR', 'Could not start admission controller: EOF', 'admission-failing'],
  ['INFO', "Couldn't reconcile Webhook datadog-webhook: EOF", 'admission-failing', 'datadog-webhook'],
  ['ERROR', "Couldn't reconcile webhook datadog-webhook: EOF", 'admission-failing', 'datadog-webhook'],
  [
    'ERROR',
    "Couldn't reconcile Secret datadog/webhook-certificate: EOF",
    'admission-failing',
    'datadog/webhook-certificate',
  ],
  ['ERROR', 'Failed to update Validating Webhook datadog-webhook: EOF', 'admission-failing', 'datadog-webhook'],
  ['ERROR', 'Failed to create Mutating Webhook datadog-webhook: EOF', 'admission-failing', 'datadog-webhook'],
  ['WARN', 'Validating Webhook Informer not synced: disabling validation webhook controller', 'admission-failing'],
  ['ERROR', "Couldn't fetch certificate: EOF", 'admission-failing'],
  ['ERROR', 'Error in the Admission Controller Webhook Server: EOF', 'admission-failing'],
  ['WARN', 'Could not deserialize request: EOF', 'admission-failing'],
  ['INFO', 'Admission controller is disabled'],
  [
    'ERROR',
    'Admission controller is disabled, vertical autoscaling requires the admission controller to be enabled. x',
    'admission-failing',
  ],
  ['CRITICAL', 'no API key configured, exiting', 'start-failed'],
  ['ERROR', 'Error while getting hostname, exiting: EOF', 'start-failed'],
  ['INFO', 'All components started. Cluster Agent now running.'],
  ['INFO', 'See ya!'],
  [
    'ERROR',
    'Error while adding config provider endpointschecks: temporary failure in kubeutil',
    'start-failed',
    'endpointschecks',
  ],
  ['WARN', 'Error flushing series: dropping series payload: Stream compression not available', 'noise'],
  ['ERROR', 'invalid compression set', 'noise'],
];

const ROWS = [...EXTERNAL_METRICS, ...ELECTION, ...CLUSTER_CHECKS, ...METADATA, ...INTAKE].map(
  ([level, message, kind, about]) => ({ level, message, kind, about }),
);
/** What an Agent says below a warning, in one version at least. */
const QUIET = /is forbidden: |expiring out node|reconcile webhook|query metrics on/i;

function troublesOf(text: string) {
  const scanner = logScanner();
  scanner.take(text);
  return scanner.end().troubles;
}

describe.each(FORMS)('a line %s', (_name, write) => {
  it.each(ROWS)('$level $message', ({ level, message, kind, about }) => {
    const at = '2026-11-23T18:40:05.000Z';
    const trouble = { kind, times: 1, first: at, last: at, text: message, ...(about === undefined ? {} : { about }) };
    expect(troublesOf(write(level, message))).toEqual(kind === undefined ? [] : [trouble]);
  });
});

describe('the table', () => {
  it('knows a line of every kind but errors nobody knows', () => {
    const kinds = new Set(ROWS.map(({ kind }) => kind));
    expect(LOG_TROUBLE_KINDS.filter((kind) => !kinds.has(kind))).toEqual(['unknown-error']);
  });

  const loud = ROWS.filter(({ level, message }) => (level === 'ERROR' || level === 'WARN') && !QUIET.test(message));
  it.each(loud)('takes for nothing what stands below a warning: $message', ({ message }) => {
    expect(troublesOf(agentLine('DEBUG', message))).toEqual([]);
  });
});
