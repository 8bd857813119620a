import type { MapDifferences, MetadataScope, PodDifference } from './metadata.ts';

const MOST_SHOWN = 50;

/**
 * Pods and the Services that hold them. Maps of short words and not of objects, for a cluster may have 100,000 pods and
 * several of these are held at once.
 */
export interface ServicesOfPods {
  /** `namespace/pod` -> its Services, sorted, with spaces between them. */
  readonly services: ReadonlyMap<string, string>;
  /** `namespace/pod` -> its node, where one is named. */
  readonly nodeOf: ReadonlyMap<string, string>;
}

/** One replica's map. */
export interface MapContent extends ServicesOfPods {
  readonly nodes: ReadonlySet<string>;
}

/** What the API server says. */
export interface ClusterContent {
  readonly nodes: ReadonlySet<string>;
  /** By the endpoints that are ready: these have to be in a map. */
  readonly ready: ServicesOfPods;
  /** By all endpoints: what a map holds beside these is left over. */
  readonly all: ServicesOfPods;
}

/** Every difference of one look. */
export interface Differences {
  readonly missingNodes: ReadonlySet<string>;
  /** `namespace/pod` -> the Services that differ, sorted. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  readonly stale: ReadonlyMap<string, readonly string[]>;
  readonly nodeOf: (pod: string) => string;
}

/** Compares one replica's map with the API server, within what was asked about. Works in time linear in both. */
export function compareMap(map: MapContent, cluster: ClusterContent, scope: MetadataScope): Differences {
  const nodeOf = (pod: string) => map.nodeOf.get(pod) ?? cluster.all.nodeOf.get(pod) ?? '';
  const isMeant = meantBy(scope, nodeOf);
  return {
    missingNodes: new Set([...cluster.nodes].filter((node) => !map.nodes.has(node) && isMeantNode(node, scope))),
    missing: without(cluster.ready.services, map.services, isMeant),
    stale: without(map.services, cluster.all.services, isMeant),
    nodeOf,
  };
}

/** What stands in both of two looks; where the second one tells nothing new, that is what stands. */
export function inBoth(first: Differences, second: Differences): Differences {
  return {
    missingNodes: new Set([...first.missingNodes].filter((node) => second.missingNodes.has(node))),
    missing: common(first.missing, second.missing),
    stale: common(first.stale, second.stale),
    nodeOf: second.nodeOf,
  };
}

export function isDifferent({ missingNodes, missing, stale }: Differences): boolean {
  return missingNodes.size + missing.size + stale.size > 0;
}

/** The first fifty of each kind in the order of their names, and how many there are. */
export function tellDifferences(differences: Differences, looks: MapDifferences['looks']): MapDifferences {
  const { missingNodes, missing, stale, nodeOf } = differences;
  return {
    missingNodes: [...missingNodes].toSorted().slice(0, MOST_SHOWN),
    missingNodesTotal: missingNodes.size,
    missing: shown(missing, nodeOf),
    missingTotal: missing.size,
    stale: shown(stale, nodeOf),
    staleTotal: stale.size,
    looks,
  };
}

function meantBy(scope: MetadataScope, nodeOf: (pod: string) => string): (pod: string) => boolean {
  if (scope.kind === 'node') return (pod) => nodeOf(pod) === scope.node;
  if (scope.kind === 'pod') return (pod) => pod === `${scope.namespace}/${scope.pod}`;
  return () => true;
}

function isMeantNode(node: string, scope: MetadataScope): boolean {
  return scope.kind === 'node' || scope.kind === 'pod' ? scope.node === node : true;
}

/** The Services that a pod has on one side and not on the other. */
function without(
  here: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
  isMeant: (pod: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [pod, services] of here) {
    const others = there.get(pod);
    if (services === others || !isMeant(pod)) continue;
    const has = new Set(others?.split(' '));
    const lacking = services.split(' ').filter((service) => service !== '' && !has.has(service));
    if (lacking.length > 0) found.set(pod, lacking);
  }
  return found;
}

function common(
  first: ReadonlyMap<string, readonly string[]>,
  second: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [pod, services] of first) {
    const both = services.filter((service) => second.get(pod)?.includes(service));
    if (both.length > 0) found.set(pod, both);
  }
  return found;
}

function shown(
  pods: ReadonlyMap<string, readonly string[]>,
  nodeOf: (pod: string) => string,
): readonly PodDifference[] {
  return [...pods.keys()]
    .toSorted()
    .slice(0, MOST_SHOWN)
    .map((path) => {
      const [namespace = '', pod = ''] = path.split('/');
      return { namespace, pod, node: nodeOf(path), services: pods.get(path) ?? [] };
    });
}
