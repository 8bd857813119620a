import type { HpaView } from '../../domain/autoscaling.ts';
import type { Finding } from '../../domain/finding.ts';
import { overflow } from '../../domain/hpa-arithmetic.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { metricCases } from './figures.ts';
import { hpaMove } from './hpa-move.ts';
import { latestLook } from './subject-view.ts';

/** Beyond this multiple of the maximum it is the target that is more likely to be mistaken than the maximum. */
const DOUBTFUL_FACTOR = 10;

/** At the minimum `ScalingLimited=True` is normal; at the maximum the load asks for more than it gets. */
export const heldAtMax: Rule = {
  topic: 'hpa',
  codes: ['hpa-held-at-max'],
  looksAt:
    "the HPA's condition `ScalingLimited` with reason `TooManyReplicas`, `maxReplicas`, and what the load asks for",
  diagnose: (snapshot) => snapshot.autoscaling?.views.flatMap((view) => judge(snapshot, view)) ?? [],
};

function judge(snapshot: Snapshot, view: HpaView): readonly Finding[] {
  const look = latestLook(view);
  if (!look.hpa.known) return [];
  const { spec, status } = look.hpa.value;
  const limited = status.conditions?.find(({ type }) => type === 'ScalingLimited');
  const active = status.conditions?.find(({ type }) => type === 'ScalingActive');
  if (limited?.status !== 'True' || limited.reason !== 'TooManyReplicas') return [];
  // While the controller computes nothing, the condition is a leftover of the last time it did.
  if (active?.status === 'False') return [];
  if (metricCases(snapshot, view, look).some((one) => overflow(one) !== undefined)) return [];
  const move = hpaMove(snapshot, view);
  const asked = move?.move.asked !== undefined && move.move.asked > spec.maxReplicas ? move.move.asked : null;
  // The load fell since: the condition is about to go.
  if (move !== undefined && asked === null && move.move.doubts.every((doubt) => doubt !== 'other-metrics')) return [];
  const figures = asked === null ? undefined : move?.metric.figures;
  return [
    {
      code: 'hpa-held-at-max',
      verdict: 'warning',
      subject: `${view.namespace}/${view.name}`,
      facts: {
        hpa: `${view.namespace}/${view.name}`,
        namespace: view.namespace,
        name: view.name,
        max: spec.maxReplicas,
        asked,
        total: figures?.total ?? null,
        target: figures?.target ?? null,
        targetType: figures?.targetType ?? null,
        since: limited.lastTransitionTime ?? null,
        ready: look.target?.known ? (look.target.value.ready ?? null) : null,
        suggestedMax: asked === null ? null : roomFor(asked),
        targetDoubtful: asked !== null && asked > DOUBTFUL_FACTOR * spec.maxReplicas,
        hasBehavior: spec.behavior !== undefined,
      },
      evidence: [look.hpa.source],
    },
  ];
}

/** A round number with a twentieth to spare: 189 pods fit into 200. */
function roomFor(pods: number): number {
  const withRoom = Math.ceil((pods * 21) / 20);
  const step = withRoom < 20 ? 1 : 10;
  return Math.ceil(withRoom / step) * step;
}

/** Whether its maximum is told as what limits it, so that nobody needs to tell it again. */
export function isHeldAtMax(snapshot: Snapshot, view: HpaView): boolean {
  return judge(snapshot, view).length > 0;
}
