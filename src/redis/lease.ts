import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { runScript, script } from './script.ts';

/**
 * The right to do something alone for a while. `fence` is `<number>:<holder>`: the number grows with every new lease,
 * and the holder keeps two fences apart even after the server lost its data and counts anew.
 */
export interface Lease {
  readonly name: string;
  readonly fence: string;
}

/** How long the numbers of a lease go on growing. */
export const FENCE_SECONDS = 30 * 24 * 3600;

const ACQUIRE = script(`
if redis.call('EXISTS', KEYS[1]) == 1 then return false end
local fence = redis.call('INCR', KEYS[2]) .. ':' .. ARGV[1]
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], fence, 'PX', ARGV[2])
return fence`);

const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

const RELEASE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`);

/** Takes a lease for `ttlMs`, or gives `undefined` while somebody holds it. `holder` is unique to this process. */
export async function acquireLease(
  redis: Redis,
  keys: Keys,
  name: string,
  holder: string,
  ttlMs: number,
): Promise<Lease | undefined> {
  const fence = await runScript(redis, ACQUIRE, [keys.lease(name), keys.fence(name)], [holder, ttlMs, FENCE_SECONDS]);
  return typeof fence === 'string' ? { name, fence } : undefined;
}

/** Holds on to a lease for another `ttlMs`; `false` when it is lost. */
export async function renewLease(redis: Redis, keys: Keys, lease: Lease, ttlMs: number): Promise<boolean> {
  return (await runScript(redis, RENEW, [keys.lease(lease.name)], [lease.fence, ttlMs])) === 1;
}

/** Gives a lease back; `false` when it was lost already. */
export async function releaseLease(redis: Redis, keys: Keys, lease: Lease): Promise<boolean> {
  return (await runScript(redis, RELEASE, [keys.lease(lease.name)], [lease.fence])) === 1;
}
