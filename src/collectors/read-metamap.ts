import type { MapView, MetadataNode, MetadataScope } from '../domain/metadata.ts';
import type { MapContent, MappedPlace } from '../domain/metadata-comparison.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { readMetamap } from '../parsers/metamap/metamap-output.ts';
import type { OneCopy } from './one-copy.ts';
import { understandOutput } from './understand-output.ts';

/** 100,000 pods print about 10 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const MOST_SHOWN = 200;

/** One replica's map: what an answer can tell of it, and what it is compared by. */
export interface ReadMap {
  readonly view: Omit<MapView, 'differences'>;
  readonly content: MapContent;
}

/** Asks one replica for its map, and keeps of it while it arrives what {@link ReadMap} holds. */
export async function readMap(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  scope: MetadataScope,
  copy: OneCopy,
  bounds: CallBounds,
): Promise<Reading<ReadMap>> {
  const nodes = new Set<string>();
  const services = new Map<string, string>();
  const nodeOf = new Map<string, string>();
  const elsewhere = new Map<string, MappedPlace[]>();
  const tree = shownTree(scope);
  const map = readMetamap({
    onNode(node) {
      const once = copy(node);
      nodes.add(once);
      tree.node(once);
    },
    onPod(node, pod) {
      const path = copy(`${pod.namespace}/${pod.pod}`);
      const place = { node: copy(node), services: copy(pod.services.join(' ')) };
      if (services.has(path)) {
        elsewhere.set(path, [...(elsewhere.get(path) ?? []), place]);
      } else {
        services.set(path, place.services);
        nodeOf.set(path, place.node);
      }
      tree.pod(node, pod);
    },
  });
  const target = { namespace, pod: name, container, command: 'metamap', maxBytes: MAX_BYTES } as const;
  const output = await reader.streamExec(target, map.take, bounds);
  return understandOutput(output, () => {
    const read = map.end();
    if (!read.recognised) return read;
    const { recognised, ...summary } = read;
    return {
      recognised,
      value: { view: { ...summary, tree: tree.nodes }, content: { nodes, services, nodeOf, elsewhere } },
    };
  });
}

type MappedPod = MetadataNode['pods'][number];

/** What was asked about, else the beginning: at most 200 nodes, and 200 pods. */
function shownTree(scope: MetadataScope) {
  const nodes: { readonly node: string; readonly pods: MappedPod[] }[] = [];
  let pods = 0;
  const isMeantNode = (node: string) => scope.kind !== 'pod' && (scope.kind !== 'node' || scope.node === node);
  const isMeantPod = (node: string, pod: MappedPod) =>
    isMeantNode(node) || (scope.kind === 'pod' && scope.pod === pod.pod && scope.namespace === pod.namespace);
  return {
    nodes: nodes as readonly MetadataNode[],
    node(node: string) {
      if (isMeantNode(node) && nodes.length < MOST_SHOWN && pods < MOST_SHOWN) nodes.push({ node, pods: [] });
    },
    pod(node: string, pod: MappedPod) {
      if (pods >= MOST_SHOWN || !isMeantPod(node, pod)) return;
      if (nodes.at(-1)?.node !== node) {
        if (scope.kind !== 'pod') return;
        nodes.push({ node, pods: [] });
      }
      nodes.at(-1)?.pods.push(pod);
      pods += 1;
    },
  };
}
