import type { StoredMetric, StoredMetrics } from '../../domain/autoscaling.ts';
import type { Finding, Verdict } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsSince } from './api-service.ts';
import type { MetricTrouble } from './metric-trouble.ts';
import { metricsExplorerLink } from './metrics-explorer-link.ts';
import { metricsSettings } from './metrics-settings.ts';
import { queryOf } from './stored-figure.ts';

/** A metric that has a trouble of its own, whether or not the store could be read. */
export interface TroubledMetric {
  readonly metric: string;
  /** `null`: the store could not be read, and only the metrics API's words tell. */
  readonly entry: StoredMetric | null;
  readonly stored: StoredMetrics;
  /** HPAs known to use it beside those that the store names. */
  readonly users: readonly string[];
  /** The last data point where only the words tell it. */
  readonly at?: string | null;
  readonly evidence: readonly string[];
}

/** The finding of a trouble that is the metric's own; undefined for those that strike many at once. */
export function metricFinding(
  snapshot: Snapshot,
  trouble: MetricTrouble,
  verdict: Verdict,
  metric: TroubledMetric,
): Finding | undefined {
  switch (trouble.kind) {
    case 'no-series': {
      const { problem, message } = trouble;
      const facts = { ...identity(snapshot, metric), problem, message };
      return { code: 'external-metric-no-series', verdict, subject: metric.metric, facts, evidence: metric.evidence };
    }
    case 'stale': {
      const facts = { ...identity(snapshot, metric), ...ageOf(snapshot, metric), message: trouble.message };
      return { code: 'external-metric-stale', verdict, subject: metric.metric, facts, evidence: metric.evidence };
    }
    default:
      return undefined;
  }
}

function identity(snapshot: Snapshot, { metric, entry, users }: TroubledMetric) {
  const settings = metricsSettings(snapshot);
  const query = entry ? queryOf(entry, settings) : null;
  const named = entry?.users.map(({ namespace, name }) => `${namespace}/${name}`) ?? [];
  return {
    metric,
    id: entry?.id ?? metric,
    query,
    link: metricsExplorerLink(settings.site, query),
    users: [...new Set([...named, ...users])],
  };
}

function ageOf(snapshot: Snapshot, { entry, stored, at: told }: TroubledMetric) {
  // An invalid entry of the ConfigMap bears the time of the failed refresh, not of the data.
  const measured = entry?.store === 'configmap' && !entry.valid ? undefined : entry?.at;
  const at = measured ?? told ?? null;
  const others = stored.list.known ? stored.list.value.filter((one) => one !== entry && one.active !== false) : [];
  return {
    at,
    ageSeconds: secondsSince(snapshot, at ?? undefined),
    maxAgeSeconds: entry?.maxAgeSeconds ?? metricsSettings(snapshot).maxAgeSeconds,
    otherValid: others.filter(({ valid }) => valid).length,
  };
}
