import * as v from 'valibot';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored } from './stored.ts';

/** What is counted of sending, beside `dead-letter`. */
export type SendingEvent =
  /** A message was said in a plainer way than meant. */
  | 'fallback'
  /** A message was posted again although the first one may have arrived. */
  | 'possible-repeat'
  /** Two copies were found, and one was taken away. */
  | 'repeat-removed'
  /** A value was masked that the worker had let through. */
  | 'masked-at-sender';

/** Why and how a message was not sent as meant. */
export interface Fallback {
  readonly entry: string;
  readonly from: string;
  readonly to: string;
  /** Slack's own word. */
  readonly why: string;
  readonly at: number;
}

const KEPT = 1_000;

const fallbackSchema = v.object({
  entry: v.string(),
  from: v.string(),
  to: v.string(),
  why: v.string(),
  at: v.number(),
});

export async function countSending(redis: Redis, keys: Keys, event: SendingEvent, times = 1): Promise<void> {
  await redis.hincrby(keys.sendingCounts(), event, times);
}

/** How often each event was met since the counting began; `dead-letter` among them. */
export async function sendingCounts(redis: Redis, keys: Keys): Promise<Readonly<Record<string, number>>> {
  const counts = await redis.hgetall(keys.sendingCounts());
  return Object.fromEntries(Object.entries(counts).map(([event, times]) => [event, Number(times)]));
}

export async function recordFallback(redis: Redis, keys: Keys, fallback: Fallback): Promise<void> {
  await redis
    .multi()
    .lpush(keys.fallbacks(), JSON.stringify(fallback))
    .ltrim(keys.fallbacks(), 0, KEPT - 1)
    .hincrby(keys.sendingCounts(), 'fallback', 1)
    .exec();
}

/** The last fallbacks, newest first; the list keeps 1,000. */
export async function lastFallbacks(redis: Redis, keys: Keys, limit: number): Promise<Fallback[]> {
  const texts = await redis.lrange(keys.fallbacks(), 0, limit - 1);
  return texts.flatMap((text) => {
    const record = readStored(text, fallbackSchema);
    return record.state === 'found' ? [record.value] : [];
  });
}
