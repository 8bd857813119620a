import type { HorizontalPodAutoscaler, ScaleTarget, ScalingPolicy, ScalingRules } from './autoscaling-objects.ts';
import type { NextMoveDoubt } from './hpa-facts.ts';
import { parseQuantity } from './quantity.ts';

/** `--horizontal-pod-autoscaler-tolerance` of the controller manager, in thousandths. */
export const DEFAULT_TOLERANCE_MILLI = 100;
/** `--horizontal-pod-autoscaler-downscale-stabilization`. */
export const DEFAULT_STABILIZATION_SECONDS = 300;

/** What one metric's load asks for. Amounts in thousandths. */
export interface Demand {
  readonly targetType: 'AverageValue' | 'Value';
  readonly total: bigint;
  readonly target: bigint;
}

export interface NextMove {
  /** The largest demand of all metrics before any limit; undefined when every one is within tolerance. */
  readonly asked?: number;
  /** Which demand decided, by its place. */
  readonly decided: number;
  /** The sizes that the controller may set next. */
  readonly from: number;
  readonly to: number;
  readonly limitedBy: 'tolerance' | 'max' | 'min' | 'policy' | 'stabilization' | null;
  /** Figure ÷ target in thousandths, of the deciding metric. */
  readonly ratioMilli: bigint;
  readonly toleranceMilli: number;
  readonly stabilizationSeconds: number;
  readonly doubts: readonly NextMoveDoubt[];
}

export interface NextMoveInput {
  readonly hpa: HorizontalPodAutoscaler;
  readonly target: ScaleTarget;
  readonly demands: readonly Demand[];
  /** External metrics without a value: with these an HPA may grow, and never shrinks. */
  readonly blind: number;
  /** Metrics of other kinds, whose demand is not known here. */
  readonly others: number;
  /** ISO 8601; undefined when ages cannot be told. */
  readonly now?: string;
}

/**
 * What the HPA controller will do next, by its own rules: the largest demand of all metrics, tolerance, scaling
 * policies, stabilization, minimum and maximum. What only the controller remembers widens the answer to a range.
 * Undefined without a demand, and where the controller computes nothing (a target at zero or outside the bounds).
 */
export function nextMove(input: NextMoveInput): NextMove | undefined {
  const most = moveByReadiness(input);
  if (!most?.doubts.includes('ready-pods')) return most;
  const least = moveByReadiness({ ...input, target: { ...input.target, ready: 0 } });
  if (least === undefined) return most;
  return {
    ...most,
    from: Math.min(most.from, least.from),
    to: Math.max(most.to, least.to),
    doubts: [...new Set([...most.doubts, ...least.doubts])],
  };
}

/** Takes every pod for ready where that is not known: the most that a total can ask for. */
function moveByReadiness(input: NextMoveInput): NextMove | undefined {
  const { hpa, target, demands, blind, others } = input;
  const { maxReplicas: max, minReplicas: min = 1, behavior } = hpa.spec;
  const current = target.wanted;
  if (demands.length === 0 || current === 0 || current > max || current < min) return undefined;

  const doubts = new Set<NextMoveDoubt>();
  const asks = demands.map((demand) => ask(demand, target, behavior, doubts));
  const decided = asks.reduce((best, one, index) => (one.replicas > (asks[best]?.replicas ?? 0) ? index : best), 0);
  const deciding = asks[decided];
  if (deciding === undefined) return undefined;
  if (others > 0) doubts.add('other-metrics');
  if (blind > 0) doubts.add('blind-metrics');
  const within = asks.every((one) => one.within);
  const stabilizationSeconds = behavior?.scaleDown?.stabilizationWindowSeconds ?? DEFAULT_STABILIZATION_SECONDS;
  const shared = {
    decided,
    ratioMilli: deciding.ratioMilli,
    toleranceMilli: deciding.toleranceMilli,
    stabilizationSeconds,
    ...(within ? {} : { asked: deciding.replicas }),
  };
  const result = (from: number, to: number, limitedBy: NextMove['limitedBy']): NextMove => ({
    ...shared,
    // Another metric can only ask for more.
    from,
    to: others > 0 ? max : to,
    limitedBy,
    doubts: [...doubts],
  });

  const wanted = deciding.replicas;
  if (wanted === current) return result(current, current, within ? 'tolerance' : null);
  if (wanted < current) {
    if (blind > 0) return result(current, current, null);
    return shrink(wanted, current, min, input, doubts, result);
  }
  return grow(wanted, current, max, input, doubts, result);
}

type Result = (from: number, to: number, limitedBy: NextMove['limitedBy']) => NextMove;

/** The controller takes a negative sum of averages for one that overflowed: the largest load there is. */
const LARGEST_LOAD = 2n ** 63n - 1n;

function ask(
  { targetType, total, target: wantedFigure }: Demand,
  target: ScaleTarget,
  behavior: HorizontalPodAutoscaler['spec']['behavior'],
  doubts: Set<NextMoveDoubt>,
) {
  // The figure is compared with what the target allows at this size.
  const pods = targetType === 'AverageValue' ? target.replicas : 1;
  const allowed = wantedFigure * BigInt(pods);
  const load = targetType === 'AverageValue' && total < 0n ? LARGEST_LOAD : total;
  const above = load > allowed;
  const toleranceMilli = toleranceOf(above ? behavior?.scaleUp : behavior?.scaleDown);
  const difference = above ? load - allowed : allowed - load;
  const within = allowed > 0n && difference * 1000n <= allowed * BigInt(toleranceMilli);
  const ratioMilli = allowed === 0n ? 0n : (load * 1000n) / allowed;
  doubts.add('controller-flags');
  if (within) {
    const replicas = targetType === 'AverageValue' ? target.replicas : target.wanted;
    return { replicas, within, ratioMilli, toleranceMilli };
  }
  if (targetType === 'Value' && target.ready === undefined) doubts.add('ready-pods');
  // An average asks for a number of pods by itself, a total for a multiple of those that are ready. The controller
  // computes this in floating point, and its rounding is part of its rules.
  const ready = targetType === 'Value' ? (target.ready ?? target.replicas) : 1;
  const replicas = Math.max(0, Math.ceil((Number(load) / Number(wantedFigure)) * ready));
  return { replicas, within, ratioMilli, toleranceMilli };
}

function toleranceOf(rules: ScalingRules | undefined): number {
  const set = rules?.tolerance === undefined ? undefined : parseQuantity(rules.tolerance);
  return set === undefined ? DEFAULT_TOLERANCE_MILLI : Number(set.milli);
}

function grow(
  wanted: number,
  current: number,
  max: number,
  input: NextMoveInput,
  doubts: Set<NextMoveDoubt>,
  result: Result,
): NextMove {
  const rules = input.hpa.spec.behavior?.scaleUp;
  const limit = limitOf(rules, input, {
    // Without `spec.behavior` it may double, and always reach 4.
    withoutBehavior: Math.max(2 * current, 4),
    blocked: current,
    sizeBy: ({ type, value }) => (type === 'Pods' ? current + value : Math.ceil(current * (1 + value / 100))),
    most: Math.max,
    least: Math.min,
  });
  const allowed = Math.max(current, Math.min(max, limit.size));
  const next = Math.min(wanted, allowed);
  const limitedBy = wanted <= allowed ? null : limit.size < max ? 'policy' : 'max';
  const waits = (rules?.stabilizationWindowSeconds ?? 0) > 0;
  if (waits) doubts.add('stabilization-history');
  if (limit.certain) return result(waits ? current : next, next, limitedBy);
  doubts.add('scaling-events');
  // What it shrank by within the period it may grow by besides.
  return result(current, Math.min(wanted, max), limitedBy);
}

function shrink(
  wanted: number,
  current: number,
  min: number,
  input: NextMoveInput,
  doubts: Set<NextMoveDoubt>,
  result: Result,
): NextMove {
  const rules = input.hpa.spec.behavior?.scaleDown;
  const limit = limitOf(rules, input, {
    withoutBehavior: 0,
    blocked: current,
    sizeBy: ({ type, value }) => (type === 'Pods' ? current - value : Math.trunc(current * (1 - value / 100))),
    most: Math.min,
    least: Math.max,
  });
  const allowed = Math.min(current, Math.max(min, limit.size));
  const next = Math.max(wanted, allowed);
  const limitedBy = wanted >= allowed ? null : limit.size > min ? 'policy' : 'min';
  if (limit.certain && next === current) return result(current, current, limitedBy);
  const waits = rules?.stabilizationWindowSeconds !== 0;
  // The controller takes the largest recommendation of its window, which nobody else remembers.
  if (waits) doubts.add('stabilization-history');
  if (limit.certain) return result(next, waits ? current : next, limitedBy ?? (waits ? 'stabilization' : null));
  doubts.add('scaling-events');
  // What it grew by within the period it may shrink by besides.
  return result(Math.max(wanted, min), current, limitedBy ?? (waits ? 'stabilization' : null));
}

interface Direction {
  readonly withoutBehavior: number;
  readonly blocked: number;
  /** The size one policy allows when nothing was scaled within its period; floating point as the controller's. */
  readonly sizeBy: (policy: ScalingPolicy) => number;
  /** Of several sizes the one that moves most, and the one that moves least. */
  readonly most: (...sizes: number[]) => number;
  readonly least: (...sizes: number[]) => number;
}

/**
 * How far the policies let it go if nothing was scaled within their periods, and whether that is certain: the last
 * scaling (`.status.lastScaleTime`) lies before the longest of them.
 */
function limitOf(
  rules: ScalingRules | undefined,
  { hpa, now }: NextMoveInput,
  direction: Direction,
): { readonly size: number; readonly certain: boolean } {
  if (rules?.selectPolicy === 'Disabled') return { size: direction.blocked, certain: true };
  // The API server fills in the default policies of a behavior that names none.
  const policies = rules?.policies ?? [];
  if (policies.length === 0) return { size: direction.withoutBehavior, certain: true };
  const choose = rules?.selectPolicy === 'Min' ? direction.least : direction.most;
  const period = Math.max(...policies.map(({ periodSeconds }) => periodSeconds));
  const { lastScaleTime } = hpa.status;
  const certain =
    lastScaleTime === undefined || (now !== undefined && Date.parse(now) - Date.parse(lastScaleTime) > period * 1000);
  return { size: choose(...policies.map(direction.sizeBy)), certain };
}
