import type { Finding } from '../../domain/finding.ts';
import type { MapDifferences } from '../../domain/metadata.ts';
import type { Rule } from '../rule.ts';
import { isWhole, type ReadMap, readMaps } from './read-maps.ts';

/** Maps are read one beside the other while pods come and go: a twentieth may move, or a few in a small cluster. */
const MOVING_SHARE = 0.05;
const FEW = { nodes: 1, pods: 2, links: 2 } as const;

/** Replicas whose maps differ by more than what moves between two reads: a node Agent asks whichever it happens to reach. */
export const replicasDisagree: Rule = {
  topic: 'metadata',
  codes: ['metadata-replicas-disagree'],
  looksAt: '`metamap` of every replica, side by side',
  diagnose: ({ metadata }): readonly Finding[] => {
    const maps = metadata === undefined ? [] : readMaps(metadata).filter(isWhole);
    if (!maps.some((map, at) => maps.slice(0, at).some((other) => disagree(map, other)))) return [];
    const replicas = maps.map(({ pod, view: { nodes, pods, links } }) => ({ pod, nodes, pods, links }));
    return [
      {
        code: 'metadata-replicas-disagree',
        verdict: 'warning',
        subject: replicas[0]?.pod ?? '',
        facts: { replicas },
        evidence: maps.map(({ source }) => source),
      },
    ];
  },
};

/** Where each was held against the API server, counts that moved meanwhile prove nothing: what each of them lacks does. */
function disagree({ view: a }: ReadMap, { view: b }: ReadMap): boolean {
  if (a.differences === null || b.differences === null) {
    return isFar(a.nodes, b.nodes, FEW.nodes) || isFar(a.pods, b.pods, FEW.pods) || isFar(a.links, b.links, FEW.links);
  }
  const [left, right] = [standing(a.differences), standing(b.differences)];
  return (
    isFar(left.nodes, right.nodes, Math.max(FEW.nodes, share(a.nodes, b.nodes))) ||
    isFar(left.pods, right.pods, Math.max(FEW.pods, share(a.pods, b.pods)))
  );
}

/** What stood in two looks. */
function standing({ looks, missingNodesTotal, missingTotal, staleTotal }: MapDifferences) {
  return looks === 2 ? { nodes: missingNodesTotal, pods: missingTotal + staleTotal } : { nodes: 0, pods: 0 };
}

function isFar(a: number, b: number, least: number): boolean {
  return Math.abs(a - b) > Math.max(least, share(a, b));
}

function share(a: number, b: number): number {
  return Math.max(a, b) * MOVING_SHARE;
}
