import type { MapView, Metadata, MetadataMap, MetadataNode, MetadataQueries } from '../domain/metadata.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import { metadataQueries } from '../domain/telemetry.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';

const NOT_PASTED = 'no text holds it';
/** As many pods as an answer shows. */
const MOST_SHOWN = 200;

/** The metadata maps in texts, and how often they were asked for; `undefined` where there is nothing of either. */
export function gatherMetadata(documents: readonly ExplainedDocument[]): Metadata | undefined {
  const replicas = documents.flatMap((one) =>
    one.kind === 'metamap' ? [{ pod: one.from, reading: known(viewOf(one.map), one.from, '') }] : [],
  );
  const queries = documents.flatMap((one): Metadata['queries'] => {
    const reading = queriesIn(one);
    return reading ? [{ pod: one.from, reading }] : [];
  });
  if (replicas.length === 0 && queries.length === 0) return undefined;
  const absent = (command: string) => unknown('absent', NOT_PASTED, command, '');
  return {
    scope: { kind: 'all' },
    replicas,
    nodes: absent('kubectl get nodes'),
    endpoints: absent('kubectl get endpointslices -A'),
    queries,
  };
}

function queriesIn(one: ExplainedDocument): Reading<MetadataQueries> | undefined {
  if (one.kind === 'pasted-log') return one.queries && known(one.queries, one.from, '');
  if (one.kind !== 'telemetry') return undefined;
  const counted = metadataQueries(one.telemetry);
  return counted && known(counted, one.from, '');
}

function viewOf({ nodes, warnings, error, cutOff }: MetadataMap): MapView {
  const all = nodes.flatMap(({ pods }) => pods);
  return {
    nodes: nodes.length,
    pods: all.length,
    links: all.reduce((sum, { services }) => sum + services.length, 0),
    tree: beginning(nodes),
    warnings,
    ...(error !== undefined && { error }),
    // A banner with nothing below it may be all that was copied.
    cutOff: cutOff || (nodes.length === 0 && warnings.length === 0 && error === undefined),
    differences: null,
  };
}

function beginning(nodes: readonly MetadataNode[]): readonly MetadataNode[] {
  const tree: MetadataNode[] = [];
  let left = MOST_SHOWN;
  for (const { node, pods } of nodes) {
    if (left <= 0) break;
    tree.push({ node, pods: pods.slice(0, left) });
    left -= pods.length;
  }
  return tree;
}
