import { LogLevel, WebClient } from '@slack/web-api';
import * as v from 'valibot';
import type { SlackMessage } from '../formatters/blocks.ts';
import { filePort } from './file-port.ts';
import { CALL_TIMEOUT_MS } from './sending-limits.ts';
import type { Found, Outcome, PostTarget, SlackPort } from './slack-port.ts';
import { called, failureOfNetwork, failureOfStatus } from './slack-refusals.ts';

const EVENT_TYPE = 'dca_message';
const PAGE = 200;
/** At most 2,000 messages are looked through: more than a channel sees between two attempts. */
const PAGES = 10;

const pageSchema = v.object({
  messages: v.array(
    v.object({
      ts: v.string(),
      metadata: v.optional(v.object({ event_type: v.optional(v.string()), event_payload: v.optional(v.unknown()) })),
      files: v.optional(v.array(v.object({ name: v.optional(v.nullable(v.string())) }))),
    }),
  ),
  response_metadata: v.optional(v.object({ next_cursor: v.optional(v.string()) })),
});
type Page = v.InferOutput<typeof pageSchema>;

export interface WebClientPortOptions {
  /** Used for response URLs only; the Web API goes through the client's own. */
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
}

/** A client that never repeats a call by itself: only the sender knows whether that is safe. `apiUrl` ends in `/api/`. */
export function makeWebClient(token: string, apiUrl?: string, timeoutMs = CALL_TIMEOUT_MS): WebClient {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** The port over Slack's Web API. The client must be one that neither retries nor waits out rate limits. */
export function webClientPort(client: WebClient, options: WebClientPortOptions = {}): SlackPort {
  const { fetch: fetchUrl = fetch, timeoutMs = CALL_TIMEOUT_MS } = options;

  /** `null` when a direct message to this person cannot be opened. */
  const openDirect = async (user: string) => (await client.conversations.open({ users: user })).channel?.id ?? null;

  const byResponseUrl = async (url: string, message: SlackMessage) => {
    const response = await fetchUrl(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', ...message }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  };

  return {
    post: (target, message) =>
      called<{ ts: string }>(async () => {
        const { ts } = await client.chat.postMessage({
          ...content(message),
          channel: target.channel,
          ...(target.thread === undefined ? {} : { thread_ts: target.thread }),
          metadata: metadataOf(target),
          unfurl_links: false,
          unfurl_media: false,
        });
        if (ts === undefined) return { end: 'ambiguous', lost: true, raw: 'reply without ts' };
        return { end: 'done', ts };
      }),

    update: (target, ts, message) =>
      called(async () => {
        await client.chat.update({ ...content(message), channel: target.channel, ts, metadata: metadataOf(target) });
        return { end: 'done' };
      }),

    remove: async (channel, ts) => {
      const outcome = await called<object>(async () => {
        await client.chat.delete({ channel, ts });
        return { end: 'done' };
      });
      return outcome.end === 'refused' && outcome.why === 'message_gone' ? { end: 'done' } : outcome;
    },

    findOwn: (target, sinceMs) =>
      called<Found>(async () => {
        const ts: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < PAGES; page += 1) {
          const parsed = v.safeParse(pageSchema, await readPage(client, target, sinceMs, cursor));
          if (!parsed.success) return { end: 'refused', why: 'other', raw: 'history in an unknown form' };
          ts.push(...parsed.output.messages.filter((message) => isOf(message, target)).map((message) => message.ts));
          cursor = parsed.output.response_metadata?.next_cursor;
          if (cursor === undefined || cursor === '') return { end: 'done', ts: [...new Set(ts)].sort() };
        }
        // Not found in what was read is not the same as not there.
        if (ts.length > 0) return { end: 'done', ts: [...new Set(ts)].sort() };
        return { end: 'refused', why: 'other', raw: 'history too long to read' };
      }),

    tellAsker: async (asker, target, message) => {
      if (asker.responseUrl !== undefined) {
        const outcome = await calledUrl(() => byResponseUrl(asker.responseUrl ?? '', message));
        if (outcome.end !== 'refused') return outcome.end === 'done' ? { end: 'done', via: 'response_url' } : outcome;
      }
      const whispered = await called<{ via: 'ephemeral' }>(async () => {
        await client.chat.postEphemeral({
          ...content(message),
          channel: asker.channel,
          user: asker.user,
          ...(target.thread === undefined ? {} : { thread_ts: target.thread }),
        });
        return { end: 'done', via: 'ephemeral' };
      });
      if (whispered.end !== 'refused') return whispered;
      return called(async () => {
        const direct = await openDirect(asker.user);
        if (direct === null) return whispered;
        await client.chat.postMessage({ ...content(message), channel: direct, metadata: metadataOf(target) });
        return { end: 'done', via: 'direct' };
      });
    },

    openDirect: (user) =>
      called<{ channel: string }>(async () => {
        const channel = await openDirect(user);
        if (channel === null) return { end: 'refused', why: 'no_direct', raw: 'no conversation' };
        return { end: 'done', channel };
      }),

    ...filePort(client, { fetch: fetchUrl, timeoutMs }),

    uploadText: (target, { title, text, comment }) =>
      called(async () => {
        const file = { filename: fileNameOf(target), title, content: text, initial_comment: comment };
        await client.filesUploadV2(
          target.thread === undefined
            ? { ...file, channel_id: target.channel }
            : { ...file, channel_id: target.channel, thread_ts: target.thread },
        );
        return { end: 'done' };
      }),
  };
}

function content({ text, blocks }: SlackMessage) {
  // Slack's types for blocks are unions of its own classes; the validation that counts is Slack's.
  return { text, blocks: blocks as never[] };
}

function metadataOf({ askId, entryId }: PostTarget) {
  return { event_type: EVENT_TYPE, event_payload: { ask: askId, entry: entryId } };
}

/** Files carry no metadata: their name is how they are found again. */
function fileNameOf({ entryId }: PostTarget): string {
  return `dca-${entryId.replace(/[^\w.-]/g, '_')}.txt`;
}

function isOf({ metadata, files }: Page['messages'][number], target: PostTarget): boolean {
  if (files?.some(({ name }) => name === fileNameOf(target)) === true) return true;
  const payload = metadata?.event_payload;
  if (metadata?.event_type !== EVENT_TYPE || typeof payload !== 'object' || payload === null) return false;
  return 'entry' in payload && payload.entry === target.entryId;
}

function readPage(client: WebClient, target: PostTarget, sinceMs: number, cursor: string | undefined) {
  const range = {
    channel: target.channel,
    oldest: (sinceMs / 1000).toFixed(6),
    limit: PAGE,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  return target.thread === undefined
    ? client.conversations.history(range)
    : client.conversations.replies({ ...range, ts: target.thread });
}

async function calledUrl(call: () => Promise<number>): Promise<Outcome<object>> {
  try {
    const status = await call();
    return status < 400 ? { end: 'done' } : failureOfStatus(status);
  } catch (error) {
    return failureOfNetwork(error);
  }
}
