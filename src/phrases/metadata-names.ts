import { isObjectName } from '../domain/kubernetes-names.ts';
import type { MetadataNode, PodDifference } from '../domain/metadata.ts';
import type { MetadataFactsByCode } from '../domain/metadata-facts.ts';
import { leaderCommand } from './check-names.ts';
import { objectName } from './hpa-names.ts';
import { execCommand, inNamespace, logCommand } from './names.ts';
import type { PhraseContext } from './phrases.ts';

/** How many rows of a tree an answer shows where the whole map was asked for. */
const ROWS_OF_WHOLE = 24;
/** What the Cluster Agent logs of its map, in every version's words. */
const MAP_LOG = "--tail=1000 | grep -iE 'service map|metadata ?mapp|endpoints|apiserver'";

/** The map as a replica prints it, of one node where that can be written. */
export function mapCommand(pod: string | null, node: string | null, context: PhraseContext): string {
  const words = node !== null && isObjectName(node) ? `metamap ${node}` : 'metamap';
  const command = `datadog-cluster-agent ${words}`;
  const exec = pod === null ? undefined : execCommand(pod, context, command);
  if (exec !== undefined || context.deployment === null) return exec ?? leaderCommand(context, words);
  // Every replica has a map of its own, so any may be asked.
  return `kubectl exec${inNamespace(context)} deploy/${context.deployment} -c ${context.container} -- ${command}`;
}

/** Which pods the API server holds behind each Service. */
export const SLICES = 'kubectl get endpointslices -A';

export function mapLog(pod: string | null, context: PhraseContext): string {
  return logCommand(pod, context, MAP_LOG);
}

/** Why a pod is not Ready; `undefined` for a name that is no pod's. */
export function describePod(pod: string): string | undefined {
  const found = objectName(pod);
  return found && `kubectl describe pod ${found.name} -n ${found.namespace}`;
}

/** `namespace/name` of a pod in the map. */
export function podName({ namespace, pod }: { readonly namespace: string; readonly pod: string }): string {
  return namespace === '' ? pod : `${namespace}/${pod}`;
}

/** The one pod that a tree was narrowed to, with its Services; `null`: a node or the whole map was asked for. */
export function onlyPod({ tree, about }: MetadataFactsByCode['metadata-map-healthy']): readonly string[] | null {
  const [pod, ...others] = tree.flatMap(({ pods }) => pods);
  return pod !== undefined && others.length === 0 && about === podName(pod) ? pod.services : null;
}

/** The node on which everything shown lies, where there is one. */
export function onlyNode({ tree, about }: MetadataFactsByCode['metadata-map-healthy']): string | null {
  return about === null || tree.length !== 1 ? null : (tree[0]?.node ?? null);
}

/** A pod whose Services differ, beside its node. */
export function differenceNode({ node }: PodDifference): string | null {
  return node === '' ? null : node;
}

/** The replica whose map holds least: the one that does not follow. */
export function leastLinked(replicas: MetadataFactsByCode['metadata-replicas-disagree']['replicas']): string | null {
  const links = Math.min(...replicas.map((one) => one.links));
  return replicas.find((one) => one.links === links)?.pod ?? null;
}

export interface TreeRow {
  readonly kind: 'node' | 'pod';
  readonly name: string;
  /** Pods of a node; 0 for a pod. */
  readonly pods: number;
  readonly services: readonly string[];
}

/** The rows of a tree that an answer has room for, and how many pods are in none of them. */
export function treeRows(
  tree: readonly MetadataNode[],
  left: number,
  whole: boolean,
): { readonly rows: readonly TreeRow[]; readonly left: number } {
  const all = tree.flatMap(({ node, pods }): readonly TreeRow[] => [
    { kind: 'node', name: node, pods: pods.length, services: [] },
    ...pods.map((pod) => ({ kind: 'pod', name: podName(pod), pods: 0, services: pod.services }) as const),
  ]);
  const shown = whole ? all.slice(0, ROWS_OF_WHOLE) : all;
  // A node without the pods that follow it would look like one that has none.
  const rows = shown.length < all.length && shown.at(-1)?.kind === 'node' ? shown.slice(0, -1) : shown;
  const hidden = all.slice(rows.length).filter(({ kind }) => kind === 'pod').length;
  return { rows, left: left + hidden };
}
