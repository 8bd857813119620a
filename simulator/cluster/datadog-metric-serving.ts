import { type MetricRequest, valueList } from './external-metric-request.ts';
import type { KubeObject } from './kube-object.ts';
import { goFloat, writeTime } from './served-values.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, internalError } from './status-bodies.ts';
import { nameOfDatadogMetric } from './stored-metrics.ts';

/** The Agent's `max_age` and its `query_validity_period`, in seconds. */
const MAX_AGE = 120;
const GRACE = 30;

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly lastUpdateTime?: string;
}

/** What an Agent that keeps its metrics in DatadogMetrics serves, with its words for those that are missing, invalid or stale. */
export function datadogMetricAnswer({ metric }: MetricRequest, world: SimulatedWorld): Answer {
  const found = world.objects('DatadogMetric').find((object) => nameOfDatadogMetric(object) === metric);
  if (found === undefined) return internalError(notFoundText(metric));
  const { currentValue = '0', conditions = [] } = (found.status ?? {}) as {
    currentValue?: string;
    conditions?: readonly Condition[];
  };
  const conditionOf = (type: string) => conditions.find((condition) => condition.type === type);
  if (conditionOf('Valid')?.status !== 'True') {
    return internalError(`DatadogMetric is invalid, err: ${conditionOf('Error')?.message ?? '<nil>'}`);
  }
  const at = Date.parse(conditionOf('Updated')?.lastUpdateTime ?? '');
  if (world.now() - at > (maxAgeOf(found) + GRACE) * 1000) {
    const updated = writeTime(at).replace('T', ' ').replace('Z', ' +0000 UTC');
    return internalError(
      `DatadogMetric is stale, last updated: ${updated}. Check datadog-cluster-agent logs for errors`,
    );
  }
  const timestamp = writeTime(at);
  return valueList([{ metricName: metric, metricLabels: null, timestamp, value: goFloat(Number(currentValue)) }]);
}

function notFoundText(metric: string): string {
  const id = /^datadogmetric@([^:]+):(.+)$/.exec(metric);
  return id
    ? `DatadogMetric not found for metric name: ${metric}, datadogmetricid: ${id[1]}/${id[2]}`
    : `ExternalMetric does not follow DatadogMetric format: ${metric}`;
}

function maxAgeOf({ spec }: KubeObject): number {
  const { maxAge = '' } = (spec ?? {}) as { maxAge?: string };
  const written = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(maxAge);
  const [hours = 0, minutes = 0, seconds = 0] = (written ?? []).slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds || MAX_AGE;
}
