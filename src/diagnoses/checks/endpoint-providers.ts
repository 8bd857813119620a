import type { Checks } from '../../domain/checks.ts';
import type { Finding, FindingOf, Verdict } from '../../domain/finding.ts';
import type { CheckScope } from './check-scope.ts';
import type { FollowedCheck } from './followed-check.ts';
import { leading } from './placements.ts';
import { serviceName } from './undiscovered.ts';

type ProviderOff = FindingOf<'endpoint-checks-provider-off'>;

const ON_CLUSTER_AGENT = 'kube_endpoints';
const ON_NODE_AGENT = 'endpointschecks';

/** What is switched off on one side for all endpoint checks: nobody finds them, or no Agent comes for them. */
export function endpointProviders(
  checks: Checks,
  scope: CheckScope,
  scheduled: readonly FollowedCheck[],
): readonly Finding[] {
  return scheduled.length > 0 ? onNodeAgents(checks, scheduled) : onClusterAgent(checks, scope);
}

/** The Cluster Agent finds endpoints with a provider and a listener of the same name. */
function onClusterAgent(checks: Checks, scope: CheckScope): readonly ProviderOff[] {
  const { dispatching, services, providers, listeners } = checks;
  const led = leading(dispatching);
  // The part on endpoint checks is printed wherever the provider is on.
  const unprinted = led !== undefined && !led.cutOff && led.endpointChecks === undefined;
  const provider = providers ? !providers.includes(ON_CLUSTER_AGENT) : unprinted;
  const listener = listeners !== undefined && !listeners.includes(ON_CLUSTER_AGENT);
  if (!provider && !listener) return [];
  const asking = services.known
    ? services.value.filter(({ declared }) => declared.some(({ of }) => of === 'endpoints'))
    : [];
  const names = asking.map(serviceName).filter((name) => scope.by === 'all' || scope.includesService(name));
  const facts = {
    where: 'cluster-agent',
    missing: [ON_CLUSTER_AGENT],
    what: provider ? 'provider' : 'listener',
    services: names,
  } as const;
  const verdict: Verdict = names.length > 0 ? 'fault' : services.known ? 'explained' : 'warning';
  const evidence = [dispatching, services].flatMap((reading) => (reading.known ? [reading.source] : []));
  return [providerOff(checks.leader ?? '', verdict, facts, evidence)];
}

/** No node Agent is set to fetch endpoint checks. Where only some are, each of the others is told of by itself. */
function onNodeAgents({ runners }: Checks, scheduled: readonly FollowedCheck[]): readonly ProviderOff[] {
  const agents = runners.known ? runners.value.filter(({ kind }) => kind === 'node-agent') : [];
  const off = agents.length > 0 && agents.every(({ providers }) => providers?.includes(ON_NODE_AGENT) === false);
  const missed = scheduled.some(({ ending }) => ending.kind === 'not-received');
  if (!off || !missed) return [];
  const services = [...new Set(scheduled.flatMap(({ story }) => story.service ?? []))].toSorted();
  const facts = { where: 'node-agent', missing: [ON_NODE_AGENT], what: 'provider', services } as const;
  return [providerOff(services[0] ?? '', 'fault', facts, [runners.source])];
}

function providerOff(
  subject: string,
  verdict: Verdict,
  facts: ProviderOff['facts'],
  evidence: readonly string[],
): ProviderOff {
  return { code: 'endpoint-checks-provider-off', verdict, subject, facts, evidence };
}
