import type { Rich } from '../phrases/rich.ts';
import type { ContextBlock } from './blocks.ts';
import { codeMrkdwn, escapeMrkdwn } from './escape.ts';
import { clip, plainText, tidy } from './plain-text.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** Sentences as the notification of a message: plain, escaped, and within what a notification shows. */
export function notification(sentences: readonly Rich[]): string {
  const text = sentences.map((sentence) => plainText(sentence)).join(' ');
  let limit: number = SLACK_LIMITS.notification;
  let escaped = escapeMrkdwn(clip(text, limit));
  while (escaped.length > SLACK_LIMITS.notification) {
    limit -= Math.max(1, Math.ceil((escaped.length - SLACK_LIMITS.notification) / 5));
    escaped = escapeMrkdwn(clip(text, limit));
  }
  return escaped;
}

/** The small line under an answer, its parts set apart by a dot. */
export function contextLine(parts: readonly Rich[]): readonly ContextBlock[] {
  let text = '';
  for (const part of parts.map(mrkdwn).filter((one) => one !== '')) {
    const longer = text === '' ? part : `${text} · ${part}`;
    if (longer.length > SLACK_LIMITS.contextText) break;
    text = longer;
  }
  return text === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}

function mrkdwn(rich: Rich): string {
  return tidy(rich)
    .map(({ text, code }) => (code ? codeMrkdwn(text) : escapeMrkdwn(text.replace(/`/g, 'ˋ'))))
    .join('');
}
