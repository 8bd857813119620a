import type { Redis } from './connection.ts';

/** `uptime_in_seconds` is whole, and the clocks of two gateways differ a little. */
const MARGIN_MS = 2_000;

/**
 * Whether the server was started after `at` (epoch milliseconds, by a gateway's clock), as far as one can tell. What
 * it knew in its last second or two before may then be forgotten: with `appendfsync everysec` even a killed server
 * answers before it has written when the disk is slow.
 */
export async function mayHaveForgotten(redis: Redis, at: number, now: number): Promise<boolean> {
  const uptime = /^uptime_in_seconds:(?<seconds>\d+)/m.exec(await redis.info('server'))?.groups?.seconds;
  return uptime === undefined || at < now - Number(uptime) * 1000 + MARGIN_MS;
}
