import type { FindingOf } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { clusterAgentDocuments } from './documents.ts';
import { leadersDisagree } from './leaders-disagree.ts';
import {
  DEFAULT_LEASE_SECONDS,
  holderPod,
  type Leadership,
  type LockClaim,
  leadership,
  type StatusClaim,
} from './leadership.ts';
import type { Rule } from './rule.ts';

type LeaderFinding =
  | FindingOf<'leader-healthy'>
  | FindingOf<'leader-renewal-stale'>
  | FindingOf<'leader-renewal-unclear'>
  | FindingOf<'leader-holder-gone'>
  | FindingOf<'leader-holder-down'>
  | FindingOf<'leader-missing'>
  | FindingOf<'leader-unreadable'>;

/** Exactly one answer to "who leads, and is it alive?", from the lock in force and, where no lock was read, from what the replicas say. */
export const leaderHealthy: Rule = {
  topic: 'leader',
  codes: [
    'leader-healthy',
    'leader-renewal-stale',
    'leader-renewal-unclear',
    'leader-holder-gone',
    'leader-holder-down',
    'leader-missing',
    'leader-unreadable',
  ],
  looksAt: 'Lease and ConfigMap lock, `Leader Election` of every replica, the Agent pods',
  diagnose: (snapshot) => {
    const isText = snapshot.origin === 'text';
    if (isText && snapshot.locks.length === 0 && clusterAgentDocuments(snapshot).length === 0) return [];
    const view = leadership(snapshot);
    if (isText && view.locks.length + view.vacant.length + view.statuses.length === 0 && arePartsOnly(snapshot))
      return [];
    const answer = judge(snapshot, view);
    // Beside two leaders, one that is well is no answer.
    return answer.code === 'leader-healthy' && leadersDisagree.diagnose(snapshot).length > 0 ? [] : [answer];
  },
};

/** Documents without the section on the election, of which nobody knows how much is missing. */
function arePartsOnly(snapshot: Snapshot): boolean {
  return clusterAgentDocuments(snapshot).every(
    ({ status }) => status.leaderElection.state === 'absent' && (status.cutOff || status.version === ''),
  );
}

function judge(snapshot: Snapshot, view: Leadership): LeaderFinding {
  const lock = view.locks[0];
  if (lock) return judgeLock(snapshot, view, lock);
  const statuses = view.statuses.filter(({ leader }) => leader !== '');
  const said = statuses.find(({ from, leader }) => from === leader) ?? statuses[0];
  if (said) return judgeStatus(snapshot, view, said);
  return nobody(snapshot, view);
}

function judgeLock(snapshot: Snapshot, view: Leadership, lock: LockClaim): LeaderFinding {
  const { record, ref, ageSeconds, leaseSeconds } = lock;
  const subject = record.holder;
  const evidence = [lock.source];
  if (lock.fresh === null && lock.aheadSeconds > 0) {
    const facts = { holder: subject, lock: ref, aheadSeconds: lock.aheadSeconds, readTwice: lock.readTwice };
    return { code: 'leader-renewal-unclear', verdict: 'unknown', subject, facts, evidence };
  }
  const pods = snapshot.pods.known ? snapshot.pods.value : undefined;
  if (pods !== undefined && holderPod(pods, subject) === undefined) {
    const names = pods.map(({ name }) => name);
    const verdict = lock.fresh === true ? 'warning' : 'fault';
    const facts = { holder: subject, lock: ref, ageSeconds, leaseSeconds, pods: names };
    return { code: 'leader-holder-gone', verdict, subject, facts, evidence: [...evidence, snapshot.pods.source] };
  }
  if (lock.fresh === false && ageSeconds !== null) {
    return stale(snapshot, { holder: subject, lock: ref, ageSeconds, leaseSeconds }, evidence);
  }
  const holder = pods && holderPod(pods, subject);
  if (holder !== undefined && (holder.state === 'waiting' || holder.state === 'terminated')) {
    const otherPods = (pods ?? []).filter(({ name, ready }) => ready && name !== holder.name).map(({ name }) => name);
    const facts = { holder: subject, lock: ref, ageSeconds, leaseSeconds, reason: holder.reason ?? null, otherPods };
    const verdict = otherPods.length === 0 ? 'fault' : 'warning';
    return { code: 'leader-holder-down', verdict, subject, facts, evidence: [...evidence, snapshot.pods.source] };
  }
  const agreeing = view.statuses.filter(({ leader }) => leader === subject);
  return {
    code: 'leader-healthy',
    // A pasted lock without a date beside it says who leads, not whether anybody is alive.
    verdict: snapshot.origin === 'text' && ageSeconds === null ? 'explained' : 'ok',
    subject,
    facts: {
      holder: subject,
      lock: ref,
      renewedAt: record.renewed ?? null,
      ageSeconds,
      leaseSeconds: record.leaseSeconds ?? null,
      transitions: record.transitions ?? null,
      asked: view.statuses.length,
      agreeing: agreeing.length,
      movedBetweenReads: lock.moved,
    },
    evidence: [...evidence, ...agreeing.map(({ source }) => source)],
  };
}

/** Without a lock to look at, the lease's length is not known: the default decides. */
function judgeStatus(snapshot: Snapshot, view: Leadership, said: StatusClaim): LeaderFinding {
  const { leader, ageSeconds } = said;
  const evidence = view.statuses.map(({ source }) => source);
  const leaseSeconds = DEFAULT_LEASE_SECONDS;
  if (ageSeconds !== null && ageSeconds > leaseSeconds)
    return stale(snapshot, { holder: leader, lock: null, ageSeconds, leaseSeconds }, evidence);
  return {
    code: 'leader-healthy',
    verdict: snapshot.origin === 'text' && ageSeconds === null ? 'explained' : 'ok',
    subject: leader,
    facts: {
      holder: leader,
      lock: null,
      renewedAt: said.renewedAt,
      ageSeconds,
      leaseSeconds: null,
      transitions: said.transitions,
      asked: view.statuses.length,
      agreeing: view.statuses.filter((claim) => claim.leader === leader).length,
      movedBetweenReads: false,
    },
    evidence,
  };
}

function stale(
  snapshot: Snapshot,
  facts: Omit<FindingOf<'leader-renewal-stale'>['facts'], 'replicas' | 'retrySeconds'>,
  evidence: readonly string[],
): LeaderFinding {
  const replicas = snapshot.replicasWanted.known
    ? snapshot.replicasWanted.value
    : snapshot.pods.known
      ? snapshot.pods.value.length
      : null;
  const overTwo = facts.ageSeconds > 2 * facts.leaseSeconds;
  const retrySeconds = Math.max(0, 2 * facts.leaseSeconds - facts.ageSeconds);
  return {
    code: 'leader-renewal-stale',
    verdict: overTwo || replicas === 1 ? 'fault' : 'warning',
    subject: facts.holder,
    facts: { ...facts, replicas, retrySeconds },
    evidence,
  };
}

function nobody(snapshot: Snapshot, view: Leadership): LeaderFinding {
  const subject = snapshot.namespace;
  const tried = snapshot.locks.map(({ lock }) => lock);
  const evidence = snapshot.locks.map(({ reading }) => reading.source);
  const missing = (cause: FindingOf<'leader-missing'>['facts']['cause'], detail: string | null): LeaderFinding => ({
    code: 'leader-missing',
    verdict: 'fault',
    subject,
    facts: { cause, detail, tried },
    evidence: [...evidence, ...snapshot.statuses.map(({ reading }) => reading.source)],
  });
  const failing = snapshot.statuses.flatMap(({ reading }) =>
    reading.known && reading.value.leaderElection.state === 'error' ? [reading.value.leaderElection.text] : [],
  )[0];
  const off = snapshot.pods.known && snapshot.pods.value.some(({ env }) => env.DD_LEADER_ELECTION === 'false');
  if (off) return missing('election-off', failing ?? null);
  if (failing !== undefined) return missing('failing', failing);
  if (view.statuses.length > 0) return missing('no-holder', null);
  // The lock's name is told by the pods: without them the locks that were looked for may be the wrong ones.
  const allLooked = view.unreadable.length === 0 && (snapshot.origin === 'text' || snapshot.pods.known);
  if (allLooked && view.vacant.length > 0) return missing('no-holder', null);
  if (allLooked && snapshot.locks.length > 0) return missing('no-lock', null);
  const pods = snapshot.origin === 'text' ? [] : [snapshot.pods];
  const failed = [...pods, ...snapshot.statuses.map(({ reading }) => reading)].flatMap((reading) =>
    reading.known ? [] : [{ source: reading.source, why: reading.why, detail: reading.detail }],
  );
  const facts = { attempts: [...view.unreadable, ...failed] };
  return { code: 'leader-unreadable', verdict: 'unknown', subject, facts, evidence };
}
