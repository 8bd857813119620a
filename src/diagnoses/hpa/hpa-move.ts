import type { HpaView } from '../../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler } from '../../domain/autoscaling-objects.ts';
import { overflow } from '../../domain/hpa-arithmetic.ts';
import { type Demand, type NextMove, nextMove } from '../../domain/hpa-next-move.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type MetricCase, metricCases } from './figures.ts';
import { latestLook } from './subject-view.ts';

/** What the load asks of one HPA, and what the controller will make of it. */
export interface HpaMove {
  readonly hpa: HorizontalPodAutoscaler;
  readonly move: NextMove;
  /** The metric that decides. */
  readonly metric: MetricCase;
}

/** The next move of an HPA by the later look; undefined when what it needs could not be read, or counted by the controller. */
export function hpaMove(snapshot: Snapshot, view: HpaView): HpaMove | undefined {
  const look = latestLook(view);
  if (!look.hpa.known || !look.target?.known) return undefined;
  const hpa = look.hpa.value;
  const cases = metricCases(snapshot, view, look);
  // What the controller cannot count moves it by a number that is not the load.
  if (cases.some((one) => overflow(one) !== undefined)) return undefined;
  const known = cases.flatMap((one) => {
    const demand = demandOf(one);
    return demand === undefined ? [] : [{ demand, one }];
  });
  const move = nextMove({
    hpa,
    target: look.target.value,
    demands: known.map(({ demand }) => demand),
    blind: cases.length - known.length,
    others: (hpa.spec.metrics ?? []).length - cases.length,
    ...(snapshot.now === undefined ? {} : { now: snapshot.now }),
  });
  const metric = move && known[move.decided]?.one;
  return move && metric ? { hpa, move, metric } : undefined;
}

function demandOf({ metric }: MetricCase): Demand | undefined {
  const { targetType, total, target } = metric;
  // No items are no value: the controller gets an error for them, never a zero.
  if (total === undefined || target === undefined || target <= 0n || metric.items === 0) return undefined;
  return { targetType, total, target };
}
