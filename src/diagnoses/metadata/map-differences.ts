import type { Finding, Verdict } from '../../domain/finding.ts';
import type { MapDifferences, Metadata, PodDifference } from '../../domain/metadata.ts';
import type { Rule } from '../rule.ts';
import { askedAbout, type ReadMap, readMaps } from './read-maps.ts';

/** A replica's map that could be held against the API server. */
interface ComparedMap extends ReadMap {
  readonly differences: MapDifferences;
}

/**
 * Where a map and the API server differ. The map follows the API server by some seconds: what one look alone saw may be
 * on its way. What several replicas lack is told of the one that lacks most.
 */
export const mapDifferences: Rule = {
  topic: 'metadata',
  codes: ['metadata-node-missing', 'metadata-pod-missing', 'metadata-stale'],
  looksAt: '`metamap` of every replica beside the cluster’s nodes and EndpointSlices, in two looks where they differ',
  diagnose: ({ metadata }): readonly Finding[] => {
    if (metadata === undefined) return [];
    const maps = readMaps(metadata).filter((map): map is ComparedMap => map.differences !== null);
    return [
      tellWorst(metadata, maps, ({ differences }) => differences.missingNodesTotal, nodeMissing),
      tellWorst(metadata, maps, (map) => missingElsewhere(map).total, podMissing),
      tellWorst(metadata, maps, ({ differences }) => differences.staleTotal, stale),
    ].flatMap((finding) => finding ?? []);
  },
};

type Tell = (map: ComparedMap, evidence: readonly string[], metadata: Metadata) => Finding;

function tellWorst(
  metadata: Metadata,
  maps: readonly ComparedMap[],
  count: (map: ComparedMap) => number,
  tell: Tell,
): Finding | undefined {
  const differing = maps.filter((map) => count(map) > 0);
  // A difference that stood in two looks says more than many that were seen once.
  const [worst] = differing.toSorted((a, b) => b.differences.looks - a.differences.looks || count(b) - count(a));
  if (worst === undefined) return undefined;
  const { nodes, endpoints } = metadata;
  const others = [nodes, endpoints].flatMap((reading) => (reading.known ? reading.source : []));
  return tell(worst, [...differing.map(({ source }) => source), ...others], metadata);
}

const nodeMissing: Tell = ({ pod, differences }, evidence) => {
  const { missingNodes: nodes, missingNodesTotal: total, looks } = differences;
  const podsBehindServices = podsOnMissingNodes(differences);
  // A node that has just joined, and nothing on it that could go without its tag.
  const verdict = looks === 1 && podsBehindServices === 0 ? 'explained' : 'warning';
  const facts = { pod, nodes, total, podsBehindServices };
  return { code: 'metadata-node-missing', verdict, subject: pod, facts, evidence };
};

/** `null`: the pods told of are not all there are, or the node of one is not known. */
function podsOnMissingNodes(differences: MapDifferences): number | null {
  const { missingNodes, missingNodesTotal, missing, missingTotal } = differences;
  const isListed = missingNodes.length === missingNodesTotal && missing.length === missingTotal;
  if (!isListed || missing.some(({ node }) => node === '')) return null;
  return new Set(missing.filter(isOn(missingNodes)).map(({ namespace, pod }) => `${namespace}/${pod}`)).size;
}

const podMissing: Tell = (map, evidence, metadata) => {
  const { looks } = map.differences;
  const { pods, total } = missingElsewhere(map);
  const facts = { pod: map.pod, pods, total, looks };
  const verdict = harmOfMissing(map, total, askedAbout(metadata));
  return { code: 'metadata-pod-missing', verdict, subject: map.pod, facts, evidence };
};

function harmOfMissing({ view, differences: { looks } }: ComparedMap, total: number, about: string | null): Verdict {
  // A change on its way moves a few pods, never half of them.
  const wholesale = total >= Math.max(3, view.pods);
  if (looks === 1) return wholesale ? 'unknown' : 'explained';
  return wholesale || about?.includes('/') ? 'fault' : 'warning';
}

/** What the map lacks on nodes that it knows. Of a node that is missing itself its pods are told with it. */
function missingElsewhere({ differences }: ComparedMap): {
  readonly pods: readonly PodDifference[];
  readonly total: number;
} {
  const { missing, missingTotal, missingNodes } = differences;
  const gone = missing.filter(isOn(missingNodes));
  return { pods: missing.filter((one) => !gone.includes(one)), total: missingTotal - gone.length };
}

function isOn(nodes: readonly string[]): (one: PodDifference) => boolean {
  const names = new Set(nodes);
  return ({ node }) => names.has(node);
}

const stale: Tell = ({ pod, differences }, evidence) => {
  const { stale: pods, staleTotal: total, looks } = differences;
  const verdict = looks === 2 ? 'warning' : 'explained';
  return { code: 'metadata-stale', verdict, subject: pod, facts: { pod, pods, total, looks }, evidence };
};
