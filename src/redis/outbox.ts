import * as v from 'valibot';
import { QUEUED_SECONDS } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { FENCE_SECONDS, type Lease } from './lease.ts';
import { entrySchema, type OutboxEntry, outboxEntry } from './outbox-entry.ts';
import { runScript, script } from './script.ts';
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

/** Where an entry ended up. `ts` is absent for what went to the asker and for what was left out; of a file it is the id. */
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

const PUSH = script(`
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
return pushed`);

const PUSH_PROGRESS = script(`
if redis.call('EXISTS', KEYS[4]) == 1 then return 0 end
if not redis.call('SET', KEYS[3], 1, 'NX', 'EX', ARGV[1]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[3])
return 1`);

/** The same lease as `acquireLease` takes. An empty outbox is left alone: most rings come when all is sent already. */
const TAKE = script(`
local queue = redis.call('LRANGE', KEYS[3], 0, ARGV[4])
if #queue == 0 then return 0 end
if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
local fence = redis.call('INCR', KEYS[2]) .. ':' .. ARGV[1]
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], fence, 'PX', ARGV[2])
return {fence, queue}`);

const LEAVE = script(`
local queue = redis.call('LRANGE', KEYS[2], 0, ARGV[2])
if #queue == 0 and redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return queue`);

const REMOVE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('LREM', KEYS[2], 1, ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[3]) end
if tonumber(ARGV[4]) > 0 then redis.call('PEXPIRE', KEYS[4], ARGV[4]) end
return 1`);

const WRITE_INTENT = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
return 1`);

const MARK_SENT = script(`
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2])
return redis.call('GET', KEYS[1])`);

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
  return Number(await runScript(redis, PUSH, names, [QUEUED_SECONDS, channel, keys.mailChannel(), ...values]));
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
  const pushed = await runScript(redis, PUSH_PROGRESS, names, [
    PROGRESS_MARK_SECONDS,
    JSON.stringify(entry),
    channel,
    keys.mailChannel(),
  ]);
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
  return entriesIn(await redis.lrange(keys.outbox(channel), 0, limit - 1));
}

/** Whoever sends a channel's mail holds this lease. */
function leaseName(channel: string): string {
  return `outbox:${channel}`;
}

/**
 * Takes the lease of a channel's outbox for `ttlMs` and reads its first entries. `empty`: there is nothing to send;
 * `busy`: somebody else has it. `holder` is unique to this process.
 */
export async function takeOutbox(
  redis: Redis,
  keys: Keys,
  channel: string,
  { holder, ttlMs, limit }: { readonly holder: string; readonly ttlMs: number; readonly limit: number },
): Promise<'empty' | 'busy' | { readonly lease: Lease; readonly queue: readonly QueuedEntry[] }> {
  const name = leaseName(channel);
  const names = [keys.lease(name), keys.fence(name), keys.outbox(channel)];
  const taken = await runScript(redis, TAKE, names, [holder, ttlMs, FENCE_SECONDS, limit - 1]);
  if (!Array.isArray(taken)) return taken === 0 ? 'empty' : 'busy';
  const [fence, raws] = taken;
  return { lease: { name, fence: String(fence) }, queue: entriesIn(raws) };
}

/** Gives an outbox back if nothing is in it; else keeps it and returns its first entries. */
export async function leaveOutbox(
  redis: Redis,
  keys: Keys,
  channel: string,
  lease: Lease,
  limit: number,
): Promise<readonly QueuedEntry[]> {
  return entriesIn(
    await runScript(redis, LEAVE, [keys.lease(lease.name), keys.outbox(channel)], [lease.fence, limit - 1]),
  );
}

function entriesIn(raws: unknown): QueuedEntry[] {
  return Array.isArray(raws) ? raws.map(String).map((raw) => ({ raw, record: readStored(raw, entrySchema) })) : [];
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
  return (await runScript(redis, REMOVE, names, [lease.fence, raw, channel, quietMs])) === 1;
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
  const written = await runScript(redis, WRITE_INTENT, names, [
    lease.fence,
    ttlMs,
    JSON.stringify(intent),
    TRACE_SECONDS,
  ]);
  return written === 1;
}

/** The intent in a stored record. */
export function intentIn(text: string | null): Stored<Intent> {
  return readStored(text, intentSchema);
}

/**
 * Records where an entry ended up. Needs no lease, since it is true whoever says it; the first record stays and is
 * returned, so that a sender which lost its lease learns that another one posted.
 */
export async function markSent(redis: Redis, keys: Keys, entryId: string, sent: Sent): Promise<Sent> {
  const kept = await runScript(redis, MARK_SENT, [keys.sent(entryId)], [JSON.stringify(sent), TRACE_SECONDS]);
  return sentIn(typeof kept === 'string' ? kept : null) ?? sent;
}

/** Puts a newer record in place of the first, after an edit. */
export async function replaceSent(redis: Redis, keys: Keys, entryId: string, sent: Sent): Promise<void> {
  await redis.set(keys.sent(entryId), JSON.stringify(sent), 'EX', TRACE_SECONDS);
}

export async function readSent(redis: Redis, keys: Keys, entryId: string): Promise<Sent | undefined> {
  return sentIn(await redis.get(keys.sent(entryId)));
}

/** Where an entry ended up, by its stored record; `undefined` also for one that cannot be read. */
export function sentIn(text: string | null): Sent | undefined {
  const record = readStored(text, sentSchema);
  return record.state === 'found' ? record.value : undefined;
}
