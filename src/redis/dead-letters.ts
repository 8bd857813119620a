import * as v from 'valibot';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Lease } from './lease.ts';
import type { QueuedEntry } from './outbox.ts';
import { runScript, script } from './script.ts';
import { readStored } from './stored.ts';

/** An entry that was given up, kept for `doctor` and metrics. */
export interface DeadLetter {
  readonly channel: string;
  /** The entry's id, or as much of its text as there is when it could not be read. */
  readonly entry: string;
  readonly why: 'too-old' | 'ask-gone' | 'unreadable' | 'refused' | 'unclear';
  /** Slack's own word, where there is one. */
  readonly detail: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const KEPT = 1_000;

const letterSchema = v.object({
  channel: v.string(),
  entry: v.string(),
  why: v.picklist(['too-old', 'ask-gone', 'unreadable', 'refused', 'unclear']),
  detail: v.string(),
  at: v.number(),
});

const GIVE_UP = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('LREM', KEYS[2], 1, ARGV[2]) == 1 then
  redis.call('LPUSH', KEYS[4], ARGV[4])
  redis.call('LTRIM', KEYS[4], 0, ARGV[5])
  redis.call('HINCRBY', KEYS[5], 'dead-letter', 1)
end
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[3]) end
return 1`);

/** Moves an entry from its outbox to the dead list, if `lease` still holds; `false` when it is lost. */
export async function giveUp(
  redis: Redis,
  keys: Keys,
  lease: Lease,
  queued: QueuedEntry,
  letter: DeadLetter,
): Promise<boolean> {
  const names = [
    keys.lease(lease.name),
    keys.outbox(letter.channel),
    keys.outboxes(),
    keys.deadLetters(),
    keys.sendingCounts(),
  ];
  const values = [lease.fence, queued.raw, letter.channel, JSON.stringify(letter), KEPT - 1];
  return (await runScript(redis, GIVE_UP, names, values)) === 1;
}

/** The last entries given up, newest first; the list keeps 1,000. */
export async function deadLetters(redis: Redis, keys: Keys, limit: number): Promise<DeadLetter[]> {
  const texts = await redis.lrange(keys.deadLetters(), 0, limit - 1);
  return texts.flatMap((text) => {
    const record = readStored(text, letterSchema);
    return record.state === 'found' ? [record.value] : [];
  });
}
