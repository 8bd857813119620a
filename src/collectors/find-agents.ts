import type { Pod } from '../domain/objects.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { type Discovery, findAgentPods } from './agent-pods.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { describePod } from './describe-pod.ts';

/** The Agent's pods, which everything else about the Agent starts from. */
export interface FoundAgents extends Discovery {
  readonly pods: readonly Pod[];
  readonly agents: readonly AgentPod[];
  /** Where the pods are, else where they are expected. */
  readonly namespace: string;
}

export async function findAgents(reader: ClusterReader, options: CollectOptions): Promise<FoundAgents> {
  const { found, tried } = await findAgentPods(reader, options.namespace, callBounds(options));
  const pods = found.known ? found.value.pods : [];
  const namespace = (found.known && found.value.namespace) || options.namespace || reader.ownNamespace || 'datadog';
  return { found, tried, pods, agents: pods.map(describePod), namespace };
}

/** Where the Agent keeps its own objects: the locks, the ConfigMap of external metrics. */
export function homeNamespace({ agents, namespace }: Pick<FoundAgents, 'agents' | 'namespace'>): string {
  return agents.find(({ env }) => env.DD_KUBE_RESOURCES_NAMESPACE)?.env.DD_KUBE_RESOURCES_NAMESPACE ?? namespace;
}
