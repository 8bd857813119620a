import type { Audience } from '../src/access/judge.ts';
import { type Remembered, remembered } from './remembered.ts';
import { slackErrorWord } from './slack-client.ts';

/** The part of Slack's `conversations.info` that is read. */
export interface SlackChannel {
  readonly is_ext_shared?: boolean;
  readonly is_pending_ext_shared?: boolean;
  readonly pending_shared?: readonly unknown[];
  readonly pending_connected_team_ids?: readonly unknown[];
}

const FRESH_MS = 5 * 60_000;
const KEPT_MS = 60 * 60_000;
/** Somebody may invite us at any moment, and then what we say is read there. */
const UNSEEN_KEPT_MS = 2_000;

/** Slack's word for a conversation that the bot cannot see, and so cannot post in. */
const UNSEEN = 'channel_not_found';

/**
 * Asks Slack at most once per channel and five minutes; what it once said is believed for an hour while it is silent.
 * `onFailure` gets Slack's own word.
 */
export function audiences(options: {
  readonly lookUp: (channel: string) => Promise<SlackChannel>;
  readonly now: () => number;
  readonly onFailure: (channel: string, word: string) => void;
}): Remembered<Audience> {
  return remembered({
    lookUp: async (channel) => {
      try {
        return audienceOf(await options.lookUp(channel));
      } catch (error) {
        const word = slackErrorWord(error);
        if (word === UNSEEN) return 'unseen';
        options.onFailure(channel, word);
        throw error;
      }
    },
    now: options.now,
    freshMs: FRESH_MS,
    keptMs: (audience) => (audience === 'unseen' ? UNSEEN_KEPT_MS : KEPT_MS),
    retryMs: 5_000,
  });
}

/**
 * `is_org_shared` alone is no other organisation: Slack says it of a channel that several workspaces of one Enterprise
 * Grid share. Whoever is invited sees the history once they accept, so an open invitation counts as sharing.
 */
export function audienceOf(channel: SlackChannel): Audience {
  const invited = [channel.pending_shared, channel.pending_connected_team_ids].some((list) => (list ?? []).length > 0);
  return channel.is_ext_shared === true || channel.is_pending_ext_shared === true || invited ? 'shared' : 'own';
}
