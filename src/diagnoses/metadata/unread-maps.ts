import type { Finding } from '../../domain/finding.ts';
import type { Attempt } from '../../domain/finding-facts.ts';
import type { Metadata } from '../../domain/metadata.ts';
import type { Rule } from '../rule.ts';
import { isWhole, readMaps } from './read-maps.ts';

/** Maps that could not be read, and such as break off: said, so that nobody takes them for empty. */
export const unreadMaps: Rule = {
  topic: 'metadata',
  codes: ['metadata-unread', 'output-not-recognised'],
  looksAt: '`metamap` of every replica',
  diagnose: ({ metadata, namespace, origin }): readonly Finding[] => {
    if (metadata === undefined || metadata.scope.kind === 'not-found' || metadata.scope.kind === 'ambiguous') return [];
    const maps = readMaps(metadata);
    // Nobody was asked for a map that a text does not hold.
    if (origin === 'text' && metadata.replicas.length === 0) return [];
    if (maps.length === 0) {
      const attempts = attemptsOf(metadata);
      const evidence = attempts.map(({ source }) => source);
      return [{ code: 'metadata-unread', verdict: 'unknown', subject: namespace, facts: { attempts }, evidence }];
    }
    // The replicas hold the same map: one that was read to its end tells what the others would.
    const verdict = maps.some(isWhole) ? 'explained' : 'unknown';
    return maps
      .filter(({ view }) => view.cutOff)
      .map(({ pod, source }) => {
        const facts = { from: pod, kind: 'cut-off', sections: [], detail: null } as const;
        return { code: 'output-not-recognised', verdict, subject: pod, facts, evidence: [source] };
      });
  },
};

function attemptsOf({ replicas }: Metadata): readonly Attempt[] {
  return replicas.flatMap(({ reading }) => {
    if (reading.known) return [];
    const { source, why, detail } = reading;
    return [{ source, why, detail }];
  });
}
