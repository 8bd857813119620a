import type { FindingCode } from '../domain/finding.ts';
import { isObjectName } from '../domain/kubernetes-names.ts';
import type { NodeAgentStory, NodeFactsByCode } from '../domain/node-facts.ts';
import { nodeAgentCommand, restartNodeAgent } from './check-names.ts';
import { inNamespace } from './names.ts';
import type { PhraseContext } from './phrases.ts';

/** The port on which every Cluster Agent answers node Agents. */
export const LINK_PORT = 5005;
export const SERVICE_SETTING = 'DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME';
export const URL_SETTING = 'DD_CLUSTER_AGENT_URL';
/** A token shorter than this is refused by both sides. */
export const TOKEN_LENGTH = 32;

/** Words in a node Agent's log about its Cluster Agent. */
export const LINK_LOG = 'cluster[ -]?agent|5005';

/** Has every Agent of the DaemonSet start anew, one after another. */
export function restartAgents(owner: string | null, pod: string | null, context: PhraseContext): string | undefined {
  const name = owner?.replace(/^DaemonSet\//i, '') ?? null;
  if (name !== null && isObjectName(name)) return `kubectl rollout restart ds/${name}${inNamespace(context)}`;
  return pod === null ? undefined : restartNodeAgent(pod, true, context);
}

/** Prints the address that a container got from Kubernetes; nothing else of its environment. */
export function addressCommand(
  { pod }: NodeAgentStory,
  variable: string,
  { namespace, origin }: PhraseContext,
): string | undefined {
  if (!isObjectName(pod) || !/^[A-Z][A-Z0-9_]{0,200}$/.test(variable) || origin === 'text') return undefined;
  return `kubectl exec -n ${namespace ?? 'NAMESPACE'} ${pod} -c agent -- printenv ${variable}`;
}

export function serviceCommand(service: string, context: PhraseContext): string | undefined {
  return isObjectName(service) ? `kubectl get service ${service}${inNamespace(context)} -o wide` : undefined;
}

/** The addresses behind a Service of the Agent's namespace. */
export function behindCommand(service: string | null, context: PhraseContext): string | undefined {
  return service !== null && isObjectName(service)
    ? `kubectl get endpointslices${inNamespace(context)} -l kubernetes.io/service-name=${service}`
    : undefined;
}

export function networkPolicies(context: PhraseContext): string {
  return `kubectl get networkpolicies${inNamespace(context)}`;
}

/** Where the Cluster Agent answers by its name, which outlives the address of a Service. */
export function clusterAgentUrl(service: string, { namespace }: PhraseContext): string {
  const host = isObjectName(service) ? service : 'datadog-cluster-agent';
  return `https://${host}.${namespace ?? 'NAMESPACE'}.svc:${LINK_PORT}`;
}

/** The fingerprints of the token on both sides; what is printed tells nothing of the token itself. */
export function tokenFingerprints(pod: string | null, context: PhraseContext): readonly (string | undefined)[] {
  const hash = 'printenv DD_CLUSTER_AGENT_AUTH_TOKEN | sha256sum';
  const theirs = `kubectl exec${inNamespace(context)} deploy/${context.deployment ?? 'datadog-cluster-agent'} -c ${context.container} -- ${hash}`;
  const own =
    pod !== null && isObjectName(pod) && context.origin === 'cluster'
      ? `kubectl exec${inNamespace(context)} ${pod} -c agent -- ${hash}`
      : undefined;
  return [theirs, own];
}

/** Makes a Secret with a token that is long enough, without showing it. */
export function newTokenCommand(context: PhraseContext): string {
  return `kubectl create secret generic datadog-cluster-agent-token${inNamespace(context)} --from-literal=token=$(openssl rand -hex ${TOKEN_LENGTH})`;
}

export function previousLog({ pod }: NodeAgentStory, context: PhraseContext): string | undefined {
  return isObjectName(pod) ? `kubectl logs${inNamespace(context)} ${pod} -c agent --previous --tail=50` : undefined;
}

export function describeNodeAgent({ pod }: NodeAgentStory, context: PhraseContext): string | undefined {
  return isObjectName(pod) ? `kubectl describe pod ${pod}${inNamespace(context)}` : undefined;
}

export function describeNode(node: string): string | undefined {
  return isObjectName(node) ? `kubectl describe node ${node}` : undefined;
}

/** What keeps pods off a node. */
export function taintsCommand(node: string): string | undefined {
  return isObjectName(node) ? `kubectl get node ${node} -o jsonpath='{.spec.taints}'` : undefined;
}

export function nodeAgentStatus({ pod }: NodeAgentStory, context: PhraseContext): string | undefined {
  return nodeAgentCommand(pod, context, 'status');
}

/** Whether the same report tells what is wrong with a node Agent or its link. */
export function linkTold({ codes }: PhraseContext): boolean {
  const own: readonly FindingCode[] = ['node-agents-overview', 'node-agent-connected', 'node-agent-unseen'];
  return codes.some((code) => code.startsWith('node-agent') && !own.includes(code));
}

/** A node in trouble, to be asked about alone. */
export function exampleNode({ silent, notReady }: NodeFactsByCode['node-agents-overview']): string {
  return silent[0]?.node || notReady[0]?.node || 'NAME';
}
