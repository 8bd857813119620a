import { loadAsk, markEnqueued, pendingOlderThan } from '../redis/asks.ts';
import { closeRedis, openCommands, type RedisSettings } from '../redis/connection.ts';
import { keysOf } from '../redis/keys.ts';
import type { Producer } from './producer.ts';

export interface SweeperOptions {
  readonly settings: RedisSettings;
  readonly producer: Producer;
  /** Epoch milliseconds, by the clock that stored the asks. */
  readonly now: () => number;
  /** Milliseconds between looks (default 2,500). */
  readonly everyMs?: number;
  /** An ask's job was missing and has been added. */
  onSwept?(askId: string): void;
  onError?(error: Error): void;
}

/** An ask stored this long ago without a job has lost whoever was to add it. */
const ORPHANED_MS = 5000;

/** Adds the jobs of asks that were stored by a gateway which died before it could. Any number may sweep at once. */
export function startSweeper(options: SweeperOptions): { close(): Promise<void> } {
  const redis = openCommands(options.settings);
  const keys = keysOf(options.settings.prefix);
  let looking: Promise<void> | undefined;

  const sweep = async () => {
    for (const askId of await pendingOlderThan(redis, keys, options.now(), ORPHANED_MS)) {
      const ask = await loadAsk(redis, keys, askId);
      if (ask.state === 'found') {
        await options.producer.enqueueAsk(ask.value);
        options.onSwept?.(askId);
      } else {
        await markEnqueued(redis, keys, askId);
      }
    }
  };
  const look = () => {
    looking ??= sweep()
      .catch((error: unknown) => options.onError?.(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(look, options.everyMs ?? 2500);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await closeRedis(redis);
    },
  };
}
