import type { Finding } from '../domain/finding.ts';
import { leaderName, leadership } from './leadership.ts';
import type { Rule } from './rule.ts';

/** One replica leads alone: nothing is wrong, and nobody takes over when it stops. */
export const leaderSingleReplica: Rule = {
  topic: 'leader',
  codes: ['leader-single-replica'],
  looksAt: '`.spec.replicas` of the Cluster Agent Deployment',
  diagnose: (snapshot): Finding[] => {
    const holder = leaderName(leadership(snapshot));
    const { replicasWanted } = snapshot;
    if (holder === '' || !replicasWanted.known || replicasWanted.value !== 1) return [];
    return [
      {
        code: 'leader-single-replica',
        verdict: 'explained',
        subject: holder,
        facts: { holder },
        evidence: [replicasWanted.source],
      },
    ];
  },
};
