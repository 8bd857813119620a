import * as v from 'valibot';
import type { Ask } from '../domain/ask.ts';
import { CLUSTER_KINDS, DEPTHS, GATEWAY_KINDS, LANGUAGES } from '../domain/question.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { questionEntries } from './question-record.ts';
import { runScript, script } from './script.ts';
import { readStored, type Stored } from './stored.ts';

/** A re-delivery by Slack within this time is the same ask. */
export const ASK_SECONDS = 24 * 3600;
/** How much later than its question's own deadline an ask must be answered: the way there and back. */
export const DEADLINE_GRACE_MS = 15_000;
/** Longer than any entry stays in an outbox, so that none is ever put there twice. */
export const QUEUED_SECONDS = 49 * 3600;

const ASK_RECORD = 1;

const text = v.pipe(v.string(), v.nonEmpty());

const recordSchema = v.object({
  version: v.literal(ASK_RECORD),
  ask: v.object({
    id: text,
    question: v.looseObject({
      kind: v.picklist([...CLUSTER_KINDS, ...GATEWAY_KINDS, 'explain'] as const),
      ...questionEntries,
    }),
    cluster: v.string(),
    words: v.string(),
    address: v.object({
      team: v.string(),
      channel: text,
      user: text,
      thread: v.exactOptional(text),
      responseUrl: v.exactOptional(text),
    }),
    language: v.picklist(LANGUAGES),
    depth: v.picklist(DEPTHS),
    askedAt: v.number(),
  }),
});

const STORE = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], 1, 'EX', ARGV[3])
redis.call('RPUSH', KEYS[3], ARGV[4])
redis.call('SADD', KEYS[4], ARGV[5])
redis.call('ZADD', KEYS[5], ARGV[7], ARGV[6])
redis.call('ZADD', KEYS[6], ARGV[8], ARGV[6])
redis.call('PUBLISH', ARGV[9], ARGV[5])
return 1`);

/**
 * Stores an ask, its opening message and its deadline, all or nothing; `known` when Slack delivered it before.
 * `deadlineMs` is the question's own deadline. Rejects within about a second when Redis does not answer; whether it
 * was stored is then unknown, and a re-delivery settles it.
 */
export async function storeAsk(
  redis: Redis,
  keys: Keys,
  ask: Ask,
  opening: OutboxEntry,
  now: number,
  deadlineMs: number,
): Promise<'stored' | 'known'> {
  const { channel } = ask.address;
  const stored = await runScript(
    redis,
    STORE,
    [
      keys.ask(ask.id),
      keys.queued(opening.id),
      keys.outbox(channel),
      keys.outboxes(),
      keys.pending(),
      keys.deadlines(),
    ],
    [
      JSON.stringify({ version: ASK_RECORD, ask }),
      ASK_SECONDS,
      QUEUED_SECONDS,
      JSON.stringify(opening),
      channel,
      ask.id,
      now,
      now + deadlineMs + DEADLINE_GRACE_MS,
      keys.mailChannel(),
    ],
  );
  return stored === 1 ? 'stored' : 'known';
}

export async function loadAsk(redis: Redis, keys: Keys, askId: string): Promise<Stored<Ask>> {
  return askIn(await redis.get(keys.ask(askId)));
}

/** The ask in a stored record. */
export function askIn(text: string | null): Stored<Ask> {
  const record = readStored(text, recordSchema);
  return record.state === 'found' ? { state: 'found', value: record.value.ask } : record;
}

/** Ids of asks stored more than `ms` ago whose job was not seen to be queued, oldest first; for the sweeper. */
export function pendingOlderThan(redis: Redis, keys: Keys, now: number, ms: number): Promise<string[]> {
  return redis.zrangebyscore(keys.pending(), '-inf', now - ms, 'LIMIT', 0, 200);
}

/** The ask's job is queued: the sweeper need not look after it any more. */
export async function markEnqueued(redis: Redis, keys: Keys, askId: string): Promise<void> {
  await redis.zrem(keys.pending(), askId);
}
