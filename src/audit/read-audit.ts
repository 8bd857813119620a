import { auditAfter, auditSince } from '../redis/audit-stream.ts';
import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';

const AT_ONCE = 500;
const LOOK_EVERY_MS = 500;

export interface AuditReading {
  /** Milliseconds back from now. */
  readonly sinceMs: number;
  /** Goes on with what is added, until then; absent: ends with the newest record. */
  readonly follow?: AbortSignal;
  /** Told of each look that failed while following; it goes on. */
  readonly onError?: (error: unknown) => void;
}

/** The records of the audit stream, oldest first, each as one line of JSON. */
export async function* readAudit(redis: Redis, keys: Keys, reading: AuditReading): AsyncGenerator<string> {
  const { follow, onError } = reading;
  let last = await auditSince(redis, reading.sinceMs);
  for (;;) {
    const lines = await auditAfter(redis, keys, last, AT_ONCE).catch((error: unknown) => {
      if (follow === undefined) throw error;
      onError?.(error);
      return [];
    });
    for (const { id, text } of lines) {
      last = id;
      yield asLine(id, text);
    }
    if (lines.length === AT_ONCE) continue;
    if (follow === undefined) return;
    await pause(follow);
    if (follow.aborted) return;
  }
}

/** A record is JSON in one line already; what is not was not written by dca-bot, and must not break the lines. */
function asLine(id: string, text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return JSON.stringify({ id, unreadable: true });
  }
}

function pause(end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      end.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_EVERY_MS);
    end.addEventListener('abort', done);
    if (end.aborted) done();
  });
}
