import { type Remembered, remembered } from './remembered.ts';
import { slackErrorWord } from './slack-client.ts';

/** Who leaves a group may ask for so long as its member. */
const MINUTE_MS = 60_000;

/**
 * The members of Slack user groups, asked for at most once per group and minute. Nothing older is believed: while Slack
 * is silent nobody is known to belong to a group. `onFailure` gets Slack's own word.
 */
export function userGroups(options: {
  /** User ids, as `usergroups.users.list` gives them. */
  readonly lookUp: (group: string) => Promise<readonly string[]>;
  readonly now: () => number;
  readonly onFailure: (group: string, word: string) => void;
}): Remembered<ReadonlySet<string>> {
  return remembered({
    lookUp: async (group) => {
      try {
        return new Set(await options.lookUp(group));
      } catch (error) {
        options.onFailure(group, slackErrorWord(error));
        throw error;
      }
    },
    now: options.now,
    freshMs: MINUTE_MS,
    keptMs: () => MINUTE_MS,
    retryMs: 5_000,
    limit: 500,
  });
}
