import { HandlerError } from '../../handlers/handler-error.ts';
import type { Language } from '../domain/question.ts';
import { slackStartWords as english } from '../phrases/en/slack-start.ts';
import { slackStartWords as japanese } from '../phrases/ja/slack-start.ts';
import type { SlackStartWords } from '../phrases/slack-start-words.ts';

/** Why a gateway cannot start or go on, as a sentence; `undefined` for an error that is not about Slack. */
export function slackSentence(error: unknown, language: Language): string | undefined {
  if (!(error instanceof HandlerError) || error.code === 'redis-unreachable') return undefined;
  const words: SlackStartWords = language === 'ja' ? japanese : english;
  return words[error.code](error);
}
