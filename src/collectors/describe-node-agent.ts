import type { NodeAgentPod } from '../domain/node-agent.ts';
import type { RunnerPod } from './check-runners.ts';
import { describeContainer, literalSettings, optional } from './describe-pod.ts';
import { tokenSource } from './token-source.ts';

/** Settings a rule may look at; none of them is secret. */
const SETTINGS = [
  'DD_CLUSTER_AGENT_ENABLED',
  'DD_CLUSTER_AGENT_URL',
  'DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME',
  'DD_EXTRA_CONFIG_PROVIDERS',
  'DD_LEADER_ELECTION',
  'DD_COLLECT_KUBERNETES_EVENTS',
  'DD_CLUSTER_CHECKS_ENABLED',
] as const;

/** A node Agent's pod in our own words. */
export function describeNodeAgent({ pod, container }: RunnerPod): NodeAgentPod {
  const { metadata, spec } = pod;
  const owners = metadata.ownerReferences ?? [];
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    node: spec.nodeName ?? '',
    container: container.name,
    ...describeContainer(pod, container.name),
    // Kubernetes fills in true.
    serviceLinks: spec.enableServiceLinks ?? true,
    env: literalSettings(container, SETTINGS),
    token: tokenSource(container),
    ...optional('image', container.image),
    ...optional('owner', (owners.find(({ controller }) => controller) ?? owners[0])?.name),
  };
}

/** The node Agents among them; of two on one node, as while one takes the other's place, the one that stays. */
export function nodeAgentsAmong(found: readonly RunnerPod[]): readonly NodeAgentPod[] {
  const agents = found.filter(({ kind }) => kind === 'node-agent');
  const staying = new Set(agents.filter(({ pod }) => !isLeaving(pod)).map(({ pod }) => pod.spec.nodeName));
  return agents.filter(({ pod }) => !isLeaving(pod) || !staying.has(pod.spec.nodeName)).map(describeNodeAgent);
}

function isLeaving({ metadata }: RunnerPod['pod']): boolean {
  return metadata.deletionTimestamp !== undefined;
}
