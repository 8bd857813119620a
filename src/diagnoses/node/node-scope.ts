import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';

/** A name behind `node` that leads to no node Agent: it means nothing, several things, or a node without one. */
export const nodeScope: Rule = {
  topic: 'node',
  codes: ['node-not-found', 'node-name-ambiguous', 'node-agent-absent'],
  looksAt: 'the node or pod that was asked for, and the Agent’s pods on that node',
  diagnose: ({ nodeAgents }): readonly Finding[] => {
    const scope = nodeAgents?.scope;
    switch (scope?.kind) {
      case 'not-found': {
        const { asked, near } = scope;
        return [{ code: 'node-not-found', verdict: 'unknown', subject: asked, facts: { asked, near }, evidence: [] }];
      }
      case 'ambiguous': {
        const { asked, choices } = scope;
        const facts = { asked, choices };
        return [{ code: 'node-name-ambiguous', verdict: 'unknown', subject: asked, facts, evidence: [] }];
      }
      case 'no-agent': {
        const { node, nodeReady } = scope;
        const evidence = nodeAgents?.survey.known ? [nodeAgents.survey.source] : [];
        return [{ code: 'node-agent-absent', verdict: 'warning', subject: node, facts: { node, nodeReady }, evidence }];
      }
      default:
        return [];
    }
  },
};
