import type { Finding } from '../domain/finding.ts';
import type { LeaderClaim } from '../domain/finding-facts.ts';
import { claimOf, leadership } from './leadership.ts';
import type { Rule } from './rule.ts';

/**
 * Two leaders at once: two fresh locks with different holders, or replicas that name different leaders (each reads the
 * lock it was told to use, so they differ when they use different ones).
 */
export const leadersDisagree: Rule = {
  topic: 'leader',
  codes: ['leaders-disagree'],
  looksAt: 'fresh Lease and ConfigMap locks, `Leader Name is` of every replica',
  diagnose: (snapshot): Finding[] => {
    const view = leadership(snapshot);
    const fresh = view.locks.filter((lock) => lock.fresh === true);
    const said = view.statuses.filter(({ leader }) => leader !== '');
    const claims: LeaderClaim[] = [
      ...fresh.map(claimOf),
      ...said.map(({ from, leader, ageSeconds }) => ({ by: from, kind: 'pod' as const, leader, ageSeconds })),
    ];
    const locksDiffer = new Set(fresh.map(({ record }) => record.holder)).size > 1;
    const podsDiffer = new Set(said.map(({ leader }) => leader)).size > 1;
    if (!locksDiffer && !podsDiffer) return [];
    return [
      {
        code: 'leaders-disagree',
        verdict: 'fault',
        subject: snapshot.namespace,
        facts: { claims },
        evidence: [...fresh.map(({ source }) => source), ...said.map(({ source }) => source)],
      },
    ];
  },
};
