import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';
import { type CheckedRight, type ClusterEntry, HEARTBEAT_MS, heartbeat } from '../redis/registry.ts';
import type { Health } from '../telemetry/health-server.ts';

export interface Registration {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly entry: Omit<ClusterEntry, 'rights'>;
  /** Asks the API server what this worker may read; absent: nothing is told about rights. */
  readonly rights?: () => Promise<readonly CheckedRight[]>;
  readonly now: () => number;
  onError(error: unknown): void;
}

const RIGHTS_EVERY_MS = 300_000;
/** A worker that could not enter itself for this long counts as silent everywhere else. */
const UNHEARD_MS = 30_000;

/** Enters a cluster in the registry every 10 s, its rights refreshed every 5 minutes. `health` fails once it is not heard. */
export function keepRegistered(registration: Registration): { health(): Health; close(): void } {
  const { redis, keys, entry, now, onError } = registration;
  let rights: readonly CheckedRight[] = [];
  let askedAt: number | undefined;
  let enteredAt = now();
  let beating = false;

  const beat = async () => {
    await heartbeat(redis, keys, { ...entry, rights });
    enteredAt = now();
  };
  const refreshRights = async () => {
    if (registration.rights === undefined || (askedAt !== undefined && now() - askedAt < RIGHTS_EVERY_MS)) return;
    askedAt = now();
    rights = await registration.rights();
    await beat();
  };
  const tick = () => {
    // A beat can wait as long as Redis is away; another one behind it would say nothing new.
    if (!beating) {
      beating = true;
      beat()
        .catch(onError)
        .finally(() => {
          beating = false;
        });
    }
    refreshRights().catch(onError);
  };
  tick();
  const timer = setInterval(tick, HEARTBEAT_MS);
  return {
    health: () => {
      const silentMs = now() - enteredAt;
      if (silentMs <= UNHEARD_MS) return { ok: true };
      return { ok: false, reason: `not entered in Redis for ${Math.floor(silentMs / 1000)} s` };
    },
    close: () => clearInterval(timer),
  };
}
