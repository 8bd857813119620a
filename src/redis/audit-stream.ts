import { QUEUED_SECONDS } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { runScript, script } from './script.ts';

/** About so many records are kept, the newest; Redis drops older ones a block at a time. */
export const AUDIT_LENGTH = 100_000;
const FIELD = 'record';

/** The mark comes last: a record that could not be added may be added by whoever tries again. */
const APPEND = script(`
local added = 0
for i = 2, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 0 then
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', ARGV[2], ARGV[i + 2])
    redis.call('SET', KEYS[i], 1, 'EX', ARGV[3])
    added = added + 1
  end
end
return added`);

/** One line of the stream. `id` is Redis' own: the milliseconds at which it was added, and a number. */
export interface AuditLine {
  readonly id: string;
  readonly text: string;
}

/**
 * Adds records to the audit stream, each once however often it comes: whoever was not told that it was added adds it
 * again. A record is remembered for longer than anything waits in an outbox. Returns how many were new.
 */
export async function appendAudit(
  redis: Redis,
  keys: Keys,
  records: readonly { readonly id: string; readonly text: string }[],
): Promise<number> {
  const names = [keys.audit(), ...records.map(({ id }) => keys.audited(id))];
  const values = [AUDIT_LENGTH, FIELD, QUEUED_SECONDS, ...records.map(({ text }) => text)];
  return Number(await runScript(redis, APPEND, names, values));
}

/** The first lines behind an id, oldest first, at most `limit`. */
export async function auditAfter(redis: Redis, keys: Keys, id: string, limit: number): Promise<readonly AuditLine[]> {
  const found = await redis.xrange(keys.audit(), `(${id}`, '+', 'COUNT', limit);
  return found.map(([at, fields]) => ({ id: at, text: fields[fields.indexOf(FIELD) + 1] ?? '' }));
}

/** The id before every line of the last `ms` milliseconds, by the server's clock, which numbers the lines. */
export async function auditSince(redis: Redis, ms: number): Promise<string> {
  const [seconds] = await redis.time();
  return `${Math.max(0, Number(seconds) * 1000 - ms)}-0`;
}
