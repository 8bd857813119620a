import { clockTime, number } from '../measure.ts';
import { commands, execCommand, inNamespace, logCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { ago, lasting, list } from './wording.ts';

const INVALID_IS_SAFE = say`無効なメトリクスは提供されません。これを使う HPA は現在のサイズを保ち、誤ったゼロで縮小することはありません。`;

const HOW_METRICS_WORK: readonly Rich[] = [
  say`リーダーは 30 秒ごとに、HPA が参照するメトリクスをまとめて Datadog に照会し(1 リクエストに 35 クエリ)、値を ConfigMap に保存します。全レプリカがそこから値を返します。`,
  say`HPA コントローラーは ${code('external.metrics.k8s.io')} に照会し、Cluster Agent が応答します。120 秒(${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE')})より古い値は無効になり、提供されません。`,
  say`無効なメトリクスには値 0 と新しい時刻が表示されます。これはデータの時刻ではなく、更新に失敗した時刻です。判断材料は ${code('Valid: false')} だけです。`,
];

function configMapCommand(name: string): string | undefined {
  const [namespace, configMap] = name.split('/');
  return namespace && configMap ? `kubectl get configmap ${configMap} -n ${namespace} -o yaml` : undefined;
}

function leaderLog(context: PhraseContext): string {
  return logCommand(null, context, "--tail=500 | grep -iE 'external metric|datadog|query'");
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
    points: [say`保存先: ConfigMap ${code(facts.configMap)}`],
    teach: HOW_METRICS_WORK,
    see: commands(configMapCommand(facts.configMap)),
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
    points: [say`${code(facts.pod)} の出力: ${code(facts.detail)}`],
    effect: say`外部メトリクスを使う HPA は現在のサイズのまま動きません。`,
    remedy: remedy(
      say`${code('forbidden')} の場合は、Agent の Role に ConfigMap の ${code('get')} と ${code('update')} を追加してください。詳細はログで確認できます。`,
      leaderLog(context),
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
          : strong`外部メトリクス ${number(facts.total)} 件中 1 件(${code(one.name)})が無効です。HPA ${code(one.autoscaler)} は現在のサイズのまま動きません。`,
      points: [
        ...(facts.invalid ?? []).map(
          ({ name, autoscaler, ageSeconds }) =>
            say`HPA ${code(autoscaler)} の ${code(name)}${ageSeconds === null ? [] : say`(直近の更新: ${ago(ageSeconds, context)}、データなし)`}`,
        ),
        ...(facts.invalid === null ? [say`どのメトリクスかは不明です(このテキストには件数しかありません)`] : []),
        say`保存先: ConfigMap ${code(facts.configMap)}`,
      ],
      effect: INVALID_IS_SAFE,
      ...(all || context.codes.includes('external-metrics-batch-failed')
        ? {}
        : {
            notAtFault: say`他の ${number(facts.valid)} 件は有効なため、キーとネットワークには問題がないと推定します。`,
          }),
      remedy: all
        ? remedy(
            say`すべて失敗しているときは、共通の原因(キー、レート制限、ネットワーク)をログで確認してください。`,
            leaderLog(context),
          )
        : remedy(
            say`Metrics Explorer でクエリを確認してください。名前やタグの誤り、または送信の停止が考えられます。Agent が示す理由はログにあります。`,
            leaderLog(context),
          ),
      teach: HOW_METRICS_WORK,
      see: commands(configMapCommand(facts.configMap), 'kubectl get hpa -A'),
    };
  },
  'external-metrics-batch-failed': (facts, context) => ({
    sum: strong`外部メトリクスの直近の照会が ${list(facts.sources.map(({ url }) => code(url)))} で失敗しました${
      facts.total === 0 ? [] : say`(対象 ${number(facts.total)} 件)`
    }。`,
    points: [
      ...facts.sources.map(
        ({ url, lastFailure, lastSuccess }) =>
          say`${code(url)}: 失敗 ${lastFailure === null ? '時刻不明' : clockTime(lastFailure, context.now)}、直近の成功 ${lastSuccess === null ? '時刻不明' : clockTime(lastSuccess, context.now)}`,
      ),
      say`${code(facts.pod)} から読み取りました`,
    ],
    effect: say`値は 120 秒で期限切れになり、その後これを使う HPA は現在のサイズのまま動かなくなります。`,
    remedy: remedy(say`原因(キー、サイト、レート制限、ネットワーク)はログで確認できます。`, leaderLog(context)),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-rate-limited': (facts) => ({
    sum: strong`この Cluster Agent のメトリクス照会は Datadog のレート制限を受けています(429)。`,
    points: [say`${code(facts.pod)} の出力: ${code(facts.detail)}`],
    effect: INVALID_IS_SAFE,
    notAtFault: say`クエリの誤りやキーの問題ではありません。上限は組織単位で、他のクラスターも消費しています。`,
    remedy: remedy(
      say`待てるクラスターでは ${code('DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=120')} と ${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=360')} を設定するか、Datadog に上限の引き上げを依頼してください。`,
    ),
    notSeen: [say`他にどこが上限を消費しているか`],
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-keys-rejected': (facts, context) => ({
    sum: strong`この Cluster Agent のメトリクス照会を Datadog が拒否しています。API キーかアプリケーションキーがないか、誤っています。`,
    points: [say`${code(facts.pod)} の出力: ${code(facts.detail)}`],
    effect: INVALID_IS_SAFE,
    remedy: remedy(
      say`${code('DD_APP_KEY')} が設定されているか、キーの所有者にメトリクスの参照権限(${code('timeseries_query')})があるか、${code('DD_SITE')} が正しいかを確認し、Cluster Agent を再起動してください。`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    ),
    notSeen: [say`キーの値(dca-bot は Secret を読みません)`],
    teach: HOW_METRICS_WORK,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
