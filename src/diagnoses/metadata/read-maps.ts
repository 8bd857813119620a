import type { MapDifferences, MapView, Metadata, MetadataScope } from '../../domain/metadata.ts';
import type { Unresolved } from '../../domain/unresolved.ts';

/** A replica's map, with those differences from the API server that the question is about. */
export interface ReadMap {
  readonly pod: string;
  readonly source: string;
  readonly view: MapView;
  /** `null`: nothing to hold the map against, or what was asked about may be among the differences that were cut off. */
  readonly differences: MapDifferences | null;
}

type ResolvedScope = Exclude<MetadataScope, Unresolved>;

/** The maps that were read, none where the question's name means nothing. A map that could not be made is among them. */
export function readMaps({ scope, replicas }: Metadata): readonly ReadMap[] {
  if (scope.kind === 'not-found' || scope.kind === 'ambiguous') return [];
  return replicas.flatMap(({ pod, reading }) => {
    if (!reading.known) return [];
    const { value: view, source } = reading;
    return [{ pod, source, view, differences: differencesIn(view, scope) }];
  });
}

/** The node or pod that the question is narrowed to, as it is told; `null`: the whole map. */
export function askedAbout({ scope }: Metadata): string | null {
  switch (scope.kind) {
    case 'node':
      return scope.node;
    case 'pod':
      return `${scope.namespace}/${scope.pod}`;
    default:
      return null;
  }
}

/** A map without an error that was read to its end. */
export function isWhole({ view: { error, cutOff } }: ReadMap): boolean {
  return error === undefined && !cutOff;
}

export function differs({ missingNodesTotal, missingTotal, staleTotal }: MapDifferences): boolean {
  return missingNodesTotal + missingTotal + staleTotal > 0;
}

function differencesIn({ differences, error, cutOff }: MapView, scope: ResolvedScope): MapDifferences | null {
  // All that a map lacks is lacking for that one reason.
  if (differences === null || error !== undefined || cutOff) return null;
  if (scope.kind === 'all') return differences;
  const { missingNodes, missing, stale, looks } = differences;
  const isAsked = (one: { readonly namespace: string; readonly pod: string; readonly node: string }) =>
    scope.kind === 'node' ? one.node === scope.node : one.namespace === scope.namespace && one.pod === scope.pod;
  const mine = {
    missingNodes: missingNodes.filter((node) => node === scope.node),
    missing: missing.filter(isAsked),
    stale: stale.filter(isAsked),
  };
  const narrowed = {
    ...mine,
    missingNodesTotal: mine.missingNodes.length,
    missingTotal: mine.missing.length,
    staleTotal: mine.stale.length,
    looks,
  };
  return isCut(differences) && !differs(narrowed) ? null : narrowed;
}

function isCut(differences: MapDifferences): boolean {
  const { missingNodes, missingNodesTotal, missing, missingTotal, stale, staleTotal } = differences;
  return missingNodes.length < missingNodesTotal || missing.length < missingTotal || stale.length < staleTotal;
}
