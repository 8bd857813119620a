import type { LeaderLock, LockRef } from '../domain/leader-lock.ts';
import type { Pod } from '../domain/objects.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import type { AgentPod, LockReading } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { lockFromConfigMap, lockFromLease } from '../parsers/leader-lock.ts';
import { homeNamespace } from './find-agents.ts';
import { until } from './until.ts';

const HISTORIC_NAME = 'datadog-leader-election';
/** A renewal later than this by the API server's clock (whose `Date` header has whole seconds) lies in the future. */
const FUTURE_MS = 2_000;
/** The holder renews every quarter of its lease, 15 s by default; one second more sees the next renewal. */
const RENEWAL_WAIT_MS = 16_000;
const LOOK_AGAIN_EVERY_MS = 2_000;

/**
 * The names under which the lock may lie: as the Agent is told by its environment, as the Helm release and the
 * Operator name it, and the historic one, whose leftovers are worth knowing even when another name is in use.
 */
export function lockRefs(
  agents: readonly AgentPod[],
  pods: readonly Pod[],
  namespace: string,
  configured: readonly string[],
): readonly LockRef[] {
  const names = new Set<string>(configured);
  for (const { env } of agents) if (env.DD_LEADER_LEASE_NAME) names.add(env.DD_LEADER_LEASE_NAME);
  for (const { metadata } of pods) {
    const operator = metadata.labels?.['agent.datadoghq.com/name'];
    const release =
      metadata.labels?.['app.kubernetes.io/managed-by'] === 'Helm' && metadata.labels['app.kubernetes.io/name'];
    if (operator) names.add(`${operator}-leader-election`);
    if (release) names.add(`${release}-leader-election`);
  }
  names.add(HISTORIC_NAME);
  const home = homeNamespace({ agents, namespace });
  return [...names].flatMap((name) => [
    { kind: 'Lease' as const, namespace: home, name },
    { kind: 'ConfigMap' as const, namespace: home, name },
  ]);
}

/** Reads every lock at once; one whose renewal lies in the future is read again until it moves or a renewal period is over. */
export async function readLocks(
  reader: ClusterReader,
  refs: readonly LockRef[],
  nowMs: () => number,
  bounds: CallBounds,
): Promise<readonly LockReading[]> {
  return Promise.all(
    refs.map(async (lock) => {
      const reading = await readLock(reader, lock, bounds);
      if (!renewedInFuture(reading, nowMs())) return { lock, reading };
      const again = await readUntilItMoves(reader, lock, reading, bounds);
      return { lock, reading, again };
    }),
  );
}

async function readLock(reader: ClusterReader, lock: LockRef, bounds: CallBounds): Promise<Reading<LeaderLock | null>> {
  if (lock.kind === 'Lease') {
    const lease = await reader.getLease(lock.namespace, lock.name, bounds);
    return lease.known ? known(lockFromLease(lease.value), lease.source, lease.at) : lease;
  }
  const map = await reader.getConfigMap(lock.namespace, lock.name, bounds);
  if (!map.known) return map;
  const parsed = lockFromConfigMap(map.value);
  return parsed.ok ? known(parsed.lock, map.source, map.at) : unknown('unreadable', parsed.detail, map.source, map.at);
}

function renewedInFuture(reading: Reading<LeaderLock | null>, nowMs: number): boolean {
  const renewed = reading.known ? reading.value?.renewed : undefined;
  return renewed !== undefined && Date.parse(renewed) > nowMs + FUTURE_MS;
}

async function readUntilItMoves(
  reader: ClusterReader,
  lock: LockRef,
  first: Reading<LeaderLock | null>,
  bounds: CallBounds,
): Promise<Reading<LeaderLock | null>> {
  const before = first.known ? first.value?.renewed : undefined;
  const moved = (reading: Reading<LeaderLock | null>) => reading.known && reading.value?.renewed !== before;
  let seen: Reading<LeaderLock | null> | undefined;
  const look = async () => {
    const reading = await readLock(reader, lock, bounds);
    // A later look that fails, as when the question's time is over, takes nothing back.
    if (reading.known || seen === undefined) seen = reading;
    return seen;
  };
  return until(look, moved, {
    everyMs: LOOK_AGAIN_EVERY_MS,
    forMs: RENEWAL_WAIT_MS,
    ...(bounds.signal ? { signal: bounds.signal } : {}),
  });
}
