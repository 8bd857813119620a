import type { Finding } from '../domain/finding.ts';
import { holderPod, leadership } from './leadership.ts';
import type { Rule } from './rule.ts';

/** Under 5 s a difference is noise: the `Date` header it is measured by has whole seconds. */
const SKEW_MS = 5_000;

/** Clocks that differ from the API server's: the leader's node (its renewals lie in the future), or the machine dca-bot runs on. */
export const clockSkew: Rule = {
  topic: 'leader',
  codes: ['clock-skew'],
  looksAt: "renewal times against the API server's `Date` header",
  diagnose: (snapshot): Finding[] => {
    const findings: Finding[] = [];
    for (const lock of leadership(snapshot).locks) {
      if (lock.aheadSeconds === 0) continue;
      const pod = snapshot.pods.known ? holderPod(snapshot.pods.value, lock.record.holder) : undefined;
      findings.push({
        code: 'clock-skew',
        verdict: 'warning',
        subject: lock.record.holder,
        facts: { who: 'holder', node: pod?.node ?? null, aheadSeconds: lock.aheadSeconds },
        evidence: [lock.source],
      });
    }
    const { skewMs } = snapshot;
    if (skewMs !== undefined && Math.abs(skewMs) > SKEW_MS) {
      findings.push({
        code: 'clock-skew',
        verdict: 'explained',
        subject: 'dca-bot',
        facts: { who: 'bot', node: null, aheadSeconds: Math.round(skewMs / 1000) },
        evidence: [snapshot.pods.source],
      });
    }
    return findings;
  },
};
