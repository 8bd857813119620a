import type { MapDifferences, MapView, Metadata, MetadataScope } from '../domain/metadata.ts';
import {
  type ClusterContent,
  compareMap,
  type Differences,
  inBoth,
  isDifferent,
  tellDifferences,
} from '../domain/metadata-comparison.ts';
import { type Known, mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds } from '../kube/cluster-reader.ts';
import type { ReadMap } from './read-metamap.ts';
import { until } from './until.ts';

/** The map follows the API server within a second or two, unless it does not follow it at all. */
export const LOOK_AGAIN = { everyMs: 5_000, forMs: 5_000 };

export type LookedMap = Reading<ReadMap>;

export interface Comparison {
  readonly maps: readonly { readonly pod: string; readonly map: LookedMap }[];
  /** Undefined where the API server's side could not be read. */
  readonly cluster: ClusterContent | undefined;
  readonly scope: MetadataScope;
  /** The second look at either side. */
  readonly again: {
    readonly map: (pod: string) => Promise<LookedMap> | undefined;
    readonly cluster: () => Promise<ClusterContent | undefined>;
  };
  readonly bounds: CallBounds;
  readonly pace: typeof LOOK_AGAIN;
}

/**
 * Compares each map with the API server. Where they differ both are read again some seconds later, once, and what stands
 * in both looks counts: a pod that just came is on its way. A later look that fails takes nothing back.
 */
export async function compareReplicas(comparison: Comparison): Promise<Metadata['replicas']> {
  const { maps, cluster, scope } = comparison;
  const first = maps.map(({ pod, map }) => ({ pod, map, differences: differencesOf(map, cluster, scope) }));
  const differing = first.filter(({ differences }) => differences && isDifferent(differences));
  const later =
    differing.length === 0
      ? undefined
      : await lookAgain(
          comparison,
          differing.map(({ pod }) => pod),
        );
  return first.map(({ pod, map, differences }) => {
    const again = later?.maps.get(pod);
    const second = again && differencesOf(again, later?.cluster, scope);
    if (differences && again?.known && second) {
      return { pod, reading: view(again, tellDifferences(inBoth(differences, second), 2)) };
    }
    return { pod, reading: view(map, differences ? tellDifferences(differences, 1) : null) };
  });
}

interface LaterLook {
  readonly cluster: ClusterContent | undefined;
  readonly maps: ReadonlyMap<string, Known<ReadMap>>;
}

async function lookAgain(
  { again, bounds: { signal }, pace }: Comparison,
  pods: readonly string[],
): Promise<LaterLook | undefined> {
  const look = async (): Promise<LaterLook | undefined> => {
    if (signal?.aborted) return undefined;
    const [cluster, maps] = await Promise.all([
      again.cluster(),
      Promise.all(pods.map(async (pod) => [pod, await again.map(pod)] as const)),
    ]);
    return { cluster, maps: new Map(maps.flatMap(([pod, map]) => (map?.known ? [[pod, map] as const] : []))) };
  };
  return until(look, () => true, { ...pace, ...(signal ? { signal } : {}) });
}

/** A map that is not whole lacks more than the cluster does: nothing can be told by it. */
function differencesOf(
  map: LookedMap,
  cluster: ClusterContent | undefined,
  scope: MetadataScope,
): Differences | undefined {
  if (!map.known || cluster === undefined) return undefined;
  const { view: read, content } = map.value;
  return read.cutOff || read.error !== undefined ? undefined : compareMap(content, cluster, scope);
}

function view(map: LookedMap, differences: MapDifferences | null): Reading<MapView> {
  return mapReading(map, ({ view: read }) => ({ ...read, differences }));
}
