import type { HpaView } from '../../domain/autoscaling.ts';
import type { Finding } from '../../domain/finding.ts';
import type { NextMove } from '../../domain/hpa-next-move.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { isHeldAtMax } from './held-at-max.ts';
import { type HpaMove, hpaMove } from './hpa-move.ts';

/** What the HPA controller will do next by its own rules, as a range where only the controller could tell. */
export const hpaNextMove: Rule = {
  topic: 'hpa',
  codes: ['hpa-next-move'],
  looksAt:
    "the sum of the served values, the HPA's target, bounds and `spec.behavior`, and the scale target's replicas",
  diagnose: (snapshot) => snapshot.autoscaling?.views.flatMap((view) => tell(snapshot, view)) ?? [],
};

function tell(snapshot: Snapshot, view: HpaView): readonly Finding[] {
  const found = hpaMove(snapshot, view);
  if (found === undefined || !isWorking(found) || isHeldAtMax(snapshot, view)) return [];
  const { hpa, move, metric } = found;
  const target = metric.look.target?.known ? metric.look.target.value : undefined;
  if (target === undefined) return [];
  const { figures } = metric;
  return [
    {
      code: 'hpa-next-move',
      verdict: 'ok',
      subject: figures.hpa,
      facts: {
        hpa: figures.hpa,
        metric: figures.metric,
        replicas: target.wanted,
        asked: move.asked ?? null,
        from: move.from,
        to: move.to,
        direction: directionOf(move, target.wanted),
        limitedBy: move.limitedBy,
        min: hpa.spec.minReplicas ?? 1,
        max: hpa.spec.maxReplicas,
        hasBehavior: hpa.spec.behavior !== undefined,
        ratioMilli: String(move.ratioMilli),
        toleranceMilli: move.toleranceMilli,
        stabilizationSeconds: move.stabilizationSeconds,
        doubts: move.doubts,
        total: figures.total ?? '',
        target: figures.target,
        targetType: figures.targetType,
      },
      evidence: metric.evidence,
    },
  ];
}

/** While the controller computes nothing, nothing can be foretold. */
function isWorking({ hpa }: HpaMove): boolean {
  return !hpa.status.conditions?.some(
    ({ type, status }) => (type === 'ScalingActive' || type === 'AbleToScale') && status === 'False',
  );
}

function directionOf({ from, to, doubts }: NextMove, current: number): 'stay' | 'grow' | 'shrink' | 'unclear' {
  if (from === current && to === current) return 'stay';
  // Nobody knows by how many pods the load is multiplied: it may as well stay.
  if (doubts.includes('ready-pods') && from <= current && to >= current) return 'unclear';
  if (from >= current) return 'grow';
  return to <= current ? 'shrink' : 'unclear';
}
