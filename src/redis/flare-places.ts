import * as v from 'valibot';
import type { FlarePlace } from '../domain/flare.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored } from './stored.ts';

const KEPT_SECONDS = 7 * 24 * 3600;

const recordSchema = v.object({
  ask: v.string(),
  at: v.number(),
  place: v.object({ namespace: v.string(), pod: v.string(), container: v.string(), path: v.string() }),
});

function fieldOf({ namespace, pod, container, path }: FlarePlace): string {
  return JSON.stringify([namespace, pod, container, path]);
}

/** An archive lies in a container of this cluster, built for an ask at `at` (epoch milliseconds). */
export async function noteFlarePlace(
  redis: Redis,
  keys: Keys,
  cluster: string,
  { ask, at, place }: { readonly ask: string; readonly at: number; readonly place: FlarePlace },
): Promise<void> {
  const record = JSON.stringify({ ask, at, place });
  await redis
    .multi()
    .hset(keys.flarePlaces(cluster), fieldOf(place), record)
    .expire(keys.flarePlaces(cluster), KEPT_SECONDS)
    .exec();
}

/** It is gone. */
export async function forgetFlarePlace(redis: Redis, keys: Keys, cluster: string, place: FlarePlace): Promise<void> {
  await redis.hdel(keys.flarePlaces(cluster), fieldOf(place));
}

/**
 * Archives that a worker of this cluster left behind: those of an earlier try of the same ask, and those built before
 * `before`, when nobody can be at work on them any more.
 */
export async function leftFlarePlaces(
  redis: Redis,
  keys: Keys,
  cluster: string,
  { ask, before }: { readonly ask: string; readonly before: number },
): Promise<readonly FlarePlace[]> {
  const records = Object.values(await redis.hgetall(keys.flarePlaces(cluster)));
  return records.flatMap((text) => {
    const record = readStored(text, recordSchema);
    if (record.state !== 'found') return [];
    const { place, at, ask: builtFor } = record.value;
    return builtFor === ask || at < before ? [place] : [];
  });
}
