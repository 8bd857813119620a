import * as v from 'valibot';
import type { Right } from '../domain/finding-facts.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored } from './stored.ts';

/** A right the worker asked the API server about; `null`: the API server did not say. */
export interface CheckedRight extends Right {
  readonly allowed: boolean | null;
}

/** What the workers of a cluster tell about themselves. */
export interface ClusterEntry {
  readonly name: string;
  /** dca-bot's version. */
  readonly version: string;
  readonly slug: string;
  readonly rights: readonly CheckedRight[];
}

export interface RegisteredCluster extends ClusterEntry {
  /** Epoch milliseconds by the clock of Redis. */
  readonly lastSeen: number;
  /** Seconds since then, once they are more than 30; absent while its workers are heard. */
  readonly silentSeconds?: number;
}

export const HEARTBEAT_MS = 10_000;
const SILENT_AFTER_MS = 30_000;

const storedSchema = v.object({
  name: v.string(),
  version: v.string(),
  slug: v.string(),
  rights: v.array(
    v.object({
      verb: v.string(),
      group: v.string(),
      resource: v.string(),
      namespace: v.nullable(v.string()),
      allowed: v.nullable(v.boolean()),
    }),
  ),
  lastSeen: v.number(),
});

/** Enters a cluster, or says that it is still served. The time is that of Redis, so clocks that differ do not matter. */
export async function heartbeat(redis: Redis, keys: Keys, entry: ClusterEntry): Promise<void> {
  const stored = { ...entry, lastSeen: await redisNow(redis) };
  await redis.hset(keys.clusters(), entry.name, JSON.stringify(stored));
}

/**
 * All clusters ever entered and not forgotten, by name. `now` (epoch milliseconds) defaults to Redis' own clock, by
 * which the entries were made. An entry that cannot be read (of another version) is left out.
 */
export async function listClusters(redis: Redis, keys: Keys, now?: number): Promise<readonly RegisteredCluster[]> {
  const [at, stored] = await Promise.all([now ?? redisNow(redis), redis.hgetall(keys.clusters())]);
  return Object.values(stored)
    .flatMap((text) => readEntry(text, at))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Removes a cluster that is gone for good; `false` when there was none of that name. */
export async function forgetCluster(redis: Redis, keys: Keys, name: string): Promise<boolean> {
  return (await redis.hdel(keys.clusters(), name)) > 0;
}

function readEntry(text: string, now: number): readonly RegisteredCluster[] {
  const record = readStored(text, storedSchema);
  if (record.state !== 'found') return [];
  const silentMs = now - record.value.lastSeen;
  return [silentMs > SILENT_AFTER_MS ? { ...record.value, silentSeconds: Math.floor(silentMs / 1000) } : record.value];
}

async function redisNow(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
