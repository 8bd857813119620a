import type { AnswerFile } from '../domain/flare.ts';
import type { SlackMessage } from '../formatters/blocks.ts';

/** Why Slack will not do it. Only these words decide what is tried next; Slack's own word is kept beside them. */
export type RefusalWhy =
  | 'not_in_channel'
  | 'channel_gone'
  | 'thread_gone'
  | 'message_gone'
  | 'invalid_blocks'
  | 'too_long'
  | 'auth'
  | 'scope'
  /** This person cannot be written to directly. */
  | 'no_direct'
  | 'other';

/** How one call to Slack ended. */
export type Outcome<Done> =
  | ({ readonly end: 'done' } & Done)
  /**
   * It may or may not have happened. `lost`: the reply never came, so that it well may have; otherwise Slack answered
   * with a failure of its own.
   */
  | { readonly end: 'ambiguous'; readonly lost: boolean; readonly raw: string }
  /** It did not happen and may be tried again. `rate`: Slack named the time; `away`: Slack was not reached. */
  | { readonly end: 'wait'; readonly why: 'rate' | 'away'; readonly ms: number; readonly raw: string }
  | { readonly end: 'refused'; readonly why: RefusalWhy; readonly raw: string };

export interface PostTarget {
  readonly channel: string;
  readonly thread?: string;
  /** Written into the message's metadata, where `findOwn` looks for them. */
  readonly askId: string;
  readonly entryId: string;
}

export interface Found {
  /** Timestamps of all messages that carry the entry, oldest first; empty when there is none. */
  readonly ts: readonly string[];
}

/** What dca-bot does at Slack. No method throws for what Slack or the network does, and none repeats a call by itself. */
export interface SlackPort {
  post(target: PostTarget, message: SlackMessage): Promise<Outcome<{ readonly ts: string }>>;
  /** Edits a message; doing it twice is the same as once. */
  update(target: PostTarget, ts: string, message: SlackMessage): Promise<Outcome<object>>;
  /** Removes a message of our own; one that is gone already is `done`. */
  remove(channel: string, ts: string): Promise<Outcome<object>>;
  /** Looks through channel or thread for messages of this entry not older than `sinceMs` (epoch milliseconds). */
  findOwn(target: PostTarget, sinceMs: number): Promise<Outcome<Found>>;
  /** Speaks to the asker alone: by response URL while it lives, else as an ephemeral message, else in a direct message. */
  tellAsker(
    asker: { readonly channel: string; readonly user: string; readonly responseUrl?: string },
    target: PostTarget,
    message: SlackMessage,
  ): Promise<Outcome<{ readonly via: 'response_url' | 'ephemeral' | 'direct' }>>;
  /** The conversation with one person alone. */
  openDirect(user: string): Promise<Outcome<{ readonly channel: string }>>;
  /** Brings a file to Slack, where nobody sees it before it is shared; may be done again without harm. */
  uploadFile(file: AnswerFile): Promise<Outcome<{ readonly fileId: string }>>;
  shareFile(
    channel: string,
    file: { readonly fileId: string; readonly title: string; readonly comment: string },
  ): Promise<Outcome<object>>;
  /** Removes a file of our own; one that is gone already is `done`. */
  removeFile(fileId: string): Promise<Outcome<object>>;
  /** Files of this name that a conversation shows and that are not older than `sinceMs` (epoch milliseconds). */
  findFiles(channel: string, name: string, sinceMs: number): Promise<Outcome<{ readonly fileIds: readonly string[] }>>;
  /** Posts text as a file; `title` stands over it and `comment` beside it. */
  uploadText(
    target: PostTarget,
    file: { readonly title: string; readonly text: string; readonly comment: string },
  ): Promise<Outcome<object>>;
}
