import type { DatadogMetricState } from './datadog-metric.ts';
import { matchesSelector } from './label-selector.ts';

/** One entry of the Agent's store in ConfigMap mode: what one autoscaler wants of one metric. */
export interface StoredMetric {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly reference: {
    readonly type: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  };
  /** A Kubernetes quantity, passed on as it is. */
  readonly value: string;
  readonly valid: boolean;
  /** Epoch seconds. */
  readonly ts: number;
}

/** One value that is served. */
export interface ServedMetric {
  readonly value: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601, whole seconds. */
  readonly at: string;
}

/** What external metrics answers to one question: values, or the refusal of the API server's library. */
export type MetricAnswer =
  | { readonly items: readonly ServedMetric[] }
  | { readonly status: number; readonly reason: string; readonly message: string };

/** The Agent in ConfigMap mode: every valid entry of that name whose labels match, whoever it was stored for. */
export function answerFromStore(
  entries: readonly StoredMetric[],
  metric: string,
  selector: string,
): readonly ServedMetric[] {
  return entries
    .filter(({ valid }) => valid)
    .filter(({ metricName }) => metricName.toLowerCase() === metric.toLowerCase())
    .filter(({ labels }) => matchesSelector(selector, labels))
    .map(({ value, labels, ts }) => ({ value, labels, at: isoSeconds(ts * 1000) }));
}

/**
 * The Agent in DatadogMetric mode: one value under `datadogmetric@NS:NAME` or under the name and labels it made one for,
 * or its words for why there is none.
 */
export function answerFromDatadogMetrics(
  metrics: ReadonlyMap<string, DatadogMetricState>,
  metric: string,
  selector: string,
  now: number,
): MetricAnswer {
  const [, namespace, name] = /^datadogmetric@([^:]+):(.+)$/i.exec(metric) ?? [];
  const state = namespace === undefined ? madeFor(metrics, metric, selector) : metrics.get(`${namespace}/${name}`);
  if (state === undefined && namespace === undefined)
    return internalError(`ExternalMetric does not follow DatadogMetric format: ${metric}`);
  if (state === undefined) {
    const id = `${namespace}/${name}`;
    return internalError(`DatadogMetric not found for metric name: ${metric}, datadogmetricid: ${id}`);
  }
  if (state.error !== undefined) return internalError(`DatadogMetric is invalid, err: ${state.error}`);
  if (state.staleSince !== undefined) {
    const since = state.staleSince;
    return internalError(`DatadogMetric is stale, last updated: ${since}. Check datadog-cluster-agent logs for errors`);
  }
  return { items: [{ value: state.value, labels: {}, at: isoSeconds(Date.parse(state.at ?? '') || now) }] };
}

function madeFor(
  metrics: ReadonlyMap<string, DatadogMetricState>,
  metric: string,
  selector: string,
): DatadogMetricState | undefined {
  return [...metrics.values()].find(
    (state) =>
      state.madeFor?.metric.toLowerCase() === metric.toLowerCase() && matchesSelector(selector, state.madeFor.labels),
  );
}

export function internalError(message: string): MetricAnswer {
  return { status: 500, reason: 'InternalError', message: `Internal error occurred: ${message}` };
}

/** Data of the ConfigMap that the Agent keeps its entries in; the value is a JSON number there. */
export function configMapData(entries: readonly StoredMetric[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const { type, namespace, name } = entry.reference;
      return [`external_metric-${type}-${namespace}-${name}-${entry.metricName}`, entryJson(entry)];
    }),
  );
}

/** One entry as the Agent writes it, in its ConfigMap and in `status --json`. */
export function entryJson({ metricName, labels, ts, reference, value, valid }: StoredMetric): string {
  const { type, name, namespace, uid } = reference;
  return JSON.stringify({
    metricName,
    labels,
    ts,
    reference: { type, name, namespace, uid },
    value: Number(value),
    valid,
  });
}

function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
