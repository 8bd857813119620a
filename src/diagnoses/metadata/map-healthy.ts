import type { Finding, Verdict } from '../../domain/finding.ts';
import type { Metadata } from '../../domain/metadata.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { outsideTheMap } from './pods-without-service.ts';
import { askedAbout, differs, isWhole, type ReadMap, readMaps } from './read-maps.ts';

/** The map with its tree, where no replica's map differs from what the API server says. */
export const mapHealthy: Rule = {
  topic: 'metadata',
  codes: ['metadata-map-healthy'],
  looksAt: '`metamap` of every replica beside the cluster’s nodes and EndpointSlices',
  diagnose: (snapshot): readonly Finding[] => {
    const { metadata } = snapshot;
    if (metadata === undefined) return [];
    const maps = readMaps(metadata);
    const isAnyWrong = maps.some(
      ({ view, differences }) => view.error !== undefined || (differences !== null && differs(differences)),
    );
    const whole = maps.filter(isWhole);
    const shown = whole.find(({ differences }) => differences !== null) ?? whole[0];
    // That a pod is rightly not in the map is told in its own words.
    if (shown === undefined || isAnyWrong || (isEmpty(shown, metadata) && outsideTheMap(metadata).length > 0))
      return [];
    return [tell(snapshot, metadata, shown, whole.length)];
  },
};

function tell(snapshot: Snapshot, metadata: Metadata, shown: ReadMap, replicas: number): Finding {
  const { pod, source, view, differences } = shown;
  const { tree } = view;
  const about = askedAbout(metadata);
  const pods = tree.reduce((sum, node) => sum + node.pods.length, 0);
  const links = tree.reduce((sum, node) => sum + node.pods.reduce((all, { services }) => all + services.length, 0), 0);
  const counts =
    about === null
      ? { nodes: view.nodes, pods: view.pods, links: view.links, left: Math.max(0, view.pods - pods) }
      : { nodes: tree.length, pods, links, left: 0 };
  const compared = differences !== null;
  const { nodes, endpoints } = metadata;
  const others = [nodes, endpoints].flatMap((reading) => (reading.known ? reading.source : []));
  return {
    code: 'metadata-map-healthy',
    verdict: verdictOf(snapshot, metadata, shown),
    subject: about ?? pod,
    facts: { pod, replicas, ...counts, compared, tree, about },
    evidence: [source, ...(compared ? others : [])],
  };
}

function verdictOf({ origin }: Snapshot, metadata: Metadata, shown: ReadMap): Verdict {
  // A pasted map has nothing beside it to agree with, and nothing that speaks against it.
  if (origin === 'text') return 'explained';
  // Why a pod is not in it could not be seen.
  if (isEmpty(shown, metadata) && metadata.pods?.known === false) return 'unknown';
  return shown.differences === null ? 'unknown' : 'ok';
}

/** The one pod that was asked about is not in the map. */
function isEmpty({ view }: ReadMap, { scope }: Metadata): boolean {
  return scope.kind === 'pod' && view.tree.every(({ pods }) => pods.length === 0);
}
