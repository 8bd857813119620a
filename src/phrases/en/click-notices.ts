import type { InterfaceWords } from '../interface-words.ts';
import type { ClickNotice, NoticeOf } from '../notice.ts';
import { code, type Rich, say, strong } from '../rich.ts';

const OVER = {
  question: [
    strong`This button is too old: the question behind it is kept for a day.`,
    say`Ask it again in words, like ${code('/dca hpa shop/web')} or ${code('@dca leader')}`,
  ],
  text: [
    strong`The text behind this answer is not kept any more.`,
    say`What people paste is kept for an hour: paste it again after ${code('/dca explain')}`,
  ],
  report: [
    strong`There is no stored report to go deeper into.`,
    say`A report is kept for 30 days. ${strong`Run again`} reads the cluster anew`,
  ],
  offer: [strong`This offer is over.`, say`It is kept for a day: mention me in the thread again`],
} as const satisfies Record<NoticeOf<'click-over'>['what'], readonly [Rich, Rich]>;

const UNREAD = {
  scope: (detail) =>
    say`I lack a right at Slack (${code(detail)}): ${code('channels:history')}, ${code('groups:history')}, ${code('im:history')} and ${code('mpim:history')} are in the manifest, the app has to be installed again`,
  'not-in-channel': (detail) => say`I am not in this channel (${code(detail)}): ${code('/invite @dca')}`,
  failed: (detail) => say`Slack says ${code(detail)}`,
} as const satisfies Record<NoticeOf<'thread-unread'>['why'], (detail: string) => Rich>;

/** What is said about buttons and what they lead to. */
export const CLICK_NOTICES: Pick<InterfaceWords['notices'], ClickNotice['kind']> = {
  'click-over': ({ what }) => {
    const [sum, point] = OVER[what];
    return { sum, points: [point] };
  },
  'thread-offer': () => ({
    sum: strong`What shall I look at?`,
    points: [say`These are named in this thread. Anything else in words, like ${code('@dca leader')}`],
  }),
  'thread-unread': ({ why, detail }) => ({
    sum: strong`I could not read this thread, so I offer nothing from it.`,
    points: [UNREAD[why](detail)],
  }),
};
