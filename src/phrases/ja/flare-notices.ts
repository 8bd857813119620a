import type { InterfaceWords } from '../interface-words.ts';
import { size as sizeOf } from '../log-names.ts';
import type { FlareNotice, NoticeOf } from '../notice.ts';
import { code, type Rich, say, strong } from '../rich.ts';

const NOT_SENT = {
  'no-dm': (detail) => [say`Slack の設定により、ダイレクトメッセージを送れません(${code(detail)})`],
  scope: (detail) => [
    say`Slack の権限が足りません(${code(detail)})。${code('files:write')} と ${code('im:write')} はマニフェストにあるため、アプリの再インストールが必要です`,
    say`10 分以内に解消すれば、ファイルはこのあと届きます`,
  ],
  gone: (detail) => [
    say`ファイルの保管は 10 分間だけです${detail === '' ? '' : say`(${code(detail)})`}。もう一度 ${code('/dca flare')} を実行してください`,
  ],
  unclear: (detail) => [
    say`届いたかどうか Slack から確認できません(${code(detail)})。ダイレクトメッセージを確認し、なければもう一度実行してください`,
  ],
  refused: (detail) => [say`Slack の応答は ${code(detail)} です`],
} as const satisfies Record<NoticeOf<'flare-not-sent'>['why'], (detail: string) => readonly Rich[]>;

/** What is said around a flare, outside of its answer. */
export const FLARE_NOTICES: Pick<InterfaceWords['notices'], FlareNotice['kind']> = {
  'flare-offer': ({ cluster, file }) => ({
    sum: strong`${cluster === '' ? '' : `${cluster} の `}Cluster Agent の flare を作成しますか?`,
    points: [
      say`flare には Agent の設定、ログ、${code('status')}、チェック、許可リストにある環境変数が入ります`,
      say`リーダーの Pod で 1 分ほどかけて作成します。Datadog にはアップロードしません`,
      say`Agent 自身のマスクに加えて、dca-bot が機密情報をもう一度マスクし、テキストでないファイルを除きます`,
      file === null
        ? say`ファイルはあなたへのダイレクトメッセージだけに送ります。チャンネルには要約を投稿します`
        : say`ファイルは、あなただけが読める権限で ${code(file)} に書き出します`,
      say`Agent 側のファイルはコンテナから削除します`,
      ...(file === null ? [say`ボタンの有効期限は 10 分です`] : []),
    ],
  }),
  'flare-building': ({ cluster }) => ({
    sum: strong`${cluster} の flare を作成しています。`,
    points: [say`要約はここに、ファイルはダイレクトメッセージで届きます`],
  }),
  'flare-cancelled': () => ({ sum: strong`flare は作成しません。` }),
  'flare-over': () => ({
    sum: strong`この確認は終了しています。すでに選択済みか、10 分を過ぎています。`,
    points: [say`もう一度 ${code('/dca flare')} を実行してください`],
  }),
  'flare-not-yours': () => ({
    sum: strong`この flare を決められるのは、依頼した本人だけです。`,
    points: [say`ご自身で必要な場合は ${code('/dca flare')} を実行してください`],
  }),
  'flare-file': ({ cluster, name, size, masked }) => ({
    sum: say`ご依頼の ${cluster} の flare です(${code(name)}、${sizeOf(size)})。${masked === 0 ? 'Agent 自身が伏せた値のほかに、機密情報は見つかりませんでした' : `dca-bot が ${masked} 件の値をマスクしました`}。クラスターの情報が多く含まれるため、見せてよい相手にだけ共有してください。`,
  }),
  'flare-not-sent': ({ why, detail }) => ({
    sum: strong`flare のファイルを送れませんでした。`,
    points: NOT_SENT[why](detail),
  }),
};

/** Buttons, and what the command line asks. */
export const FLARE: InterfaceWords['flare'] = {
  build: '作成する',
  cancel: 'キャンセル',
  question: '作成しますか? [y/N] ',
  needsYes: 'ここでは確認できません。flare を作成するには --yes を付けてください。',
  needsFile: 'flare の書き出し先を指定してください: dca ask flare --out FILE',
  written: (path, size) => `${path} に書き出しました(${sizeOf(size)})。`,
  notWritten: (path, detail) => `${path} に書き込めません: ${detail}`,
};
