import type { Ask } from '../domain/ask.ts';
import { askIn, askRecord } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Stored } from './stored.ts';

export const CONFIRM_SECONDS = 10 * 60;

/** Keeps an ask that is carried out only once its asker has said yes; a re-delivery by Slack changes nothing. */
export async function holdAsk(redis: Redis, keys: Keys, ask: Ask): Promise<void> {
  await redis.set(keys.confirm(ask.id), askRecord(ask), 'EX', CONFIRM_SECONDS, 'NX');
}

export async function heldAsk(redis: Redis, keys: Keys, askId: string): Promise<Stored<Ask>> {
  return askIn(await redis.get(keys.confirm(askId)));
}

/** The asker has decided; `false` when that was so before, or the time is over. */
export async function releaseAsk(redis: Redis, keys: Keys, askId: string): Promise<boolean> {
  return (await redis.del(keys.confirm(askId))) === 1;
}
