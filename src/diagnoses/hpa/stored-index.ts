import type { StoredMetric, StoredMetrics } from '../../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, MetricIdentifier } from '../../domain/autoscaling-objects.ts';
import { externalSpecs } from '../../domain/hpa-arithmetic.ts';
import { scopeOf } from './datadog-query.ts';

/**
 * For a list of thousands of HPAs: gives each the part of the store that may concern it, without going through the
 * whole store for each. Entries with more labels than an HPA's selector names are left out.
 */
export function storedIndex(stored: StoredMetrics): (hpa: HorizontalPodAutoscaler) => StoredMetrics {
  const { list } = stored;
  if (!list.known) return () => stored;
  const byName = new Map<string, StoredMetric[]>();
  const byLabels = new Map<string, StoredMetric[]>();
  for (const entry of list.value) {
    const name = entry.metric.toLowerCase();
    put(byName, name, entry);
    put(byLabels, `${name}{${scopeOf(entry.labels)}}`, entry);
  }
  const entriesFor = ({ name, selector }: MetricIdentifier): readonly StoredMetric[] => {
    const key = name.toLowerCase();
    const labels = selector?.matchLabels ?? {};
    const plain = Object.keys(labels).length > 0 && !selector?.matchExpressions?.length;
    const exact = plain ? byLabels.get(`${key}{${scopeOf(labels)}}`) : undefined;
    // DatadogMetrics have no labels here: the Agent finds them by name, or by the query that it made.
    const named = exact === undefined ? (byName.get(key) ?? []) : [];
    return exact ?? (plain ? named.filter(({ store }) => store === 'datadogmetric') : named);
  };
  return (hpa) => {
    const entries = new Set(externalSpecs(hpa).flatMap(({ spec }) => entriesFor(spec.metric)));
    return { ...stored, list: { ...list, value: [...entries] } };
  };
}

function put(map: Map<string, StoredMetric[]>, key: string, entry: StoredMetric): void {
  const entries = map.get(key);
  if (entries) entries.push(entry);
  else map.set(key, [entry]);
}
