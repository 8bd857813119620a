import { setTimeout as wait } from 'node:timers/promises';

/**
 * Calls `read` again and again until `enough` holds, the time is over or the signal is aborted, and gives the last
 * result; it is called at least once after a first wait.
 */
export async function until<T>(
  read: () => Promise<T>,
  enough: (value: T) => boolean,
  pace: { everyMs: number; forMs: number; signal?: AbortSignal },
): Promise<T> {
  for (let waited = pace.everyMs; ; waited += pace.everyMs) {
    await wait(pace.everyMs, undefined, pace.signal ? { signal: pace.signal } : {}).catch(() => undefined);
    const value = await read();
    if (enough(value) || waited >= pace.forMs || pace.signal?.aborted) return value;
  }
}
