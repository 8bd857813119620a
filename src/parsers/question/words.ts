import { CLUSTER_KINDS, type QuestionKind } from '../../domain/question.ts';

/** The questions that words can ask, in the order in which `help` and suggestions name them. */
export const ASKABLE = [
  ...CLUSTER_KINDS,
  'compare',
  'replay',
  'clusters',
  'help',
] as const satisfies readonly QuestionKind[];
export type AskableKind = (typeof ASKABLE)[number];

/** Questions about something that has a name. */
export const NAME_KINDS: ReadonlySet<AskableKind> = new Set([
  'hpa',
  'checks',
  'endpoints',
  'metadata',
  'node',
  'compare',
  'replay',
]);

/** What people type for a question. Keys are lower case, as compatibility-normalised (NFKC) text gives them. */
export const ALIASES: ReadonlyMap<string, AskableKind> = new Map(
  Object.entries({
    status: 'status stat state stats st agent dca 状態 状況 ステータス すてーたす 稼働状況',
    leader:
      'leader leaders lead leading leads election elections leader-election leaderelection leader_election leadership lease lock リーダー リーダ りーだー 選出 リーダー選出 リーダー選挙',
    hpa: `hpa hpas autoscaler autoscalers auto-scaler auto-scalers autoscaling autoscale scaling scale scales scaled
      horizontalpodautoscaler horizontalpodautoscalers horizontal-pod-autoscaler オートスケーラー オートスケーラ
      オートスケール オートスケーリング スケール スケーリング 水平スケール 水平オートスケーラー`,
    metrics: `metrics metric externalmetric externalmetrics external-metric external-metrics external_metrics
      datadogmetric datadogmetrics ddm ddms メトリクス メトリック 外部メトリクス 外部メトリック メトリクスサーバー
      メトリクスサーバ`,
    checks: `checks clusterchecks clustercheck cluster-checks cluster-check cluster_checks configcheck config-check
      checkconfig クラスターチェック クラスタチェック`,
    endpoints: `endpoints endpoint endpointchecks endpointcheck endpointschecks endpoint-checks endpoint-check
      endpoints-checks エンドポイント エンドポイントチェック`,
    metadata: `metadata metamap meta metadatamap metadata-map metadata-mapper servicemap service-map tags tag pod-tags
      service-tags kube_service kube-service kubeservice メタデータ メタデータマップ サービスマップ タグ`,
    node: `node-agent node-agents nodeagent nodeagents node_agent node_agents daemonset daemonsets ノードエージェント
      デーモンセット`,
    events: `events event kubernetes-events kubernetes-event k8s-events kube-events event-collection eventcollection
      イベント イベント収集`,
    logs: 'logs log logfile logfiles errorlog errorlogs error-log error-logs ログ ろぐ エラーログ ログファイル',
    health: `health healthy healthcheck health-check healthz overview summary everything checkup check-up ヘルス
      ヘルスチェック 健康 健康状態 健全性 元気 概要 全体 全体像`,
    flare: 'flare flares フレア',
    compare:
      'compare compares comparison diff difference differences versus vs 比較 比較して 比較する 比べて 比べる 差分 違い',
    replay: 'replay replays rerun re-run reevaluate re-evaluate リプレイ 再生 再評価',
    clusters: 'clusters cluster contexts クラスター クラスタ くらすたー クラスター一覧 クラスタ一覧',
    help: 'help h ? ?? -h --help -help halp usage commands command man ヘルプ へるぷ 使い方 つかいかた 助けて',
  } satisfies Record<AskableKind, string>).flatMap(([kind, words]) =>
    words.split(/\s+/).map((word) => [word, kind as AskableKind] as const),
  ),
);

/** Questions of several words, longest first. */
export const PHRASES: readonly (readonly [readonly string[], AskableKind])[] = [
  [['who', 'is', 'the', 'leader'], 'leader'],
  [['external', 'metrics', 'server'], 'metrics'],
  [['external', 'metrics', 'provider'], 'metrics'],
  [['metadata', 'service', 'map'], 'metadata'],
  [['external', 'metrics', 'api'], 'metrics'],
  [['horizontal', 'pod', 'autoscalers'], 'hpa'],
  [['horizontal', 'pod', 'autoscaler'], 'hpa'],
  [['who', 'is', 'leading'], 'leader'],
  [['who', 'is', 'leader'], 'leader'],
  [["who's", 'the', 'leader'], 'leader'],
  [["who's", 'leading'], 'leader'],
  [['who', 'leads'], 'leader'],
  [['leader', 'election'], 'leader'],
  [['agent', 'status'], 'status'],
  [['external', 'metrics'], 'metrics'],
  [['external', 'metric'], 'metrics'],
  [['metrics', 'server'], 'metrics'],
  [['metrics', 'provider'], 'metrics'],
  [['metrics', 'api'], 'metrics'],
  [['datadog', 'metrics'], 'metrics'],
  [['pod', 'autoscaler'], 'hpa'],
  [['auto', 'scaler'], 'hpa'],
  [['auto', 'scaling'], 'hpa'],
  [['metadata', 'map'], 'metadata'],
  [['metadata', 'mapper'], 'metadata'],
  [['service', 'map'], 'metadata'],
  [['service', 'mapper'], 'metadata'],
  [['service', 'tags'], 'metadata'],
  [['pod', 'tags'], 'metadata'],
  [['node', 'agents'], 'node'],
  [['node', 'agent'], 'node'],
  [['ノード', 'エージェント'], 'node'],
  [['ノード', 'agent'], 'node'],
  [['kubernetes', 'events'], 'events'],
  [['kubernetes', 'event'], 'events'],
  [['k8s', 'events'], 'events'],
  [['kube', 'events'], 'events'],
  [['event', 'collection'], 'events'],
  [['イベント', '収集'], 'events'],
  [['health', 'check'], 'health'],
  [['health', 'checks'], 'health'],
  [['list', 'clusters'], 'clusters'],
  [['cluster', 'checks'], 'checks'],
  [['cluster', 'check'], 'checks'],
  [['agent', 'checks'], 'checks'],
  [['agent', 'check'], 'checks'],
  [['endpoint', 'checks'], 'endpoints'],
  [['endpoint', 'check'], 'endpoints'],
  [['endpoints', 'checks'], 'endpoints'],
  [['エンドポイント', 'チェック'], 'endpoints'],
  [['クラスター', 'チェック'], 'checks'],
  [['外部', 'メトリクス'], 'metrics'],
];

/** They ask for the checks where nothing else is asked: `check the leader` asks for the leader. */
export const CHECK_VERBS: ReadonlySet<string> = new Set(['check', 'チェック']);

/** They ask for the whole picture where nothing else is asked: `all checks` asks for the checks. */
export const ALL_WORDS: ReadonlySet<string> = new Set(['all', '全部', 'すべて', '全て']);

/** Aliases of a question that, after another one, only say whose answer is meant: `leader of the agent`. */
export const OWNERS: ReadonlySet<string> = new Set(['agent', 'dca', 'cluster', 'クラスター', 'クラスタ']);

/** Words that ask for the reasons as well: the same question at the depth `teach`. */
export const WHY_WORDS: ReadonlySet<string> = new Set(['why', 'なぜ', 'なんで', '何故', 'どうして']);

/** Words people put around a question and that change nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  `a about all an and any are at avg be but by can can't cannot check could current currently datadog describe do does doesn't
  doing don't every fine for from get give going has have hey hi high how how's hows i in is isn't it just kubectl list low
  many max maxed me min much my no not now of ok okay only our please pls pods replicas say says see show showing shows
  so still stuck tell than that the there this to too up us was we were what what's whats when with won't working wrong
  you cluster-agent
  を の は が に で と も 今 現在 誰 だれ 誰ですか 誰だ 何 どう どうですか 一覧 全部 すべて 教えて 教えてください
  教えて下さい 見せて 見せてください ください 下さい ですか です お願いします お願い しない しません します しますか
  している していない していますか していません されない されません できない できません 増えない 増えません 減らない
  減りません おかしい 値 数 レプリカ レプリカ数`.split(/\s+/),
);

/** The same around a question about checks or endpoints, where other words are names. */
export const CHECK_TALK: ReadonlySet<string> = new Set(
  `annotation annotations assigned datadog-cluster-agent which broken config configs configuration configurations dispatched error errors executed
  executing failed fail failing fails failure failures healthy instance instances integration integrations loaded
  missing nothing ran received reporting reports run running runs scheduled service-check unassigned warning warnings
  エラー 警告 失敗 実行 動作 動いている 動いていない 動いてない 動いていますか 動いてる 動かない 動きません 届かない 届いていない
  来ない 原因 結果 設定 未割り当て`.split(/\s+/),
);

/** The same around a question about the metadata map. */
export const METADATA_TALK: ReadonlySet<string> = words(
  `datadog datadog-cluster-agent contain contains hold holds map mapped mapper maps missing selected stale tagged tree
  which without エラー 警告 マップ 内容 原因 欠けている 足りない 付かない 付いていない 付いてない ツリー`,
);

/** The same around a question about a node Agent. */
export const NODE_TALK: ReadonlySet<string> = words(
  `403 address connect connected connecting connection connections datadog datadog-cluster-agent disconnected error
  errors failed failing linked lost reach reachable reached reaching refused rejected reported reporting reports running
  talk talking timeout token unreachable which エラー 警告 異常 原因 切断 拒否 接続 接続状態 通信 繋がらない つながらない
  繋がっていない つながっていない 繋がっている つながっている 届かない トークン`,
);

type PlainKind = 'events' | 'logs' | 'health' | 'flare';

/** The same around questions that are about nothing with a name. */
export const PLAIN_TALK: Readonly<Record<PlainKind, ReadonlySet<string>>> = {
  events: words(
    `api-server apiserver arrive arrived arriving collect collected collecting collection come coming datadog
    datadog-cluster-agent k8s kube kubernetes last latest lost missing new newest none nothing received receiving recent
    reported reporting sent stopped warning warnings which エラー 警告 原因 収集 最近 最新 消えた 来ない 来ていない 届かない
    届いていない 届きません 出ない 送信`,
  ),
  logs: words(
    `datadog-cluster-agent which error errors exception exceptions failure failures issue issues last latest line lines new newest problem problems
  recent replica scan search tail trouble troubles warning warnings エラー 警告 異常 問題 トラブル 最近 最新 確認`,
  ),
  health: words(
    `alright datadog datadog-cluster-agent complete full good installation issue issues problem problems quick right run
    running safe setup trouble troubles well which whole エラー 警告 異常 問題 問題ない 大丈夫 正常 動作 動いている 確認
    診断`,
  ),
  flare: words(
    `archive build collect create datadog datadog-cluster-agent download file fresh generate make new one send support
    want zip 作成 作って 作る 取得 生成 欲しい ほしい 送って ファイル アーカイブ サポート`,
  ),
};

/** The same around a question that holds two clusters or two moments against each other. */
export const COMPARE_TALK: ReadonlySet<string> = words(
  'against before between both context contexts differ different each earlier other report then today レポート 間 以前',
);

/** The same around a question about a stored report. */
export const REPLAY_TALK: ReadonlySet<string> = words('again answer id report rules stored today レポート ルール');

/** Words before the name of a place, or of what the question is about. */
export const LEADS: ReadonlySet<string> = new Set(['on', 'in', 'for', 'of', 'from', 'within']);

/** Words before or after the name of a namespace. */
export const NAMESPACE_NOUNS: ReadonlySet<string> = new Set([
  'namespace',
  'namespaces',
  'ns',
  '名前空間',
  'ネームスペース',
]);

/** Words before or after the number of a page. */
export const PAGE_NOUNS: ReadonlySet<string> = new Set(['page', 'ページ', 'ページ目']);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
