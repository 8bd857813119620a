import type { NodeAgentPod } from '../domain/node-agent.ts';
import { mapReading, type Reading, unknown } from '../domain/reading.ts';
import type { RunnerPod } from './check-runners.ts';
import type { LeaderDispatching } from './leader-dispatching.ts';
import { wordsOf } from './words-of.ts';

/** The provider by which an Agent reports to the leader and gets cluster checks. */
const PROVIDER = 'clusterchecks';

/** Names of the agents that report to the leader; `null`: cluster checks are off. */
export function reportingAgents({
  dispatching,
}: Pick<LeaderDispatching, 'dispatching'>): Reading<readonly string[] | null> {
  if (!dispatching.known) return dispatching;
  const { source, at, value } = dispatching;
  if (value.role === 'disabled') return mapReading(dispatching, () => null);
  if (value.role !== 'leader') return unknown('unreadable', 'no replica answered as the leader', source, at);
  if (value.cutOff) return unknown('truncated', 'the list of agents may not be whole', source, at);
  return mapReading(dispatching, () => value.agents.map(({ name }) => name));
}

/**
 * Whether a node Agent is set up to report at all. Where cluster check runners are, node Agents are left to themselves,
 * and their silence says nothing.
 */
export function isToReport({ env }: NodeAgentPod, all: readonly RunnerPod[]): boolean {
  const providers = wordsOf(env.DD_EXTRA_CONFIG_PROVIDERS);
  return providers === undefined ? all.every(({ kind }) => kind === 'node-agent') : providers.includes(PROVIDER);
}
