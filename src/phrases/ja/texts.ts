import type { TextFactsByCode, TextPiece } from '../../domain/text-facts.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { PRODUCTS, pieceCommand } from '../text-names.ts';
import { list } from './wording.ts';

const PIECES = {
  status: 'Cluster Agent の status',
  'node-status': 'Node Agent の status',
  metamap: 'メタデータマップ',
  clusterchecks: '配布済みチェックの一覧',
  configcheck: 'チェック設定の一覧',
  log: 'Agent のログ',
  telemetry: 'Cluster Agent のテレメトリ',
  hpa: 'HPA',
  'metrics-objects': '保存された外部メトリクス',
  'leader-lock': 'リーダーのロック',
  'events-objects': 'Kubernetes イベント',
  'kubernetes-objects': 'Kubernetes オブジェクト',
  flare: 'flare',
} as const satisfies Record<TextPiece, string>;

type Product = TextFactsByCode['not-a-cluster-agent-matter']['product'];

/** Where the matter belongs. */
const BELONGS = {
  'metrics-server': say`metrics-server が提供するのは CPU とメモリ(${code('metrics.k8s.io')})です。Datadog の外部メトリクス(${code('external.metrics.k8s.io')})とは経路が異なります`,
  keda: say`KEDA は ScaledObject から独自の HPA を作り、そのために ${code('external.metrics.k8s.io')} を提供します`,
  'prometheus-adapter': say`prometheus-adapter は Prometheus のメトリクスを HPA に提供します`,
  'datadog-operator': say`Operator は Agent の導入と更新を行うもので、そのログもそれについてのものです`,
  kubernetes: say`その中で何が動いているかに関わらず、Kubernetes 自体に関するものです`,
  'node-agent': say`ノード上の Agent についてのもので、Cluster Agent との接続に関するものではありません`,
} as const satisfies Record<Product, Rich>;

const TAKEN = say`そちらを確認してください。Datadog の ${code('external.metrics.k8s.io')} が置き換えられていないかは ${code('/dca metrics')} で確認できます。`;

const LOOK = {
  'metrics-server': remedy(
    say`そちらを確認してください。`,
    'kubectl logs -n kube-system deploy/metrics-server --tail=50',
  ),
  keda: remedy(TAKEN, 'kubectl get apiservice v1beta1.external.metrics.k8s.io'),
  'prometheus-adapter': remedy(TAKEN, 'kubectl get apiservice v1beta1.external.metrics.k8s.io'),
  'datadog-operator': remedy(say`Operator が管理しているものを確認してください。`, 'kubectl get datadogagents -A'),
  kubernetes: remedy(
    say`その行が示すオブジェクトを確認してください。Cluster Agent 自体については ${code('/dca status')} で確認できます。`,
  ),
  'node-agent': remedy(
    say`この Agent と Cluster Agent の接続については、status 全体を送るか、${code('/dca node')} と質問してください。`,
  ),
} as const satisfies Record<Product, Remedy>;

function named(pieces: readonly TextPiece[]): Rich {
  return list(
    pieces.map((piece) => say`${PIECES[piece]}`),
    4,
  );
}

/** Pasted text as such. */
export const texts = {
  'not-a-cluster-agent-matter': ({ from, product, line }) => ({
    sum: strong`${from === '' ? 'このテキスト' : say`${code(from)} `}は Datadog Cluster Agent ではなく、${PRODUCTS[product]} のものです。`,
    points: [...(line === '' ? [] : [say`根拠の行: ${code(line)}`]), BELONGS[product]],
    notAtFault: say`Cluster Agent の異常を示すものではありません。`,
    remedy: LOOK[product],
  }),
  'text-healthy': ({ pieces }) => ({
    sum: strong`この内容に異常はありません${pieces.length === 0 ? [] : say`(すべて読み取り済み: ${named(pieces)})`}。`,
    notSeen: [say`このテキストにないもの`],
  }),
  'text-too-little': ({ pieces, show }, context) => ({
    sum: strong`異常があるかどうかを判断するには内容が足りません${pieces.length === 0 ? [] : say`(確認できたもの: ${named(pieces)})`}。`,
    points: show.map((piece) => say`必要な出力(${PIECES[piece]}): ${code(pieceCommand(piece, context))}`),
    ...(show.length === 0
      ? {}
      : {
          remedy: remedy(
            say`${show.length === 1 ? 'このコマンド' : 'これらのコマンドのうち 1 つ以上'}の出力を、先頭行からすべて送ってください。`,
          ),
        }),
  }),
} satisfies Partial<FindingPhrases>;
