import * as v from 'valibot';
import { ASK_SECONDS } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored, type Stored } from './stored.ts';

/** Questions that somebody was offered as buttons, which name nothing but the offer and their place in it. */
export interface Offer {
  readonly channel: string;
  readonly thread: string;
  /** In words, as one would type them. */
  readonly questions: readonly string[];
}

const text = v.pipe(v.string(), v.nonEmpty());
const offerSchema = v.object({ channel: text, thread: text, questions: v.array(text) });

/** Keeps an offer for a day; a re-delivery by Slack changes nothing. */
export async function holdOffer(redis: Redis, keys: Keys, id: string, offer: Offer): Promise<void> {
  await redis.set(keys.offer(id), JSON.stringify(offer), 'EX', ASK_SECONDS, 'NX');
}

export async function loadOffer(redis: Redis, keys: Keys, id: string): Promise<Stored<Offer>> {
  return readStored(await redis.get(keys.offer(id)), offerSchema);
}
