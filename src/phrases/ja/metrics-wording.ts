import type { StoredFigure } from '../../domain/hpa-facts.ts';
import { amount } from '../measure.ts';
import {
  API_SERVICE,
  commonCauseTold,
  datadogMetricName,
  inExplorer,
  isDatadogMetric,
  metricsLog,
} from '../metrics-names.ts';
import { remedy } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';
import { storeName } from './hpa-wording.ts';
import { codes, lasting } from './wording.ts';

export const INVALID_IS_SAFE = say`無効なメトリクスは提供されません。これを使う HPA は現在のサイズを保ち、誤ったゼロで縮小することはありません。`;

export const NAMESPACES_HANG = say`APIService が利用できない間は、どの名前空間の削除も ${code('Terminating')} のまま終わりません`;

export const NEVER_ASKED = say`キー、クエリ、Datadog は関係ありません。Agent には照会も届いていません。`;

export const HOW_METRICS_WORK: readonly Rich[] = [
  say`リーダーは 30 秒ごとに、HPA が参照するメトリクスをまとめて Datadog に照会し(1 リクエストに 35 クエリ)、値を ConfigMap または DatadogMetric オブジェクトに保存します。全レプリカがそこから値を返します。`,
  say`HPA コントローラーは ${code('external.metrics.k8s.io')} に照会し、Cluster Agent が応答します。120 秒(${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE')})より古い値は無効になり、提供されません。`,
  say`無効なメトリクスには値 0 と新しい時刻が表示されます。これはデータの時刻ではなく、更新に失敗した時刻です。判断材料は ${code('Valid: false')} だけです。`,
];

/** How a value reaches an HPA. */
export const WAY_OF_A_VALUE: readonly Rich[] = [
  say`値が届く経路: Datadog、Agent のリーダー、保存先(ConfigMap または DatadogMetric)、Agent のポート、Service、APIService ${code(API_SERVICE)}、API サーバー、HPA コントローラー。`,
  say`どこか 1 か所でも切れると HPA に値が届かず、現在のサイズのままになります。他のメトリクスがあれば増やせますが、減らせません。`,
  say`${code('external.metrics.k8s.io')} の所有者は 1 つだけです。API サーバーはその Pod に自分で直接接続するため、他の Pod から接続できても確認にはなりません。`,
];

/** Which HPAs stand still. */
export function hpasHold(hpas: number | null): Rich {
  const which = hpas === null ? 'HPA ' : `HPA ${amount(hpas)} 個`;
  return say`この状態の間、外部メトリクスを使う ${which}は現在のサイズのままです。誤ったゼロで縮小することはありません。`;
}

/** How what Datadog's installation made is made again. */
export function installAgain({ installer }: PhraseContext): Rich {
  switch (installer) {
    case 'helm':
      return say`Datadog の ${code('helm upgrade')} を実行してください(足りないものが作成されます)`;
    case 'operator':
      return say`Datadog Operator を動かしてください(足りないものは自動的に作成されます)`;
    case 'unknown':
      return say`Datadog のマニフェストをもう一度適用してください`;
  }
}

/** Which users lack the metric's value: a name alone, else how many. */
export function whoHolds(users: readonly string[]): Rich {
  const [user, ...others] = users;
  if (user === undefined) return [];
  return say`${others.length === 0 ? code(user) : `HPA ${amount(users.length)} 個`} は現在のサイズのままです`;
}

export function usedBy(users: readonly string[]): readonly Rich[] {
  return users.length < 2 ? [] : [say`使用元: ${codes(users)}`];
}

/** A metric by the name that a person looks for: a DatadogMetric by its own, any other by the metric's. */
export function metricTitle(metric: string, id: string): Rich {
  return isDatadogMetric(metric) && datadogMetricName(id) !== undefined ? say`DatadogMetric ${code(id)}` : code(metric);
}

export function agentSays(pod: string | null, words: string): Rich {
  return pod === null || pod === '' ? say`Agent の出力: ${code(words)}` : say`${code(pod)} の出力: ${code(words)}`;
}

/** What the Agent holds for a metric. */
export function heldPoint(stored: StoredFigure): Rich {
  const age = stored.ageSeconds === null ? '' : `(${lasting(stored.ageSeconds)}前)`;
  return stored.value === null || !stored.valid
    ? say`Cluster Agent に有効な値はありません(${storeName(stored)})`
    : say`Cluster Agent は有効な値 ${amount(stored.value)}${age}を持っています(${storeName(stored)})`;
}

/** Where the Agent's own reason stands. */
export function readReason(context: PhraseContext, link: string | null = null): Remedy {
  if (commonCauseTold(context))
    return remedy(say`原因は別の所見のとおりです。解消すれば、このメトリクスは自然に回復します。`);
  return {
    ...inExplorer(
      link === null
        ? say`Agent が示す理由はリーダーのログにあります。`
        : say`クエリがデータを返すかどうかを Metrics Explorer で確認してください。Agent が示す理由はリーダーのログにあります。`,
      link,
    ),
    command: metricsLog(context),
  };
}
