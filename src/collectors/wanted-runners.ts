import type { CheckConfig, CheckRunner, Dispatching } from '../domain/checks.ts';
import type { Question, Subject } from '../domain/question.ts';

/** More take longer to ask than a question may. */
const MOST_ASKED = 50;
/** A Service as the source of a configuration: `kube_services:kube_service://shop/web`. */
const SERVICE_SOURCE = /^kube_(?:services|endpoints):kube_(?:service|endpoint_uid):\/\/([^/]+)\/([^/]+)/;

/**
 * The Agents that the question hangs on, at most 50: those to which a configuration that is meant was given, and the one
 * of the node that is asked about.
 */
export function wantedRunners(
  { kind, subject }: Pick<Question, 'kind' | 'subject'>,
  dispatching: Dispatching | undefined,
  runners: readonly CheckRunner[],
): ReadonlySet<CheckRunner> {
  const byName = new Map(runners.map((runner) => [nameIn(runner), runner]));
  const wanted = new Set<CheckRunner>();
  const want = (runner: CheckRunner | undefined) => {
    if (runner !== undefined && wanted.size < MOST_ASKED) wanted.add(runner);
  };
  if (subject !== undefined && mayBeNode(subject)) {
    for (const runner of runners) if (subject.name === runner.node || subject.name === runner.pod) want(runner);
  }
  for (const { agent, config } of dispatching?.dispatched ?? []) {
    if ((kind !== 'endpoints' || isOfEndpoint(config)) && isMeant(subject, config, agent)) want(byName.get(agent));
  }
  for (const config of dispatching?.endpointChecks ?? []) {
    const node = config.dispatchedTo;
    if (node !== undefined && isMeant(subject, config, node)) want(byName.get(node));
  }
  return wanted;
}

/** The name under which the leader knows it: a node Agent's node, a runner's pod. */
function nameIn({ kind, node, pod }: CheckRunner): string {
  return kind === 'runner' ? pod : node;
}

function isOfEndpoint({ provider, source }: CheckConfig): boolean {
  return source.startsWith('kube_endpoints:') || provider.startsWith('kubernetes-endpoints');
}

function mayBeNode({ namespace, resource }: Subject): boolean {
  return namespace === undefined && (resource === undefined || resource === 'node');
}

function isMeant(subject: Subject | undefined, { name, source }: CheckConfig, agent: string): boolean {
  if (subject === undefined) return true;
  if (subject.resource === 'check') return name === subject.name;
  if (subject.resource === 'node') return agent === subject.name;
  const [, namespace, service] = SERVICE_SOURCE.exec(source) ?? [];
  const isInNamespace = subject.namespace === undefined || subject.namespace === namespace;
  if (subject.name === undefined || subject.name === service) return isInNamespace;
  // A bare word may be any of them.
  const isBare = subject.namespace === undefined && subject.resource === undefined;
  return isBare && (subject.name === name || subject.name === agent);
}
