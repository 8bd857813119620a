import type { Candidate, HpaWord, MetricFigures, NextMoveDoubt, StoredFigure } from '../../domain/hpa-facts.ts';
import { metricName, REFRESH_SETTING, SYNC_FLAG, targetsColumn } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { lasting } from './wording.ts';

/** One word on an HPA in a list, and what it stands for. */
export const VERDICT_WORDS = {
  fine: { word: '正常', means: '値があり、その値に従って動けます' },
  'at-max': { word: '上限', means: '必要な Pod 数が maxReplicas を超えています' },
  summed: { word: '合算', means: '他の HPA が同じメトリクスを参照していて、全部の値が合計されています' },
  'no-value': { word: '値なし', means: 'メトリクス API が何も返していません' },
  invalid: { word: '無効', means: 'Agent に有効な値がないため、現在のサイズのままです' },
  stale: { word: '期限切れ', means: '値が古すぎて提供されていません' },
  unreachable: { word: '接続不可', means: 'コントローラーがメトリクス API に接続できません' },
  forbidden: { word: '権限なし', means: 'コントローラーにメトリクス API を読む権限がありません' },
  ambiguous: { word: '対象重複', means: '別の HPA が同じ Pod を選択しています' },
  'at-zero': { word: '停止', means: 'スケール対象が 0 レプリカのため、HPA は動きません' },
  'no-target': { word: '対象なし', means: 'スケール対象が存在しません' },
  'outside-bounds': { word: '範囲外', means: '現在のサイズが最小数と最大数の範囲にありません' },
  'partly-blind': { word: '一部なし', means: '一部のメトリクスに値がなく、増やせますが減らせません' },
  new: { word: '作成直後', means: '作成されたばかりで、まだ値がありません' },
  unclear: { word: '不明', means: '読み取れた内容からは判断できません' },
} as const satisfies Record<HpaWord, { word: string; means: string }>;

/** What was ruled out, or tried in vain, as the explanation of a difference. */
const CANDIDATES = {
  'per-pod': () => '1 Pod あたりの平均',
  total: () => '合計のままの表示',
  shared: ({ items }) => (items === null ? '複数の HPA での共有' : `複数の HPA での共有(${amount(items)} 件)`),
  stale: ({ maxAgeSeconds }) => `期限切れの値(上限 ${amount(maxAgeSeconds)} 秒)`,
  moved: () => '取得時刻のずれ',
  rollout: () => 'ロールアウトによる Pod 数の変化',
  'value-target': () => 'Value ターゲット',
} as const satisfies Record<Candidate, (figures: MetricFigures) => string>;

export function candidates(list: readonly Candidate[], figures: MetricFigures): Rich {
  return join(
    list.map((one) => say`${CANDIDATES[one](figures)}`),
    '・',
  );
}

/** What was ruled out as a sentence; none when nothing was. A rollout is told beside the number of pods. */
export function ruledOut(list: readonly Candidate[], figures: MetricFigures): readonly Rich[] {
  const others = list.filter((one) => one !== 'rollout');
  return others.length === 0 ? [] : [say`当てはまらない原因: ${candidates(others, figures)}`];
}

export const DOUBTS = {
  'stabilization-history': say`これまでの推奨値(コントローラーだけが記憶しています)`,
  'scaling-events': say`直近に増減した Pod 数(コントローラーだけが記憶しています)`,
  'controller-flags': say`コントローラーのフラグ(Kubernetes の既定値とみなしています)`,
  'other-metrics': say`この HPA の他のメトリクスが求める Pod 数(最大のものが採用されます)`,
  'blind-metrics': say`値のないメトリクス(値が戻るまで、増やせますが減らせません)`,
  'ready-pods': say`Ready の Pod 数(Value ターゲットではこの数を掛けます)`,
} as const satisfies Record<NextMoveDoubt, Rich>;

export function storeName({ store, object }: StoredFigure): Rich {
  return say`${store === 'configmap' ? 'ConfigMap' : 'DatadogMetric'} ${code(object)}`;
}

/** What the Agent holds and what the metrics API serves of it. */
export function agentPoint(figures: MetricFigures): Rich {
  const { stored, total, items, servedAgeSeconds } = figures;
  const metric = code(metricName(figures.metric, figures.selector));
  const served = items === null ? '' : `(${amount(items)} 件)`;
  if (stored === null) {
    if (total === null) return say`Cluster Agent: ${metric} の値は、保存先でもメトリクス API でも確認できていません`;
    const age = servedAgeSeconds === null ? '' : `、${lasting(servedAgeSeconds)}前の値`;
    return say`メトリクス API: ${metric} = ${strong`${amount(total)}`}${served}${age}。Cluster Agent が保存している値は確認できていません`;
  }
  const age = stored.ageSeconds === null ? '' : `、${lasting(stored.ageSeconds)}前の値`;
  const held =
    stored.value === null || !stored.valid
      ? say`Cluster Agent: ${metric} に有効な値はありません${stored.ageSeconds === null ? '' : `(${lasting(stored.ageSeconds)}前の時点)`}`
      : say`Cluster Agent: ${metric} = ${strong`${amount(stored.value)}`} (有効${age})`;
  if (total === null) return say`${held}。メトリクス API が返す値は確認できていません`;
  if (figures.totalFrom === 'stored')
    return say`${held}。保存内容からは、メトリクス API が返す値は ${amount(total)} です${served}`;
  return total === stored.value
    ? say`${held}。メトリクス API が返す値も同じです${served}`
    : say`${held}。メトリクス API が返す値は ${strong`${amount(total)}`} です${served}`;
}

/** What the HPA shows and by what it is divided. */
export function hpaPoint(figures: MetricFigures, steady: boolean): Rich {
  const { replicas, replicasFrom, scaleTarget, targetType } = figures;
  const shows = say`HPA: ${code(targetsColumn(figures))}`;
  if (targetType === 'Value') return say`${shows}。Value ターゲットは Pod 数で割りません`;
  if (replicas === null) return say`${shows}。割る数(Pod 数)は不明です`;
  const still = steady ? '(ロールアウトなし)' : '';
  return replicasFrom === 'hpa'
    ? say`${shows}。割る数は HPA 自身が示す ${strong`${amount(replicas)}`} とみなしています${still}`
    : say`${shows}。割る数は ${code(scaleTarget)} の ${code('.status.replicas')} = ${strong`${amount(replicas)}`} です${still}`;
}

/** Figures that were not read where they stand, and are taken from elsewhere. */
export function takenFromElsewhere({ totalFrom, replicasFrom, scaleTarget }: MetricFigures): readonly Rich[] {
  return [
    ...(totalFrom === 'stored' ? [say`メトリクス API が返す値(保存されている値で代用しています)`] : []),
    ...(replicasFrom === 'hpa'
      ? [say`${code(scaleTarget)} の ${code('.status.replicas')}(ロールアウト中は HPA 自身の数と違うことがあります)`]
      : []),
  ];
}

/** How this HPA's own number comes about, step by step; `fits`: the total and the divisor at hand make the figure it shows. */
export function howNumberIsMade(figures: MetricFigures, fits: boolean): readonly Rich[] {
  const { stored, total, shown, replicas, items, refreshSeconds, targetType } = figures;
  const asks = stored?.query
    ? say`${code(stored.query)} を`
    : say`${code(metricName(figures.metric, figures.selector))} の値を`;
  const kept = stored === null || stored.value === null ? '値' : amount(stored.value);
  const where = stored === null ? [] : say` ${storeName(stored)} に`;
  const column = code(targetsColumn(figures));
  return [
    say`この値ができるまで。1: Cluster Agent は ${amount(refreshSeconds)} 秒ごとに Datadog に ${asks}照会し、${kept} を${where}保存します。`,
    say`2: HPA コントローラーは 15 秒ごと(Kubernetes の既定値。Datadog のガイドでは 30 秒)に Cluster Agent に照会し、返された全件を合計します${
      items === null || total === null ? '' : `(今回は ${amount(items)} 件で ${amount(total)})`
    }。`,
    targetType === 'Value'
      ? say`3: ターゲットが Value なので、合計を割らずに ${code('status.currentMetrics')} の ${code('.value')} に書き込みます。表示は ${column} です。`
      : say`3: ターゲットが AverageValue なので、${
          fits && total !== null && replicas !== null && shown !== null
            ? `${amount(total)} ÷ ${amount(replicas)} = ${amount(shown)} を`
            : '合計 ÷ Pod 数を'
        }(1000 分の 1 の位に切り上げて) ${code('status.currentMetrics')} の ${code('.averageValue')} に書き込みます。表示は ${column} です。`,
    WHEN_IT_DIFFERS,
    say`ずれを小さくするには: Agent の ${code(REFRESH_SETTING)}(現在 ${amount(refreshSeconds)} 秒)と、コントローラーの ${code(SYNC_FLAG)}(多くのマネージドクラスターでは変更できません)。`,
  ];
}

const WHEN_IT_DIFFERS = say`ぴったり合わない場合: 2 つの周期は同期していないため、値が動いている間は数秒ずれます。ロールアウト中は余分な Pod も割る数に入ります。4 を 3 Pod で割ると ${code('1334m')} と表示されます。`;
