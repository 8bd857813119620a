import type { LogTroubleKind } from '../../domain/log-scan.ts';
import { shownAbout } from '../log-names.ts';
import { restartCommand } from '../metrics-names.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';
import { NOBODY_LEADS } from './election.ts';
import { hpasHold, INVALID_IS_SAFE } from './metrics-wording.ts';

/** What a kind of line means, what it does to users, what to do. */
export interface LogKindWords {
  /** A heading without its end; `name` is what the line names, and may be empty. */
  readonly means: (name: Rich) => Rich;
  readonly effect: Rich;
  readonly remedy: (context: PhraseContext) => Remedy;
}

function does(words: Rich): LogKindWords['remedy'] {
  return () => remedy(words);
}

/** What to do, and then to start the Cluster Agent anew. */
function thenRestart(words: Rich): LogKindWords['remedy'] {
  return (context) => remedy(words, restartCommand(context));
}

/** The name in brackets behind the words; nothing where there is none. */
function named(name: Rich): Rich {
  return name.length === 0 ? [] : say`(${name})`;
}

const WITHOUT_CHECKS = say`このチェックの対象は監視されず、アラートは「データなし」以外では発報しません。`;
const DATA_WAITS = say`イベントと Agent 自身のメトリクスは再送キューで待機し、キューがあふれると破棄されます。`;

/** By kind; a kind without words does not compile. */
const WORDS: Readonly<Record<LogTroubleKind, LogKindWords>> = {
  'metrics-no-series': {
    means: (name) => say`クエリ${named(name)}のデータが Datadog から返っていません`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`Metrics Explorer でクエリを確認してください。メトリクス名やタグの誤り、同時に付くことのないタグの組み合わせ、送信の停止が考えられます。`,
    ),
  },
  'metrics-multiple-series': {
    means: (name) => say`クエリ${named(name)}が複数の系列を返しています(必要なのは 1 つ)`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`Metrics Explorer で線が 1 本になるように、クエリから ${code('by {…}')} を外すか、タグで絞り込んでください。`,
    ),
  },
  'metrics-rate-limited': {
    means: () => say`この Cluster Agent のメトリクス照会は Datadog のレート制限を受けています(429)`,
    effect: INVALID_IS_SAFE,
    remedy: does(
      say`待てるクラスターでは ${code('DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=120')} と ${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=360')} を設定するか、Datadog に上限の引き上げを依頼してください。`,
    ),
  },
  'metrics-keys-rejected': {
    means: () => say`この Cluster Agent のメトリクス照会のキーを Datadog が拒否しています`,
    effect: INVALID_IS_SAFE,
    remedy: thenRestart(
      say`${code('DD_APP_KEY')} が設定されているか、キーの所有者にメトリクスの参照権限(${code('timeseries_query')})があるか、${code('DD_SITE')} が正しいかを確認し、Cluster Agent を再起動してください。`,
    ),
  },
  'metrics-keys-missing': {
    means: () => say`Cluster Agent に、Datadog からメトリクスを読むためのキーがありません`,
    effect: hpasHold(null),
    remedy: thenRestart(
      say`Secret から ${code('DD_API_KEY')} と ${code('DD_APP_KEY')} を設定し、Cluster Agent を再起動してください。`,
    ),
  },
  'metrics-bad-query': {
    means: (name) => say`メトリクスのクエリ${named(name)}を Datadog が解釈できません`,
    effect: say`1 つの誤ったクエリで、一緒に送られる最大 35 件が失敗します。値は期限切れになり、その後これを使う HPA は現在のサイズのままになります。`,
    remedy: does(say`クエリを直すか、取り除いてください。他のメトリクスは自然に回復します。`),
  },
  'metrics-query-too-long': {
    means: (name) => say`メトリクスのクエリ${named(name)}が長すぎて送信できません`,
    effect: INVALID_IS_SAFE,
    remedy: does(say`タグを減らすか、多くのタグを代表する 1 つのタグを使い、7,000 文字より短くしてください。`),
  },
  'metrics-fetch-failed': {
    means: () => say`Cluster Agent が Datadog からメトリクスを読み取れていません`,
    effect: say`値は期限切れになり、その後これを使う HPA は現在のサイズのままになります。`,
    remedy: does(
      say`原因は行に書かれています。こちら側であれば DNS、プロキシ、egress ルール、${code('DD_SITE')}、Datadog 側であれば 5xx です。`,
    ),
  },
  'metrics-store-failing': {
    means: () => say`Cluster Agent が、HPA 用に保存する値を読み書きできていません`,
    effect: hpasHold(null),
    remedy: does(
      say`${code('forbidden')} の場合は、Agent の Role に ConfigMap の ${code('get')} と ${code('update')} を追加してください。競合は、2 つの Agent が書き込んでいない限り自然に解消します。`,
    ),
  },
  'metrics-datadogmetric-failing': {
    means: (name) => say`DatadogMetric${named(name)}を提供または更新できません`,
    effect: say`これを使う HPA には新しい値が届かず、現在のサイズのままです。`,
    remedy: does(
      say`HPA が参照する名前(${code('datadogmetric@NAMESPACE:NAME')})で存在するか、Agent に ${code('datadogmetrics/status')} を更新する権限があるかを確認してください。`,
    ),
  },
  'metrics-autoscalers-unlistable': {
    means: () => say`Cluster Agent が HPA の一覧を取得できていません`,
    effect: say`新しい HPA にはメトリクスが届きません。既知の HPA は、最後に見た内容のまま動き続けます。`,
    remedy: does(
      say`${code('horizontalpodautoscalers.autoscaling')} の ${code('list')} と ${code('watch')} を付与してください。API のバージョン(${code('v2beta1')})が廃止されている場合は、新しい Agent を使ってください。`,
    ),
  },
  'metrics-api-server-failed': {
    means: () => say`Agent のメトリクス API サーバーが停止しました`,
    effect: hpasHold(null),
    remedy: thenRestart(
      say`行に書かれた原因(使用中のポート、証明書、${code('extension-apiserver-authentication')} の読み取り権限)を直し、Cluster Agent を再起動してください。`,
    ),
  },
  'election-not-running': {
    means: () => say`このレプリカではリーダー選出が動いていません`,
    effect: NOBODY_LEADS,
    remedy: does(
      say`ロックに対する Agent の ${code('get')}、${code('create')}、${code('update')} の権限を確認してください。現在のリーダーは ${code('/dca leader')} で分かります。`,
    ),
  },
  'election-lost': {
    means: () => say`リーダーだったレプリカがリーダーでなくなりました`,
    effect: say`最長でリース 1 回分の間、チェックの配布とイベントの収集が止まり、その後は別のレプリカが引き継ぎます。`,
    remedy: does(
      say`1 回だけなら不要です。続く場合はリーダーの更新が間に合っていないため、CPU の制限と API サーバーを確認してください。`,
    ),
  },
  'election-off': {
    means: () => say`リーダー選出が無効なため、Cluster Agent は Kubernetes イベントを収集しません`,
    effect: say`イベントは収集されず、${code('kubernetes_apiserver')} チェックも動きません。`,
    remedy: (context) =>
      remedy(
        say`意図した設定であれば不要です。そうでなければ ${setting('leaderElection', context)} を設定してください。`,
      ),
  },
  'events-not-collected': {
    means: () => say`Kubernetes イベントを収集できませんでした`,
    effect: say`その間のイベントは Datadog に届きません。Kubernetes での保持も約 1 時間です。`,
    remedy: does(say`行に書かれた原因(権限の不足、API サーバーの遅れ)に対処してください。`),
  },
  'api-server-unreachable': {
    means: () => say`Cluster Agent が API サーバーに接続できません`,
    effect: say`その間、イベント、HPA、アノテーション付きの Service、リーダーの更新は止まります。`,
    remedy: does(
      say`コントロールプレーンの更新中であれば不要です。そうでなければ、Agent の Pod から見た NetworkPolicy と DNS を確認してください。`,
    ),
  },
  'api-server-slow': {
    means: (name) => say`API サーバーから Cluster Agent への応答が遅すぎます${named(name)}`,
    effect: say`応答を待つもの(Service、Pod、HPA)の開始が遅れるか、開始されません。`,
    remedy: does(
      say`${code('DD_KUBERNETES_APISERVER_CLIENT_TIMEOUT')} と ${code('DD_KUBE_CACHE_SYNC_TIMEOUT_SECONDS')} で待ち時間を延ばしてください。大きなクラスターでは必要です。`,
    ),
  },
  forbidden: {
    means: (name) => say`Cluster Agent に${name.length === 0 ? '必要な' : say` ${name} の`}権限がありません`,
    effect: say`これを使う Agent の処理は、何も表示せずに止まっています。`,
    remedy: does(
      say`この権限だけを Agent の ClusterRole に追加してください。名前空間が示されている場合は Role に追加してください。`,
    ),
  },
  'checks-no-nodes': {
    means: () => say`クラスターチェックのために報告している Node Agent がありません`,
    effect: say`クラスターチェックは一切行われず、関連するアラートは「データなし」以外では発報しません。`,
    remedy: does(
      say`Node Agent の ${code('DD_EXTRA_CONFIG_PROVIDERS')} に ${code('clusterchecks')} が含まれ、Cluster Agent の 5005 番ポートに接続できる必要があります。`,
    ),
  },
  'checks-node-expired': {
    means: (name) => say`ノード${named(name)}からの報告が途絶え、そのクラスターチェックは他に移されました`,
    effect: say`移されたチェックに約 30 秒の空白ができます。`,
    remedy: does(say`ノードを drain したのであれば不要です。そうでなければ、そのノードの Agent を確認してください。`),
  },
  'checks-undispatchable': {
    means: (name) => say`クラスターチェック${named(name)}の配布先のノードが見つかりません`,
    effect: WITHOUT_CHECKS,
    remedy: does(
      say`起動後 1 分以内であれば不要です。そうでなければ、報告している Agent を ${code('/dca checks')} で確認してください。`,
    ),
  },
  'checks-unscheduled': {
    means: (name) => say`クラスターチェック${named(name)}が 1 分を超えて配布を待っています`,
    effect: WITHOUT_CHECKS,
    remedy: does(say`報告している Agent と待機中のチェックを ${code('/dca checks')} で確認してください。`),
  },
  'checks-unpatched': {
    means: (name) => say`リーダーがクラスターチェック${named(name)}を配布用に準備できません`,
    effect: WITHOUT_CHECKS,
    remedy: does(
      say`設定(Service のアノテーションまたはファイル)を直してください。読み取れない箇所は行に書かれています。`,
    ),
  },
  'checks-runner-clients': {
    means: () => say`Cluster Agent がクラスターチェックの実行側の負荷を照会できません`,
    effect: say`チェックは負荷ではなく件数で分散されます。実行は続きます。`,
    remedy: does(
      say`実行側の Agent を 6.17 以降にし、Cluster Agent から 5005 番ポートに接続できるようにしてください。`,
    ),
  },
  'metadata-failing': {
    means: () => say`Cluster Agent が Pod と Service を対応付けられていません`,
    effect: say`一部のノードの Pod に ${code('kube_service')} タグが付きません。`,
    remedy: does(
      say`起動直後の 1、2 行は正常です。そうでなければ、ノード、Pod、Service、Endpoints に対する ${code('list')} と ${code('watch')} の権限を確認してください。`,
    ),
  },
  'token-refused': {
    means: () => say`Cluster Agent が呼び出し元のトークンを拒否しました`,
    effect: say`呼び出し元(多くは Node Agent)にはクラスターチェックが届かず、新しい Pod に ${code('kube_service')} タグが付きません。`,
    remedy: does(
      say`双方が同じ Secret を読む必要があります。Secret を変更した場合は、変更前に起動したもの(多くは DaemonSet)を再起動してください。`,
    ),
  },
  'token-too-short': {
    means: () => say`Cluster Agent のトークンが短すぎます(32 文字必要です)`,
    effect: say`このトークンでは Agent は起動しません。`,
    remedy: thenRestart(
      say`長いトークン(${code('openssl rand -hex 32')})を Secret に設定し、Cluster Agent と Node Agent を再起動してください。`,
    ),
  },
  'tls-refused': {
    means: (name) => say`Cluster Agent への TLS 接続が失敗しました${named(name)}`,
    effect: say`その呼び出し元には応答が届きません。`,
    remedy: does(
      say`呼び出し元のアドレスは行に書かれています。TLS 1.3 に対応していない古い Agent であれば更新するか、こちらで ${code('allow_legacy_tls')} を設定してください。スキャナーであれば不要です。`,
    ),
  },
  'forwarding-failing': {
    means: () => say`Cluster Agent への要求、またはフォロワーからリーダーへの転送に応答がありませんでした`,
    effect: say`Node Agent は数秒後にもう一度要求します。実行中のものは続きます。`,
    remedy: does(
      say`リーダーが替わった直後であれば不要です。続く場合は、誰がリーダーかについてレプリカの認識が違います。${code('/dca leader')} で確認してください。`,
    ),
  },
  'intake-key-invalid': {
    means: () => say`Cluster Agent の送信に使う API キーを Datadog が拒否しています(403)`,
    effect: say`キーが拒否されている間、この Cluster Agent のイベントとサービスチェックは失われます。`,
    remedy: thenRestart(
      say`キーの末尾 5 文字を Organization Settings と、${code('DD_SITE')} をログイン先のアドレスと照合し、Cluster Agent を再起動してください。`,
    ),
  },
  'intake-rejected': {
    means: (name) => say`Cluster Agent の送信内容を Datadog が受け付けていません${named(name)}`,
    effect: say`受け付けられなかったデータは失われ、再送されません。`,
    remedy: does(
      say`404 は ${code('DD_SITE')} か ${code('DD_DD_URL')} の誤り、413 は一度に送る量の超過、400 は途中のプロキシによる書き換えです。`,
    ),
  },
  'intake-unreachable': {
    means: () => say`Cluster Agent から Datadog への送信が失敗しています`,
    effect: DATA_WAITS,
    remedy: does(
      say`原因は行に書かれています。こちら側であれば DNS、プロキシ、egress ルール、TLS、Datadog 側であれば 429 と 5xx です。`,
    ),
  },
  'admission-failing': {
    means: (name) => say`Admission Controller${named(name)}が機能していません`,
    effect: say`新しい Pod がライブラリや設定の注入なしで起動することがあります。${code('failurePolicy')} が ${code('Ignore')} の場合は表に出ません。`,
    remedy: does(
      say`原因は行に書かれています。Webhook や Secret の権限、証明書、または Admission Controller を必要とする設定です。`,
    ),
  },
  'start-failed': {
    means: (name) => say`Agent の一部${named(name)}が起動しませんでした`,
    effect: say`再試行は行われず、Agent を再起動するまでその部分は動きません。`,
    remedy: thenRestart(say`行に書かれた原因(キー、ホスト名、応答しない kubelet)を直し、Agent を再起動してください。`),
  },
  noise: {
    means: () => say`エラーのように見えますが、異常ではない行です`,
    effect: say`ありません。`,
    remedy: does(
      say`不要です。ポートを開いて閉じるだけのプローブ、このビルドに含まれない部分、再起動で中断された要求によるものです。`,
    ),
  },
  'unknown-error': {
    means: () => say`dca-bot の知らないエラーを Agent が記録しています`,
    effect: say`不明です。`,
    remedy: does(say`前後の行と合わせて確認してください。Datadog のサポートにはこの文面で問い合わせられます。`),
  },
};

/** The words of a kind, with the name that its lines hold. */
export function logKind(kind: LogTroubleKind, about: string | null) {
  const { means, effect, remedy: toDo } = WORDS[kind];
  // Of an unknown error the name is its own words, with what changes taken out.
  return { means: means(kind === 'unknown-error' ? [] : shownAbout(about)), effect, remedy: toDo };
}
