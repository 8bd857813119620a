import type { Redis } from './connection.ts';

/** `uptime_in_seconds` is whole, and the clocks of two gateways differ a little. */
const MARGIN_MS = 2_000;
/** Behind a proxy a connection may outlive the server it was made to. */
const BELIEVED_MS = 1_000;

interface ServerStart {
  /** Epoch milliseconds, by the clock of this process. */
  readonly startedAt: number;
  readonly askedAt: number;
  /** Which connection to the server it was heard on. */
  readonly socket: unknown;
}

const starts = new WeakMap<Redis, ServerStart>();

/**
 * Whether the server was started after `at` (epoch milliseconds, by a gateway's clock), as far as one can tell. What
 * it knew in its last second or two before may then be forgotten: with `appendfsync everysec` even a killed server
 * answers before it has written when the disk is slow.
 */
export async function mayHaveForgotten(redis: Redis, at: number, now: number): Promise<boolean> {
  const startedAt = await serverStart(redis, now);
  return startedAt === undefined || at < startedAt + MARGIN_MS;
}

/** A server that was started anew is reached by a new socket only, so the same one need not be asked every time. */
async function serverStart(redis: Redis, now: number): Promise<number | undefined> {
  const { stream: socket } = redis;
  const known = starts.get(redis);
  if (known !== undefined && known.socket === socket && Math.abs(now - known.askedAt) < BELIEVED_MS) {
    return known.startedAt;
  }
  const uptime = /^uptime_in_seconds:(?<seconds>\d+)/m.exec(await redis.info('server'))?.groups?.seconds;
  if (uptime === undefined) return undefined;
  const startedAt = now - Number(uptime) * 1000;
  starts.set(redis, { startedAt, askedAt: now, socket });
  return startedAt;
}
