import type { Language } from '../domain/question.ts';
import type { NoticeOf } from '../phrases/notice.ts';
import type { Button, SlackMessage } from './blocks.ts';
import { clip } from './plain-text.ts';
import { SLACK_LIMITS } from './slack-limits.ts';
import { helpMessage, noticeMessage } from './slack-notices.ts';

const OFFER_ACTION = 'dca_offer_';

/** As many as are looked through at a glance. */
export const MOST_OFFERED = 5;

/** `action_id` of each button under an offer, in their order; the value of all is the id of the offer. */
export const OFFER_ACTIONS: readonly string[] = Array.from({ length: MOST_OFFERED }, (_, at) => `${OFFER_ACTION}${at}`);

/** Questions to choose from, at most five, as buttons that read like what one would type. */
export function threadOffer(offerId: string, questions: readonly string[], language: Language): SlackMessage {
  const { text, blocks } = noticeMessage({ kind: 'thread-offer' }, language);
  const buttons = questions.slice(0, MOST_OFFERED).map(
    (words, at): Button => ({
      type: 'button',
      action_id: `${OFFER_ACTION}${at}`,
      text: { type: 'plain_text', text: clip(words, SLACK_LIMITS.buttonText) },
      value: offerId,
    }),
  );
  return { text, blocks: [...blocks, { type: 'actions', elements: buttons }] };
}

/** The help, after the reason why nothing fitting is offered in its place. */
export function unreadThreadHelp(notice: NoticeOf<'thread-unread'>, language: Language): SlackMessage {
  const [reason, help] = [noticeMessage(notice, language), helpMessage(language)];
  return { text: `${reason.text} ${help.text}`, blocks: [...reason.blocks, ...help.blocks] };
}
