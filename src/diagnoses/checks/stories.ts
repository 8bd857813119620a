import type { CheckStory } from '../../domain/check-facts.ts';
import type { CheckRunner, Checks } from '../../domain/checks.ts';
import type { Verdict } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type AgentLook, attemptOf, lookAtAgent } from './agent-look.ts';
import { instanceName } from './check-key.ts';
import { originOf } from './check-source.ts';
import type { CheckEnding, FollowedCheck } from './followed-check.ts';
import { type SeenOnAgent, seenOnAgent } from './on-agent.ts';
import { leading, type Placement, placements } from './placements.ts';
import { type Undiscovered, undiscovered } from './undiscovered.ts';
import { type StepStates, wayOf } from './way.ts';

/** Every check there is, followed from its cause as far as it can be seen. */
export function followChecks({ now }: Snapshot, checks: Checks): readonly FollowedCheck[] {
  const agents = agentsOf(checks);
  return [
    ...placements(checks).map((placement) => follow(placement, checks, agents, now)),
    ...undiscovered(checks).map((one) => neverFound(one, checks)),
  ];
}

interface Agents {
  readonly onNode: ReadonlyMap<string, AgentLook>;
  readonly byPod: ReadonlyMap<string, AgentLook>;
  /** Names in the leader's table. */
  readonly reporting: ReadonlySet<string>;
  /** At least one of the Agents that report was found among the pods: one that was not found is gone. */
  readonly trusted: boolean;
}

function agentsOf({ runners, dispatching }: Checks): Agents {
  const looks = (runners.known ? runners.value : []).map(lookAtAgent);
  const onNode = new Map(looks.flatMap((look) => (isOnNode(look.runner) ? [[look.runner.node, look] as const] : [])));
  const byPod = new Map(looks.map((look) => [look.runner.pod, look] as const));
  const reporting = new Set(leading(dispatching)?.agents.map(({ name }) => name));
  return { onNode, byPod, reporting, trusted: [...reporting].some((name) => onNode.has(name) || byPod.has(name)) };
}

function isOnNode({ kind, node }: CheckRunner): boolean {
  return kind === 'node-agent' && node !== '';
}

function follow(placement: Placement, checks: Checks, agents: Agents, now: string | undefined): FollowedCheck {
  const { of, config, to } = placement;
  const { dispatching, configCheck } = checks;
  const leader = [configCheck, dispatching].flatMap((reading) => (reading.known ? [reading.source] : []));
  if (!('agent' in to)) {
    const states = statesOfLeader(to);
    return followed(placement, undefined, { ending: to, verdict: verdictOf(to), states, evidence: leader });
  }
  // A node Agent is named by its node, a runner by its pod.
  const look = agents.onNode.get(to.agent) ?? agents.byPod.get(to.agent);
  const heard = look && seenOnAgent(look, of, config, now);
  const lost = heard === undefined || (of === 'cluster' && isDumb(heard) && !agents.reporting.has(to.agent));
  const seen = lost ? withoutAgent(placement, to.agent, checks, agents) : heard;
  const states = { ...FOUND, dispatched: 'yes', ...seen.states } as const;
  return followed(placement, look, { ...seen, states, evidence: [...leader, ...seen.evidence] });
}

function isDumb({ ending }: SeenOnAgent): boolean {
  return ending.kind === 'unseen';
}

/** The leader has the configuration, so somebody asked for it. */
const FOUND = { declared: 'yes', discovered: 'yes' } as const satisfies StepStates;

function statesOfLeader({ kind }: CheckEnding): StepStates {
  if (kind === 'not-discovered') return { declared: 'yes', discovered: 'no' };
  return kind === 'not-dispatched' ? { ...FOUND, dispatched: 'no' } : FOUND;
}

/** A leader without Agents has nobody to give a check to; one that warms up will. */
function verdictOf(ending: CheckEnding): Verdict {
  if (ending.kind === 'not-discovered') return 'explained';
  if (ending.kind !== 'not-dispatched') return 'unknown';
  return ending.cause === 'no-agents' ? 'fault' : ending.cause === 'warming-up' ? 'explained' : 'warning';
}

function withoutAgent({ of }: Placement, agent: string, { runners }: Checks, agents: Agents): SeenOnAgent {
  const { reporting, trusted, onNode } = agents;
  const states: StepStates = { arrived: 'unknown' };
  if (!runners.known) {
    const attempts = [attemptOf(runners)];
    return { ending: { kind: 'unseen', attempts }, verdict: 'unknown', states, evidence: [runners.source] };
  }
  const evidence = [runners.source];
  if (of === 'endpoint' && onNode.size > 0) {
    return { ending: { kind: 'node-lost-agent' }, verdict: 'fault', states: { arrived: 'no' }, evidence };
  }
  const reports = reporting.has(agent);
  if (of === 'endpoint' || (reports && !trusted)) {
    return { ending: { kind: 'unseen', attempts: [] }, verdict: 'unknown', states, evidence };
  }
  // One that has just gone reports for 30 s more, and its checks then move to others.
  const verdict = reports ? 'warning' : 'fault';
  return { ending: { kind: 'agent-silent' }, verdict, states: { arrived: 'no' }, evidence };
}

function followed({ of, config, to }: Placement, look: AgentLook | undefined, seen: SeenOnAgent): FollowedCheck {
  const agent = 'agent' in to ? to.agent : null;
  const story: CheckStory = {
    check: config.name,
    instance: instanceName(config),
    source: config.source,
    service: originOf(config.source).service,
    node: look?.runner.node ?? agent,
    pod: look?.runner.pod ?? null,
    steps: wayOf(seen.states),
  };
  const { ending, verdict, evidence } = seen;
  return { of, story, agent, ending, verdict, config, evidence };
}

function neverFound({ check, service, declared, ending, verdict }: Undiscovered, checks: Checks): FollowedCheck {
  const { services, configCheck } = checks;
  const source = declared.of === 'service' ? 'kube_services:kube_service' : 'kube_endpoints:kube_endpoint_uid';
  return {
    of: declared.of === 'service' ? 'cluster' : 'endpoint',
    story: {
      check,
      instance: null,
      source: `${source}://${service}`,
      service,
      node: null,
      pod: null,
      steps: wayOf({ declared: 'yes', discovered: 'no' }),
    },
    agent: null,
    ending,
    verdict,
    evidence: [services.source, configCheck.source],
  };
}
