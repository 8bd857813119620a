import { Queue } from 'bullmq';
import { openCommands, type Redis, type RedisSettings, whenReady } from '../redis/connection.ts';

const PATIENCE_MS = 1000;

/** The producing side of BullMQ queues, by name, over one connection that fails fast. */
export interface Queues {
  get(name: string): Queue;
  readonly connection: Redis;
  /**
   * Does something with the queues, and rejects after a second if it has not ended. A connection that is just being
   * made is waited for within that second.
   */
  within<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens queues on demand. Without `skipWaitingForReady` an `add` would wait for as long as Redis is down; without
 * `skipVersionCheck` a queue opened while Redis is down would stay broken after Redis is back.
 */
export function openQueues(settings: RedisSettings): Queues {
  const connection = openCommands(settings);
  const queues = new Map<string, Queue>();
  // Each queue adds its listeners to the one connection: with many clusters Node would warn of a leak.
  connection.setMaxListeners(0);
  return {
    connection,
    within: (work) => withinPatience(whenReady(connection, PATIENCE_MS).then(work)),
    get: (name) => {
      let queue = queues.get(name);
      if (queue === undefined) {
        queue = new Queue(name, {
          connection,
          prefix: settings.prefix,
          skipWaitingForReady: true,
          skipVersionCheck: true,
        });
        // Every command reports its own failure; an 'error' event without a listener would end the process.
        queue.on('error', () => {});
        queues.set(name, queue);
      }
      return queue;
    },
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not do it within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
