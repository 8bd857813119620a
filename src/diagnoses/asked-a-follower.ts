import type { Finding } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { clusterAgentDocuments, leaderDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** Only a follower was read: what it says of dispatching and events is empty by design and says nothing about the leader. */
export const askedAFollower: Rule = {
  topic: 'cluster-checks',
  codes: ['asked-a-follower'],
  looksAt: '`Cluster Checks Dispatching`, `Leader Election` and `clusterchecks` of the replicas that answered',
  diagnose: (snapshot): Finding[] => {
    const told = leaderDocument(snapshot) === undefined ? byStatus(snapshot) : [];
    return told.length > 0 ? told : byDispatching(snapshot);
  },
};

function byStatus(snapshot: Snapshot): Finding[] {
  return clusterAgentDocuments(snapshot).flatMap(({ from, status, source }): Finding[] => {
    const { clusterChecks, leaderElection } = status;
    if (clusterChecks.state !== 'present' || clusterChecks.value.role !== 'follower') return [];
    const leader = leaderElection.state === 'present' ? leaderElection.value.leaderName || null : null;
    const facts = { pod: from, leader, leaderIp: clusterChecks.value.leaderIp ?? null };
    // Pasted text: that is all there is to know, and it is normal. Live: the leader should have answered and did not.
    const verdict = snapshot.origin === 'text' ? 'explained' : 'unknown';
    return [{ code: 'asked-a-follower', verdict, subject: from, facts, evidence: [source] }];
  });
}

/** `clusterchecks` was answered by a follower, though it was asked of whoever leads: the leadership has just moved. */
function byDispatching({ checks, pods, origin }: Snapshot): Finding[] {
  const { dispatching } = checks ?? {};
  if (!dispatching?.known || dispatching.value.role !== 'follower') return [];
  const pod = checks?.leader ?? (pods.known ? pods.value[0]?.name : undefined) ?? '';
  const facts = { pod, leader: null, leaderIp: null };
  const verdict = origin === 'text' ? 'explained' : 'unknown';
  return [{ code: 'asked-a-follower', verdict, subject: pod, facts, evidence: [dispatching.source] }];
}
