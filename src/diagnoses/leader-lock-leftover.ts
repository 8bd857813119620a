import type { Finding } from '../domain/finding.ts';
import { holderPod, leadership } from './leadership.ts';
import type { Rule } from './rule.ts';

/** An old lock beside the one in force: a former Helm release, or the ConfigMap annotation left by a switch to Lease. Harmless, but it misleads people. */
export const leaderLockLeftover: Rule = {
  topic: 'leader',
  codes: ['leader-lock-leftover'],
  looksAt: 'every lock found beside the one in force',
  diagnose: (snapshot): Finding[] => {
    const [used, ...others] = leadership(snapshot).locks;
    if (used?.fresh !== true) return [];
    return others
      .filter(({ fresh }) => fresh === false)
      .map((old) => ({
        code: 'leader-lock-leftover' as const,
        verdict: 'explained' as const,
        subject: `${old.ref.kind} ${old.ref.namespace}/${old.ref.name}`,
        facts: {
          used: used.ref,
          leftover: old.ref,
          holder: old.record.holder,
          ageSeconds: old.ageSeconds,
          holderGone: snapshot.pods.known && holderPod(snapshot.pods.value, old.record.holder) === undefined,
        },
        evidence: [used.source, old.source],
      }));
  },
};
