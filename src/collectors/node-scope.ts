import type { NodeAgentPod, NodeScope } from '../domain/node-agent.ts';
import type { Node, Pod } from '../domain/objects.ts';
import type { Subject } from '../domain/question.ts';
import type { Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { nearNames } from './near-names.ts';
import { once } from './once.ts';

/** Where names are looked up. `agents` is undefined where the Agents' own pods could not be read. */
interface Names {
  readonly agents: readonly NodeAgentPod[] | undefined;
  readonly nodes: () => Promise<Reading<readonly Node[]>>;
}

/**
 * What the words of a question mean: a node, or a pod whose node is meant. What the Agents' own pods tell is not looked
 * up elsewhere. A name that cannot be looked up stays a node of which nothing could be seen.
 */
export async function findNode(
  reader: ClusterReader,
  { namespace, name, resource }: Subject,
  agents: readonly NodeAgentPod[] | undefined,
  bounds: CallBounds,
): Promise<NodeScope> {
  if (name === undefined) return { kind: 'all' };
  const names = { agents, nodes: once(() => reader.listNodes(bounds)) };
  const agent = agents?.find((one) => one.name === name && (namespace ?? one.namespace) === one.namespace);
  if (agent && agent.node !== '' && resource !== 'node') {
    return { kind: 'node', node: agent.node, pod: pathOf(agent) };
  }
  const mayBeNode = namespace === undefined && resource !== 'pod';
  const node = mayBeNode ? await findNamedNode(name, names) : undefined;
  if (node) return node;
  if (resource === 'node') return notFound({ name }, names);
  const where = { name, ...(namespace === undefined ? {} : { namespace }) };
  return findPodsNode(where, await reader.listPods(where, bounds), names);
}

/** Undefined where the name is no node's, as far as that could be read. */
async function findNamedNode(name: string, names: Names): Promise<NodeScope | undefined> {
  if (names.agents?.some(({ node }) => node === name)) return { kind: 'node', node: name, pod: null };
  const nodes = await names.nodes();
  return nodes.known && nodes.value.some(({ metadata }) => metadata.name === name)
    ? withItsAgent(name, null, names)
    : undefined;
}

async function findPodsNode(
  where: { readonly namespace?: string; readonly name: string },
  pods: Reading<readonly Pod[]>,
  names: Names,
): Promise<NodeScope> {
  if (!pods.known) {
    const { namespace, name } = where;
    return namespace === undefined
      ? { kind: 'node', node: name, pod: null }
      : { kind: 'node', node: '', pod: pathOf(where) };
  }
  const [pod, ...others] = pods.value;
  if (others.length > 0) {
    const choices = pods.value.map(({ metadata }) => pathOf(metadata)).sort();
    return { kind: 'ambiguous', asked: where.name, choices };
  }
  const node = pod?.spec.nodeName;
  return pod && node !== undefined ? withItsAgent(node, pathOf(pod.metadata), names) : notFound(where, names);
}

async function withItsAgent(node: string, pod: string | null, { agents, nodes }: Names): Promise<NodeScope> {
  if (agents === undefined || agents.some((agent) => agent.node === node)) return { kind: 'node', node, pod };
  const all = await nodes();
  const found = all.known ? all.value.find(({ metadata }) => metadata.name === node) : undefined;
  return { kind: 'no-agent', node, nodeReady: found ? isReady(found) : null };
}

async function notFound(
  where: { readonly namespace?: string; readonly name: string },
  names: Names,
): Promise<NodeScope> {
  const nodes = await names.nodes();
  // A bare name may be a node's, and whether it is could not be read.
  if (!nodes.known && where.namespace === undefined) return { kind: 'node', node: where.name, pod: null };
  const candidates = [
    ...(nodes.known ? nodes.value.map(({ metadata }) => metadata.name) : []),
    ...(names.agents ?? []).map(pathOf),
  ];
  return { kind: 'not-found', asked: pathOf(where), near: nearNames(where.name, candidates) };
}

function pathOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function isReady({ status }: Node): boolean | null {
  const condition = status.conditions?.find(({ type }) => type === 'Ready');
  return condition === undefined ? null : condition.status === 'True';
}
