import type { MetadataScope } from '../domain/metadata.ts';
import type { Node, Pod } from '../domain/objects.ts';
import type { Subject } from '../domain/question.ts';
import type { Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';

/** A name that nothing has; whoever knows more names says which are near. */
export interface NothingFound {
  readonly kind: 'nothing';
  readonly asked: string;
}

/** What a name may mean, and the pods that were read to find out. */
export interface Meant {
  readonly scope: Exclude<MetadataScope, { readonly kind: 'not-found' }> | NothingFound;
  readonly pods?: Reading<readonly Pod[]>;
}

/**
 * What the words of a question mean: a bare name is a node, else a pod of whichever namespace. A name that cannot be
 * looked up is taken for what it most likely is, since what could not be read is not absent.
 */
export async function findMeant(
  reader: ClusterReader,
  { namespace, name, resource }: Subject,
  nodes: Reading<readonly Node[]>,
  bounds: CallBounds,
): Promise<Meant> {
  if (name === undefined) return { scope: { kind: 'all' } };
  const mayBeNode = namespace === undefined && resource !== 'pod';
  const isNode = nodes.known && nodes.value.some(({ metadata }) => metadata.name === name);
  if (mayBeNode && isNode) return { scope: { kind: 'node', node: name } };
  if (resource === 'node') {
    return { scope: nodes.known ? { kind: 'nothing', asked: name } : { kind: 'node', node: name } };
  }
  const pods = await reader.listPods({ name, ...(namespace === undefined ? {} : { namespace }) }, bounds);
  if (!pods.known) {
    const scope: Meant['scope'] =
      namespace === undefined ? { kind: 'node', node: name } : { kind: 'pod', namespace, pod: name, node: null };
    return { scope, pods };
  }
  const [pod, ...others] = pods.value;
  if (pod === undefined) {
    const asked = namespace === undefined ? name : `${namespace}/${name}`;
    return { scope: mayBeNode && !nodes.known ? { kind: 'node', node: name } : { kind: 'nothing', asked }, pods };
  }
  if (others.length > 0) return { scope: { kind: 'ambiguous', asked: name, choices: pods.value.map(pathOf).sort() } };
  const found = { namespace: pod.metadata.namespace ?? '', pod: name, node: pod.spec.nodeName ?? null };
  return { scope: { kind: 'pod', ...found }, pods };
}

function pathOf({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
