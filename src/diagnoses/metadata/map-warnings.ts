import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';
import { askedAbout, differs, type ReadMap, readMaps } from './read-maps.ts';

/** As the Agent says it of a node, and of one that was asked for alone. */
const NODE_LEFT_OUT = /^Node (\S{1,300}) could not be added to the (?:service|metadata) map bundle\b/;

/** What the Agent itself says against its map: a failure for the whole of it, or warnings, mostly of single nodes. */
export const mapWarnings: Rule = {
  topic: 'metadata',
  codes: ['metadata-map-warning'],
  looksAt: 'the `Warnings:` of `metamap` and its line `Could not run the service mapper`',
  diagnose: ({ metadata }): readonly Finding[] => {
    if (metadata === undefined) return [];
    const about = metadata.scope.kind === 'node' ? askedAbout(metadata) : null;
    return readMaps(metadata).flatMap((map): Finding[] => {
      const { pod, source, view } = map;
      const { error = null } = view;
      const warnings = view.warnings.filter((text) => isOfInterest(map, text, about));
      if (error === null && warnings.length === 0) return [];
      // A node that has left the cluster is warned of too: nothing goes without its tag.
      const harmless = map.differences !== null && !differs(map.differences);
      const verdict = error !== null ? 'fault' : harmless ? 'explained' : 'warning';
      const facts = { pod, warnings, error };
      return [{ code: 'metadata-map-warning', verdict, subject: pod, facts, evidence: [source] }];
    });
  },
};

/** Not: that a node was left out which the comparison with the API server has found missing, or another than the one asked about. */
function isOfInterest({ differences }: ReadMap, text: string, about: string | null): boolean {
  const node = NODE_LEFT_OUT.exec(text)?.[1];
  if (node === undefined) return true;
  if (about !== null && node !== about) return false;
  const { missingNodes = [], missingNodesTotal = 0 } = differences ?? {};
  return !missingNodes.includes(node) && missingNodes.length === missingNodesTotal;
}
