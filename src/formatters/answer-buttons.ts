import type { Ask } from '../domain/ask.ts';
import type { Report } from '../domain/report.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import type { Button, SlackMessage } from './blocks.ts';
import { clip } from './plain-text.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** `action_id` of the buttons under an answer; the value of both is the id of the ask it answers. */
export const ANSWER_ACTIONS = { again: 'dca_again', deeper: 'dca_deeper' } as const;

/** Adds what can be done with an answer. Where nothing was read there is nothing to go deeper into. */
export function withAnswerButtons(
  message: SlackMessage,
  ask: Pick<Ask, 'id' | 'words' | 'language' | 'depth'>,
  report: Pick<Report, 'readings'>,
): SlackMessage {
  const words = phrasesOf(ask.language).ui.answerButtons;
  const button = (action: keyof typeof ANSWER_ACTIONS): Button => ({
    type: 'button',
    action_id: ANSWER_ACTIONS[action],
    text: { type: 'plain_text', text: clip(words[action], SLACK_LIMITS.buttonText) },
    value: ask.id,
    // Of many answers below each other a screen reader tells which one it is.
    accessibility_label: clip(`${words[action]}: ${ask.words}`, SLACK_LIMITS.buttonText),
  });
  const deeper = ask.depth === 'teach' || report.readings.length === 0 ? [] : [button('deeper')];
  return { ...message, blocks: [...message.blocks, { type: 'actions', elements: [button('again'), ...deeper] }] };
}
