import type { HpaView } from '../../domain/autoscaling.ts';
import type { Finding, FindingCode, FindingOf, Verdict } from '../../domain/finding.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { figureFor, overflow, rolloutDivisor, totalsShownAs } from '../../domain/hpa-arithmetic.ts';
import type { Candidate } from '../../domain/hpa-facts.ts';
import { formatMilli } from '../../domain/quantity.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import type { Rule } from '../rule.ts';
import { type MetricCase, metricCases } from './figures.ts';

/** A new HPA shows nothing for a sync period or two, and the Agent registers its metric up to 30 s later. */
export const YOUNG_SECONDS = 120;

/** Why the HPA and the Agent show the figures they show: every cause is tried, and the one that fits is told. */
export const numbers: Rule = {
  topic: 'hpa',
  codes: [
    'average-shown-per-pod',
    'value-shown-total',
    'value-summed-over-hpas',
    'values-moved-between-polls',
    'rollout-changes-divisor',
    'value-overflows',
    'value-contradiction',
    'hpa-figures-unknown',
  ],
  looksAt:
    "the HPA's `status.currentMetrics`, what the metrics API serves and the Agent holds, and `.status.replicas` of the scale target",
  diagnose: (snapshot) => snapshot.autoscaling?.views.flatMap((view) => judgeView(snapshot, view)) ?? [],
};

function judgeView(snapshot: Snapshot, view: HpaView): readonly Finding[] {
  if (hasNoTarget(view)) return [];
  const first = metricCases(snapshot, view, view.first);
  const again = view.again?.hpa.known ? metricCases(snapshot, view, view.again) : [];
  return first.flatMap((one) =>
    judge(
      snapshot,
      one,
      again.find(({ metric }) => metric.index === one.metric.index),
    ),
  );
}

/** The figures of an HPA whose scale target is gone are left over from before. */
function hasNoTarget({ first: { hpa } }: HpaView): boolean {
  const able = hpa.known ? hpa.value.status.conditions?.find(({ type }) => type === 'AbleToScale') : undefined;
  return able?.status === 'False' && able.reason === 'FailedGetScale';
}

function judge(snapshot: Snapshot, first: MetricCase, later: MetricCase | undefined): readonly Finding[] {
  const earlier = explain(first, first);
  if (earlier !== undefined && !(earlier.code === 'rollout-changes-divisor' && later !== undefined)) return [earlier];
  if (!comparable(first) || (later !== undefined && !comparable(later))) return lacking(snapshot, later ?? first);
  if (later === undefined) return [contradiction(first, 'unknown', false)];
  const then = explain(later, first);
  if (then?.code === 'value-summed-over-hpas') return [then];
  return [earlier ?? moved(first, later) ?? then ?? contradiction(later, 'warning', true)];
}

function comparable({ metric }: MetricCase): boolean {
  const { shown, total, replicas, targetType } = metric;
  return shown !== undefined && total !== undefined && (targetType === 'Value' || (replicas ?? 0) > 0);
}

/** What explains the figures of one look; undefined when nothing does, or when one of them is missing. */
function explain(one: MetricCase, first: MetricCase): Finding | undefined {
  const { metric, figures } = one;
  const { shown, total, targetType, replicas = 0, items = 0 } = metric;
  if (shown === undefined || total === undefined) return undefined;
  if (figureFor(total, targetType, replicas) === shown) {
    if (items > 1) return summed(one);
    const ruledOut = othersThan(one, first);
    if (targetType === 'Value') return finding(one, 'value-shown-total', 'explained', { ...figures, ruledOut });
    const product = shown * BigInt(replicas);
    return finding(one, 'average-shown-per-pod', 'explained', {
      ...figures,
      product: formatMilli(product),
      exact: product === total,
      ruledOut,
    });
  }
  const problem = overflow(one);
  if (problem !== undefined) return finding(one, 'value-overflows', 'fault', { ...figures, problem });
  const divisor = rolloutDivisor(one.look, metric);
  const target = one.look.target?.known ? one.look.target.value : undefined;
  if (divisor === undefined || target === undefined) return undefined;
  const { wanted, updated = null, ready = null } = target;
  return finding(one, 'rollout-changes-divisor', 'explained', { ...figures, divisor, wanted, updated, ready });
}

function summed(one: MetricCase): Finding {
  const { metric, entries, figures, look, hpa } = one;
  const own = `${hpa.metadata.namespace ?? ''}/${hpa.metadata.name}`;
  const users = entries.flatMap((entry) => entry.users.map(({ namespace, name }) => `${namespace}/${name}`));
  const values = look.served.find(({ index }) => index === metric.index)?.reading;
  const texts = values?.known ? new Set(values.value.map(({ value }) => value)) : new Set();
  // Equal items are one measurement told several times: any of them is this HPA's own.
  const { total = 0n, items = 1, replicas = 0, targetType } = metric;
  const alone = texts.size === 1 ? figureFor(total / BigInt(items), targetType, replicas) : undefined;
  return finding(one, 'value-summed-over-hpas', 'warning', {
    ...figures,
    sharers: [...new Set([own, ...users])],
    alone: alone === undefined ? null : formatMilli(alone),
  });
}

/** Causes that were looked at and do not apply. */
function othersThan({ metric, figures, look }: MetricCase, first: MetricCase): readonly Candidate[] {
  const { stored, servedAgeSeconds, maxAgeSeconds } = figures;
  const age = stored?.ageSeconds ?? servedAgeSeconds;
  const target = look.target?.known ? look.target.value : undefined;
  const steady =
    target !== undefined && target.wanted === target.replicas && (target.updated ?? target.replicas) >= target.replicas;
  return [
    ...(metric.items === 1 ? (['shared'] as const) : []),
    ...(age !== null && age <= maxAgeSeconds && stored?.valid !== false ? (['stale'] as const) : []),
    ...(metric.targetType === 'AverageValue' ? (['value-target'] as const) : (['per-pod'] as const)),
    ...(first.look === look ? (['moved'] as const) : []),
    ...(metric.targetType === 'AverageValue' && steady ? (['rollout'] as const) : []),
  ];
}

/** The two clocks are not in step: the figures come together at the second look, or one of them moved meanwhile. */
function moved(first: MetricCase, later: MetricCase): Finding | undefined {
  const { shown, total, targetType, replicas } = first.metric;
  const after = later.metric;
  if (shown === undefined || total === undefined || after.shown === undefined || after.total === undefined)
    return undefined;
  const agree = figureFor(after.total, after.targetType, after.replicas ?? 0) === after.shown;
  if (!agree && shown === after.shown && total === after.total) return undefined;
  const means = totalsShownAs(shown, targetType, replicas ?? 1);
  return finding(first, 'values-moved-between-polls', 'explained', {
    ...first.figures,
    shownMeans: { from: formatMilli(means.from), to: formatMilli(means.to) },
    later: { shown: formatMilli(after.shown), total: formatMilli(after.total), agree },
  });
}

function contradiction(one: MetricCase, verdict: Verdict, readTwice: boolean): Finding {
  const { metric, figures } = one;
  const expected = figureFor(metric.total ?? 0n, metric.targetType, metric.replicas ?? 0) ?? 0n;
  const tried: readonly Candidate[] = [
    metric.targetType === 'AverageValue' ? 'per-pod' : 'total',
    'shared',
    'rollout',
    ...(readTwice ? (['moved'] as const) : []),
  ];
  return finding(one, 'value-contradiction', verdict, {
    ...figures,
    expected: formatMilli(expected),
    tried,
    readTwice,
  });
}

/** Only where nothing else says why a figure is missing: the HPA works, or its figure is there and the other side is not. */
function lacking(snapshot: Snapshot, one: MetricCase): readonly Finding[] {
  const { metric, figures, hpa } = one;
  if (metric.shown === undefined && !shouldShow(hpa, snapshot.now)) return [];
  // Beside metrics that do have a figure, one that has none keeps the HPA from shrinking, and is told as that.
  if (metric.shown === undefined && (hpa.spec.metrics ?? []).length > 1) return [];
  const missing = (['shown', 'total', 'replicas'] as const).filter(
    (name) => metric[name] === undefined && !(name === 'replicas' && metric.targetType === 'Value'),
  );
  if (missing.length === 0) return [];
  return [finding(one, 'hpa-figures-unknown', 'unknown', { ...figures, missing })];
}

/** The controller works, evaluates metrics at this size, and has had the time to do so; or it should have, and did not. */
function shouldShow({ metadata, spec, status }: MetricCase['hpa'], now: string | undefined): boolean {
  const age = secondsBetween(metadata.creationTimestamp, now);
  if (age !== null && age < YOUNG_SECONDS) return false;
  // Nobody has ever looked at it.
  if ((status.conditions ?? []).length === 0) return true;
  const active = status.conditions?.find(({ type }) => type === 'ScalingActive');
  const { currentReplicas = 0 } = status;
  return active?.status === 'True' && currentReplicas >= (spec.minReplicas ?? 1) && currentReplicas <= spec.maxReplicas;
}

function finding<C extends FindingCode>(
  { figures, evidence }: MetricCase,
  code: C,
  verdict: Verdict,
  facts: FactsByCode[C],
): FindingOf<C> & Finding {
  return { code, verdict, subject: figures.hpa, facts, evidence } as FindingOf<C> & Finding;
}
