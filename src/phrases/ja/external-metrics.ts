import type { FactsByCode } from '../../domain/finding-facts.ts';
import { storeCommand } from '../hpa-names.ts';
import { amount, clockTime, number } from '../measure.ts';
import {
  commonCauseTold,
  metricsLog,
  QUERIES_PER_REQUEST,
  requests,
  restartCommand,
  slowerPace,
} from '../metrics-names.ts';
import { commands, execCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { agentSays, HOW_METRICS_WORK, INVALID_IS_SAFE, readReason } from './metrics-wording.ts';
import { ago, lasting, list } from './wording.ts';

/** Where values are kept; no name of a ConfigMap means that they lie in DatadogMetrics. */
function keptIn(configMap: string): Rich {
  return configMap === '' ? say`保存先: DatadogMetric オブジェクト` : say`保存先: ConfigMap ${code(configMap)}`;
}

function storeCommands(configMap: string): readonly string[] {
  return commands(configMap === '' ? storeCommand('datadogmetric', null) : storeCommand('configmap', configMap));
}

function batchSum({ sources, total }: FactsByCode['external-metrics-batch-failed']): Rich {
  const of = total === 0 ? [] : say`(対象 ${number(total)} 件)`;
  return sources.length === 0
    ? strong`Agent による外部メトリクスの照会が、全体として失敗しています${of}。`
    : strong`外部メトリクスの直近の照会が ${list(sources.map(({ url }) => code(url)))} で失敗しました${of}。`;
}

function batchRemedy({ suspects }: FactsByCode['external-metrics-batch-failed'], context: PhraseContext): Remedy {
  return suspects.length === 0
    ? remedy(say`原因(誤ったクエリ、キー、サイト、ネットワーク)はログで確認できます。`, metricsLog(context))
    : remedy(
        say`疑わしいクエリを直すか、取り除いてください。他のメトリクスは自然に回復します。Datadog が拒否した理由はログで確認できます。`,
        metricsLog(context),
      );
}

/** What this cluster spends of the limit. */
function spending({ metrics, refreshSeconds }: FactsByCode['external-metrics-rate-limited']): readonly Rich[] {
  if (metrics === null || metrics === 0)
    return [say`${lasting(refreshSeconds)}ごとに照会しています。上限は組織単位で、他のクラスターも消費しています`];
  const { each, anHour } = requests(metrics, refreshSeconds);
  return [
    say`このクラスターのリクエストは ${lasting(refreshSeconds)}ごとに ${amount(each)} 件(メトリクス ${amount(metrics)} 件、1 リクエストに ${QUERIES_PER_REQUEST} 件)= 1 時間に ${amount(anHour)} 件です。上限は組織単位で、他のクラスターも消費しています`,
  ];
}

function slowDown({ metrics, refreshSeconds }: FactsByCode['external-metrics-rate-limited']): Remedy {
  const pace = slowerPace(refreshSeconds);
  const then =
    metrics === null || metrics === 0
      ? []
      : say`(1 時間に ${amount(requests(metrics, pace.refreshSeconds).anHour)} 件)`;
  return remedy(
    say`待てるクラスターでは ${code(`DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=${pace.refreshSeconds}`)}${then} と ${code(`DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=${pace.maxAgeSeconds}`)} を設定するか、Datadog に上限の引き上げを依頼してください。`,
  );
}

/** The metrics the Agent serves to HorizontalPodAutoscalers. */
export const externalMetrics = {
  'external-metrics-healthy': (facts) => ({
    sum:
      facts.total === 0
        ? strong`外部メトリクスの provider は有効ですが、使っている HPA はありません。`
        : strong`外部メトリクス ${number(facts.total)} 件は${facts.total === 1 ? '' : 'すべて'}有効です${
            facts.oldestSeconds === null
              ? []
              : say`(${facts.total === 1 ? '' : '最も古いもので '}${lasting(facts.oldestSeconds)}前の値)`
          }。`,
    points: [keptIn(facts.configMap)],
    teach: HOW_METRICS_WORK,
    see: storeCommands(facts.configMap),
  }),
  'external-metrics-disabled': (facts, context) => ({
    sum: strong`外部メトリクスの provider は無効です。設定によるもので、異常ではありません。`,
    points: [
      say`${code(facts.pod)} で ${code('DD_EXTERNAL_METRICS_PROVIDER_ENABLED')} が無効です。HPA は Datadog のメトリクスでスケールできません`,
    ],
    remedy: remedy(
      say`不要です。HPA で使う場合は ${setting('externalMetrics', context)} を設定し、アプリケーションキーを渡してください。`,
    ),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-in-datadogmetrics': (facts) => ({
    sum: strong`外部メトリクスは DatadogMetric オブジェクトにあり、${code('status')} には件数も値も出ません。`,
    points: [
      say`${code(facts.pod)} の出力によります。該当する設定は ${code('DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD')} です`,
    ],
    notSeen: [say`メトリクスが有効かどうか(DatadogMetric オブジェクトに記録されています)`],
    remedy: remedy(say`DatadogMetric を確認してください。`, 'kubectl get datadogmetric -A'),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-error': (facts, context) => ({
    sum: strong`Cluster Agent が外部メトリクスを${facts.store === null ? [] : say` ConfigMap ${code(facts.store)} から`}読み取れていません。`,
    points: [agentSays(facts.pod, facts.detail)],
    effect: say`外部メトリクスを使う HPA は現在のサイズのまま動きません。`,
    remedy: remedy(
      say`${code('forbidden')} の場合は、Agent の Role に ConfigMap の ${code('get')} と ${code('update')} を追加してください。詳細はログで確認できます。`,
      metricsLog(context),
    ),
    teach: HOW_METRICS_WORK,
  }),
  'external-metric-invalid': (facts, context) => {
    const bad = facts.total - facts.valid;
    const all = facts.valid === 0;
    const one = bad === 1 ? facts.invalid?.[0] : undefined;
    return {
      sum: all
        ? strong`外部メトリクス ${number(facts.total)} 件${facts.total === 1 ? '' : 'すべて'}が無効です。使用している HPA は現在のサイズのまま動きません。`
        : one === undefined
          ? strong`外部メトリクス ${number(facts.total)} 件中 ${number(bad)} 件が無効です。これを使う HPA は現在のサイズのまま動きません。`
          : strong`外部メトリクス ${number(facts.total)} 件中 1 件(${code(one.name)})が無効です。${one.autoscaler === '' ? 'これを使う HPA' : say`HPA ${code(one.autoscaler)} `}は現在のサイズのまま動きません。`,
      points: [
        ...(facts.invalid ?? []).map(
          ({ name, autoscaler, ageSeconds }) =>
            say`${autoscaler === '' ? [] : say`HPA ${code(autoscaler)} の `}${code(name)}${ageSeconds === null ? [] : say`(直近の更新: ${ago(ageSeconds, context)}、データなし)`}`,
        ),
        ...(facts.invalid === null ? [say`どのメトリクスかは不明です(このテキストには件数しかありません)`] : []),
        keptIn(facts.configMap),
      ],
      effect: INVALID_IS_SAFE,
      ...(all || commonCauseTold(context)
        ? {}
        : {
            notAtFault: say`他の ${number(facts.valid)} 件は有効なため、キーとネットワークには問題がないと推定します。`,
          }),
      remedy: commonCauseTold(context)
        ? readReason(context)
        : all
          ? remedy(
              say`すべて失敗しているときは、共通の原因(キー、レート制限、ネットワーク)をログで確認してください。`,
              metricsLog(context),
            )
          : remedy(
              say`Metrics Explorer でクエリを確認してください。名前やタグの誤り、または送信の停止が考えられます。Agent が示す理由はログにあります。`,
              metricsLog(context),
            ),
      teach: HOW_METRICS_WORK,
      see: [...storeCommands(facts.configMap), 'kubectl get hpa -A'],
    };
  },
  'external-metrics-batch-failed': (facts, context) => ({
    sum: batchSum(facts),
    points: [
      ...(facts.detail === null ? [] : [agentSays(facts.pod, facts.detail)]),
      ...facts.sources.map(
        ({ url, lastFailure, lastSuccess }) =>
          say`${code(url)}: 失敗 ${lastFailure === null ? '時刻不明' : clockTime(lastFailure, context.now)}、直近の成功 ${lastSuccess === null ? '時刻不明' : clockTime(lastSuccess, context.now)}`,
      ),
      ...facts.suspects.map(({ id, query }) =>
        query === null || query === id
          ? say`原因と思われるもの(推定): ${code(id)}`
          : say`原因と思われるもの(推定): ${code(id)}、クエリ ${code(query)}`,
      ),
      ...(facts.detail === null && facts.pod !== '' ? [say`${code(facts.pod)} から読み取りました`] : []),
    ],
    effect:
      facts.suspects.length === 0
        ? say`値は期限切れになり、その後これを使う HPA は現在のサイズのまま動かなくなります。`
        : say`1 つの誤ったクエリで、一緒に送られる最大 ${QUERIES_PER_REQUEST} 件がすべて失敗します。値は期限切れになり、これを使う HPA は現在のサイズのまま動かなくなります。`,
    ...(facts.suspects.length === 0
      ? {}
      : {
          notAtFault: say`同じリクエストの他のクエリ、キー、ネットワークには問題がありません。誤ったクエリが 1 つあれば起こります。`,
        }),
    remedy: batchRemedy(facts, context),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-rate-limited': (facts, context) => {
    const told = [
      ...(facts.since === null ? [] : [say`${clockTime(facts.since, context.now)} から`]),
      ...(facts.times === null ? [] : [say`${amount(facts.times)} 回`]),
    ];
    return {
      sum: strong`この Cluster Agent のメトリクス照会は Datadog のレート制限を受けています(429${told.length === 0 ? [] : say`、${join(told, ' ')}`})。`,
      points: [agentSays(facts.pod, facts.detail), ...spending(facts)],
      effect: INVALID_IS_SAFE,
      notAtFault: say`クエリの誤りやキーの問題ではありません。Datadog は呼び出し元を認識し、待つよう求めています。`,
      remedy: slowDown(facts),
      notSeen: [say`他にどこが上限を消費しているか`],
      teach: HOW_METRICS_WORK,
    };
  },
  'external-metrics-keys-rejected': (facts, context) => ({
    sum: strong`この Cluster Agent のメトリクス照会を Datadog が拒否しています。API キーかアプリケーションキーがないか、誤っています。`,
    points: [agentSays(facts.pod, facts.detail)],
    effect: INVALID_IS_SAFE,
    remedy: remedy(
      say`${code('DD_APP_KEY')} が設定されているか、キーの所有者にメトリクスの参照権限(${code('timeseries_query')})があるか、${code('DD_SITE')} が正しいかを確認し、Cluster Agent を再起動してください。`,
      restartCommand(context),
    ),
    notSeen: [say`キーの値(dca-bot は Secret を読みません)`],
    teach: HOW_METRICS_WORK,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
