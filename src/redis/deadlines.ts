import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';

/** How much later than its question's own deadline an ask must be answered: the way there and back. */
export const DEADLINE_GRACE_MS = 15_000;

/** Milliseconds after which reports that are to be compared are waited for no more: the longest question, there and back. */
export function gatheredWithinMs(deadlines: Readonly<Record<string, number>>): number {
  return Math.max(...Object.values(deadlines)) + DEADLINE_GRACE_MS;
}

/** Ids of asks whose answer is due at `now` (epoch milliseconds) or before, most overdue first, at most 200. */
export function dueDeadlines(redis: Redis, keys: Keys, now: number): Promise<string[]> {
  return redis.zrangebyscore(keys.deadlines(), '-inf', now, 'LIMIT', 0, 200);
}

/** The ask was answered, or nobody waits for it any more. */
export async function clearDeadline(redis: Redis, keys: Keys, askId: string): Promise<void> {
  await redis.zrem(keys.deadlines(), askId);
}
