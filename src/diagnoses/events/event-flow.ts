import { SETTLED_SECONDS } from '../../domain/event-collection.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Reading, Unknown } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { apiServerCheck } from './apiserver-check.ts';
import { forbiddenEvents, mayCollect, rightsFor } from './event-rights.ts';
import { eventSettings } from './event-settings.ts';
import { attemptOf, type LeaderCheck, leaderCheck } from './leader-check.ts';

/** Kubernetes keeps events for an hour. A place in them that is older is behind everything there is. */
const OLD_SECONDS = 3600;
/** A place kept this lately shows by itself that events are read. */
const RECENT_SECONDS = 600;

/** Whether events are collected, and what kept that from being seen. */
export interface EventFlow {
  /** Absent where what keeps them from being collected is told in other words. */
  readonly finding?: Finding;
  /** Readings that failed and would have decided it. */
  readonly unread: readonly Unknown[];
  /** What the leader says of its checks is among them, or was not asked. */
  readonly statusMissing: boolean;
}

const TOLD_ELSEWHERE: EventFlow = { unread: [], statusMissing: false };

/** Weighs the check's figures, its place in the events and what the cluster holds. */
export function eventFlow(snapshot: Snapshot): EventFlow {
  const { events } = snapshot;
  if (events === undefined) return TOLD_ELSEWHERE;
  const isKept = eventSettings.diagnose(snapshot).length > 0 || forbiddenEvents(snapshot)?.verdict === 'fault';
  if (isKept) return TOLD_ELSEWHERE;
  // No replica that works: what that stops is told with it.
  if (snapshot.pods.known && !snapshot.pods.value.some(({ ready }) => ready)) return TOLD_ELSEWHERE;
  const seen = leaderCheck(snapshot);
  if (!seen.known) return withoutStatus(snapshot, seen);
  if (apiServerCheck.diagnose(snapshot).length > 0) return TOLD_ELSEWHERE;
  return bySight(snapshot, seen);
}

type Seen = Extract<LeaderCheck, { readonly known: true }>;

/** What the leader says could not be read. Its place in the events may still tell. */
function withoutStatus(snapshot: Snapshot, seen: Exclude<LeaderCheck, Seen>): EventFlow {
  const seconds = tokenSeconds(snapshot);
  if (seconds !== null && seconds <= RECENT_SECONDS && seen.leader !== '') {
    return { finding: healthy(snapshot, seen), unread: [], statusMissing: false };
  }
  // Everything was read, and nobody leads: that is told as such.
  if (seen.unread.length === 0 && seen.leader === '' && snapshot.execAllowed) return TOLD_ELSEWHERE;
  const { token } = snapshot.events!;
  return { ...unknownFor(snapshot, seen.leader, [...seen.unread, ...failed(token)]), statusMissing: true };
}

function bySight(snapshot: Snapshot, seen: Seen): EventFlow {
  const { inCluster, token } = snapshot.events!;
  const { lastEvents = 0, totalEvents } = seen.check ?? {};
  if (lastEvents > 0) return told(healthy(snapshot, seen));
  const rights = rightsFor(snapshot, 'collect-events').map(({ allowed }) => allowed);
  if (totalEvents === 0) {
    if (!inCluster.known) return unknownFor(snapshot, seen.leader, failed(inCluster));
    if (inCluster.value.count === 0 && !inCluster.value.more) return told(noneToCollect(snapshot, seen));
    if (!areOverdue(snapshot, seen)) return told(healthy(snapshot, seen));
    return mayCollect(snapshot)
      ? told(noneCollected(snapshot, seen, 'ever'))
      : unknownFor(snapshot, seen.leader, failed(...rights));
  }
  if (isBehind(snapshot)) {
    return mayCollect(snapshot)
      ? told(noneCollected(snapshot, seen, 'lately'))
      : unknownFor(snapshot, seen.leader, failed(...rights));
  }
  const seconds = tokenSeconds(snapshot);
  const isShown = mayCollect(snapshot) || (seconds !== null && seconds <= OLD_SECONDS);
  return isShown ? told(healthy(snapshot, seen)) : unknownFor(snapshot, seen.leader, failed(...rights, token));
}

/** Whether the cluster holds events that the leader must have met since it started. */
function areOverdue(snapshot: Snapshot, { upSeconds }: Seen): boolean {
  const { inCluster } = snapshot.events!;
  if (upSeconds === null || !inCluster.known) return false;
  const { newest, newestSettled = settled(snapshot), more } = inCluster.value;
  const settledSeconds = secondsBetween(newestSettled, snapshot.now);
  if (settledSeconds !== null && settledSeconds <= upSeconds) return true;
  // The newest of all came before the leader.
  if (newest !== undefined && newest === newestSettled) return false;
  // A cluster with that many has new ones all the time.
  const isBusy = more && upSeconds >= RECENT_SECONDS;
  return isBusy || (newestSettled === undefined && upSeconds > OLD_SECONDS && areSeveral(snapshot));
}

/** Whether its place in the events lies behind by more than they are kept, and there are newer ones. */
function isBehind(snapshot: Snapshot): boolean {
  const { token, inCluster } = snapshot.events!;
  const at = token.known ? token.value?.at : undefined;
  const age = secondsBetween(at, snapshot.now);
  if (age === null || age <= OLD_SECONDS || !inCluster.known) return false;
  const { newest, newestSettled = settled(snapshot) } = inCluster.value;
  const isAhead = (time: string | undefined) => (secondsBetween(at, time) ?? 0) > 0;
  return isAhead(newestSettled) || (newestSettled === undefined && isAhead(newest) && areSeveral(snapshot));
}

/** The newest event, where it is settled itself: reports from before that was noted know no other. */
function settled({ events, now }: Snapshot): string | undefined {
  const newest = events?.inCluster.known ? events.inCluster.value.newest : undefined;
  return (secondsBetween(newest, now) ?? 0) >= SETTLED_SECONDS ? newest : undefined;
}

/** More than one that may have come just now. */
function areSeveral({ events }: Snapshot): boolean {
  return events?.inCluster.known === true && events.inCluster.value.count > 1;
}

function tokenSeconds({ events, now }: Snapshot): number | null {
  const seconds = secondsBetween(events?.token.known ? events.token.value?.at : undefined, now);
  return seconds === null ? null : Math.max(0, seconds);
}

function told(finding: Finding): EventFlow {
  return { finding, unread: [], statusMissing: false };
}

function healthy(snapshot: Snapshot, seen: LeaderCheck): Finding {
  const { runs, lastEvents, totalEvents, lastRun } = (seen.known ? seen.check : undefined) ?? {};
  const { token } = snapshot.events!;
  const now = seen.known ? seen.document.status.time : undefined;
  const seconds = secondsBetween(lastRun, now ?? snapshot.now);
  return {
    code: 'events-healthy',
    verdict: 'ok',
    subject: seen.leader,
    facts: {
      leader: seen.leader,
      runs: runs ?? null,
      lastEvents: lastEvents ?? null,
      totalEvents: totalEvents ?? null,
      lastRunSeconds: seconds === null ? null : Math.max(0, seconds),
      tokenSeconds: tokenSeconds(snapshot),
    },
    evidence: [...(seen.known ? [seen.document.source] : []), ...(token.known ? [token.source] : [])],
  };
}

function noneToCollect({ events }: Snapshot, { leader, document, check }: Seen): Finding {
  return {
    code: 'events-none-to-collect',
    verdict: 'explained',
    subject: leader,
    facts: { leader, runs: check?.runs ?? null },
    evidence: [document.source, events!.inCluster.source],
  };
}

/** A warning and no fault: the check may have been told to leave such events out. */
function noneCollected(snapshot: Snapshot, { leader, document, check }: Seen, cause: 'ever' | 'lately'): Finding {
  const { inCluster, token } = snapshot.events!;
  const { count = null, newest } = inCluster.known ? inCluster.value : {};
  return {
    code: 'events-none-collected',
    verdict: 'warning',
    subject: leader,
    facts: {
      leader,
      runs: check?.runs ?? null,
      cause,
      totalEvents: check?.totalEvents ?? null,
      inCluster: count,
      newestSeconds: secondsBetween(newest, snapshot.now),
      tokenSeconds: tokenSeconds(snapshot),
    },
    evidence: [document.source, inCluster.source, ...(cause === 'lately' ? [token.source] : [])],
  };
}

function unknownFor({ namespace }: Snapshot, leader: string, unread: readonly Unknown[]): EventFlow {
  const finding: Finding = {
    code: 'events-unknown',
    verdict: 'unknown',
    subject: leader || namespace,
    facts: { attempts: unread.map(attemptOf) },
    evidence: unread.map(({ source }) => source),
  };
  return { finding, unread, statusMissing: false };
}

function failed(...readings: readonly Reading<unknown>[]): readonly Unknown[] {
  return readings.filter((reading): reading is Unknown => !reading.known);
}
