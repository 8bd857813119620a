import * as v from 'valibot';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored } from './stored.ts';

/** A message that was posted again after a call without a reply: the first call may still have arrived, late. */
export interface Recheck {
  readonly askId: string;
  readonly entryId: string;
  readonly channel: string;
  readonly thread?: string;
  /** When the first call was made, epoch milliseconds. */
  readonly firstAt: number;
}

export interface DueRecheck {
  readonly recheck: Recheck;
  /** What identifies it in Redis. */
  readonly raw: string;
}

const recheckSchema = v.object({
  askId: v.string(),
  entryId: v.string(),
  channel: v.string(),
  thread: v.exactOptional(v.string()),
  firstAt: v.number(),
});

/** Plans one more look for copies at `at` (epoch milliseconds), in place of one planned before. */
export async function planRecheck(redis: Redis, keys: Keys, recheck: Recheck, at: number): Promise<void> {
  await redis.zadd(keys.rechecks(), at, JSON.stringify(recheck));
}

/** Looks that are due, at most 20. */
export async function dueRechecks(redis: Redis, keys: Keys, now: number): Promise<DueRecheck[]> {
  const raws = await redis.zrangebyscore(keys.rechecks(), '-inf', now, 'LIMIT', 0, 20);
  return raws.flatMap((raw) => {
    const record = readStored(raw, recheckSchema);
    return record.state === 'found' ? [{ recheck: record.value, raw }] : [];
  });
}

export async function clearRecheck(redis: Redis, keys: Keys, { raw }: DueRecheck): Promise<void> {
  await redis.zrem(keys.rechecks(), raw);
}
