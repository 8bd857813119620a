import type { ClusterChecks } from '../domain/agent-status.ts';
import type { Finding } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { about, bestDocument, type StatusDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** What the leader dispatches, and to how many. */
export const clusterChecks: Rule = {
  topic: 'cluster-checks',
  codes: [
    'cluster-checks-healthy',
    'cluster-checks-disabled',
    'cluster-checks-warming-up',
    'cluster-checks-state-unknown',
    'cluster-checks-contradiction',
    'no-node-agents-reporting',
    'check-unassigned',
  ],
  looksAt: '`Cluster Checks Dispatching` of the leader, else its `clusterchecks`',
  diagnose: (snapshot): Finding[] => {
    const document = bestDocument(snapshot);
    const printed = notDispatching(snapshot);
    if (document === undefined || (printed && document.status.clusterChecks.state === 'absent')) return printed ?? [];
    const section = document.status.clusterChecks;
    const { pod } = document;
    switch (section.state) {
      case 'disabled':
        return [about(document, 'cluster-checks-disabled', 'explained', { pod })];
      case 'error':
        return [unclear(document, section.text)];
      case 'absent':
        // Of a part that was pasted without its title nobody knows what else there was.
        return document.status.cutOff || document.status.version === '' ? [] : [unclear(document, '')];
      case 'present':
        return judge(document, section.value);
    }
  },
};

function judge(document: StatusDocument, checks: ClusterChecks): Finding[] {
  const { pod } = document;
  if (checks.role === 'follower') return [];
  if (checks.role === 'unknown') return [unclear(document, 'unknown')];
  if (checks.role === 'warming-up') return [about(document, 'cluster-checks-warming-up', 'explained', { pod })];
  const { activeAgents: agents, configurations, dispatched, unassigned } = checks;
  if (agents === undefined || configurations === undefined || dispatched === undefined || unassigned === undefined)
    return [unclear(document, 'Leader, serving requests')];
  const findings: Finding[] = [];
  if (agents === 0) {
    const verdict = configurations > 0 ? 'fault' : 'warning';
    findings.push(about(document, 'no-node-agents-reporting', verdict, { pod, configurations }));
  } else if (unassigned > 0) {
    const facts = { pod, unassigned, configurations, dispatched, agents, unscheduled: checks.unscheduled };
    findings.push(about(document, 'check-unassigned', 'warning', facts));
  }
  if (dispatched + unassigned !== configurations) {
    const facts = { pod, configurations, dispatched, unassigned };
    findings.push(about(document, 'cluster-checks-contradiction', 'unknown', facts));
  }
  if (findings.length > 0) return findings;
  const facts = { pod, agents, configurations, dispatched };
  return [about(document, 'cluster-checks-healthy', 'ok', facts)];
}

/** What `clusterchecks` says where it lists nothing, since nothing is dispatched. */
function notDispatching({ checks }: Snapshot): Finding[] | undefined {
  const { dispatching } = checks ?? {};
  if (!dispatching?.known) return undefined;
  const pod = checks?.leader ?? '';
  const base = { subject: pod, evidence: [dispatching.source] };
  switch (dispatching.value.role) {
    case 'disabled':
      return [{ ...base, code: 'cluster-checks-disabled', verdict: 'explained', facts: { pod } }];
    case 'starting': {
      const facts = { pod, detail: 'Startup in progress' };
      return [{ ...base, code: 'cluster-checks-state-unknown', verdict: 'unknown', facts }];
    }
    default:
      return undefined;
  }
}

function unclear(document: StatusDocument, detail: string): Finding {
  return about(document, 'cluster-checks-state-unknown', 'unknown', { pod: document.pod, detail });
}
