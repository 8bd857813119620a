import type { Writable } from 'node:stream';
import { Redis, type RedisOptions } from 'ioredis';

export interface RedisSettings {
  /** `redis://`, `rediss://` or `unix:/path.sock`. */
  readonly url: string;
  /** In front of every key and of BullMQ's. In braces (`{dca}`) Redis Cluster keeps all of them in one slot. */
  readonly prefix: string;
}

export type { Redis };

/** Replies keep the shapes of old: nothing here reads maps or doubles. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** Told of connection errors; ioredis reconnects by itself whatever this does. */
export type OnConnectionError = (error: Error) => void;

const COMMAND_TIMEOUT_MS = 1_000;
const RECONNECT_LIMIT_MS = 2_000;

/**
 * A connection whose commands end within a second: with the server away they reject at once instead of waiting in
 * memory, while the connection itself is tried again for ever. No command is sent twice by itself.
 */
export function openCommands(settings: RedisSettings, onError: OnConnectionError = () => {}): Redis {
  return open(settings, onError, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
  });
}

/** A connection for blocking reads and subscriptions: it waits through an outage of the server and then goes on. */
export function openBlocking(settings: RedisSettings, onError: OnConnectionError = () => {}): Redis {
  return open(settings, onError, { maxRetriesPerRequest: null });
}

/**
 * Waits until the server answers; rejects after `timeoutMs` with the last connection error as its cause. The
 * connection goes on trying either way.
 */
export function whenReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    let cause: unknown;
    const onError = (error: Error) => {
      cause = error;
    };
    const onReady = () => {
      settle();
      resolve();
    };
    const timer = setTimeout(() => {
      settle();
      reject(new Error(`Redis did not answer within ${timeoutMs} ms`, { cause }));
    }, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      redis.off('ready', onReady);
      redis.off('error', onError);
    };
    redis.on('ready', onReady);
    redis.on('error', onError);
  });
}

/** Closes a connection for good; commands under way reject. */
export async function closeRedis(redis: Redis): Promise<void> {
  // Between two tries there is no socket whose end could be waited for.
  const hasSocket = redis.status === 'connecting' || redis.status === 'connect' || redis.status === 'ready';
  const ended = hasSocket ? new Promise<void>((resolve) => redis.once('end', () => resolve())) : undefined;
  redis.disconnect();
  await ended;
}

function open({ url }: RedisSettings, onError: OnConnectionError, options: Options): Redis {
  const shared: Options = {
    ...options,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 100, RECONNECT_LIMIT_MS),
  };
  const redis = url.startsWith('unix:')
    ? new Redis({ ...shared, path: url.replace(/^unix:(\/\/)?/, '') })
    : new Redis(url, shared);
  // Without a listener Node would end the process at the first lost connection.
  redis.on('error', onError);
  redis.on('connect', () => gatherWrites(redis.stream));
  return redis;
}

/**
 * Hands what is written in one turn of the event loop to the system at once. ioredis writes every command by itself,
 * and under load these system calls are a third of all that a process does; nothing waits longer for it, since a turn
 * ends before anything is read.
 */
function gatherWrites(socket: Writable): void {
  const write = socket.write.bind(socket);
  let gathering = false;
  const send = () => {
    gathering = false;
    socket.uncork();
  };
  Object.assign(socket, {
    write: (...args: Parameters<typeof write>) => {
      if (!gathering) {
        gathering = true;
        socket.cork();
        process.nextTick(send);
      }
      return write(...args);
    },
  });
}
