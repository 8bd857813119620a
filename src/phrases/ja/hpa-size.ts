import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { NextMoveDoubt } from '../../domain/hpa-facts.ts';
import { hpaCommand, metricInDoubt, oneDefaultStep, percent, raiseMaxCommand, tells } from '../hpa-names.ts';
import { amount, clockTime, times } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { DOUBTS } from './hpa-wording.ts';
import { lasting } from './wording.ts';

type NextMove = FactsByCode['hpa-next-move'];
type HeldAtMax = FactsByCode['hpa-held-at-max'];

/** `ceil(2472 ÷ 9) = 275`; a Value target is multiplied by the ready pods, and tells only the most without their number. */
function demand({ total, target, targetType, doubts }: NextMove, asked: number): string {
  const ready = targetType === 'Value' ? ' × Ready の Pod 数' : '';
  const isMost = targetType === 'Value' && doubts.includes('ready-pods');
  return `ceil(${amount(total)} ÷ ${amount(target)}${ready}) ${isMost ? '≤' : '='} ${amount(asked)}`;
}

function whyItStays(facts: NextMove): Rich {
  const { limitedBy, replicas, asked } = facts;
  switch (limitedBy) {
    case 'tolerance':
      return say`(値はターゲットの ${times(facts.ratioMilli)} 倍で、許容差 ${percent(facts.toleranceMilli)} % 以内)`;
    case 'max':
      return say`(maxReplicas ${amount(facts.max)} が上限)`;
    case 'min':
      return say`(minReplicas ${amount(facts.min)} が下限)`;
    case 'policy':
      return say`(${code('spec.behavior')} により変更できません)`;
    case 'stabilization':
      return say`(負荷の低下が ${lasting(facts.stabilizationSeconds)}続くと縮小)`;
    case null:
      return asked !== null && asked < replicas && facts.doubts.includes('blind-metrics')
        ? say`(値のないメトリクスがある間は縮小しません)`
        : say`(負荷に見合った数)`;
  }
}

function limit(facts: NextMove): Rich {
  switch (facts.limitedBy) {
    case 'max':
      return say`(maxReplicas で頭打ち)`;
    case 'min':
      return say`(minReplicas で下げ止まり)`;
    case 'policy':
      return say`(1 回で変えられる限度)`;
    case 'stabilization':
      return say`(負荷の低下が ${lasting(facts.stabilizationSeconds)}続いた場合)`;
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
    return strong`${hpa}: 次のサイズは ${amount(from)} から ${amount(to)} Pod の間です(現在 ${amount(replicas)})。`;
  if (direction === 'stay') return strong`${hpa} は ${amount(replicas)} Pod のままです${whyItStays(facts)}。`;
  if (direction === 'grow')
    return from === to
      ? strong`${hpa} は次に ${amount(replicas)} から ${amount(to)} Pod に増えます${limit(facts)}。`
      : from > replicas
        ? strong`${hpa} は次に ${amount(replicas)} から ${amount(from)} 以上 ${amount(to)} 以下の Pod に増えます。`
        : strong`${hpa} は次に ${amount(replicas)} から最大 ${amount(to)} Pod まで増えます${limit(facts)}。`;
  return from === to
    ? strong`${hpa} は次に ${amount(replicas)} から ${amount(to)} Pod に減ります${limit(facts)}。`
    : strong`${hpa} は次に ${amount(replicas)} から最少 ${amount(from)} Pod まで減ります${limit(facts)}。`;
}

function behavior({ hasBehavior, stabilizationSeconds }: NextMove): Rich {
  return hasBehavior
    ? say`1 回に変えられる数は ${code('spec.behavior')} で決まります。縮小までの待ち時間は ${lasting(stabilizationSeconds)}です`
    : say`${code('spec.behavior')} の指定なし: Kubernetes の既定では 1 回(15 秒)ごとに 2 倍まで増やせ、縮小は ${lasting(stabilizationSeconds)}待ってからです`;
}

function inOneStep(asked: number, max: number): string {
  return asked <= oneDefaultStep(max)
    ? `上限を上げれば 1 回で ${amount(asked)} になります`
    : `上限を上げると数回に分けて ${amount(asked)} になります`;
}

function heldSum(facts: HeldAtMax): Rich {
  const held = say`${code(facts.hpa)} は maxReplicas ${amount(facts.max)} で頭打ちです`;
  if (facts.asked === null) return strong`${held}。負荷はそれ以上を求めています。`;
  return facts.total === null || facts.target === null || facts.targetType !== 'AverageValue'
    ? strong`${held}。負荷に対して ${amount(facts.asked)} Pod が必要です。`
    : strong`${held}。${amount(facts.total)} ÷ ${amount(facts.target)} では ${amount(facts.asked)} Pod が必要です。`;
}

function heldRemedy(facts: HeldAtMax, context: PhraseContext): Remedy {
  if (tells(context, 'value-summed-over-hpas'))
    return remedy(
      say`先に値の合算を解消してください。それでも頭打ちの場合に限り ${code('maxReplicas')} を上げてください。`,
    );
  const { suggestedMax, target, targetDoubtful } = facts;
  const command = suggestedMax === null ? undefined : raiseMaxCommand(facts.namespace, facts.name, suggestedMax);
  if (targetDoubtful && target !== null)
    return remedy(
      say`${facts.targetType === 'AverageValue' ? '1 Pod あたり ' : ''}${amount(target)} が意図と違う場合は、ターゲット値を直してください。意図どおりなら ${code('maxReplicas')} を上げてください。`,
      command,
    );
  return remedy(say`実際の負荷であれば ${code('maxReplicas')} を上げてください。`, command);
}

/** How many pods an HPA wants, and what stops it. */
export const hpaSize = {
  'hpa-next-move': (facts) => ({
    sum: say`${nextMove(facts)}${mainDoubt(facts).flatMap((doubt) => say`不明な点: ${DOUBTS[doubt]}。`)}`,
    points: [
      ...(facts.asked === null
        ? []
        : [say`必要数: ${demand(facts, facts.asked)}(値はターゲットの ${times(facts.ratioMilli)} 倍)`]),
      say`範囲: ${amount(facts.min)} から ${amount(facts.max)} Pod`,
      behavior(facts),
    ],
    notSeen: facts.doubts.filter((doubt) => !mainDoubt(facts).includes(doubt)).map((doubt) => DOUBTS[doubt]),
    teach: [
      say`サイズの決まり方: 値 ÷ ターゲットが倍率です。差が ${percent(facts.toleranceMilli)} % 以内なら変わりません。超えた場合は Pod 数に倍率を掛けて切り上げ、minReplicas と maxReplicas の範囲に収めます。メトリクスが複数あれば最大のものが採用されます。`,
    ],
    see: commands(hpaCommand(facts.hpa, 'describe')),
  }),
  'hpa-held-at-max': (facts, context) => {
    const { asked, max, since, ready } = facts;
    const limited = code('ScalingLimited=True TooManyReplicas');
    return {
      sum: heldSum(facts),
      points: [
        say`${since === null ? say`上限に到達` : say`${clockTime(since, context.now)} から上限`}(${limited})${
          ready === null ? '' : `。Ready は ${amount(max)} Pod 中 ${amount(ready)}`
        }`,
        ...(asked === null || facts.hasBehavior
          ? []
          : [
              say`${code('spec.behavior')} の指定なし: Kubernetes の既定では 15 秒ごとに 2 倍まで増やせるため、${inOneStep(asked, max)}`,
            ]),
      ],
      effect: say`各 Pod がターゲットを超える負荷を受け、負荷が増えても Pod は増えません。`,
      ...(facts.total === null || metricInDoubt(context)
        ? {}
        : { notAtFault: say`Agent とメトリクスは正常です。上限は HPA の設定によるものです。` }),
      remedy: heldRemedy(facts, context),
      ...(asked === null || asked <= max
        ? {}
        : { notSeen: [say`あと ${amount(asked - max)} Pod 分の空きがノードとクォータにあるかどうか`] }),
      see: commands(hpaCommand(facts.hpa, 'get', " -o jsonpath='{.status.conditions}'")),
    };
  },
} satisfies Partial<FindingPhrases>;
