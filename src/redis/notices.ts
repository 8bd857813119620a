import { openBlocking, type RedisSettings } from './connection.ts';

/**
 * Messages between processes, over Redis pub/sub. A message sent while the connection is down is lost: every listener
 * also looks at the stored state from time to time and hears only sooner by this.
 */
export interface Notices {
  /** Calls `listener` for each message on a channel; returns how to stop. */
  listen(channel: string, listener: (message: string) => void): () => void;
  close(): void;
}

/** Opens notices over a connection of their own, which subscribes again by itself after a loss. */
export function openNotices(settings: RedisSettings): Notices {
  const connection = openBlocking(settings);
  const listeners = new Map<string, Set<(message: string) => void>>();
  connection.on('message', (channel: string, message: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(message);
  });
  return {
    listen: (channel, listener) => {
      const known = listeners.get(channel);
      if (known === undefined) {
        listeners.set(channel, new Set([listener]));
        connection.subscribe(channel).catch(() => {});
      } else {
        known.add(listener);
      }
      return () => {
        const here = listeners.get(channel);
        if (here?.delete(listener) !== true || here.size > 0) return;
        listeners.delete(channel);
        connection.unsubscribe(channel).catch(() => {});
      };
    },
    close: () => {
      listeners.clear();
      connection.disconnect();
    },
  };
}
