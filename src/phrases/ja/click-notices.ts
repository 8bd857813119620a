import type { InterfaceWords } from '../interface-words.ts';
import type { ClickNotice, NoticeOf } from '../notice.ts';
import { code, type Rich, say, strong } from '../rich.ts';

const OVER = {
  question: [
    strong`このボタンは期限切れです。元の質問の保管は 1 日間です。`,
    say`${code('/dca hpa shop/web')} や ${code('@dca leader')} のように、もう一度質問してください`,
  ],
  text: [
    strong`この回答の元になったテキストは、もう保管されていません。`,
    say`貼り付けられたテキストの保管は 1 時間です。${code('/dca explain')} の後にもう一度貼り付けてください`,
  ],
  report: [
    strong`詳しく見るためのレポートが保管されていません。`,
    say`レポートの保管は 30 日間です。「もう一度調べる」を押すとクラスターを改めて確認します`,
  ],
  offer: [strong`この選択肢は期限切れです。`, say`保管は 1 日間です。スレッドでもう一度メンションしてください`],
} as const satisfies Record<NoticeOf<'click-over'>['what'], readonly [Rich, Rich]>;

const UNREAD = {
  scope: (detail) =>
    say`Slack の権限が足りません(${code(detail)})。${code('channels:history')}、${code('groups:history')}、${code('im:history')}、${code('mpim:history')} はマニフェストにあるため、アプリの再インストールが必要です`,
  'not-in-channel': (detail) =>
    say`dca がこのチャンネルに参加していません(${code(detail)})。${code('/invite @dca')} で招待してください`,
  failed: (detail) => say`Slack の応答は ${code(detail)} です`,
} as const satisfies Record<NoticeOf<'thread-unread'>['why'], (detail: string) => Rich>;

/** What is said about buttons and what they lead to. */
export const CLICK_NOTICES: Pick<InterfaceWords['notices'], ClickNotice['kind']> = {
  'click-over': ({ what }) => {
    const [sum, point] = OVER[what];
    return { sum, points: [point] };
  },
  'thread-offer': () => ({
    sum: strong`どれを調べますか?`,
    points: [say`このスレッドに出てくる対象です。ほかの質問は ${code('@dca leader')} のように送ってください`],
  }),
  'thread-unread': ({ why, detail }) => ({
    sum: strong`このスレッドを読めなかったため、選択肢を出せません。`,
    points: [UNREAD[why](detail)],
  }),
};
