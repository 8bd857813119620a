import type { LocalSlack } from '../../../simulator/slack/local-slack.ts';
import type { SlackBlock } from '../../formatters/blocks.ts';
import { SIGNS } from '../../formatters/signs.ts';
import { plainTextOf } from '../../formatters/slack-notices.ts';

/** Longer than a question's deadline and its grace together: by then the deadline's own answer stands in the thread. */
const PATIENCE_MS = 90_000;

export interface SlackAnswer {
  readonly text: string;
  /** False when Slack itself had to tell the asker that the command failed. */
  readonly posted: boolean;
}

/** Types words into the local Slack as a person would, waits for what comes back, and gives it as plain text. */
export async function askInSlack(
  slack: LocalSlack,
  { words, channel, user }: { readonly words: string; readonly channel: string; readonly user: string },
): Promise<SlackAnswer> {
  const mentioned = /^\s*@dca\b/.test(words);
  const before = slack.store.nextTs();
  const outcome = mentioned
    ? await slack.mention({ channel, user, text: words.replace(/^\s*@dca\b/, `<@${slack.botUserId}>`) })
    : await slack.typeCommand({ channel, user, text: words.replace(/^\s*\/dca\b\s*/, '') });
  if (outcome.error !== undefined) return { text: `Slack: ${outcome.error}`, posted: false };
  const asker = slack.store.users().find(({ name }) => name === user)?.id ?? user;
  const said = () => answerText(slack, channel, asker, before);
  await slack.store.waitFor(() => said() !== undefined, { timeoutMs: PATIENCE_MS });
  return { text: said() ?? '', posted: true };
}

/** The answer in the thread, or what only the asker can see; both newer than `before`. */
function answerText(slack: LocalSlack, channel: string, user: string, before: string): string | undefined {
  const answer = slack.store
    .messages(channel)
    .find(({ ts, metadata }) => ts > before && String(metadata?.event_payload.entry).endsWith(':answer'));
  const message = answer ?? slack.store.ephemerals(channel, user).find(({ ts }) => ts > before);
  // What the local Slack keeps was written by our own formatters.
  return (
    message && marked(plainTextOf({ text: message.text, blocks: message.blocks as unknown as readonly SlackBlock[] }))
  );
}

/** Slack draws `:warning:` as a picture and `&lt;` as `<`; a terminal gets the characters the command line uses. */
function marked(text: string): string {
  const drawn = Object.values(SIGNS).reduce((shown, { emoji, mark }) => shown.replaceAll(`:${emoji}:`, mark), text);
  return drawn.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
