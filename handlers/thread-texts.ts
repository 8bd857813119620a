import { messageText } from './message-text.ts';
import { slackErrorWord } from './slack-client.ts';

/** One page of a thread as `conversations.replies` gives it: oldest first, the first message on every page. */
export interface ThreadPage {
  readonly messages?: readonly object[] | undefined;
  readonly response_metadata?: { readonly next_cursor?: string } | undefined;
}

export type ThreadTexts =
  /** What matters most first: the message that began the thread, then from the newest on. */
  | { readonly read: true; readonly texts: readonly string[] }
  /** `word`: Slack's own, or what else is known of the failure. */
  | { readonly read: false; readonly why: 'scope' | 'not-in-channel' | 'failed'; readonly word: string };

export interface Thread {
  readonly channel: string;
  /** Of the message that began it. */
  readonly ts: string;
  /** dca-bot's own user: what it said there itself names nothing that anybody asked about. */
  readonly ownUser: string | undefined;
}

/** Reads one page. */
export type ReadReplies = (page: {
  channel: string;
  ts: string;
  limit: number;
  cursor?: string;
}) => Promise<ThreadPage>;

/** The first message and the newest of the others. */
const MESSAGES = 50;
const PAGE = 200;
/** Threads of more than 2,000 messages are read as far as that. */
const PAGES = 10;

const NO_RIGHT = new Set(['missing_scope', 'no_permission']);
const NOT_THERE = new Set(['not_in_channel', 'channel_not_found']);

/** Reads what people and monitors wrote in a thread. Never rejects. */
export async function threadTexts(readReplies: ReadReplies, { channel, ts, ownUser }: Thread): Promise<ThreadTexts> {
  const messages = new Map<string, object>();
  try {
    let cursor: string | undefined;
    for (let pages = 0; pages < PAGES; pages += 1) {
      const { messages: found = [], response_metadata: more } = await readReplies({
        channel,
        ts,
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const message of found) messages.set(tsOf(message), message);
      cursor = more?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
  } catch (error) {
    const word = slackErrorWord(error);
    return { read: false, why: NO_RIGHT.has(word) ? 'scope' : NOT_THERE.has(word) ? 'not-in-channel' : 'failed', word };
  }
  const [first, ...others] = [...messages.values()];
  const chosen = [...(first === undefined ? [] : [first]), ...others.slice(1 - MESSAGES).reverse()];
  const ofOthers = chosen.filter((message) => !('user' in message && message.user === ownUser));
  return { read: true, texts: ofOthers.map(messageText).filter((text) => text !== '') };
}

function tsOf(message: object): string {
  return 'ts' in message ? String(message.ts) : '';
}
