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
  /** Of pods that the map names on several nodes, those after the first; absent: there are none. */
  readonly elsewhere?: ReadonlyMap<string, readonly MappedPlace[]>;
}

/** A pod's Services, with spaces between them, as a map has them on one node. */
export interface MappedPlace {
  readonly node: string;
  readonly services: string;
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
  /** Where a pod that the map lacks is, by the API server. */
  readonly rightNode: (pod: string) => string;
  /** Where the map has a pod that is left over. */
  readonly staleNode: (pod: string) => string;
}

/**
 * Compares one replica's map with the API server, within what was asked about. A pod that the map has on another node is
 * missing on its own and left over on the other. Works in time linear in both.
 */
export function compareMap(map: MapContent, cluster: ClusterContent, scope: MetadataScope): Differences {
  const rightNode = (pod: string) => cluster.all.nodeOf.get(pod) ?? map.nodeOf.get(pod) ?? '';
  const isPlaced = (pod: string, node: string | undefined) => !node || (cluster.all.nodeOf.get(pod) ?? node) === node;
  const mapped = (pod: string) =>
    isPlaced(pod, map.nodeOf.get(pod))
      ? map.services.get(pod)
      : map.elsewhere?.get(pod)?.find(({ node }) => isPlaced(pod, node))?.services;
  const missing = new Map<string, readonly string[]>();
  for (const [pod, services] of cluster.ready.services) {
    const lacking = isMeantPod(scope, pod, rightNode(pod)) ? without(services, mapped(pod)) : [];
    if (lacking.length > 0) missing.set(pod, lacking);
  }
  return {
    missingNodes: new Set([...cluster.nodes].filter((node) => !map.nodes.has(node) && isMeantNode(node, scope))),
    missing,
    ...leftOver(map, cluster, scope, isPlaced),
    rightNode,
  };
}

/** What the map holds on any node and the API server does not have there. */
function leftOver(
  map: MapContent,
  cluster: ClusterContent,
  scope: MetadataScope,
  isPlaced: (pod: string, node: string | undefined) => boolean,
): Pick<Differences, 'stale' | 'staleNode'> {
  const stale = new Map<string, readonly string[]>();
  const nodes = new Map<string, string>();
  const look = (pod: string, node: string | undefined, services: string) => {
    const there = node ?? cluster.all.nodeOf.get(pod) ?? '';
    if (!isMeantPod(scope, pod, there)) return;
    const extra = without(services, isPlaced(pod, node) ? cluster.all.services.get(pod) : undefined);
    if (extra.length === 0) return;
    stale.set(pod, [...new Set([...(stale.get(pod) ?? []), ...extra])].toSorted());
    if (!nodes.has(pod)) nodes.set(pod, there);
  };
  for (const [pod, services] of map.services) look(pod, map.nodeOf.get(pod), services);
  for (const [pod, places] of map.elsewhere ?? []) for (const { node, services } of places) look(pod, node, services);
  return { stale, staleNode: (pod) => nodes.get(pod) ?? '' };
}

/** What stands in both of two looks; where the second one tells nothing new, that is what stands. */
export function inBoth(first: Differences, second: Differences): Differences {
  return {
    missingNodes: new Set([...first.missingNodes].filter((node) => second.missingNodes.has(node))),
    missing: common(first.missing, second.missing),
    stale: common(first.stale, second.stale),
    rightNode: second.rightNode,
    staleNode: second.staleNode,
  };
}

export function isDifferent({ missingNodes, missing, stale }: Differences): boolean {
  return missingNodes.size + missing.size + stale.size > 0;
}

/** The first fifty of each kind in the order of their names, and how many there are. */
export function tellDifferences(differences: Differences, looks: MapDifferences['looks']): MapDifferences {
  const { missingNodes, missing, stale, rightNode, staleNode } = differences;
  return {
    missingNodes: [...missingNodes].toSorted().slice(0, MOST_SHOWN),
    missingNodesTotal: missingNodes.size,
    missing: shown(missing, rightNode),
    missingTotal: missing.size,
    stale: shown(stale, staleNode),
    staleTotal: stale.size,
    looks,
  };
}

function isMeantPod(scope: MetadataScope, pod: string, node: string): boolean {
  if (scope.kind === 'node') return node === scope.node;
  return scope.kind !== 'pod' || pod === `${scope.namespace}/${scope.pod}`;
}

function isMeantNode(node: string, scope: MetadataScope): boolean {
  return scope.kind === 'node' || scope.kind === 'pod' ? scope.node === node : true;
}

/** The Services that a pod has on one side and not on the other. */
function without(services: string, others: string | undefined): readonly string[] {
  if (services === others) return [];
  const has = new Set(others?.split(' '));
  return services.split(' ').filter((service) => service !== '' && !has.has(service));
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
