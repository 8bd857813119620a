import type { Language } from '../domain/question.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import type { Button, SlackMessage } from './blocks.ts';
import { clip } from './plain-text.ts';
import { SLACK_LIMITS } from './slack-limits.ts';
import { noticeMessage } from './slack-notices.ts';

/** `action_id` of the buttons under an offer; the value of both is the ask's id. */
export const FLARE_ACTIONS = { build: 'dca_flare_build', cancel: 'dca_flare_cancel' } as const;

/** What a flare holds and where it goes, for its asker to decide on. */
export function flareOffer(askId: string, cluster: string, language: Language): SlackMessage {
  const { flare } = phrasesOf(language).ui;
  const { text, blocks } = noticeMessage({ kind: 'flare-offer', cluster, file: null }, language);
  const button = (action: 'build' | 'cancel'): Button => ({
    type: 'button',
    action_id: FLARE_ACTIONS[action],
    text: { type: 'plain_text', text: clip(flare[action], SLACK_LIMITS.buttonText) },
    value: askId,
    ...(action === 'build' ? { style: 'primary' } : {}),
  });
  return { text, blocks: [...blocks, { type: 'actions', elements: [button('build'), button('cancel')] }] };
}
