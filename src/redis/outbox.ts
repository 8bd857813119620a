import * as v from 'valibot';
import { QUEUED_SECONDS } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Lease } from './lease.ts';
import { entrySchema, type OutboxEntry, outboxEntry } from './outbox-entry.ts';
import { readStored, type Stored } from './stored.ts';

/** How long the traces of sending are kept: longer than any entry waits. */
const TRACE_SECONDS = 7 * 24 * 3600;
const PROGRESS_MARK_SECONDS = 60;

/** The ways to say something, each plainer than the one before; a refusal moves an entry one on. */
export const FORMS = ['blocks', 'plain', 'file', 'asker'] as const;
export type Form = (typeof FORMS)[number];

/** What is being tried for an entry, written before Slack is called. */
export interface Intent {
  /**
   * `calling`: the message may be at Slack already. `failed`: Slack answered with a failure of its own, so that it
   * hardly is. `idle`: it is known not to be.
   */
  readonly state: 'calling' | 'failed' | 'idle';
  /** Calls made, the present one included. */
  readonly attempt: number;
  readonly form: Form;
  /** The thread it should hang under is gone. */
  readonly threadless: boolean;
  /** Calls repeated although nobody could tell whether the one before had arrived. */
  readonly repeats: number;
  /** When the first call was made and when the present one, epoch milliseconds. */
  readonly firstAt: number;
  readonly at: number;
}

/** Where an entry ended up. `ts` is absent for what went to the asker and for what was left out. */
export interface Sent {
  readonly channel: string;
  readonly ts?: string;
  readonly form: Form | 'left-out';
  /** Whether it was made from a report or from the deadline's stand-in; `none` for openings. */
  readonly basis: 'report' | 'overdue' | 'none';
  readonly at: number;
}

/** An entry as it lies in the list; `raw` is what identifies it there. */
export interface QueuedEntry {
  readonly raw: string;
  readonly record: Stored<OutboxEntry>;
}

const intentSchema = v.object({
  state: v.picklist(['calling', 'failed', 'idle']),
  attempt: v.number(),
  form: v.picklist(FORMS),
  threadless: v.boolean(),
  repeats: v.number(),
  firstAt: v.number(),
  at: v.number(),
});

const sentSchema = v.object({
  channel: v.string(),
  ts: v.exactOptional(v.string()),
  form: v.picklist([...FORMS, 'left-out'] as const),
  basis: v.picklist(['report', 'overdue', 'none']),
  at: v.number(),
});

const PUSH = `
redis.call('EXPIRE', KEYS[3], ARGV[1])
local pushed = 0
for i = 4, #KEYS do
  if redis.call('SET', KEYS[i], 1, 'NX', 'EX', ARGV[1]) then
    redis.call('RPUSH', KEYS[1], ARGV[i])
    pushed = pushed + 1
  end
end
if pushed > 0 then
  redis.call('SADD', KEYS[2], ARGV[2])
  redis.call('PUBLISH', ARGV[3], ARGV[2])
end
return pushed`;

const PUSH_PROGRESS = `
if redis.call('EXISTS', KEYS[4]) == 1 then return 0 end
if not redis.call('SET', KEYS[3], 1, 'NX', 'EX', ARGV[1]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[3])
return 1`;

const REMOVE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('LREM', KEYS[2], 1, ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[3]) end
if tonumber(ARGV[4]) > 0 then redis.call('PEXPIRE', KEYS[4], ARGV[4]) end
return 1`;

const WRITE_INTENT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
return 1`;

const MARK_SENT = `
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2])
return redis.call('GET', KEYS[1])`;

/**
 * Puts entries of one ask into a channel's outbox, all or none of the new ones at once; those that were ever put there
 * are left out. Returns how many were new. The ask is kept for as long as they may wait.
 */
export async function pushEntries(
  redis: Redis,
  keys: Keys,
  channel: string,
  askId: string,
  entries: readonly OutboxEntry[],
): Promise<number> {
  const names = [keys.outbox(channel), keys.outboxes(), keys.ask(askId), ...entries.map(({ id }) => keys.queued(id))];
  const values = entries.map((entry) => JSON.stringify(entry));
  return Number(await redis.eval(PUSH, names.length, ...names, QUEUED_SECONDS, channel, keys.mailChannel(), ...values));
}

/**
 * Asks for the opening to show how far the work is. Refused while such an entry waits, for a while after one was
 * handled (`removeEntry`), and for ever once the answer is in the outbox.
 */
export async function pushProgress(
  redis: Redis,
  keys: Keys,
  channel: string,
  askId: string,
  now: number,
): Promise<boolean> {
  const entry = outboxEntry(askId, 'progress', now);
  const names = [
    keys.outbox(channel),
    keys.outboxes(),
    keys.queued(entry.id),
    keys.queued(outboxEntry(askId, 'answer', now).id),
  ];
  const pushed = await redis.eval(
    PUSH_PROGRESS,
    names.length,
    ...names,
    PROGRESS_MARK_SECONDS,
    JSON.stringify(entry),
    channel,
    keys.mailChannel(),
  );
  return pushed === 1;
}

export async function wasQueued(redis: Redis, keys: Keys, entryId: string): Promise<boolean> {
  return (await redis.exists(keys.queued(entryId))) === 1;
}

/** Channels whose outbox holds something. */
export function channelsWithMail(redis: Redis, keys: Keys): Promise<string[]> {
  return redis.smembers(keys.outboxes());
}

/** The first entries of a channel's outbox, oldest first. */
export async function readOutbox(redis: Redis, keys: Keys, channel: string, limit: number): Promise<QueuedEntry[]> {
  const raws = await redis.lrange(keys.outbox(channel), 0, limit - 1);
  return raws.map((raw) => ({ raw, record: readStored(raw, entrySchema) }));
}

/**
 * Takes an entry out of the outbox, if `lease` still holds; `false` when it is lost. `quietMs` is for how long the
 * same entry may then not be put there again; absent: as long as its mark lives.
 */
export async function removeEntry(
  redis: Redis,
  keys: Keys,
  channel: string,
  lease: Lease,
  { raw, record }: QueuedEntry,
  quietMs = 0,
): Promise<boolean> {
  const entryId = record.state === 'found' ? record.value.id : '';
  const names = [keys.lease(lease.name), keys.outbox(channel), keys.outboxes(), keys.queued(entryId)];
  return (await redis.eval(REMOVE, names.length, ...names, lease.fence, raw, channel, quietMs)) === 1;
}

/** Writes what is about to be tried and renews the lease by `ttlMs`, if it still holds; `false` when it is lost. */
export async function writeIntent(
  redis: Redis,
  keys: Keys,
  lease: Lease,
  ttlMs: number,
  entryId: string,
  intent: Intent,
): Promise<boolean> {
  const names = [keys.lease(lease.name), keys.intent(entryId)];
  const written = await redis.eval(
    WRITE_INTENT,
    names.length,
    ...names,
    lease.fence,
    ttlMs,
    JSON.stringify(intent),
    TRACE_SECONDS,
  );
  return written === 1;
}

export async function readIntent(redis: Redis, keys: Keys, entryId: string): Promise<Stored<Intent>> {
  return readStored(await redis.get(keys.intent(entryId)), intentSchema);
}

/**
 * Records where an entry ended up. Needs no lease, since it is true whoever says it; the first record stays and is
 * returned, so that a sender which lost its lease learns that another one posted.
 */
export async function markSent(redis: Redis, keys: Keys, entryId: string, sent: Sent): Promise<Sent> {
  const kept = await redis.eval(MARK_SENT, 1, keys.sent(entryId), JSON.stringify(sent), TRACE_SECONDS);
  const record = readStored(typeof kept === 'string' ? kept : null, sentSchema);
  return record.state === 'found' ? record.value : sent;
}

/** Puts a newer record in place of the first, after an edit. */
export async function replaceSent(redis: Redis, keys: Keys, entryId: string, sent: Sent): Promise<void> {
  await redis.set(keys.sent(entryId), JSON.stringify(sent), 'EX', TRACE_SECONDS);
}

export async function readSent(redis: Redis, keys: Keys, entryId: string): Promise<Sent | undefined> {
  const record = readStored(await redis.get(keys.sent(entryId)), sentSchema);
  return record.state === 'found' ? record.value : undefined;
}
