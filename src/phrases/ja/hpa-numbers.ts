import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { MetricFigures } from '../../domain/hpa-facts.ts';
import {
  datadogMetricFor,
  figureCommands,
  hpaCommand,
  REFRESH_SETTING,
  SYNC_FLAG,
  servedCommand,
  targetCommand,
  targetsColumn,
} from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { agentPoint, candidates, howNumberIsMade, hpaPoint, ruledOut, takenFromElsewhere } from './hpa-wording.ts';
import { ago, codes, lasting, list } from './wording.ts';

/** A figure that may be missing; the rules give these findings only with the figures there. */
function told(value: string | null): string {
  return value === null ? '不明な値' : amount(value);
}

function lesson(figures: MetricFigures, fits: boolean) {
  return { teach: howNumberIsMade(figures, fits), see: commands(...figureCommands(figures)) };
}

const SEEN = {
  shown: say`HPA に値が表示されていない`,
  total: say`メトリクス API が返す合計を読めていない`,
  replicas: say`Pod 数を読めていない`,
} as const satisfies Record<FactsByCode['hpa-figures-unknown']['missing'][number], Rich>;

function laterLook({ later }: FactsByCode['values-moved-between-polls']): readonly Rich[] {
  if (later === null) return [];
  const figures = say`HPA は ${told(later.shown)}、メトリクス API は ${told(later.total)}`;
  return [
    later.agree
      ? say`直後にもう一度読み取ると一致していました: ${figures}`
      : say`直後にもう一度読み取っても一致していません: ${figures}`,
  ];
}

/** The figures of an HPA beside those of the Agent. */
export const hpaNumbers = {
  'average-shown-per-pod': (facts) => {
    const { shown, total, replicas, product, exact } = facts;
    const by = replicas === null ? 'Pod 数' : `${amount(replicas)} Pod`;
    return {
      sum: say`${strong`${code(facts.hpa)}: ${told(shown)} と ${told(total)} は同じ測定値です。${told(shown)}(1 Pod 平均)× ${by} = ${amount(product)}${exact ? '' : '(切り上げによる差)'}。`}HPA は 1 Pod あたりの平均を、${facts.stored === null ? 'メトリクス API' : 'Cluster Agent'} は合計を示しています。`,
      points: [
        ...(exact ? [] : [say`${told(total)} ÷ ${by} を 1000 分の 1 の位に切り上げて ${told(shown)} です`]),
        agentPoint(facts),
        hpaPoint(facts, facts.ruledOut.includes('rollout')),
        ...ruledOut(facts.ruledOut, facts),
      ],
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, true),
    };
  },
  'value-shown-total': (facts) => ({
    sum: say`${strong`${code(facts.hpa)} は合計 ${told(facts.shown)} をそのまま表示しています。Cluster Agent の値と同じです。`}ターゲットが Value のため、Pod 数では割りません。`,
    points: [agentPoint(facts), hpaPoint(facts, false), ...ruledOut(facts.ruledOut, facts)],
    notSeen: takenFromElsewhere(facts),
    ...lesson(facts, true),
  }),
  'value-summed-over-hpas': (facts) => {
    const { sharers, items, total, alone, replicas, stored } = facts;
    const times = items ?? sharers.length;
    const own = datadogMetricFor(facts);
    return {
      sum: strong`${code(facts.hpa)} はメトリクスを ${amount(times)} 重に数えています。同じメトリクスとラベルを参照する HPA が ${amount(sharers.length)} 個あり、全部の値が合計されています。`,
      points: [
        stored === null || stored.value === null
          ? say`メトリクス API が返す値は ${amount(times)} 件、合計 ${strong`${told(total)}`} です`
          : say`Cluster Agent は各 HPA に ${strong`${amount(stored.value)}`} を保存し、${amount(times)} 件、合計 ${strong`${told(total)}`} を返しています`,
        facts.targetType === 'Value' || replicas === null
          ? say`HPA の表示: ${code(targetsColumn(facts))}`
          : say`HPA の表示: ${code(targetsColumn(facts))}(${told(total)} ÷ ${amount(replicas)} Pod)`,
        ...(alone === null ? [] : [say`単独であれば ${strong`${amount(alone)}`} と表示されます`]),
        say`共有している HPA(名前空間は問いません): ${codes(sharers, 8)}`,
      ],
      effect: say`負荷が実際の ${amount(times)} 倍あるものとしてスケールします。`,
      notAtFault: say`Datadog と個々の値は正常です。Cluster Agent は名前空間に関係なく、その名前の値をすべて返します。`,
      remedy: remedy(
        say`HPA ごとに別のラベルかメトリクスを使ってください。または Agent に DatadogMetric を使わせ(${code('DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD=true')})、1 つ作成して各 HPA から ${code(own.name)} として参照してください。`,
        own.command,
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, true),
    };
  },
  'values-moved-between-polls': (facts, context) => {
    const { from, to } = facts.shownMeans;
    const means = from === to ? amount(from) : `${amount(from)} から ${amount(to)}`;
    return {
      sum: strong`${code(facts.hpa)}: 2 回の取得の間に値が動きました。${told(facts.shown)} は合計 ${means} に当たり、${facts.totalFrom === 'stored' ? 'Cluster Agent' : 'メトリクス API'} の現在の値は ${told(facts.total)} です。`,
      points: [
        agentPoint(facts),
        ...(facts.servedAgeSeconds === null || facts.servedAgeSeconds === facts.stored?.ageSeconds
          ? []
          : [
              say`返された値の測定時刻: ${ago(facts.servedAgeSeconds, context)}。HPA はまだ 1 つ前の値を表示している可能性があります`,
            ]),
        hpaPoint(facts, false),
        ...laterLook(facts),
      ],
      notAtFault: say`どちらもその時点の正しい値です。Agent は ${lasting(facts.refreshSeconds)}ごとに Datadog に、HPA は既定で 15 秒ごとに Agent に照会し、互いを待ちません。`,
      remedy: remedy(
        say`不要です。ずれを小さくするには、Agent の ${code(REFRESH_SETTING)} と、コントローラーの ${code(SYNC_FLAG)} を調整してください。`,
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, false),
    };
  },
  'rollout-changes-divisor': (facts) => {
    const { shown, total, divisor, wanted, updated, ready } = facts;
    return {
      sum: say`${strong`${code(facts.hpa)}: ${told(shown)} と ${told(total)} は一致しています。${told(total)} ÷ ${amount(divisor)} Pod = ${told(shown)}。`}${
        divisor === wanted && facts.replicas !== null
          ? `ロールアウト中で現在は ${amount(facts.replicas)} Pod ありますが、HPA の数値にはまだ反映されていません。`
          : `ロールアウト中のため、余分な Pod も割る数に入っています(本来は ${amount(wanted)} Pod)。`
      }`,
      points: [
        agentPoint(facts),
        say`HPA: ${code(targetsColumn(facts))}。${code(facts.scaleTarget)} は必要数 ${amount(wanted)}${facts.replicas === null ? '' : `、現在 ${amount(facts.replicas)}`}${updated === null ? '' : `、更新済み ${amount(updated)}`}${ready === null ? '' : `、Ready ${amount(ready)}`}`,
      ],
      remedy: remedy(
        say`不要です。ロールアウトが終われば割る数も元に戻ります。`,
        targetCommand(facts.hpa, facts.scaleTarget, 'rollout status'),
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, false),
    };
  },
  'value-overflows': (facts) => ({
    sum:
      facts.problem === 'negative'
        ? strong`${code(facts.hpa)}: メトリクスが負の値(${told(facts.total)})のため、HPA コントローラーは際限のない負荷とみなしています。`
        : strong`${code(facts.hpa)}: ${told(facts.total)} は HPA コントローラーが扱える数を超えており、表示されている値には意味がありません。`,
    points: [
      agentPoint(facts),
      hpaPoint(facts, false),
      facts.problem === 'negative'
        ? say`AverageValue ターゲットでは、負の値の代わりに扱える最大の数が表示されます`
        : say`コントローラーは 1000 分の 1 を単位とする 64 ビットの数で計算するため、上限は約 9.2 × 10^15 です`,
    ],
    effect:
      facts.problem === 'negative'
        ? say`負荷に関係なく、HPA は最大数まで増やします。`
        : say`HPA は負荷と関係のない数で増減します。`,
    remedy: remedy(
      facts.problem === 'negative'
        ? say`クエリが 0 を下回らないようにしてください(DatadogMetric で ${code('clamp_min(…, 0)')} を使うなど)。`
        : say`DatadogMetric で割り算をするなどしてクエリの値を小さくし、ターゲットも合わせてください。`,
    ),
    ...lesson(facts, false),
  }),
  'value-contradiction': (facts) => ({
    sum: strong`${code(facts.hpa)}: 数値が合いません。HPA の表示は ${told(facts.shown)} ですが、合計 ${told(facts.total)} からは ${amount(facts.expected)} になるはずです。`,
    points: [
      agentPoint(facts),
      hpaPoint(facts, false),
      ...(facts.tried.length === 0 ? [] : [say`調べても説明できなかった原因: ${candidates(facts.tried, facts)}`]),
      facts.readTwice
        ? say`2 回読み取り、結果は同じでした`
        : say`読み取りは 1 回だけのため、ちょうど値が動いた可能性は残ります`,
    ],
    notSeen: [say`コントローラー自身が受け取った値(ログとフラグは読みません)`, ...takenFromElsewhere(facts)],
    remedy: remedy(
      say`1 分後にもう一度質問してください。続く場合はコントローラーの出力と比べてください。`,
      hpaCommand(facts.hpa, 'describe'),
    ),
    ...lesson(facts, false),
  }),
  'hpa-figures-unknown': (facts, context) => ({
    sum: strong`${code(facts.hpa)}: 数値を比較できません(${list(facts.missing.map((one) => SEEN[one]))})。`,
    points: [agentPoint(facts), hpaPoint(facts, false)],
    ...(context.origin === 'text' && facts.missing.includes('total')
      ? {
          remedy: remedy(
            say`計算を確かめるには、次のコマンド(コントローラーと同じ照会)の出力も一緒に送ってください。`,
            servedCommand(facts.hpa, facts.metric, facts.selector),
          ),
        }
      : {}),
    notSeen: takenFromElsewhere(facts),
    ...lesson(facts, false),
  }),
} satisfies Partial<FindingPhrases>;
