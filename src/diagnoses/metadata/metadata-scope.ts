import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';

/** A name behind `metadata` that is no node's and no pod's, or that of several pods. */
export const metadataScope: Rule = {
  topic: 'metadata',
  codes: ['metadata-not-found', 'metadata-name-ambiguous'],
  looksAt: 'the node or pod that was asked for, among the cluster’s nodes and pods',
  diagnose: ({ metadata }): readonly Finding[] => {
    const scope = metadata?.scope;
    if (scope?.kind === 'not-found') {
      const { asked, near } = scope;
      return [{ code: 'metadata-not-found', verdict: 'unknown', subject: asked, facts: { asked, near }, evidence: [] }];
    }
    if (scope?.kind === 'ambiguous') {
      const { asked, choices } = scope;
      const facts = { asked, choices };
      return [{ code: 'metadata-name-ambiguous', verdict: 'unknown', subject: asked, facts, evidence: [] }];
    }
    return [];
  },
};
