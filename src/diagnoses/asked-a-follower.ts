import type { Finding } from '../domain/finding.ts';
import { clusterAgentDocuments, leaderDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** Only a follower was read: what it says of dispatching and events is empty by design and says nothing about the leader. */
export const askedAFollower: Rule = {
  topic: 'cluster-checks',
  codes: ['asked-a-follower'],
  looksAt: '`Cluster Checks Dispatching` and `Leader Election` of the replicas that answered',
  diagnose: (snapshot): Finding[] => {
    if (leaderDocument(snapshot) !== undefined) return [];
    return clusterAgentDocuments(snapshot).flatMap(({ from, status, source }): Finding[] => {
      const { clusterChecks, leaderElection } = status;
      if (clusterChecks.state !== 'present' || clusterChecks.value.role !== 'follower') return [];
      const leader = leaderElection.state === 'present' ? leaderElection.value.leaderName || null : null;
      const facts = { pod: from, leader, leaderIp: clusterChecks.value.leaderIp ?? null };
      // Pasted text: that is all there is to know, and it is normal. Live: the leader should have answered and did not.
      const verdict = snapshot.origin === 'text' ? 'explained' : 'unknown';
      return [{ code: 'asked-a-follower', verdict, subject: from, facts, evidence: [source] }];
    });
  },
};
