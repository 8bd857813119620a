import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';

/** Pasted text of another product: named for what it is, by a line that nobody else writes. */
export const otherProducts: Rule = {
  topic: 'text',
  codes: ['not-a-cluster-agent-matter'],
  looksAt: 'pasted text in which nothing is the Cluster Agent’s',
  diagnose: ({ texts = [] }) =>
    texts.flatMap(({ from, foreign }): Finding[] =>
      foreign === undefined
        ? []
        : [
            {
              code: 'not-a-cluster-agent-matter',
              verdict: 'explained',
              subject: from,
              facts: { from, ...foreign },
              evidence: [from],
            },
          ],
    ),
};
