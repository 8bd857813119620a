import type { Metadata } from '../../domain/metadata.ts';
import type { Reading } from '../../domain/reading.ts';

/**
 * What an answer about the map cannot do without: one replica's map, the nodes and EndpointSlices that it is held
 * against, and for a pod or node its pods. Who asks for the map, and other replicas, are beside the question.
 */
export function neededForMetadata({ scope, replicas, nodes, endpoints, pods }: Metadata): readonly Reading<unknown>[] {
  if (scope.kind === 'not-found' || scope.kind === 'ambiguous') return [];
  const maps = replicas.map(({ reading }) => reading);
  const anyRead = maps.some(({ known }) => known);
  return [...(anyRead ? [] : maps), nodes, endpoints, ...(pods === undefined ? [] : [pods])];
}
