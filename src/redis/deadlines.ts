import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';

/** Ids of asks whose answer is due at `now` (epoch milliseconds) or before, most overdue first, at most 200. */
export function dueDeadlines(redis: Redis, keys: Keys, now: number): Promise<string[]> {
  return redis.zrangebyscore(keys.deadlines(), '-inf', now, 'LIMIT', 0, 200);
}

/** The ask was answered, or nobody waits for it any more. */
export async function clearDeadline(redis: Redis, keys: Keys, askId: string): Promise<void> {
  await redis.zrem(keys.deadlines(), askId);
}
