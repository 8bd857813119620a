import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';

/** Node Agents that are set to elect a leader or collect events, which is the Cluster Agent's work. */
export const electingNodeAgents: Rule = {
  topic: 'events',
  codes: ['node-agents-also-elect'],
  looksAt: '`DD_LEADER_ELECTION` and `DD_COLLECT_KUBERNETES_EVENTS` in the node Agents’ pods',
  diagnose: ({ events, namespace }): readonly Finding[] => {
    if (!events?.nodeAgents.known) return [];
    const { source, value } = events.nodeAgents;
    if (value.electingTotal === 0) return [];
    const facts = { agents: value.electing, total: value.electingTotal, of: value.total };
    return [{ code: 'node-agents-also-elect', verdict: 'warning', subject: namespace, facts, evidence: [source] }];
  },
};
