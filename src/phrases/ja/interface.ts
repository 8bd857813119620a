import type { Progress } from '../../domain/report.ts';
import type { InterfaceWords } from '../interface-words.ts';
import { clockTime, number, took } from '../measure.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { CLI, DOCTOR } from './command-line.ts';
import { FLARE } from './flare-notices.ts';
import { NOTICES } from './notices.ts';
import { lasting, WHYS } from './wording.ts';

const STEPS = {
  pods: 'Cluster Agent の Pod を検索中',
  locks: 'リーダーのロックを読み取り中',
  status: 'Pod に Agent の status を照会中',
  kubernetes: 'Kubernetes オブジェクトを読み取り中',
  flare: 'リーダーで flare を作成中',
  diagnosis: '診断中',
} as const satisfies Record<Progress['step'], string>;

/** Japanese words around the findings. */
export const ui: InterfaceWords = {
  headings: {
    do: '対処',
    effect: '影響',
    notSeen: '確認できていないこと',
    howItWorks: '仕組み',
    seeItYourself: '自分で確かめる',
  },
  colon: ': ',
  more: (amount) => `他 ${amount} 件はレポートにあります`,
  moreFindings: (amount) => `入りきらなかった所見が ${number(amount)} 件あります。レポートで確認できます。`,
  lessonCut: '説明の残りは入りきりませんでした。/dca leader のように質問を絞ると表示できます。',
  moreClusters: (amount) => `他 ${number(amount)} 件。全件は dca clusters で確認できます`,
  unread: (source, why, detail, others) => {
    const alike = others === 0 ? '' : `、他 ${number(others)} Pod も同様`;
    return say`${code(source)}${alike}(${WHYS[why]}${detail === null ? '' : `: ${detail}`})`;
  },
  footer: (facts) => [
    ...(facts.cluster === '' ? [] : [say`${facts.cluster}`]),
    ...agent(facts.versions, facts.images),
    say`${clockTime(facts.time, facts.cluster === '' ? '' : facts.time)} に取得(${took(facts.tookMs, 'ja')})`,
    ...(facts.masked === 0 ? [] : [say`秘匿値 ${number(facts.masked)} 件をマスク`]),
    ...(facts.report === null ? [] : [say`レポート ${code(facts.report)}`]),
    join(facts.codes.map(code), ' '),
  ],
  stopButton: '停止',
  answerButtons: { again: 'もう一度調べる', deeper: '詳しく見る' },
  opening: {
    asked: (words, cluster) => say`${strong`${words}`}${cluster === '' ? [] : say` · ${code(cluster)}`}`,
    waiting: (cluster) => (cluster === '' ? say`まもなく始まります。` : say`クラスターのワーカーを待っています。`),
    working: (progress, elapsed) =>
      progress === null
        ? say`処理中です(${lasting(elapsed)})`
        : say`${STEPS[progress.step]}です。${progress.total} 件中 ${progress.done} 件(${lasting(elapsed)})`,
    stopped: say`読み取りの途中で停止しました。診断は行っていません。`,
  },
  notices: NOTICES,
  flare: FLARE,
  help: {
    intro: say`クラスターの Datadog Cluster Agent を最小限の権限で読み取り、分かったことをお伝えします。変更は行いません(flare だけは確認のうえで作成し、取得後に削除します)。`,
    groups: [
      {
        title: 'クラスターに照会する',
        lines: [
          { ask: '/dca status', answers: 'Agent は動いているか、Agent 自身は何を報告しているか' },
          { ask: '/dca leader', answers: 'どのレプリカがリーダーか、稼働しているか' },
          { ask: '/dca hpa shop/web', answers: '外部メトリクスを使う HPA の数値の内訳と、次のスケール動作' },
          { ask: '/dca hpa', answers: '外部メトリクスを使うすべての HPA と、それぞれの判定' },
          { ask: '/dca metrics', answers: 'Agent が HPA 用に保持している値と、その鮮度、有効性、利用元' },
          { ask: '/dca checks', answers: 'すべてのクラスターチェックの実行場所と、失敗や未実行の有無' },
          {
            ask: '/dca checks http_check',
            answers: 'チェック 1 つを設定から結果まで追跡。ノード(node/worker-3)や Service(shop/web)も指定可能',
          },
          {
            ask: '/dca endpoints shop/web',
            answers: 'Service のエンドポイントチェックを Pod ごとに確認。省略するとすべて',
          },
          {
            ask: '/dca metadata shop/web-7xk2p',
            answers:
              'Agent が把握している Pod の Service と API サーバーとの照合。ノードの指定も可能、省略するとすべて',
          },
          {
            ask: '/dca node worker-3',
            answers: 'そのノードの Node Agent が Cluster Agent に接続できているか。省略するとすべて',
          },
          { ask: '/dca events', answers: 'Kubernetes イベントが収集されているか、いなければその理由' },
          { ask: '/dca logs', answers: '全レプリカのログにある既知の問題の件数と意味' },
          { ask: '/dca health', answers: '以上すべてを 1 項目 1 行で、悪いものから順に' },
          {
            ask: '/dca flare',
            answers:
              'Agent のサポート用アーカイブをマスクし、本人だけにファイルで送付。作成前に確認し、Datadog には送りません',
          },
          { ask: '@dca leader', answers: 'コマンドを使えないスレッドの中で同じことを照会' },
          { ask: '@dca', answers: 'スレッドの中でメンションだけ送ると、メッセージに出てくる対象をボタンで提示' },
        ],
      },
      {
        title: '比較と説明',
        lines: [
          { ask: '/dca compare prod-a prod-b', answers: '2 つのクラスターの一方だけにある問題' },
          { ask: '/dca compare REPORT', answers: '以前の回答と同じ質問を今行い、変化を表示' },
          { ask: '/dca replay REPORT', answers: '以前の回答を現在のルールで判定し直す' },
          { ask: '/dca explain', answers: '続けて貼り付けた Agent や kubectl の出力の説明' },
        ],
      },
      {
        title: 'その他',
        lines: [
          { ask: '/dca clusters', answers: '登録済みのクラスターと、応答の有無' },
          { ask: '/dca help', answers: 'この説明' },
        ],
      },
    ],
    options: [
      say`${code('--cluster prod-eu')} でチャンネルの既定以外のクラスターに照会します`,
      say`${code('-n shop')} で Namespace を絞り、${code('--page 2')} で一覧の続きを表示します(${code('hpa')}、${code('metrics')}、${code('checks')})`,
      say`${code('--depth line')} は 1 行、${code('--depth teach')} は仕組みと確認用コマンドも表示します`,
      say`${code('--lang en')} で英語で回答します`,
    ],
  },
  clusters: {
    title: (amount, silent) =>
      amount === 0
        ? strong`登録済みのクラスターはまだありません。`
        : silent === 0
          ? strong`クラスター ${number(amount)} 件、すべて応答があります。`
          : strong`クラスター ${number(amount)} 件、うち ${number(silent)} 件は応答がありません。`,
    line: ({ name, lastSeenSeconds, version, silent }) => {
      const seen = lastSeenSeconds === null ? say`通信履歴なし` : say`最後の通信は ${lasting(lastSeenSeconds)}前`;
      const state: Rich = silent ? strong`応答なし` : say`稼働中`;
      return say`${code(name)}: ${state}、${seen}${version === null ? [] : say`、ワーカー ${version}`}`;
    },
  },
  doctor: DOCTOR,
  cli: CLI,
};

function agent(versions: readonly string[], images: readonly string[]): readonly Rich[] {
  const tags = images.map((image) => image.slice(image.lastIndexOf('/') + 1)).map((name) => name.split(':')[1] ?? name);
  if (versions.length === 0 && tags.length === 0) return [];
  if (versions.length === 0) return [say`イメージ ${tags.join(', ')}`];
  return [say`Agent ${versions.join(', ')}${tags.length === 0 ? '' : `(イメージ ${tags.join(', ')})`}`];
}
