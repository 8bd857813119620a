import type { Ask } from '../../src/domain/ask.ts';
import { storeAsk } from '../../src/redis/asks.ts';
import type { Redis } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';

export const PREFIX = '{dca}';
export const keys = keysOf(PREFIX);

/** An ask as a gateway would make it; each test changes what matters to it. */
export function makeAsk(id: string, change: Partial<Ask> = {}): Ask {
  return {
    id,
    question: { kind: 'leader' },
    cluster: 'prod-eu',
    words: 'leader',
    address: { team: 'T1', channel: 'C1', user: 'U1' },
    language: 'en',
    depth: 'normal',
    askedAt: Date.UTC(2026, 10, 23),
    ...change,
  };
}

/** Stores an ask as a gateway does, at `now` by its clock. */
export async function store(redis: Redis, ask: Ask, now = Date.now()): Promise<Ask> {
  await storeAsk(redis, keys, ask, outboxEntry(ask.id, 'opening', now), now, 30_000);
  return ask;
}
