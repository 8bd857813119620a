import { describe, expect, it } from 'vitest';
import { agentRights } from '../../../src/diagnoses/hpa/agent-rights.ts';
import { hpaChain } from '../../../src/diagnoses/hpa/chain.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { ago, brief, failed, pod } from '../build.ts';
import {
  ACTIVE,
  apiService,
  BLIND,
  CONTROLLER,
  chain,
  datadogMetric,
  down,
  EMPTY,
  endpoints,
  entry,
  external,
  FETCH,
  FORBIDDEN,
  failing,
  figure,
  fromText,
  hpa,
  INVALID,
  inObjects,
  inStore,
  logged,
  looking,
  NOT_REGISTERED,
  read,
  refusing,
  right,
  type Scene,
  service,
  serving,
  stopped,
  target,
  UNAVAILABLE,
  withoutHpa,
} from './build-autoscaling.ts';

const HEALTHY = ['metrics-api-healthy ok'];
const NOBODY = failed('unsupported', 'the server could not find the requested resource');
const SILENT = failed('unreachable', 'the server is currently unable to handle the request');
const OURS = failed('forbidden', 'queue.depth.external.metrics.k8s.io is forbidden: User "dca-bot" cannot list');
const internal = (words: string) => failed('unreachable', `Internal error occurred: ${words}`);
/** The controller is told that nobody answers, and so are we. */
const unanswered = (scene: Scene): Scene => ({ hpa: stopped(UNAVAILABLE), served: refusing(SILENT), ...scene });
const TIMEOUT =
  'failing or missing response from https://10.0.0.9:8443/apis/external.metrics.k8s.io/v1beta1: context deadline exceeded';
const KEDA = { namespace: 'keda', name: 'keda-operator-metrics-apiserver', port: 443 };
const two = [external('queue.depth', { queue: 'orders' }), external('latency')];
const latency = entry({ metric: 'latency', labels: {}, id: 'latency-key' });
const AMBIGUOUS = 'pods by selector app=web are controlled by multiple HPAs: [shop/checkout shop/other]';
const named = [external('datadogmetric@shop:orders-rate')];
const STALE =
  'DatadogMetric is stale, last updated: 2026-03-04 04:58:01 +0000 UTC. Check datadog-cluster-agent logs for errors';

describe.each<[string, Snapshot, string[]]>([
  ['all is well', looking(), HEALTHY],
  [
    'the value could not be asked for',
    looking({ served: refusing(failed('timeout', 'no answer within 10000 ms')) }),
    [],
  ],
  ['our own account may not ask for the value', looking({ served: refusing(OURS) }), []],
  [
    'our own connection failed',
    looking({ served: refusing(failed('timeout', 'UND_ERR_CONNECT_TIMEOUT: Connect Timeout Error')) }),
    [],
  ],
  ['the store is ahead of what is served', looking({ stored: inStore([INVALID]) }), HEALTHY],

  // from the HPA to its pods
  ['no target', looking({ target: failed('absent', 'deployments "web" not found') }), ['hpa-target-missing fault']],
  [
    'no target, by the condition',
    looking({
      hpa: hpa({
        current: [],
        conditions: [failing('deployments/scale.apps "web" not found', 'FailedGetScale', 'AbleToScale')],
      }),
      target: failed('forbidden'),
    }),
    ['hpa-target-missing fault'],
  ],
  ['a target that could not be read', looking({ target: failed('forbidden') }), HEALTHY],
  [
    'a target that is back while the condition remembers',
    looking({
      hpa: hpa({ conditions: [failing('deployments/scale.apps "web" not found', 'FailedGetScale', 'AbleToScale')] }),
    }),
    ['hpa-metric-failing fault'],
  ],
  [
    'target at zero',
    looking({ hpa: stopped('scaling is disabled', 'ScalingDisabled'), target: target({ wanted: 0 }) }),
    ['hpa-target-at-zero explained'],
  ],
  [
    'target at zero, by the condition alone',
    fromText({ hpa: stopped('scaling is disabled', 'ScalingDisabled') }),
    ['hpa-target-at-zero explained'],
  ],
  ['target at zero on purpose of the HPA', looking({ hpa: hpa({ min: 0 }), target: target({ wanted: 0 }) }), HEALTHY],
  [
    'two HPAs on the same pods',
    looking({ hpa: stopped(AMBIGUOUS, 'AmbiguousSelector'), served: serving('155') }),
    ['hpa-ambiguous-selector fault'],
  ],
  [
    '18 pods of 17',
    looking({ hpa: hpa({ current: [] }), target: target({ wanted: 18 }) }),
    ['hpa-outside-bounds explained'],
  ],
  ['17 pods of 17', looking({ target: target({ wanted: 17 }) }), HEALTHY],
  [
    '2 pods of at least 3',
    looking({ hpa: hpa({ current: [], min: 3 }), target: target({ wanted: 2 }) }),
    ['hpa-outside-bounds explained'],
  ],
  ['18 pods of 17, and the figure is there', looking({ target: target({ wanted: 18 }) }), HEALTHY],
  [
    'the wrong type of metric',
    looking({ hpa: stopped(`${FETCH}unable to fetch metrics from custom metrics API: x`) }),
    ['hpa-metric-type-wrong fault'],
  ],
  [
    'a name with a slash',
    looking({ hpa: stopped(`${FETCH}invalid resource name "queue/depth": [may not contain '/']`), served: [] }),
    ['hpa-metric-name-unusable fault'],
  ],
  [
    'a name with a slash, refused to ourselves',
    looking({ hpa: hpa({ current: [] }), served: refusing(failed('unreadable', "metric: may not contain '/'")) }),
    ['hpa-metric-name-unusable fault'],
  ],
  ['17 pods of 17, and no figure', looking({ hpa: hpa({ current: [] }), target: target({ wanted: 17 }) }), HEALTHY],

  // from the API server to the Agent
  [
    'no aggregation layer',
    looking(unanswered({ chain: { aggregationLayer: read(false) } })),
    ['aggregation-layer-missing fault'],
  ],
  [
    'no aggregation layer, whose ConfigMap is gone',
    looking(unanswered({ chain: { aggregationLayer: failed('absent') } })),
    ['aggregation-layer-missing fault'],
  ],
  ['an answer proves the aggregation layer', looking({ chain: { aggregationLayer: read(false) } }), HEALTHY],
  [
    'not registered',
    looking({ hpa: stopped(NOT_REGISTERED), served: refusing(NOBODY), chain: { apiService: failed('absent') } }),
    ['metrics-api-not-registered fault'],
  ],
  [
    'not registered, by the condition alone',
    looking({ hpa: stopped(NOT_REGISTERED), served: [], chain: { apiService: failed('forbidden') } }),
    ['metrics-api-not-registered fault'],
  ],
  [
    'not registered a moment ago: the condition still says True',
    looking({ served: refusing(NOBODY), chain: { apiService: failed('absent') } }),
    ['metrics-api-not-registered fault'],
  ],
  [
    'KEDA owns it',
    looking({ hpa: stopped(EMPTY), served: serving(), chain: { apiService: apiService(undefined, KEDA) } }),
    ['metrics-api-foreign-owner fault'],
  ],
  [
    'KEDA owns it and serves this HPA',
    looking({ chain: { apiService: apiService(undefined, KEDA), service: failed('forbidden') } }),
    ['metrics-api-foreign-owner explained'],
  ],
  [
    "another Service with nobody's name, on others' pods",
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      chain: {
        apiService: apiService(undefined, { namespace: 'x', name: 'm' }),
        endpoints: endpoints(['m-1'], { namespace: 'x' }),
      },
    }),
    ['metrics-api-foreign-owner fault'],
  ],
  [
    "a Service of any name on the Agent's pods",
    looking({ chain: { apiService: apiService(undefined, { namespace: 'monitoring', name: 'm' }) } }),
    HEALTHY,
  ],
  [
    "another Service in the Agent's namespace, on others' pods",
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      chain: { apiService: apiService(undefined, { name: 'm' }), endpoints: endpoints(['m-1']) },
    }),
    ['metrics-api-foreign-owner fault'],
  ],
  [
    "a Service of Datadog's name elsewhere, on others' pods",
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      chain: {
        apiService: apiService(undefined, { namespace: 'old' }),
        endpoints: endpoints(['dca-1'], { namespace: 'old' }),
      },
    }),
    ['metrics-api-foreign-owner fault'],
  ],
  [
    "a Service in the Agent's namespace while a rollout replaced the pods",
    looking({ chain: { endpoints: endpoints(['dca-old']) } }),
    HEALTHY,
  ],
  [
    'the owner cannot be told without pods',
    looking({ pods: failed('forbidden'), chain: { apiService: apiService(undefined, { namespace: 'x', name: 'm' }) } }),
    HEALTHY,
  ],
  ['no Service', looking(unanswered({ chain: { service: failed('absent') } })), ['metrics-api-service-missing fault']],
  [
    'no Service, by the APIService alone',
    looking(unanswered({ chain: { apiService: apiService(down('ServiceNotFound')), service: failed('forbidden') } })),
    ['metrics-api-service-missing fault'],
  ],
  [
    'the Service lacks the port',
    looking(unanswered({ chain: { apiService: apiService(down('ServicePortError'), { port: 443 }) } })),
    ['metrics-api-port-mismatch fault'],
  ],
  [
    "the Service leads past the Agent's port, by its version",
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck')),
          service: service([{ port: 8443, targetPort: 443 }]),
        },
      }),
    ),
    ['metrics-api-port-mismatch fault'],
  ],
  [
    "the Service leads past the Agent's port, by its setting",
    looking(
      unanswered({
        pods: [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_PORT: '4443' } })],
        chain: { apiService: apiService(down('FailedDiscoveryCheck')) },
      }),
    ),
    ['metrics-api-port-mismatch fault'],
  ],
  [
    'an old Agent listens on 443',
    looking(
      unanswered({
        pods: [pod('dca-a', { image: 'registry.example/cluster-agent:1.20.0' })],
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck')),
          service: service([{ port: 8443, targetPort: 443 }]),
        },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'a later one on 8443',
    looking(
      unanswered({
        pods: [pod('dca-a', { image: 'registry.example/cluster-agent:1.21.0' })],
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck')),
          service: service([{ port: 8443, targetPort: 443 }]),
        },
      }),
    ),
    ['metrics-api-port-mismatch fault'],
  ],
  [
    'a named target port, as the endpoints tell it',
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck')),
          service: service([{ name: 'metricsapi', port: 8443, targetPort: 'metricsapi' }]),
          endpoints: endpoints(['dca-a'], { port: 443 }),
        },
      }),
    ),
    ['metrics-api-port-mismatch fault'],
  ],
  [
    'a named target port that nobody can tell',
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck')),
          service: service([{ name: 'metricsapi', port: 8443, targetPort: 'metricsapi' }]),
          endpoints: failed('forbidden'),
        },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'an assumed port takes no blame where nobody is ready',
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('MissingEndpoints')),
          service: service([{ port: 8443, targetPort: 443 }]),
        },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'a strange port through which answers come',
    looking({ chain: { service: service([{ port: 8443, targetPort: 443 }]) } }),
    HEALTHY,
  ],
  [
    'the certificate',
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck', 'x509: certificate signed by unknown authority'), {}, {}),
        },
      }),
    ),
    ['metrics-api-certificate fault'],
  ],
  [
    'the certificate, by the condition alone',
    fromText({ hpa: stopped(`${FETCH}x509: certificate signed by unknown authority`) }),
    ['metrics-api-certificate fault'],
  ],
  [
    'the certificate, by the answer to ourselves',
    looking({
      served: refusing(failed('unreachable', 'x509: certificate has expired')),
      chain: { apiService: failed('forbidden') },
    }),
    ['metrics-api-certificate fault'],
  ],
  [
    'nobody answers us either',
    looking({ served: refusing(SILENT), chain: { apiService: failed('forbidden') } }),
    ['metrics-api-unavailable fault'],
  ],
  [
    'nobody is ready',
    looking(unanswered({ chain: { apiService: apiService(down('MissingEndpoints')), endpoints: endpoints([]) } })),
    ['metrics-api-unavailable fault'],
  ],
  [
    'unavailable by the condition alone',
    looking(unanswered({ served: [], chain: { apiService: failed('forbidden'), service: failed('forbidden') } })),
    ['metrics-api-unavailable fault'],
  ],
  [
    'unavailable for a moment: the condition still says True',
    looking({ served: refusing(SILENT), chain: { apiService: apiService(down('FailedDiscoveryCheck')) } }),
    ['metrics-api-unavailable fault'],
  ],
  [
    'a timeout with Agents that are Ready',
    looking(unanswered({ chain: { apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT)) } })),
    ['metrics-api-blocked fault'],
  ],
  [
    'a timeout, and whether endpoints are ready is unknown',
    looking(
      unanswered({
        chain: { apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT)), endpoints: failed('forbidden') },
      }),
    ),
    ['metrics-api-blocked fault'],
  ],
  [
    'a timeout with no Agent Ready',
    looking(
      unanswered({
        pods: [pod('dca-a', { ready: false })],
        chain: { apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT)) },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'a timeout with endpoints that are not ready',
    looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT)),
          endpoints: endpoints(['dca-a'], { ready: false }),
        },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'a timeout with pods that could not be read',
    looking(
      unanswered({
        pods: failed('forbidden'),
        chain: { apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT)) },
      }),
    ),
    ['metrics-api-unavailable fault'],
  ],
  [
    'nothing of the chain could be read',
    looking({
      chain: chain({
        aggregationLayer: failed('forbidden'),
        apiService: failed('forbidden'),
        service: failed('forbidden'),
        endpoints: failed('forbidden'),
        apiVersions: failed('forbidden'),
        serverVersion: failed('timeout'),
      }),
      rights: [right({ allowed: failed('forbidden') })],
    }),
    HEALTHY,
  ],

  // who may ask
  [
    'the controller is refused',
    looking({ hpa: stopped(FORBIDDEN), rights: [right({ allowed: read(false) })] }),
    ['metrics-reader-forbidden fault'],
  ],
  [
    'the controller is refused, and nobody could check',
    looking({ hpa: stopped(FORBIDDEN), rights: [right({ allowed: failed('forbidden') })] }),
    ['metrics-reader-forbidden fault'],
  ],
  [
    'the controller was refused and is allowed by now',
    looking({ hpa: stopped(FORBIDDEN) }),
    ['metrics-reader-forbidden warning'],
  ],
  [
    'the controller may not, by the review alone',
    looking({
      hpa: hpa({ current: [], conditions: [] }),
      served: serving('155'),
      rights: [right({ allowed: read(false) })],
    }),
    ['metrics-reader-forbidden fault'],
  ],
  ['a review against what plainly works', looking({ rights: [right({ allowed: read(false) })] }), HEALTHY],
  [
    'a right that could not be reviewed clears nothing',
    looking({
      hpa: stopped('the moon is full'),
      served: refusing(OURS),
      rights: [right({ allowed: failed('forbidden') })],
    }),
    ['hpa-metric-failing fault'],
  ],
  [
    'an Agent that lists HPAs by an API that is gone',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([]),
      log: logged({
        kind: 'autoscalers-unlistable',
        text: 'Failed to list *v2beta1.HorizontalPodAutoscaler: the server could not find the requested resource',
      }),
    }),
    ['agent-kubernetes-mismatch fault'],
  ],
  [
    'that API is gone, and the Agent does not ask for it',
    looking({ hpa: stopped(EMPTY), served: serving(), stored: inStore([]), log: logged() }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the Agent could not list HPAs for another reason',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([]),
      log: logged({ kind: 'autoscalers-unlistable', text: 'timeout' }),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the Agent asks for an API that this Kubernetes has',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([]),
      log: logged({
        kind: 'autoscalers-unlistable',
        text: 'v2beta1: the server could not find the requested resource',
      }),
      chain: { apiVersions: read(['autoscaling/v2beta1', 'autoscaling/v2beta2']) },
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the Kubernetes version tells where the list of APIs does not',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([]),
      log: logged({
        kind: 'autoscalers-unlistable',
        text: 'v2beta2: the server could not find the requested resource',
      }),
      chain: { apiVersions: failed('timeout'), serverVersion: read('v1.25.9') },
    }),
    ['hpa-no-metric-returned fault'],
  ],

  // the stored value
  [
    'nothing returned: stored and invalid',
    looking({ hpa: stopped(EMPTY), served: serving(), stored: inStore([INVALID]) }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the stored value turned invalid: the condition still says True',
    looking({ served: serving(), stored: inStore([INVALID]) }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the stored value is invalid, and nobody could ask what is served',
    looking({ served: refusing(OURS), stored: inStore([INVALID]) }),
    ['hpa-no-metric-returned fault'],
  ],
  ['it is served by now', looking({ hpa: stopped(EMPTY) }), ['hpa-no-metric-returned explained']],
  [
    'the log knows that the query has no data',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      log: logged({ kind: 'no-series', query: 'avg:queue.depth{queue:orders}.rollup(30)', text: 'no serie returned' }),
    }),
    ['external-metric-no-series fault'],
  ],
  [
    "the log knows that another's query has no data",
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      log: logged({ kind: 'no-series', query: 'avg:other{*}.rollup(30)', text: 'no serie returned' }),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'Returned series slice empty',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      log: logged({ kind: 'no-series', last: ago(600), text: 'Returned series slice empty' }),
    }),
    ['external-metric-no-series fault'],
  ],
  [
    'Returned series slice empty, eleven minutes ago',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      log: logged({ kind: 'no-series', last: ago(601), text: 'Returned series slice empty' }),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'Returned series slice empty beside a rate limit',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      log: logged({ kind: 'no-series', text: 'Returned series slice empty' }, { kind: 'rate-limited', text: '429' }),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'refresh dead',
    looking({
      hpa: stopped(`${FETCH}external metrics invalid`),
      served: refusing(internal('external metrics invalid')),
    }),
    ['external-metrics-refresh-dead fault'],
  ],
  [
    'DatadogMetric stale',
    looking({
      hpa: stopped(
        `${FETCH}Internal error occurred: ${STALE}`
          .replaceAll('queue.depth', 'datadogmetric@shop:orders-rate')
          .replaceAll('queue: orders,', ''),
        undefined,
        { metrics: named },
      ),
      served: refusing(internal(STALE)),
      stored: inObjects([
        datadogMetric({ valid: false, error: 'Query returned outdated result, check MaxAge setting, query: q' }),
      ]),
    }),
    ['external-metric-stale fault'],
  ],
  [
    'DatadogMetric stale by the words alone',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: refusing(internal(STALE)),
      stored: inObjects(failed('forbidden')),
    }),
    ['external-metric-stale fault'],
  ],
  [
    'DatadogMetric with several series',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: refusing(
        internal(
          'DatadogMetric is invalid, err: Invalid metric error: multiple series found. Please change your query to return a single serie, query was: q',
        ),
      ),
      stored: inObjects(failed('forbidden')),
    }),
    ['external-metric-no-series fault'],
  ],
  [
    'DatadogMetric in a failed batch',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: refusing(internal('DatadogMetric is invalid, err: Global error (all queries) from backend')),
      stored: inObjects([datadogMetric({ valid: false, error: 'Global error (all queries) from backend' })]),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'DatadogMetric not found, by the words',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: refusing(
        internal(
          'DatadogMetric not found for metric name: datadogmetric@shop:orders-rate, datadogmetricid: shop/orders-rate',
        ),
      ),
      stored: inObjects(failed('forbidden')),
    }),
    ['datadogmetric-not-found fault'],
  ],
  [
    'DatadogMetric not found among those that are there',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: [],
      stored: inObjects([datadogMetric({ metric: 'datadogmetric@shop:other' })]),
    }),
    ['datadogmetric-not-found fault'],
  ],
  [
    'whether the DatadogMetric is there could not be read',
    looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: [],
      stored: inObjects(failed('forbidden')),
    }),
    ['hpa-no-metric-returned unknown'],
  ],
  [
    'words nobody knows',
    looking({ hpa: stopped('the moon is full'), served: refusing(OURS) }),
    ['hpa-metric-failing fault'],
  ],
  [
    'cpu alone fails',
    looking({ hpa: hpa({ conditions: [failing('no metrics', 'FailedGetResourceMetric')] }) }),
    ['hpa-metric-failing fault'],
  ],
  [
    'the size could not be set',
    looking({ hpa: hpa({ conditions: [failing('conflict', 'FailedUpdateScale', 'AbleToScale'), ACTIVE] }) }),
    ['hpa-metric-failing fault'],
  ],

  // young
  [
    '119 seconds old',
    looking({ hpa: stopped(EMPTY, undefined, { ageSeconds: 119 }), served: serving(), stored: inStore([]) }),
    ['hpa-too-young unknown'],
  ],
  [
    '120 seconds old',
    looking({ hpa: stopped(EMPTY, undefined, { ageSeconds: 120 }), served: serving(), stored: inStore([]) }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    '5 seconds old, before the first pass',
    looking({ hpa: hpa({ ageSeconds: 5, current: [], conditions: [] }), served: serving() }),
    ['hpa-too-young unknown'],
  ],
  ['young and well', looking({ hpa: hpa({ ageSeconds: 44 }) }), HEALTHY],
  [
    'young, and the API is broken all the same',
    looking({
      hpa: stopped(NOT_REGISTERED, undefined, { ageSeconds: 61 }),
      served: refusing(NOBODY),
      chain: { apiService: failed('absent') },
    }),
    ['metrics-api-not-registered fault'],
  ],

  // several metrics
  [
    'one of two metrics has no value: it still grows',
    looking({
      hpa: hpa({ metrics: two, current: [BLIND, figure('latency')] }),
      served: [...serving(), { index: 1, reading: read([{ metricName: 'latency', value: '3' }]) }],
      stored: inStore([INVALID, latency]),
    }),
    ['hpa-no-metric-returned warning', 'hpa-partly-blind warning'],
  ],
  [
    'one of two metrics is not served any more',
    looking({
      hpa: hpa({ metrics: two, current: [figure('queue.depth'), figure('latency')] }),
      served: [...serving('155'), { index: 1, reading: read([]) }],
      stored: inStore([entry(), { ...latency, valid: false }]),
    }),
    ['hpa-no-metric-returned warning', 'hpa-partly-blind warning'],
  ],
  [
    'both are blind',
    looking({
      hpa: hpa({ metrics: two, current: [BLIND, BLIND], conditions: [failing(EMPTY)] }),
      served: [...serving(), { index: 1, reading: read([]) }],
      stored: inStore([INVALID, { ...latency, valid: false }]),
    }),
    ['hpa-no-metric-returned fault', 'hpa-no-metric-returned fault'],
  ],
  [
    'cpu fails beside a metric that is well',
    looking({
      hpa: hpa({
        metrics: [external('queue.depth', { queue: 'orders' }), { type: 'Resource' }],
        current: [figure('queue.depth')],
      }),
    }),
    ['hpa-partly-blind warning'],
  ],
  [
    'cpu is well beside a broken API',
    looking(
      unanswered({
        hpa: hpa({
          metrics: [{ type: 'Resource' }, external('queue.depth', { queue: 'orders' })],
          current: [{ type: 'Resource' }, BLIND],
        }),
        served: [{ index: 1, reading: SILENT }],
        chain: { apiService: apiService(down('MissingEndpoints')) },
      }),
    ),
    ['hpa-partly-blind warning', 'metrics-api-unavailable fault'],
  ],
  [
    'of two metrics of one name the condition means the one with its labels',
    looking({
      hpa: hpa({
        metrics: [external('queue.depth', { queue: 'orders' }), external('queue.depth', { queue: 'mail' })],
        current: [BLIND, BLIND],
        conditions: [failing(EMPTY)],
      }),
      served: [],
      stored: inStore([]),
    }),
    ['hpa-no-metric-returned fault'],
  ],

  // history
  [
    'events of another cause are history',
    looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([INVALID]),
      events: read([{ type: 'Warning', reason: 'FailedGetExternalMetric', message: NOT_REGISTERED, count: 41 }]),
    }),
    ['hpa-no-metric-returned fault'],
  ],
  [
    'the second look decides',
    looking({ hpa: stopped(EMPTY), served: serving(), again: { hpa: read(hpa()), served: serving('155') } }),
    HEALTHY,
  ],

  // texts
  ['a text of a healthy HPA proves nothing more', fromText(), []],
  ['a text: not registered', fromText({ hpa: stopped(NOT_REGISTERED) }), ['metrics-api-not-registered fault']],
  [
    'a text: APIService not found',
    fromText({ chain: { apiService: failed('absent', 'apiservices "v1beta1.external.metrics.k8s.io" not found') } }),
    ['metrics-api-not-registered fault'],
  ],
  ['a text: unavailable', fromText({ hpa: stopped(UNAVAILABLE) }), ['metrics-api-unavailable fault']],
  [
    'a text: a timeout names no firewall',
    fromText({ hpa: stopped(`${FETCH}context deadline exceeded`) }),
    ['metrics-api-unavailable fault'],
  ],
  ['a text: forbidden', fromText({ hpa: stopped(FORBIDDEN), rights: [] }), ['metrics-reader-forbidden fault']],
  ['a text: nothing returned', fromText({ hpa: stopped(EMPTY) }), ['hpa-no-metric-returned fault']],
  [
    'a text: <unknown> without a condition',
    fromText({ hpa: hpa({ current: [], conditions: [] }) }),
    ['hpa-no-metric-returned unknown'],
  ],
  [
    'a text: stale',
    fromText({ hpa: stopped(`${FETCH}Internal error occurred: ${STALE}`) }),
    ['external-metric-stale fault'],
  ],

  // without an HPA
  ['no HPA in question', withoutHpa(), HEALTHY],
  [
    'no HPA, not registered',
    withoutHpa({ chain: { apiService: failed('absent') } }),
    ['metrics-api-not-registered fault'],
  ],
  [
    'no HPA, not registered, provider off',
    withoutHpa({
      chain: { apiService: failed('absent') },
      pods: [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_ENABLED: 'false' } })],
    }),
    [],
  ],
  [
    'provider off with HPAs that ask',
    withoutHpa({
      chain: { apiService: failed('absent') },
      pods: [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_ENABLED: 'false' } })],
      over: { dependents: { externalHpas: read(3) } },
    }),
    ['metrics-api-not-registered fault'],
  ],
  [
    'provider off and KEDA serves',
    withoutHpa({
      chain: { apiService: apiService(undefined, KEDA) },
      pods: [pod('dca-a', { env: { DD_EXTERNAL_METRICS_PROVIDER_ENABLED: 'false' } })],
    }),
    ['metrics-api-foreign-owner explained'],
  ],
  [
    'no HPA, KEDA serves',
    withoutHpa({ chain: { apiService: apiService(undefined, KEDA) } }),
    ['metrics-api-foreign-owner fault'],
  ],
  [
    'no HPA, unavailable',
    withoutHpa({ chain: { apiService: apiService(down('MissingEndpoints')) } }),
    ['metrics-api-unavailable fault'],
  ],
  [
    'no HPA, nothing could be read',
    withoutHpa({ chain: { apiService: failed('forbidden'), service: failed('forbidden') } }),
    [],
  ],
])('the chain: %s', (_name, snapshot, expected) => {
  it(`tells ${expected.join(', ') || 'nothing'}`, () => {
    expect(brief(hpaChain.diagnose(snapshot))).toEqual(expected.toSorted());
  });
});

/** The facts of the one finding of this code. */
function factsOf(snapshot: Snapshot, code: string): unknown {
  const found: readonly Finding[] = [...hpaChain.diagnose(snapshot), ...agentRights.diagnose(snapshot)];
  return found.find((finding) => finding.code === code)?.facts;
}

describe('facts of the chain', () => {
  it('give no labels to a target that is at zero', () => {
    const snapshot = looking({ hpa: hpa({ current: [], min: 2 }), target: target({ wanted: 0 }) });
    expect(factsOf(snapshot, 'hpa-target-at-zero')).toEqual({
      hpa: 'shop/checkout',
      scaleTarget: 'Deployment/web',
      min: 2,
    });
  });

  it('name the other HPAs on the same pods', () => {
    const snapshot = looking({ hpa: stopped(AMBIGUOUS, 'AmbiguousSelector') });
    expect(factsOf(snapshot, 'hpa-ambiguous-selector')).toEqual({
      hpa: 'shop/checkout',
      selector: 'app=web',
      others: ['shop/other'],
    });
  });

  it('name the product that owns the API, and what the Agent holds for nobody', () => {
    const snapshot = looking({
      hpa: stopped(EMPTY),
      served: serving(),
      chain: { apiService: apiService(undefined, KEDA) },
      over: { dependents: { externalHpas: read(6) } },
    });
    expect(factsOf(snapshot, 'metrics-api-foreign-owner')).toEqual({
      apiService: 'v1beta1.external.metrics.k8s.io',
      service: 'keda/keda-operator-metrics-apiserver',
      product: 'KEDA',
      available: true,
      hpas: 6,
      stored: {
        store: 'configmap',
        object: 'monitoring/datadog-custom-metrics',
        value: '155',
        valid: true,
        ageSeconds: 23,
        query: 'avg:queue.depth{queue:orders}.rollup(30)',
      },
    });
  });

  it('tell which two ports do not meet', () => {
    const lacking = looking(unanswered({ chain: { apiService: apiService(down('ServicePortError'), { port: 443 }) } }));
    expect(factsOf(lacking, 'metrics-api-port-mismatch')).toEqual({
      service: 'monitoring/dca-cluster-agent-metrics-api',
      asked: 443,
      servicePorts: [8443],
      targetPort: null,
      agentPort: 8443,
      agentPortFrom: 'assumed',
      between: 'apiservice-and-service',
    });
    const past = looking(
      unanswered({ chain: { service: service([{ port: 8443, targetPort: 443 }]), apiService: apiService(down('x')) } }),
    );
    expect(factsOf(past, 'metrics-api-port-mismatch')).toMatchObject({
      targetPort: '443',
      between: 'service-and-agent',
    });
  });

  it('give the port that a firewall must let through', () => {
    const snapshot = looking(
      unanswered({
        chain: {
          apiService: apiService(down('FailedDiscoveryCheck', TIMEOUT), { port: 443 }),
          service: service([{ port: 443, targetPort: 8443 }]),
        },
      }),
    );
    expect(factsOf(snapshot, 'metrics-api-blocked')).toEqual({
      service: 'monitoring/dca-cluster-agent-metrics-api',
      port: 8443,
      message: TIMEOUT,
      readyAgents: 2,
    });
  });

  it('count who is ready behind an API that is not available', () => {
    const snapshot = looking(
      unanswered({
        pods: [pod('dca-a'), pod('dca-b', { ready: false }), pod('dca-c', { leaving: true })],
        chain: {
          apiService: apiService(down('MissingEndpoints', 'no addresses')),
          endpoints: endpoints(['dca-a', 'dca-b', 'dca-c'], { ready: false }),
        },
      }),
    );
    expect(factsOf(snapshot, 'metrics-api-unavailable')).toEqual({
      service: 'monitoring/dca-cluster-agent-metrics-api',
      reason: 'MissingEndpoints',
      message: 'no addresses',
      sinceSeconds: 777,
      readyEndpoints: 0,
      readyAgents: 1,
      hpas: null,
      available: false,
    });
  });

  it.each<[string, Snapshot, boolean | null]>([
    ['which is available all the same', looking({ served: refusing(SILENT) }), true],
    [
      'of which nothing is known',
      looking({ served: refusing(SILENT), chain: { apiService: failed('forbidden') } }),
      null,
    ],
  ])('tell a call that failed from an APIService %s', (_name, snapshot, available) => {
    expect(factsOf(snapshot, 'metrics-api-unavailable')).toMatchObject({ available });
  });

  it('name the user that was refused', () => {
    expect(factsOf(looking({ hpa: stopped(FORBIDDEN), rights: [] }), 'metrics-reader-forbidden')).toEqual({
      user: CONTROLLER,
      metric: 'queue.depth',
      message: FORBIDDEN,
      allowed: null,
    });
  });

  it('name the API that Kubernetes dropped', () => {
    const text = 'Failed to list *v2beta1.HorizontalPodAutoscaler: the server could not find the requested resource';
    const snapshot = looking({
      hpa: stopped(EMPTY),
      served: serving(),
      stored: inStore([]),
      log: logged({ kind: 'autoscalers-unlistable', text }),
    });
    expect(factsOf(snapshot, 'agent-kubernetes-mismatch')).toEqual({
      agentVersion: '7.63.0',
      kubernetesVersion: 'v1.34.4',
      api: 'autoscaling/v2beta1',
    });
  });

  it.each<[string, Scene, string, string | null]>([
    ['invalid', { stored: inStore([INVALID]) }, 'invalid', null],
    ['nothing stored', { stored: inStore([]) }, 'not-stored', null],
    ['no ConfigMap', { stored: inStore(failed('absent')) }, 'not-stored', null],
    ['an unreadable store', { stored: inStore(failed('forbidden')) }, 'unknown', null],
    ['an entry that nobody can read', { stored: inStore([], { unreadable: ['external_metric-x'] }) }, 'unknown', null],
    [
      'other labels',
      { stored: inStore([entry({ labels: { queue: 'returns', env: 'x' } })]) },
      'labels-differ',
      'env:x,queue:returns',
    ],
    ['another name', { stored: inStore([entry({ metric: 'queue.length' })]) }, 'not-stored', null],
    ['another case of letters', { stored: inStore([entry({ ...INVALID, metric: 'Queue.Depth' })]) }, 'invalid', null],
    ['valid, and yet nothing', { stored: inStore([entry()]) }, 'unknown', null],
    ['served now', { served: serving('155') }, 'served-now', null],
  ])('no metric returned: %s', (_name, scene, cause, storedLabels) => {
    const snapshot = looking({ hpa: stopped(EMPTY), served: serving(), ...scene });
    expect(factsOf(snapshot, 'hpa-no-metric-returned')).toMatchObject({
      hpa: 'shop/checkout',
      metric: 'queue.depth',
      selector: 'queue=orders',
      sinceSeconds: 411,
      cause,
      storedLabels,
    });
  });

  it("never tell an invalid entry's zero as a value", () => {
    const snapshot = looking({ hpa: stopped(EMPTY), served: serving(), stored: inStore([INVALID]) });
    expect(factsOf(snapshot, 'hpa-no-metric-returned')).toMatchObject({ stored: { value: null, valid: false } });
  });

  it('name the invalid metrics and the valid ones', () => {
    const snapshot = looking({
      hpa: hpa({
        metrics: [...two, { type: 'Resource' }],
        current: [BLIND, figure('latency'), { type: 'Resource' }],
        conditions: [failing(EMPTY)],
      }),
      served: serving(),
      stored: inStore([INVALID, latency]),
    });
    expect(factsOf(snapshot, 'hpa-partly-blind')).toEqual({
      hpa: 'shop/checkout',
      invalid: [{ metric: 'queue.depth', message: EMPTY }],
      valid: ['latency', 'Resource'],
    });
  });

  it('tell the last data point of a stale DatadogMetric, and that the others are valid', () => {
    const snapshot = looking({
      hpa: hpa({ metrics: named, current: [BLIND], conditions: [] }),
      served: refusing(internal(STALE)),
      stored: inObjects([
        datadogMetric({
          valid: false,
          error: 'Query returned outdated result, check MaxAge setting, query: q',
          at: ago(431),
          maxAgeSeconds: 300,
        }),
        datadogMetric({ id: 'shop/b', metric: 'datadogmetric@shop:b' }),
        datadogMetric({ id: 'shop/c', metric: 'datadogmetric@shop:c' }),
        datadogMetric({ id: 'shop/d', metric: 'datadogmetric@shop:d', active: false }),
        datadogMetric({ id: 'shop/e', metric: 'datadogmetric@shop:e', valid: false, error: 'x' }),
      ]),
    });
    expect(factsOf(snapshot, 'external-metric-stale')).toEqual({
      metric: 'datadogmetric@shop:orders-rate',
      id: 'shop/orders-rate',
      query: 'avg:orders.rate{env:prod}.rollup(30)',
      link: 'https://app.datadoghq.eu/metric/explorer?exp_query=avg%3Aorders.rate%7Benv%3Aprod%7D.rollup(30)',
      users: ['shop/checkout'],
      message: 'Query returned outdated result, check MaxAge setting, query: q',
      at: ago(431),
      ageSeconds: 431,
      maxAgeSeconds: 300,
      otherValid: 2,
    });
  });

  it('tell every broken API once, whatever the number of HPAs', () => {
    const snapshot = fromText({ chain: { apiService: failed('absent') } });
    const views = snapshot.autoscaling?.views ?? [];
    const several = {
      ...snapshot,
      autoscaling: {
        ...snapshot.autoscaling!,
        views: [...views, ...views.map((view) => ({ ...view, name: 'other' }))],
      },
    };
    expect(brief(hpaChain.diagnose(several))).toEqual(['metrics-api-not-registered fault']);
  });
});
