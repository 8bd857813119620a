import type { Ask } from '../domain/ask.ts';
import type { Progress, Report } from '../domain/report.ts';
import { withAnswerButtons } from '../formatters/answer-buttons.ts';
import type { SlackMessage } from '../formatters/blocks.ts';
import { slackAnswer } from '../formatters/slack-answer.ts';
import { noticeMessage, openingMessage, plainTextOf } from '../formatters/slack-notices.ts';
import type { Notice } from '../phrases/notice.ts';

/** Masks a text once more and says how many values it took out. */
export type Mask = (text: string) => { readonly text: string; readonly masked: number };

/** Values that Slack gives back to us or that name a kind: no place for a secret, and useless when changed. */
const NOT_TEXT = new Set(['type', 'action_id', 'block_id', 'value', 'style', 'name']);
const COMMENT_LIMIT = 300;

export function composeWaiting(ask: Ask): SlackMessage {
  return openingMessage(ask, { state: 'waiting' });
}

export function composeWorking(ask: Ask, progress: Progress | null, now: number): SlackMessage {
  const elapsedSeconds = Math.max(0, Math.round((now - ask.askedAt) / 1000));
  return openingMessage(ask, { state: 'working', progress, elapsedSeconds });
}

export function composeDone(ask: Ask, report: Report): SlackMessage {
  const stopped = report.findings.some(({ code }) => code === 'question-stopped');
  return worded(() => openingMessage(ask, stopped ? { state: 'stopped' } : { state: 'answered', report }));
}

/** `reportId`: the ask under whose id the report is stored, where it is another's. */
export function composeAnswer(ask: Ask, report: Report, reportId = ask.id): SlackMessage {
  const view = { language: ask.language, depth: ask.depth, reportId };
  return worded(() => withAnswerButtons(slackAnswer(report, view), ask, report));
}

/** A report this version has no words for: during an upgrade it may hold facts of another version's making. */
export class NoWordsError extends Error {}

function worded(compose: () => SlackMessage): SlackMessage {
  try {
    return compose();
  } catch (error) {
    throw new NoWordsError('a report could not be put into words', { cause: error });
  }
}

/** Adds what the reader must know about the way the message came. */
export function withNotice(
  message: SlackMessage,
  kind: Extract<Notice['kind'], 'possible-repeat' | 'not-in-channel'>,
  ask: Ask,
) {
  const notice = noticeMessage({ kind }, ask.language);
  return { text: `${message.text}\n${notice.text}`, blocks: [...message.blocks, ...notice.blocks] };
}

/** The same message without blocks. */
export function asPlain(message: SlackMessage): SlackMessage {
  return { text: plainTextOf(message), blocks: [] };
}

/** The same message as the content of a text file, and its beginning to stand beside it. */
export function asFile(message: SlackMessage): { readonly text: string; readonly comment: string } {
  const escaped = plainTextOf(message);
  const [firstLine = ''] = escaped.split('\n', 1);
  const text = escaped.replace(
    /&(lt|gt|amp);/g,
    (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name],
  );
  return { text, comment: firstLine.length > COMMENT_LIMIT ? `${firstLine.slice(0, COMMENT_LIMIT - 1)}…` : firstLine };
}

/** Between two texts that are looked through at once: no rule sees one as the beginning or the end of the other. */
const APART = '\n\u0001\n';

/** Masks every text of a message; `masked` should be 0, since the worker masked before. */
export function maskMessage(
  message: SlackMessage,
  mask: Mask,
): { readonly message: SlackMessage; readonly masked: number } {
  const texts = [message.text];
  changeTexts(message.blocks, 'blocks', (text) => {
    texts.push(text);
    return text;
  });
  // One look at everything is far cheaper than one at each word, and nearly always the only one.
  if (mask(texts.join(APART)).masked === 0) return { message, masked: 0 };
  let masked = 0;
  const maskText = (text: string) => {
    const result = mask(text);
    masked += result.masked;
    return result.text;
  };
  const text = maskText(message.text);
  // The texts inside change and nothing of the form.
  const blocks = changeTexts(message.blocks, 'blocks', maskText) as SlackMessage['blocks'];
  return { message: { text, blocks }, masked };
}

function changeTexts(value: unknown, key: string, change: (text: string) => string): unknown {
  if (typeof value === 'string') return NOT_TEXT.has(key) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => changeTexts(item, key, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changeTexts(item, name, change)]));
}
