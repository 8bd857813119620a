import * as v from 'valibot';
import type { Ask } from '../domain/ask.ts';
import { CLUSTER_KINDS, DEPTHS, GATEWAY_KINDS, LANGUAGES, TEXT_KINDS } from '../domain/question.ts';
import { ASK_TEXT_SECONDS, type AskText, packAskText } from './ask-texts.ts';
import type { Redis } from './connection.ts';
import { DEADLINE_GRACE_MS } from './deadlines.ts';
import type { Keys } from './keys.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { questionEntries } from './question-record.ts';
import { runScript, script } from './script.ts';
import { readStored, type Stored } from './stored.ts';

/** A re-delivery by Slack within this time is the same ask. */
export const ASK_SECONDS = 24 * 3600;
/** Longer than any entry stays in an outbox, so that none is ever put there twice. */
export const QUEUED_SECONDS = 49 * 3600;

const ASK_RECORD = 1;

const text = v.pipe(v.string(), v.nonEmpty());

const recordSchema = v.object({
  version: v.literal(ASK_RECORD),
  ask: v.object({
    id: text,
    question: v.looseObject({
      kind: v.picklist([...CLUSTER_KINDS, ...GATEWAY_KINDS, ...TEXT_KINDS] as const),
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
    parent: v.exactOptional(text),
  }),
});

const STORE = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], 1, 'EX', ARGV[3])
if KEYS[7] then redis.call('SET', KEYS[7], ARGV[10], 'EX', ARGV[11]) end
redis.call('RPUSH', KEYS[3], ARGV[4])
redis.call('SADD', KEYS[4], ARGV[5])
redis.call('ZADD', KEYS[5], ARGV[7], ARGV[6])
redis.call('ZADD', KEYS[6], ARGV[8], ARGV[6])
redis.call('PUBLISH', ARGV[9], ARGV[5])
return 1`);

const STORE_SHOWING = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], 1, 'EX', ARGV[2])
redis.call('RPUSH', KEYS[3], ARGV[3])
redis.call('SADD', KEYS[4], ARGV[4])
redis.call('PUBLISH', ARGV[5], ARGV[4])
return 1`);

const STORE_CHILD = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
return 1`);

/**
 * Stores an ask, its opening message, its deadline and what was pasted with it, all or nothing; `known` when Slack delivered it before.
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
  pasted?: AskText,
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
      ...(pasted === undefined ? [] : [keys.askText(ask.id)]),
    ],
    [
      askRecord(ask),
      ASK_SECONDS,
      QUEUED_SECONDS,
      JSON.stringify(opening),
      channel,
      ask.id,
      now,
      now + deadlineMs + DEADLINE_GRACE_MS,
      keys.mailChannel(),
      ...(pasted === undefined ? [] : [packAskText(pasted), ASK_TEXT_SECONDS]),
    ],
  );
  return stored === 1 ? 'stored' : 'known';
}

/**
 * Stores an ask that is answered at once by a report stored before, with the `answer` that `shows` it, all or nothing;
 * `known` when the same click came before. It has no opening message, no job and no deadline.
 */
export async function storeShowingAsk(
  redis: Redis,
  keys: Keys,
  ask: Ask,
  answer: OutboxEntry & { readonly shows: string },
): Promise<'stored' | 'known'> {
  const { channel } = ask.address;
  const stored = await runScript(
    redis,
    STORE_SHOWING,
    [keys.ask(ask.id), keys.queued(answer.id), keys.outbox(channel), keys.outboxes()],
    [askRecord(ask), QUEUED_SECONDS, JSON.stringify(answer), channel, keys.mailChannel()],
  );
  return stored === 1 ? 'stored' : 'known';
}

/**
 * Stores an ask whose report another one waits for. It has no message and no deadline of its own; until its job is
 * queued the sweeper looks after it as after any other.
 */
export async function storeChildAsk(
  redis: Redis,
  keys: Keys,
  ask: Ask & { readonly parent: string },
  now: number,
): Promise<'stored' | 'known'> {
  const values = [JSON.stringify({ version: ASK_RECORD, ask }), ASK_SECONDS, ask.id, now];
  return (await runScript(redis, STORE_CHILD, [keys.ask(ask.id), keys.pending()], values)) === 1 ? 'stored' : 'known';
}

export async function loadAsk(redis: Redis, keys: Keys, askId: string): Promise<Stored<Ask>> {
  return askIn(await redis.get(keys.ask(askId)));
}

/** The record in which an ask is stored. */
export function askRecord(ask: Ask): string {
  return JSON.stringify({ version: ASK_RECORD, ask });
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
