import type { WrittenMetric } from './autoscaling-schema.ts';
import { divideUp, milliOfFloat, readMilli, writeMilli } from './quantities.ts';
import type { PlannedHpa } from './written-hpas.ts';

/** What one pass of the HPA controller comes to. */
export interface HpaPass {
  /** By metric; `null` where there is none. */
  readonly shown: readonly (string | null)[];
  /** Pods wanted before the limits; `null` when a metric that cannot be read keeps it from telling. */
  readonly asked: number | null;
  /** The first metric without a value, and the API's words for it. */
  readonly failure?: { readonly metric: WrittenMetric; readonly cause: string };
}

const NO_METRICS = 'no metrics returned from external metrics API';

/** Reckons a pass over values that are all stored, among them those of other HPAs: what is served is summed over them. */
export function passOver(hpa: PlannedHpa, served: (metric: WrittenMetric) => number | undefined): HpaPass {
  const totals = hpa.metrics.map((metric) => totalOf(metric, hpa, served));
  const shown = hpa.metrics.map((metric, index) => metric.shown ?? shownOf(metric, totals[index], hpa));
  const proposals = hpa.metrics.flatMap((metric, index) => {
    const total = totals[index];
    return total === undefined ? [] : [proposalOf(metric, Number(total), hpa)];
  });
  const highest = Math.max(...proposals);
  const blind = shown.indexOf(null);
  // A metric that cannot be read keeps the controller from shrinking, not from growing.
  const asked = proposals.length === 0 || (blind >= 0 && highest < hpa.wanted) ? null : highest;
  const metric = hpa.metrics[blind];
  return { shown, asked, ...(metric ? { failure: { metric, cause: causeOf(hpa, metric) } } : {}) };
}

/** In thousandths. Where a scenario says what is shown, the controller had the total that belongs to it. */
function totalOf(
  metric: WrittenMetric,
  { replicas, failing }: PlannedHpa,
  served: (metric: WrittenMetric) => number | undefined,
): bigint | undefined {
  const { shown, average } = metric;
  if (shown === null) return undefined;
  if (shown !== undefined) return readMilli(shown) * (average === undefined ? 1n : BigInt(replicas));
  const value = failing === undefined ? served(metric) : undefined;
  return value === undefined ? undefined : milliOfFloat(value);
}

function causeOf({ failing, namespace }: PlannedHpa, { name, stored }: WrittenMetric): string {
  if (failing !== undefined) return failing.replaceAll('METRIC', name).replaceAll('NAMESPACE', namespace);
  return stored?.error === undefined
    ? NO_METRICS
    : `Internal error occurred: DatadogMetric is invalid, err: ${stored.error}`;
}

function shownOf({ average }: WrittenMetric, total: bigint | undefined, { replicas }: PlannedHpa): string | null {
  if (total === undefined) return null;
  if (average === undefined) return writeMilli(total);
  return replicas === 0 ? null : writeMilli(divideUp(total, BigInt(replicas)));
}

function proposalOf({ average, total: target }: WrittenMetric, total: number, { replicas, ready }: PlannedHpa): number {
  const perPod = Number(readMilli(average ?? target ?? '1'));
  const ratio = average === undefined ? total / perPod : total / (perPod * replicas);
  if (Math.abs(ratio - 1) <= 0.1) return replicas;
  return Math.ceil(average === undefined ? ratio * ready : total / perPod);
}
