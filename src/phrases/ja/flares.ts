import type { FlareRefusal } from '../../domain/flare-facts.ts';
import { buildArchive, removeArchive } from '../flare-names.ts';
import { size } from '../log-names.ts';
import { number } from '../measure.ts';
import { remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes, list } from './wording.ts';

const REFUSALS = {
  'not-a-zip': 'zip アーカイブではありません',
  encrypted: '暗号化されています',
  'too-many-files': 'ファイル数が上限を超えています',
  'too-large': 'サイズが上限を超えています',
  bomb: '展開後のサイズが異常に大きくなります',
  path: 'アーカイブの外を指す名前が含まれています',
  damaged: '破損しています',
  'not-a-flare': 'Cluster Agent の flare ではありません',
} as const satisfies Record<FlareRefusal, string>;

const LEFT = {
  'not-a-zip': 'zip ではない',
  encrypted: '暗号化',
  'too-many-files': 'ファイル数の上限',
  'too-large': 'サイズの上限',
  bomb: '展開後のサイズが異常',
  path: '名前が不正',
  damaged: '破損',
  'not-a-flare': 'flare のファイルではない',
  'not-text': 'テキストではなくマスクできない',
} as const satisfies Record<FlareRefusal | 'not-text', string>;

const STEPS = {
  build: 'Agent が作成できませんでした',
  fetch: 'コンテナから取り出せませんでした',
  check: '作成されたアーカイブを受け取れませんでした',
} as const;

const WHAT_A_FLARE_IS: readonly Rich[] = [
  say`flare は Agent 自身が作るサポート用のアーカイブで、設定、ログ、${code('status')}、各コマンドの出力、決められた環境変数が入ります。Agent が自ら知っているキーとパスワードを伏せたうえで、dca-bot がさらにマスクします。`,
  say`作成時に Datadog へのアップロードは行いません。Datadog のサポートに送る場合は、${code('datadog-cluster-agent flare CASE_ID')} をご自身で実行してください。`,
];

/** Flares: built, or read. */
export const flares = {
  'flare-ready': (facts, context) => ({
    sum: strong`${shortPod(facts.pod)} の flare ができました。${number(facts.files)} ファイル、${size(facts.bytes)}、マスク済みで、質問した人だけに渡します。`,
    points: [
      say`${code(facts.name)} の内容: Agent の設定、ログ、${code('status')}、各コマンドの出力、決められた環境変数`,
      say`渡す相手は質問した人だけです(Slack ではダイレクトメッセージのファイル)。Datadog にはアップロードしていません`,
      facts.masked === 0
        ? say`Agent 自身が伏せたもの以外に、秘匿値は見つかりませんでした`
        : say`Agent 自身が伏せたもののほかに、秘匿値 ${number(facts.masked)} 件をマスクしました`,
      ...(facts.left.length === 0
        ? []
        : [
            say`除外したファイル: ${list(
              facts.left.map(({ file, why }) => say`${code(file)}(${LEFT[why]})`),
              4,
            )}`,
          ]),
      facts.removed
        ? say`コンテナ内の元のファイルは削除済みです`
        : say`コンテナ内の元のファイルを削除できず、${code(facts.pod)} に残っています`,
    ],
    ...(facts.local
      ? {
          notSeen: [
            say`実行中のプロセスだけが持つ情報(コマンドが単独でアーカイブを作成したため、${code('status')} がありません)`,
          ],
        }
      : {}),
    ...(facts.removed
      ? {}
      : {
          remedy: remedy(
            say`元のファイルを削除してください。こちらはマスクされていません。`,
            removeArchive(facts.pod, facts.name, context),
          ),
        }),
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-failed': (facts, context) => ({
    sum: strong`flare はありません。${STEPS[facts.step]}${facts.refusal === null ? [] : say`(${REFUSALS[facts.refusal]})`}。`,
    points: [
      ...(facts.detail === '' ? [] : [say`詳細: ${code(facts.detail)}`]),
      ...(facts.pod === null ? [] : [say`照会先: ${code(facts.pod)}`]),
      ...(facts.removed === null
        ? []
        : [
            facts.removed
              ? say`作成途中のファイルはコンテナから削除済みです`
              : say`作成途中のファイルをコンテナから削除できませんでした`,
          ]),
    ],
    // Whether a build that failed had come as far as sending, its own words tell.
    notAtFault: say`これだけで Agent の動作の異常を示すものではありません。${facts.step === 'build' ? [] : say`Datadog には送信していません。`}`,
    remedy:
      facts.removed === false
        ? remedy(say`残っているファイルを確認し、削除してください。`, removeArchive(facts.pod, null, context))
        : remedy(say`手動で作成し、Agent の出力を確認してください。`, buildArchive(facts.pod, context)),
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-read': (facts) => ({
    sum: strong`flare ${code(facts.from)} を読み取りました。${number(facts.files)} ファイル中 ${number(facts.understood.length)} 件を判断の対象にしました。`,
    points: [
      ...(facts.understood.length === 0 ? [] : [say`判断したファイル: ${codes(facts.understood, 8)}`]),
      ...(facts.hostname === null ? [] : [say`ホスト: ${code(facts.hostname)}`]),
    ],
    notSeen: [say`現在のクラスターの状態(flare が示すのは作成時点です)`],
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-refused': ({ from, refusal, detail }, context) => ({
    sum: strong`${code(from)} は開きませんでした。${REFUSALS[refusal]}。`,
    points: detail === '' ? [] : [say`詳細: ${code(detail)}`],
    notAtFault: say`Agent の状態を示すものではありません。`,
    remedy: remedy(
      refusal === 'not-a-flare'
        ? say`Cluster Agent 自身が作成した zip を、変更せずに送ってください。`
        : say`作り直したものを、変更せずに送ってください。`,
      buildArchive(null, context),
    ),
    teach: WHAT_A_FLARE_IS,
  }),
} satisfies Partial<FindingPhrases>;
