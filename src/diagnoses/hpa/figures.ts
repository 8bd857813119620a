import type { HpaLook, HpaView, StoredMetric } from '../../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler } from '../../domain/autoscaling-objects.ts';
import { type MetricLook, metricLooks, sumMilli } from '../../domain/hpa-arithmetic.ts';
import type { MetricFigures } from '../../domain/hpa-facts.ts';
import { selectorText } from '../../domain/label-selector.ts';
import { formatMilli } from '../../domain/quantity.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { metricsSettings } from './metrics-settings.ts';
import { storedEntries, storedFigure } from './stored-figure.ts';

/** One external metric of an HPA in one look, with everything its figures are made of. */
export interface MetricCase {
  readonly look: HpaLook;
  readonly hpa: HorizontalPodAutoscaler;
  /** Completed where the look lacks something: the total by the store, the replicas by the HPA's own count. */
  readonly metric: MetricLook;
  /** Every stored entry that belongs to the metric, the HPA's own first. */
  readonly entries: readonly StoredMetric[];
  readonly figures: MetricFigures;
  readonly evidence: readonly string[];
}

/** The external metrics of a look; none when the HPA was not read. */
export function metricCases(snapshot: Snapshot, view: HpaView, look: HpaLook): readonly MetricCase[] {
  if (!look.hpa.known) return [];
  const hpa = look.hpa.value;
  return metricLooks(look).map((read) => {
    const entries = storedEntries(look.stored, hpa, read.spec.metric);
    const metric = complete(read, look, entries);
    const served = look.served.find(({ index }) => index === metric.index)?.reading;
    const sources = [look.hpa, look.target, served, look.stored.list];
    return {
      look,
      hpa,
      metric,
      entries,
      figures: figuresOf(snapshot, view, look, read, metric, entries),
      evidence: sources.flatMap((reading) => (reading?.known && reading.source !== '' ? [reading.source] : [])),
    };
  });
}

function complete(read: MetricLook, look: HpaLook, entries: readonly StoredMetric[]): MetricLook {
  const valid = entries.filter((entry) => entry.valid && entry.value !== undefined);
  const sum = valid.length === 0 ? undefined : sumMilli(valid.map(({ value = '' }) => value));
  const byStore = read.total === undefined && sum !== undefined ? { total: sum, items: valid.length } : {};
  const counted = look.hpa.known ? look.hpa.value.status.currentReplicas : undefined;
  const byHpa = read.replicas === undefined && counted !== undefined ? { replicas: counted } : {};
  return { ...read, ...byStore, ...byHpa };
}

function figuresOf(
  snapshot: Snapshot,
  view: HpaView,
  look: HpaLook,
  read: MetricLook,
  metric: MetricLook,
  entries: readonly StoredMetric[],
): MetricFigures {
  const settings = metricsSettings(snapshot);
  const { spec, shown, total, target } = metric;
  const served = look.served.find(({ index }) => index === metric.index)?.reading;
  const newest = served?.known ? served.value.flatMap(({ timestamp }) => timestamp ?? []).toSorted() : [];
  const age = secondsBetween(newest.at(-1), timeOf(snapshot, served));
  const own = entries[0];
  const ref = look.hpa.known ? look.hpa.value.spec.scaleTargetRef : undefined;
  return {
    hpa: `${view.namespace}/${view.name}`,
    metric: spec.metric.name,
    selector: selectorText(spec.metric.selector),
    targetType: metric.targetType,
    target: target === undefined ? '' : formatMilli(target),
    scaleTarget: ref === undefined ? '' : `${ref.kind}/${ref.name}`,
    shown: shown === undefined ? null : formatMilli(shown),
    printed: metric.printed ?? null,
    total: total === undefined ? null : formatMilli(total),
    totalFrom: total === undefined ? null : read.total === undefined ? 'stored' : 'served',
    items: metric.items ?? null,
    servedAgeSeconds: age === null ? null : Math.max(0, age),
    stored: own === undefined ? null : storedFigure(own, look.stored, timeOf(snapshot, look.stored.list), settings),
    replicas: metric.replicas ?? null,
    replicasFrom: metric.replicas === undefined ? null : read.replicas === undefined ? 'hpa' : 'target',
    refreshSeconds: settings.refreshSeconds,
    maxAgeSeconds: settings.maxAgeSeconds,
  };
}

/** Two looks lie seconds apart: live, an age belongs to the moment of its reading. */
function timeOf(snapshot: Snapshot, reading: { readonly at: string } | undefined): string | undefined {
  return snapshot.origin === 'cluster' ? reading?.at : snapshot.now;
}
