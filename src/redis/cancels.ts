import * as v from 'valibot';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Notices } from './notices.ts';
import { readStored } from './stored.ts';

/** Longer than any question may take, queueing included. */
const CANCEL_TTL_SECONDS = 3600;
const POLL_MS = 1000;

const noticeSchema = v.object({ ask: v.string(), by: v.string() });

/** Asks for an ask to be stopped. `by` is whom the answer will name; the first to ask counts. */
export async function requestStop(redis: Redis, keys: Keys, askId: string, by: string): Promise<void> {
  await redis.set(keys.cancel(askId), by, 'EX', CANCEL_TTL_SECONDS, 'NX');
  await redis.publish(keys.cancelChannel(), JSON.stringify({ ask: askId, by }));
}

/** Who stopped an ask, or `undefined`. */
export async function stoppedBy(redis: Redis, keys: Keys, askId: string): Promise<string | undefined> {
  return (await redis.get(keys.cancel(askId))) ?? undefined;
}

/** Hears of stops for the asks that this process is working on. */
export interface StopWatch {
  /**
   * Calls `onStop` once if the ask is stopped, or within a second if it was already: who cannot wait asks `stoppedBy`
   * after this. Returns how to stop watching.
   */
  watch(askId: string, onStop: (by: string) => void): () => void;
  close(): void;
}

/** Watches by pub/sub, and by looking every second in case a message was lost. */
export function watchStops(redis: Redis, keys: Keys, notices: Notices): StopWatch {
  const watched = new Map<string, (by: string) => void>();
  const tell = (askId: string, by: string) => {
    const onStop = watched.get(askId);
    watched.delete(askId);
    onStop?.(by);
  };
  const unlisten = notices.listen(keys.cancelChannel(), (message) => {
    const notice = readStored(message, noticeSchema);
    if (notice.state === 'found') tell(notice.value.ask, notice.value.by);
  });
  const look = async (askIds: readonly string[]) => {
    if (askIds.length === 0) return;
    const found = await redis.mget(askIds.map((askId) => keys.cancel(askId)));
    for (const [i, askId] of askIds.entries()) {
      const by = found[i];
      if (typeof by === 'string') tell(askId, by);
    }
  };
  const timer = setInterval(() => {
    // While Redis is away looks would only pile up.
    if (redis.status === 'ready') look([...watched.keys()]).catch(() => {});
  }, POLL_MS);
  return {
    watch: (askId, onStop) => {
      watched.set(askId, onStop);
      return () => {
        if (watched.get(askId) === onStop) watched.delete(askId);
      };
    },
    close: () => {
      clearInterval(timer);
      unlisten();
      watched.clear();
    },
  };
}
