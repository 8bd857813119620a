import type { FactsByCode } from '../../domain/finding-facts.ts';
import { hpaCommand, keptCommand, metricName, servedCommand, tells } from '../hpa-names.ts';
import { datadogMetricManifest } from '../manifests.ts';
import { amount, clockTime } from '../measure.ts';
import {
  datadogMetricCommand,
  datadogMetricName,
  inExplorer,
  isDatadogMetric,
  metricsLog,
  restartCommand,
} from '../metrics-names.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import {
  agentSays,
  HOW_METRICS_WORK,
  heldPoint,
  hpasHold,
  INVALID_IS_SAFE,
  metricTitle,
  readReason,
  usedBy,
  WAY_OF_A_VALUE,
  whoHolds,
} from './metrics-wording.ts';
import { ago, because, codes, lasting } from './wording.ts';

type NoMetric = FactsByCode['hpa-no-metric-returned'];

/** dca-bot holds no Datadog key, so what Datadog itself would say stays open. */
const DATADOG_NOT_ASKED = say`Datadog 側の状態(dca-bot は Datadog のキーを持たないため、照会していません)`;

function noMetricSum({ hpa, cause, stored, ...of }: NoMetric): Rich {
  const metric = code(metricName(of.metric, of.selector));
  switch (cause) {
    case 'invalid':
      return strong`${code(hpa)} に ${metric} の値が届いていません。Agent が無効と判断し、提供していません。`;
    case 'not-stored':
      return strong`${code(hpa)} に ${metric} の値が届いていません。Agent はこのメトリクスを認識していません。`;
    case 'labels-differ':
      return strong`${code(hpa)} に ${code(of.metric)} の値が届いていません。Agent が保存したラベルが、HPA の指定と違います。`;
    case 'served-now':
      return strong`${code(hpa)} に出ているのは以前のエラーです。メトリクス API は現在 ${metric} を返しています。`;
    case 'unknown':
      return stored?.valid
        ? strong`${code(hpa)} に ${metric} の値が届いていません。Agent には有効な値があり、理由はまだ不明です。`
        : strong`${code(hpa)} に ${metric} の値が届いていません。読み取れた内容からは理由が不明です。`;
  }
}

function noMetricRemedy({ hpa, cause, metric, selector, link }: NoMetric, context: PhraseContext): Remedy {
  switch (cause) {
    case 'invalid':
      return readReason(context, link);
    case 'not-stored':
      return remedy(
        say`Agent が HPA の一覧を取得できているか、この HPA を受け付けているかを、リーダーのログで確認してください。Agent は HPA からのみメトリクスを認識します。`,
        metricsLog(context),
      );
    case 'labels-differ':
      return remedy(
        say`HPA のメトリクスには ${code('selector.matchLabels')} を使い、${code('matchExpressions')} は使わないでください。Agent は前者からラベルを取ります。`,
        hpaCommand(hpa, 'edit'),
      );
    case 'served-now':
      return remedy(say`不要です。コントローラーは 15 秒ごとに照会します。1 分後にもう一度質問してください。`);
    case 'unknown':
      return context.origin === 'text'
        ? remedy(
            say`理由を確かめるには、Agent が保存している内容も一緒に送ってください。`,
            keptCommand(metric, context),
          )
        : remedy(
            say`メトリクス API に手動で照会し、1 分後にもう一度質問してください。`,
            servedCommand(hpa, metric, selector),
          );
  }
}

function seriesSum({ metric, id, problem, users }: FactsByCode['external-metric-no-series']): Rich {
  const title = metricTitle(metric, id);
  const held = whoHolds(users);
  const so = held.length === 0 ? say`無効になっています` : say`${held}`;
  return problem === 'none'
    ? strong`${title} のデータが Datadog から返っていません。${so}。`
    : strong`${title} のクエリが複数の系列を返しています(必要なのは 1 つ)。${so}。`;
}

function lookAtQuery({ problem, link }: FactsByCode['external-metric-no-series']): Remedy {
  return problem === 'none'
    ? inExplorer(
        say`Metrics Explorer でクエリを確認してください。メトリクス名やタグの誤り、同時に付くことのないタグの組み合わせ、送信の停止が考えられます。`,
        link,
      )
    : inExplorer(
        say`Metrics Explorer で線が 1 本になるように、クエリから ${code('by {…}')} を外すか、タグで絞り込んでください。`,
        link,
      );
}

/** What the Agent says of one metric, and the query as it was sent. */
function wordsAndQuery(message: string | null, query: string | null): readonly Rich[] {
  return [
    ...(query === null ? [] : [say`送信したクエリ: ${code(query)}`]),
    ...(message === null || message === '' ? [] : [agentSays(null, message)]),
  ];
}

function staleSum(
  { metric, id, at, ageSeconds, maxAgeSeconds, users }: FactsByCode['external-metric-stale'],
  now: string,
): Rich {
  const held = whoHolds(users);
  const since =
    at === null ? say`に新しいデータがありません` : say`には ${clockTime(at, now)} 以降のデータがありません`;
  const limit = `上限 ${lasting(maxAgeSeconds)}`;
  const age = ageSeconds === null ? limit : `${lasting(ageSeconds)}、${limit}`;
  return strong`${held.length === 0 ? [] : say`${held}。`}${metricTitle(metric, id)} ${since}(${age})。`;
}

function staleRemedy({ id, metric, at, link }: FactsByCode['external-metric-stale'], now: string): Remedy {
  const stopped = at === null ? say`送信が止まった場合は` : say`${clockTime(at, now)} に止まったのであれば`;
  const setting =
    isDatadogMetric(metric) || datadogMetricName(id) !== undefined
      ? 'spec.maxAge: 15m'
      : 'DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=900';
  return inExplorer(
    say`Metrics Explorer でクエリを確認してください。${stopped}送信元を調べ、クラウド連携のように常に遅れる場合は、その遅れより長い上限(${code(setting)} など)を設定してください。`,
    link,
  );
}

/** What the Agent holds for HPAs, and why it serves none of it. */
export const storedMetrics = {
  'hpa-no-metric-returned': (facts, context) => {
    const { cause, stored, storedLabels, selector, sinceSeconds, hpa, metric } = facts;
    const served = cause === 'served-now';
    return {
      sum: noMetricSum(facts),
      points: [
        ...(stored === null ? [] : [heldPoint(stored)]),
        ...(stored?.query ? [say`送信したクエリ: ${code(stored.query)}`] : []),
        ...(storedLabels === null
          ? []
          : [say`HPA の指定: ${selector === '' ? say`ラベル指定なし` : code(selector)}、保存: ${code(storedLabels)}`]),
        ...(sinceSeconds === null ? [] : [say`コントローラーのエラーの発生: ${ago(sinceSeconds, context)}`]),
      ],
      ...(served || tells(context, 'hpa-partly-blind')
        ? {}
        : { effect: say`HPA は現在のサイズのままです。値がないことがゼロと扱われることはありません。` }),
      ...(served || cause === 'unknown'
        ? {}
        : { notAtFault: say`コントローラーから Agent までの経路に異常は見つかっていません。` }),
      ...(cause === 'invalid' ? { notSeen: [DATADOG_NOT_ASKED] } : {}),
      remedy: noMetricRemedy(facts, context),
      teach: WAY_OF_A_VALUE,
      see: commands(servedCommand(hpa, metric, selector), hpaCommand(hpa, 'describe')),
    };
  },
  'external-metric-no-series': (facts, context) => ({
    sum: seriesSum(facts),
    points: [...wordsAndQuery(facts.message, facts.query), ...usedBy(facts.users)],
    effect: INVALID_IS_SAFE,
    notAtFault: say`キー、ネットワーク、レート制限には問題がありません。Datadog はクエリを受け付けて応答しています。`,
    remedy: lookAtQuery(facts),
    notSeen: [DATADOG_NOT_ASKED],
    teach: HOW_METRICS_WORK,
    see: isDatadogMetric(facts.metric) ? [datadogMetricCommand(facts.id)] : [metricsLog(context)],
  }),
  'external-metric-stale': (facts, context) => ({
    sum: staleSum(facts, context.now),
    points: [
      ...wordsAndQuery(facts.message, facts.query),
      ...(facts.message === null ? [say`有効と表示されていますが、Agent が提供する上限を超えた古さです`] : []),
      ...usedBy(facts.users),
    ],
    effect: INVALID_IS_SAFE,
    ...(facts.otherValid === 0
      ? {}
      : {
          notAtFault: say`Agent は正常です。他の ${amount(facts.otherValid)} 件は有効なため、キー、ネットワーク、レート制限の問題ではありません。`,
        }),
    remedy: staleRemedy(facts, context.now),
    notSeen: [DATADOG_NOT_ASKED],
    teach: HOW_METRICS_WORK,
    see: isDatadogMetric(facts.metric) ? [datadogMetricCommand(facts.id)] : [metricsLog(context)],
  }),
  'external-metrics-refresh-dead': ({ pod, updatedSeconds, maxAgeSeconds, message }, context) => {
    const restart = restartCommand(context);
    return {
      sum: strong`Agent はどのメトリクスも提供していません。値の更新が${updatedSeconds === null ? '止まっています' : say`止まっています(最後の更新は ${ago(updatedSeconds, context)})`}。`,
      points: [
        ...(message === '' ? [] : [agentSays(null, message)]),
        say`手元の値が上限(${lasting(maxAgeSeconds)})の 2 倍より古くなると、すべての提供を拒否します`,
        ...(pod === null ? [] : [say`更新を行うリーダー: ${code(pod)}`]),
      ],
      effect: hpasHold(null),
      notAtFault: say`個々のメトリクスとクエリには問題がありません。すべてが同時に止まっています。`,
      remedy: remedy(
        say`止まった理由(保存先の権限、API サーバー、更新処理の停止)はリーダーのログにあります。再起動すると更新が再開します。`,
        restart ?? metricsLog(context),
      ),
      teach: HOW_METRICS_WORK,
      see: restart === undefined ? [] : [metricsLog(context)],
    };
  },
  'datadogmetric-not-found': ({ hpa, datadogMetric, message }) => {
    const yaml = datadogMetricManifest(datadogMetric);
    return {
      sum: strong`${code(hpa)} が参照する DatadogMetric ${code(datadogMetric)} は存在しません。`,
      points: [
        ...(message === '' ? [] : [say`HPA とメトリクス API の出力: ${code(message)}`]),
        say`HPA では、どの名前空間からでも ${code('datadogmetric@NAMESPACE:NAME')} の形で参照します`,
      ],
      effect: say`このメトリクスには値がなく、HPA は現在のサイズのままです。`,
      notAtFault: say`Agent とメトリクス API は応答しています。存在しないものは Datadog に照会されません。`,
      remedy: {
        say: say`HPA に書いた名前を直すか、クエリを書いた DatadogMetric を作成してください。`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: HOW_METRICS_WORK,
      see: commands('kubectl get datadogmetric -A', hpaCommand(hpa, 'describe')),
    };
  },
  'external-metrics-unreadable': ({ attempts }, context) => ({
    sum: strong`Agent の保存している値を読み取れないため、メトリクスの状態は不明です。`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, tells(context, 'rights-missing') ? '' : detail)}`,
    ),
    ...(tells(context, 'rights-missing')
      ? {}
      : {
          remedy: remedy(
            say`もう一度質問してください。続く場合は、保存先があるか確認してください。`,
            attempts[0]?.source,
          ),
        }),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-unused': ({ ids }) => ({
    sum: strong`DatadogMetric ${amount(ids.length)} 個はどのオートスケーラーからも使われていないため、Agent は更新しません。`,
    points: [say`未使用: ${codes(ids)}`],
    remedy: remedy(
      say`不要です(使わないものは削除できます)。使われていなくても更新させるには、アノテーション ${code('external-metrics.datadoghq.com/always-active: "true"')} を付けてください。`,
    ),
    teach: HOW_METRICS_WORK,
    see: ['kubectl get datadogmetric -A'],
  }),
} satisfies Partial<FindingPhrases>;
