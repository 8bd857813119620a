import { mapDifferences } from '../../../src/diagnoses/metadata/map-differences.ts';
import { mapHealthy } from '../../../src/diagnoses/metadata/map-healthy.ts';
import { mapWarnings } from '../../../src/diagnoses/metadata/map-warnings.ts';
import { metadataQueries } from '../../../src/diagnoses/metadata/metadata-queries.ts';
import { metadataScope } from '../../../src/diagnoses/metadata/metadata-scope.ts';
import { podsWithoutService } from '../../../src/diagnoses/metadata/pods-without-service.ts';
import { replicasDisagree } from '../../../src/diagnoses/metadata/replicas-disagree.ts';
import { unreadMaps } from '../../../src/diagnoses/metadata/unread-maps.ts';
import type { Finding, FindingCode, FindingOf } from '../../../src/domain/finding.ts';
import type {
  MapDifferences,
  MapView,
  Metadata,
  MetadataNode,
  MetadataQueries,
  PodDifference,
  PodMembership,
} from '../../../src/domain/metadata.ts';
import { known, type Reading } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { NOW, snapshot } from '../build.ts';

const RULES = [
  metadataScope,
  mapDifferences,
  mapWarnings,
  replicasDisagree,
  unreadMaps,
  mapHealthy,
  podsWithoutService,
  metadataQueries,
];

export function differences(over: Partial<MapDifferences> = {}): MapDifferences {
  const { missingNodes = [], missing = [], stale = [] } = over;
  return {
    missingNodes,
    missingNodesTotal: missingNodes.length,
    missing,
    missingTotal: missing.length,
    stale,
    staleTotal: stale.length,
    looks: 2,
    ...over,
  };
}

/** Pods `shop/NAME` on a node, each with the Services that one side lacks. */
export function pods(node: string, ...names: readonly string[]): PodDifference[] {
  return names.map((pod) => ({ namespace: 'shop', pod, node, services: ['web'] }));
}

/** A tree of one node with these pods of namespace `shop`, each behind two Services. */
export function tree(node: string, ...names: readonly string[]): MetadataNode[] {
  return [{ node, pods: names.map((pod) => ({ namespace: 'shop', pod, services: ['web', 'web-internal'] })) }];
}

export function view(over: Partial<MapView> = {}): MapView {
  return {
    nodes: 3,
    pods: 40,
    links: 44,
    tree: tree('worker-1', 'web-1', 'web-2'),
    warnings: [],
    cutOff: false,
    differences: differences(),
    ...over,
  };
}

/** The two replicas' maps, `dca-a` first. */
export function maps(...views: readonly (MapView | Reading<MapView>)[]): Metadata['replicas'] {
  return views.map((one, at) => {
    const pod = ['dca-a', 'dca-b', 'dca-c'][at] ?? `dca-${at}`;
    return { pod, reading: 'known' in one ? one : known(one, `metamap of ${pod}`, NOW) };
  });
}

export function queries(
  ...counts: readonly (Partial<MetadataQueries> | Reading<MetadataQueries>)[]
): Metadata['queries'] {
  return counts.map((one, at) => {
    const pod = ['dca-a', 'dca-b'][at] ?? `dca-${at}`;
    const value: MetadataQueries = { times: 0, failed: 0, how: 'telemetry', ...('known' in one ? {} : one) };
    return { pod, reading: 'known' in one ? one : known(value, `telemetry of ${pod}`, NOW) };
  });
}

export function members(
  ...list: readonly (Partial<PodMembership> & { readonly pod: string })[]
): Reading<readonly PodMembership[]> {
  const value = list.map((one) => ({ namespace: 'shop', node: 'worker-1', services: [], ...one }));
  return known(value, 'kubectl get pods', NOW);
}

export function metadata(over: Partial<Metadata> = {}): Metadata {
  return {
    scope: { kind: 'all' },
    replicas: maps(view()),
    nodes: known(3, 'kubectl get nodes', NOW),
    endpoints: known({ slices: 20, links: 44 }, 'kubectl get endpointslices', NOW),
    queries: [],
    ...over,
  };
}

export function about(of: Partial<Metadata>, over: Partial<Snapshot> = {}): Snapshot {
  return snapshot({ kind: 'metadata' }, { metadata: metadata(of), ...over });
}

export function diagnosed(of: Snapshot): readonly Finding[] {
  return RULES.flatMap((rule) => {
    const findings = rule.diagnose(of);
    for (const { code } of findings) if (!rule.codes.includes(code)) throw new Error(`${code} is not declared`);
    return findings;
  });
}

export function told(of: Snapshot): string[] {
  return diagnosed(of).map(({ code, verdict }) => `${code} ${verdict}`);
}

export function factsOf<C extends FindingCode>(of: Snapshot, code: C): FindingOf<C>['facts'] | undefined {
  return diagnosed(of).find((finding): finding is FindingOf<C> & Finding => finding.code === code)?.facts;
}
