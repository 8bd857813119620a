import type { Attempt, LeaderClaim } from '../domain/finding-facts.ts';
import type { LeaderLock, LockRef } from '../domain/leader-lock.ts';
import type { AgentPod, LockReading, Snapshot, StatusReading } from '../domain/snapshot.ts';

/** `leader_lease_duration` where the lock does not say. */
export const DEFAULT_LEASE_SECONDS = 60;
/** A renewal up to this far ahead is taken for "now": the `Date` header has whole seconds, clocks are never equal. */
const AHEAD_TOLERANCE_SECONDS = 5;

export interface LockClaim {
  readonly ref: LockRef;
  readonly record: LeaderLock;
  readonly leaseSeconds: number;
  /** Whole seconds since the renewal, 0 when it lies a little ahead; `null`: cannot be told. */
  readonly ageSeconds: number | null;
  /** How far the renewal lies in the future, beyond tolerance. */
  readonly aheadSeconds: number;
  /** The record changed between two reads: somebody is alive to renew it. */
  readonly moved: boolean;
  readonly readTwice: boolean;
  /** `true`: alive; `false`: its lease ran out; `null`: cannot be told. */
  readonly fresh: boolean | null;
  readonly source: string;
}

export interface StatusClaim {
  readonly from: string;
  readonly leader: string;
  readonly renewedAt: string | null;
  readonly ageSeconds: number | null;
  readonly transitions: number | null;
  readonly source: string;
}

export interface Leadership {
  /** Locks that hold an election record with a holder, the one in force first. */
  readonly locks: readonly LockClaim[];
  /** Locks that were read and name nobody. */
  readonly vacant: readonly LockRef[];
  readonly unreadable: readonly Attempt[];
  /** What each replica that was asked says. */
  readonly statuses: readonly StatusClaim[];
}

/** Everything the snapshot knows of who leads, weighed but not yet judged. */
export function leadership(snapshot: Snapshot): Leadership {
  const locks: LockClaim[] = [];
  const vacant: LockRef[] = [];
  const unreadable: Attempt[] = [];
  for (const lock of snapshot.locks) {
    const { reading } = lock;
    if (!reading.known) {
      if (reading.why !== 'absent')
        unreadable.push({ source: reading.source, why: reading.why, detail: reading.detail });
    } else if (reading.value === null || reading.value.holder === '') vacant.push(lock.lock);
    else locks.push(weigh(lock, reading.value, snapshot.now));
  }
  return {
    locks: locks.sort(inForceFirst),
    vacant,
    unreadable,
    statuses: statusClaims(snapshot.statuses, snapshot.now),
  };
}

function weigh(lock: LockReading, first: LeaderLock, now: string | undefined): LockClaim {
  const later = lock.again?.known ? lock.again.value : null;
  const moved = later !== null && later.renewed !== first.renewed;
  const record = later ?? first;
  const leaseSeconds = record.leaseSeconds ?? DEFAULT_LEASE_SECONDS;
  const age = secondsBetween(record.renewed, now);
  const ahead = age !== null && age < -AHEAD_TOLERANCE_SECONDS ? -age : 0;
  return {
    ref: lock.lock,
    record,
    leaseSeconds,
    ageSeconds: ahead > 0 || age === null ? null : Math.max(0, age),
    aheadSeconds: ahead,
    moved,
    readTwice: lock.again?.known ?? false,
    fresh: moved ? true : ahead > 0 || age === null ? null : age <= leaseSeconds,
    source: lock.reading.source,
  };
}

/** Fresh before unsure before stale; among equals a Lease before a ConfigMap (whose annotation stays behind after a switch), then the newer. */
function inForceFirst(a: LockClaim, b: LockClaim): number {
  const rank = ({ fresh }: LockClaim) => (fresh === true ? 0 : fresh === null ? 1 : 2);
  const kind = ({ ref }: LockClaim) => (ref.kind === 'Lease' ? 0 : 1);
  const newer = (b.record.renewed ?? '').localeCompare(a.record.renewed ?? '');
  const byRank = rank(a) - rank(b);
  if (byRank !== 0) return byRank;
  return rank(a) === 2 ? newer || kind(a) - kind(b) : kind(a) - kind(b) || newer;
}

function statusClaims(statuses: readonly StatusReading[], now: string | undefined): StatusClaim[] {
  return statuses.flatMap(({ from, reading }) => {
    if (!reading.known || reading.value.flavor !== 'cluster-agent') return [];
    const { leaderElection, time } = reading.value;
    if (leaderElection.state !== 'present') return [];
    const { leaderName, renewed, transitions } = leaderElection.value;
    const age = secondsBetween(renewed, time ?? now);
    return [
      {
        from,
        leader: leaderName,
        renewedAt: renewed ?? null,
        ageSeconds: age === null ? null : Math.max(0, age),
        transitions: transitions ?? null,
        source: reading.source,
      },
    ];
  });
}

/** Whole seconds from one ISO time to another, cut towards the past; `null` when either is missing. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | null {
  if (from === undefined || to === undefined) return null;
  const milliseconds = Date.parse(to) - Date.parse(from);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}

/** Who leads, by the lock in force, else by what the replicas agree on; empty when nobody does or they differ. */
export function leaderName(view: Leadership): string {
  const locked = view.locks[0];
  if (locked) return locked.record.holder;
  const named = new Set(view.statuses.map(({ leader }) => leader));
  return named.size === 1 ? ([...named][0] ?? '') : '';
}

/** The pod that holds the leadership. The holder is the pod's name; Agents before 7.46 with host networking wrote the node's. */
export function holderPod(pods: readonly AgentPod[], holder: string): AgentPod | undefined {
  return pods.find(({ name }) => name === holder) ?? pods.find(({ node }) => node === holder);
}

export function claimOf(lock: LockClaim): LeaderClaim {
  const { ref, record, ageSeconds } = lock;
  return { by: `${ref.namespace}/${ref.name}`, kind: ref.kind, leader: record.holder, ageSeconds };
}
