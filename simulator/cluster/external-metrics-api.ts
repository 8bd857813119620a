import { isAllowed } from './access.ts';
import { clusterAgentPods } from './cluster-agents.ts';
import { datadogMetricAnswer } from './datadog-metric-serving.ts';
import { METRICS_GROUP, METRICS_ROOT, readMetricRequest, valueList } from './external-metric-request.ts';
import { writtenAnswer } from './external-metrics-file.ts';
import type { FaultBoard } from './faults.ts';
import type { KubeObject, PodObject } from './kube-object.ts';
import { servedFromConfigMap } from './served-values.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, forbidden, unknownPath } from './status-bodies.ts';

const API_SERVICE = `v1beta1.${METRICS_GROUP}`;
const CRD_SETTING = 'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD';

/**
 * Answers everything below `/apis/external.metrics.k8s.io/v1beta1` as the aggregator and whoever stands behind the
 * APIService would; undefined for other paths. The aggregator's own refusals are plain text, as in a real cluster:
 * clients make "the server could not find the requested resource" of them.
 */
export function externalMetricsAnswer(url: URL, world: SimulatedWorld, faults: FaultBoard): Answer | undefined {
  if (url.pathname !== METRICS_ROOT && !url.pathname.startsWith(`${METRICS_ROOT}/`)) return undefined;
  const request = readMetricRequest(url);
  if (request) {
    const attempted = { verb: 'list', group: METRICS_GROUP, resource: request.metric, namespace: request.namespace };
    if (!isAllowed(attempted, faults)) return forbidden(attempted);
  }
  const apiService = world.objects('APIService').find(({ metadata }) => metadata.name === API_SERVICE);
  if (apiService === undefined) return unknownPath();
  const service = serviceBehind(apiService, world);
  if (service === undefined || !isAvailable(apiService)) return unavailable('service unavailable');
  const isAgents = leadsToAgent(service, world);
  const agents = clusterAgentPods(world.objects('Pod'));
  if (isAgents && !agents.some(isReady)) {
    return unavailable('error trying to reach service: dial tcp: connect: connection refused');
  }
  if (url.pathname === METRICS_ROOT) return discovery();
  if (request === undefined) return unknownPath();
  const written = writtenAnswer(request, world);
  if (written || !isAgents) return written ?? valueList([]);
  return agents.some(usesDatadogMetrics) ? datadogMetricAnswer(request, world) : servedFromConfigMap(request, world);
}

function discovery(): Answer {
  const resource = { name: 'externalmetrics', singularName: '', namespaced: true, kind: 'ExternalMetricValueList' };
  const groupVersion = `${METRICS_GROUP}/v1beta1`;
  const body = {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: [{ ...resource, verbs: ['get'] }],
  };
  return { status: 200, body };
}

function unavailable(text: string): Answer {
  return { status: 503, body: `${text}\n`, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

function isAvailable({ status }: KubeObject): boolean {
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some((condition) => condition.type === 'Available' && condition.status === 'True');
}

/** The Service that the APIService names. */
function serviceBehind({ spec }: KubeObject, world: SimulatedWorld): KubeObject | undefined {
  const { service } = (spec ?? {}) as { service?: { namespace?: string; name?: string } };
  return world
    .objects('Service')
    .find(({ metadata }) => metadata.name === service?.name && metadata.namespace === service?.namespace);
}

/** Whether the Service selects the Cluster Agent's pods. */
function leadsToAgent({ spec }: KubeObject, world: SimulatedWorld): boolean {
  const { selector = {} } = (spec ?? {}) as { selector?: Readonly<Record<string, string>> };
  const wanted = Object.entries(selector);
  return (
    wanted.length > 0 &&
    clusterAgentPods(world.objects('Pod')).some(({ metadata }) =>
      wanted.every(([key, value]) => metadata.labels?.[key] === value),
    )
  );
}

function isReady({ status }: PodObject): boolean {
  const statuses = status?.containerStatuses ?? [];
  return status?.phase === 'Running' && statuses.length > 0 && statuses.every(({ ready }) => ready === true);
}

function usesDatadogMetrics({ spec }: PodObject): boolean {
  return spec.containers.some((container) => {
    const { env = [] } = container as { env?: readonly { name: string; value?: string }[] };
    return env.some(({ name, value }) => name === CRD_SETTING && value === 'true');
  });
}
