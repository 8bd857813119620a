import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { NextMoveDoubt } from '../../domain/hpa-facts.ts';
import { hpaCommand, metricInDoubt, oneDefaultStep, percent, raiseMaxCommand, tells } from '../hpa-names.ts';
import { amount, clockTime, times } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { DOUBTS, pods } from './hpa-wording.ts';
import { lasting } from './wording.ts';

type NextMove = FactsByCode['hpa-next-move'];
type HeldAtMax = FactsByCode['hpa-held-at-max'];

/** `ceil(2472 ÷ 9) = 275`; a Value target is multiplied by the ready pods, and tells only the most without their number. */
function demand({ total, target, targetType, doubts }: NextMove, asked: number): string {
  const ready = targetType === 'Value' ? ' × ready pods' : '';
  const isMost = targetType === 'Value' && doubts.includes('ready-pods');
  return `ceil(${amount(total)} ÷ ${amount(target)}${ready}) ${isMost ? '≤' : '='} ${amount(asked)}`;
}

function whyItStays(facts: NextMove): Rich {
  const { limitedBy, replicas, asked } = facts;
  switch (limitedBy) {
    case 'tolerance':
      return say`: the figure is ${times(facts.ratioMilli)} × the target, within the tolerance of ${percent(facts.toleranceMilli)} %`;
    case 'max':
      return say`: maxReplicas ${amount(facts.max)} allows no more`;
    case 'min':
      return say`: minReplicas ${amount(facts.min)} allows no fewer`;
    case 'policy':
      return say`: ${code('spec.behavior')} allows no step`;
    case 'stabilization':
      return say` for now: it shrinks when the load has asked for less for ${lasting(facts.stabilizationSeconds)}`;
    case null:
      return asked !== null && asked < replicas && facts.doubts.includes('blind-metrics')
        ? say`: while a metric has no value it does not shrink`
        : say`: that is what the load asks for`;
  }
}

function limit(facts: NextMove): Rich {
  switch (facts.limitedBy) {
    case 'max':
      return say`, where maxReplicas stops it`;
    case 'min':
      return say`, where minReplicas stops it`;
    case 'policy':
      return say`, the most that one step allows`;
    case 'stabilization':
      return say`, when the load has asked for less for ${lasting(facts.stabilizationSeconds)}`;
    default:
      return [];
  }
}

/** The foremost of what would make a range one number; none where it is one. */
function mainDoubt({ from, to, doubts }: NextMove): readonly NextMoveDoubt[] {
  return from === to ? [] : doubts.filter((doubt) => doubt !== 'controller-flags').slice(0, 1);
}

function nextMove(facts: NextMove): Rich {
  const { from, to, replicas, direction } = facts;
  const hpa = code(facts.hpa);
  if (direction === 'unclear')
    return strong`${hpa}: the next size lies between ${amount(from)} and ${pods(to)}; now it is ${amount(replicas)}.`;
  if (direction === 'stay') return strong`${hpa} stays at ${pods(replicas)}${whyItStays(facts)}.`;
  if (direction === 'grow')
    return from === to
      ? strong`${hpa} grows next, from ${amount(replicas)} to ${pods(to)}${limit(facts)}.`
      : from > replicas
        ? strong`${hpa} grows next, from ${amount(replicas)} to between ${amount(from)} and ${pods(to)}.`
        : strong`${hpa} grows next, from ${amount(replicas)} to at most ${pods(to)}${limit(facts)}.`;
  return from === to
    ? strong`${hpa} shrinks next, from ${amount(replicas)} to ${pods(to)}${limit(facts)}.`
    : strong`${hpa} shrinks next, from ${amount(replicas)} to no fewer than ${pods(from)}${limit(facts)}.`;
}

function behavior({ hasBehavior, stabilizationSeconds }: NextMove): Rich {
  return hasBehavior
    ? say`How far one step goes is set in ${code('spec.behavior')}; shrinking waits ${lasting(stabilizationSeconds)}`
    : say`No ${code('spec.behavior')}: Kubernetes' default may double the pods at every pass (15 s), and shrinks after ${lasting(stabilizationSeconds)}`;
}

function inOneStep(asked: number, max: number): string {
  return asked <= oneDefaultStep(max)
    ? `so ${amount(asked)} comes in one step once allowed`
    : `so ${amount(asked)} takes several steps once allowed`;
}

function heldSum(facts: HeldAtMax): Rich {
  const held = say`${code(facts.hpa)} is held at maxReplicas ${amount(facts.max)}`;
  if (facts.asked === null) return strong`${held}: the load asks for more.`;
  return facts.total === null || facts.target === null || facts.targetType !== 'AverageValue'
    ? strong`${held}; the load asks for ${amount(facts.asked)}.`
    : strong`${held}: ${amount(facts.total)} ÷ ${amount(facts.target)} asks for ${amount(facts.asked)}.`;
}

function heldRemedy(facts: HeldAtMax, context: PhraseContext): Remedy {
  if (tells(context, 'value-summed-over-hpas'))
    return remedy(
      say`stop the values from being added up first; raise ${code('maxReplicas')} only if it is held at the limit after that.`,
    );
  const { suggestedMax, target, targetDoubtful } = facts;
  const command = suggestedMax === null ? undefined : raiseMaxCommand(facts.namespace, facts.name, suggestedMax);
  const end = command === undefined ? '.' : ':';
  if (targetDoubtful && target !== null)
    return remedy(
      say`if ${amount(target)}${facts.targetType === 'AverageValue' ? ' per pod' : ''} is not what you mean, correct the target. If it is, raise ${code('maxReplicas')}${end}`,
      command,
    );
  return remedy(say`raise ${code('maxReplicas')} if the load is real${end}`, command);
}

/** How many pods an HPA wants, and what stops it. */
export const hpaSize = {
  'hpa-next-move': (facts) => ({
    sum: say`${nextMove(facts)}${mainDoubt(facts).flatMap((doubt) => say` Not known: ${DOUBTS[doubt]}.`)}`,
    points: [
      ...(facts.asked === null
        ? []
        : [say`${demand(facts, facts.asked)}: what the load asks for, ${times(facts.ratioMilli)} × the target`]),
      say`Bounds: ${amount(facts.min)} to ${pods(facts.max)}`,
      behavior(facts),
    ],
    notSeen: facts.doubts.filter((doubt) => !mainDoubt(facts).includes(doubt)).map((doubt) => DOUBTS[doubt]),
    teach: [
      say`How the size is chosen: the figure ÷ the target says how many times too much each pod has; up to ${percent(facts.toleranceMilli)} % either way counts as met. Else the pods are multiplied by it, rounded up, and held between minReplicas and maxReplicas. Of several metrics the largest wish wins.`,
    ],
    see: commands(hpaCommand(facts.hpa, 'describe')),
  }),
  'hpa-held-at-max': (facts, context) => {
    const { asked, max, since, ready } = facts;
    const limited = code('ScalingLimited=True TooManyReplicas');
    return {
      sum: heldSum(facts),
      points: [
        say`${since === null ? say`At the limit` : say`At the limit since ${clockTime(since, context.now)}`} (${limited})${
          ready === null ? '' : `; ${amount(ready)} of ${pods(max)} ready`
        }`,
        ...(asked === null || facts.hasBehavior
          ? []
          : [
              say`No ${code('spec.behavior')}: Kubernetes' default may double the pods every 15 s, ${inOneStep(asked, max)}`,
            ]),
      ],
      effect: say`each pod carries more than its target, and more load adds no pods.`,
      ...(facts.total === null || metricInDoubt(context)
        ? {}
        : { notAtFault: say`The Agent and the metric are fine: the limit is in the HPA.` }),
      remedy: heldRemedy(facts, context),
      ...(asked === null || asked <= max
        ? {}
        : {
            notSeen: [
              say`whether nodes and quotas have room for ${amount(asked - max)} more ${asked - max === 1 ? 'pod' : 'pods'}`,
            ],
          }),
      see: commands(hpaCommand(facts.hpa, 'get', " -o jsonpath='{.status.conditions}'")),
    };
  },
} satisfies Partial<FindingPhrases>;
