import type { AccountRight } from '../../domain/autoscaling.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { activeEntries } from './common-troubles.ts';
import { subjectView, works } from './subject-view.ts';

/** What the Agent's account may not do and needs for external metrics, by the API server's own word. */
export const agentRights: Rule = {
  topic: 'external-metrics',
  codes: ['agent-rights-missing'],
  looksAt: "SubjectAccessReviews of the Agent's account",
  diagnose: (snapshot): Finding[] => {
    const refused = (snapshot.autoscaling?.rights ?? []).filter(
      ({ who, allowed }) => who === 'agent' && allowed.known && !allowed.value,
    );
    const accounts = [...new Set(refused.map(({ user }) => user))];
    const verdict = suffers(snapshot) ? 'fault' : 'warning';
    return accounts.map((account) =>
      missing(
        account,
        refused.filter(({ user }) => user === account),
        verdict,
      ),
    );
  },
};

/** Whether anything goes without a value now: a right may have been taken away a moment ago, or be needed tomorrow. */
function suffers(snapshot: Snapshot): boolean {
  const views = (snapshot.autoscaling?.views ?? []).flatMap((view) => subjectView(view) ?? []);
  const active = activeEntries(snapshot);
  return views.length > 0 ? !views.every(works) : active.length === 0 || active.some(({ valid }) => !valid);
}

function missing(account: string, rights: readonly AccountRight[], verdict: 'fault' | 'warning'): Finding {
  const facts = { account, missing: rights.map(({ purpose, right }) => ({ purpose, right })) };
  const evidence = rights.map(({ allowed }) => allowed.source);
  return { code: 'agent-rights-missing', verdict, subject: account, facts, evidence };
}
