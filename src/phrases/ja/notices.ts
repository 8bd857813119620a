import type { InterfaceWords } from '../interface-words.ts';
import { number } from '../measure.ts';
import type { NoticeOf } from '../notice.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { CLICK_NOTICES } from './click-notices.ts';
import { FLARE_NOTICES } from './flare-notices.ts';
import { refusal } from './refusals.ts';
import { codes } from './wording.ts';

const BAD_NAME = {
  hpa: [
    say`使える文字は英小文字、数字、ハイフンです。Namespace は 63 文字まで、HPA やワークロードはドットを含めて 253 文字までです`,
    say`例: ${code('/dca hpa shop/web')}、${code('/dca hpa web -n shop')}`,
  ],
  checks: [
    say`チェック名に使える文字は英数字、${code('_')}、ハイフン、ドットで、100 文字までです。ノード、Namespace、Service の名前に ${code('_')} と大文字は使えません`,
    say`例: ${code('/dca checks http_check')}、${code('/dca checks node/worker-3')}、${code('/dca checks shop/web')}`,
  ],
  endpoints: [
    say`Namespace と Service の名前に使える文字は英小文字、数字、ハイフンで、63 文字までです`,
    say`例: ${code('/dca endpoints shop/web')}`,
  ],
  metadata: [
    say`ノードと Pod の名前に使える文字は英小文字、数字、ハイフン、ドットで、253 文字までです`,
    say`例: ${code('/dca metadata worker-3')}、${code('/dca metadata shop/web-7xk2p')}`,
  ],
  node: [
    say`ノードと Pod の名前に使える文字は英小文字、数字、ハイフン、ドットで、253 文字までです`,
    say`例: ${code('/dca node worker-3')}。Pod のあるノードを調べる場合は ${code('/dca node shop/web-7xk2p')}`,
  ],
  report: [
    say`レポートの ID は英小文字と数字で、回答の最後の行にあります`,
    say`例: ${code('/dca compare prod-a prod-b')}。${code('/dca compare')} と ${code('/dca replay')} にはその ID も指定できます`,
  ],
} as const satisfies Record<NoticeOf<'bad-name'>['about'], readonly Rich[]>;

/** What dca-bot says outside of an answer. */
export const NOTICES: InterfaceWords['notices'] = {
  ...FLARE_NOTICES,
  ...CLICK_NOTICES,
  'redis-down': () => ({
    sum: strong`質問を受け付けられませんでした。dca-bot がキュー(Redis)に接続できません。`,
    points: [say`1 分後にもう一度お試しください。原因は ${code('dca doctor')} で確認できます`],
  }),
  'redis-slow': () => ({
    sum: strong`質問を受け付けたか分かりません。キュー(Redis)が 1 秒以内に応答しませんでした。`,
    points: [say`15 秒以内にメッセージが届かなければ、もう一度質問してください`],
  }),
  'unknown-word': ({ word, nearest }) => ({
    sum: strong`${code(word)} は認識できません。`,
    points: [
      nearest.length === 0
        ? say`質問の一覧は ${code('/dca help')} で確認できます`
        : say`${codes(nearest, 3)} のことですか?`,
    ],
  }),
  empty: () => ({
    sum: strong`何を調べますか?`,
    points: [say`例: ${code('/dca leader')}、${code('/dca hpa shop/web')}。一覧は ${code('/dca help')} で確認できます`],
  }),
  'too-long': ({ length, limit }) => ({
    sum: strong`質問が長すぎます(${number(length)} 文字。上限は ${number(limit)} 文字)。`,
    points: [say`長い出力の説明が必要な場合は、ターミナルで ${code('dca explain')} に渡してください`],
  }),
  'bad-option': ({ option, value, allowed }) => ({
    sum:
      allowed.length === 0
        ? strong`オプション ${code(option)} は認識できません。`
        : value === null
          ? strong`${code(option)} には値が必要です。`
          : strong`${code(option)} に ${code(value)} は指定できません。`,
    points: [
      allowed.length === 0
        ? say`使えるオプション: ${codes(['--cluster', '--depth', '--lang', '--namespace', '--page'])}`
        : say`指定できる値: ${codes(allowed, 10)}`,
    ],
  }),
  'bad-name': ({ word, about }) => ({
    sum:
      about === 'checks'
        ? strong`${code(word)} はチェック、ノード、Service の名前として使えません。`
        : about === 'report'
          ? strong`${code(word)} はレポートの ID として使えません。`
          : strong`${code(word)} は Kubernetes の名前として使えません。`,
    points: BAD_NAME[about],
  }),
  'two-subjects': ({ word, nearest }) => ({
    sum: strong`1 回の質問で指定できる対象は 1 つです。${code(word)} は 2 つ目です。`,
    points: [say`分けて質問してください: ${codes(nearest, 3)}`],
  }),
  'not-taken': ({ question, word, nearest }) => ({
    sum: strong`${code(question)} に ${code(word)} は指定できません。`,
    points: [say`${codes(nearest, 3)} のことですか?`],
  }),
  'unknown-cluster': ({ cluster, known, asNamespace, asNode }) => ({
    sum: strong`${code(cluster)} というクラスターは登録されていません。`,
    points: [
      known.length === 0 ? say`登録済みのクラスターはまだありません` : say`登録済みのクラスター: ${codes(known, 10)}`,
      ...(asNode === null ? [] : [say`${code(cluster)} がノードであれば: ${code(asNode)}`]),
      ...(asNamespace === null ? [] : [say`${code(cluster)} が Namespace であれば: ${code(asNamespace)}`]),
    ],
  }),
  'no-cluster': () => ({
    sum: strong`登録済みのクラスターがなく、照会先がありません。`,
    points: [say`クラスターでワーカー(${code('dca worker')})を起動すると、数秒で自動的に登録されます`],
  }),
  'which-cluster': ({ known }) => ({
    sum: strong`どのクラスターですか?`,
    points: [
      say`登録済みのクラスター: ${codes(known, 10)}`,
      say`${code(`--cluster ${known[0] ?? 'NAME'}`)} を付けてください`,
    ],
  }),
  'not-in-channel': () => ({
    sum: strong`この回答はあなたにだけ表示されています。dca-bot がこのチャンネルに参加していません。`,
    points: [say`チャンネル全員に表示するには ${code('/invite @dca')} を実行してください`],
  }),
  'possible-repeat': () => ({
    sum: say`同じメッセージが 2 回表示されている可能性があります。最初の投稿が届いたか Slack から確認できませんでした。`,
  }),
  'stop-accepted': () => ({ sum: strong`停止します。進行中の読み取りが終わり次第止まります。` }),
  'stop-too-late': () => ({ sum: strong`停止できませんでした。回答はすでに出ています。` }),
  refused: ({ reason, rules }) => ({ sum: strong`ここではこの質問に回答できません。`, points: refusal(reason, rules) }),
  'nothing-to-explain': () => ({
    sum: strong`このメッセージには説明できる内容がありません。`,
    points: [say`${code('datadog-cluster-agent status')} の出力を貼り付けるか、ファイルで添付してください`],
  }),
  failed: ({ reference }) => ({
    sum: strong`実行できませんでした。dca-bot の内部でエラーが発生しました。`,
    points: [say`詳細は dca-bot のログにあります。参照番号は ${code(reference)} です`],
  }),
  'stop-unreachable': () => ({
    sum: strong`実行できませんでした。dca-bot がキュー(Redis)に接続できません。`,
    points: [say`1 分後にもう一度お試しください。原因は ${code('dca doctor')} で確認できます`],
  }),
};
