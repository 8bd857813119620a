import type { StoredMetric, StoredMetrics } from '../../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, MetricIdentifier } from '../../domain/autoscaling-objects.ts';
import type { StoredFigure } from '../../domain/hpa-facts.ts';
import { matchesSelector } from '../../domain/label-selector.ts';
import { secondsBetween } from '../leadership.ts';
import { datadogQuery, type QuerySettings, scopeInQuery, scopeOf } from './datadog-query.ts';

/** How an HPA names a DatadogMetric that somebody wrote: `datadogmetric@NAMESPACE:NAME`. */
const NAMED = /^datadogmetric@(?<namespace>[^:]+):(?<name>.+)$/i;

/**
 * Every stored entry that the Agent would serve for this metric of the HPA, valid or not, the HPA's own first. Names are
 * compared in lower case and namespaces not at all, as the Agent does. Empty as well when the store could not be read.
 */
export function storedEntries(
  stored: StoredMetrics,
  hpa: HorizontalPodAutoscaler,
  metric: MetricIdentifier,
): readonly StoredMetric[] {
  const named = sameName(stored, metric);
  const inConfigMap = named.filter(
    ({ store, labels }) => store === 'configmap' && matchesSelector(metric.selector, labels),
  );
  const found = [...inConfigMap, ...datadogMetrics(named, hpa, metric)];
  return found.toSorted((a, b) => Number(usedBy(b, hpa)) - Number(usedBy(a, hpa)));
}

/** Entries of the metric's name whatever their labels. */
export function sameName(stored: StoredMetrics, { name }: MetricIdentifier): readonly StoredMetric[] {
  const wanted = name.toLowerCase();
  return stored.list.known ? stored.list.value.filter(({ metric }) => metric.toLowerCase() === wanted) : [];
}

/** The DatadogMetric of a `datadogmetric@…` name, else the one the Agent made for this name and these labels. */
function datadogMetrics(
  named: readonly StoredMetric[],
  hpa: HorizontalPodAutoscaler,
  metric: MetricIdentifier,
): readonly StoredMetric[] {
  const objects = named.filter(({ store }) => store === 'datadogmetric');
  if (NAMED.test(metric.name)) return objects;
  const scope = scopeOf(metric.selector?.matchLabels ?? {});
  const sameScope = objects.filter(({ query }) => query !== undefined && scopeInQuery(query) === scope);
  return sameScope.length > 0 ? sameScope : objects.filter((entry) => usedBy(entry, hpa));
}

/** Whether the store names the HPA among an entry's users. */
export function usedBy({ users }: StoredMetric, { metadata }: HorizontalPodAutoscaler): boolean {
  return users.some(
    ({ kind, namespace, name }) => kind === 'hpa' && namespace === metadata.namespace && name === metadata.name,
  );
}

/** `namespace/name` of the DatadogMetric that an HPA's metric names; `null`: it names none. */
export function namedDatadogMetric({ name }: MetricIdentifier): string | null {
  const groups = NAMED.exec(name)?.groups;
  return groups === undefined ? null : `${groups.namespace}/${groups.name}`;
}

/** What is told of a stored entry. An invalid entry's value stands for nothing, so it is left out. */
export function storedFigure(
  entry: StoredMetric,
  stored: StoredMetrics,
  now: string | undefined,
  settings: QuerySettings,
): StoredFigure {
  const age = secondsBetween(entry.at, now);
  return {
    store: entry.store,
    object: entry.store === 'configmap' ? (stored.configMap ?? entry.id) : entry.id,
    value: entry.valid ? (entry.value ?? null) : null,
    valid: entry.valid,
    ageSeconds: age === null ? null : Math.max(0, age),
    query: queryOf(entry, settings),
  };
}

/** The query as sent to Datadog: the object's own, else as the Agent builds it from name and labels. */
export function queryOf(entry: StoredMetric, settings: QuerySettings): string | null {
  if (entry.query !== undefined) return entry.query;
  return entry.store === 'configmap' ? datadogQuery(entry.metric, entry.labels, settings) : null;
}
