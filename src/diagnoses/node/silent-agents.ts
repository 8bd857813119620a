import type { NodeAgents } from '../../domain/node-agent.ts';
import type { JudgedAgent } from './judge-node-agent.ts';

/** Node Agents that are Ready and do not report to the leader. */
export interface SilentAgents {
  /** At most 200. */
  readonly named: NodeAgents['silent'];
  readonly total: number;
}

/** Whether an Agent that is well must be in the leader's list. */
export function countedByLeader({ reporting }: NodeAgents, judged: readonly JudgedAgent[]): boolean {
  if (!reporting.known || reporting.value === null) return false;
  return judged.length === 0 || judged.some(({ of }) => of.reporting !== 'runners');
}

/**
 * The leader lists Agents by hostname, which may not be the node's name: those that were asked told theirs. Where it
 * lists every one of these after all, names differ, and the others are not silent either. None where it counts nobody.
 */
export function silentNow(agents: NodeAgents, judged: readonly JudgedAgent[]): SilentAgents {
  if (!countedByLeader(agents, judged)) return { named: [], total: 0 };
  const { silent, silentTotal } = agents;
  const asked = new Map(judged.map(({ of }) => [of.story.pod, of]));
  const named = silent.filter(({ pod }) => asked.get(pod)?.reporting !== 'yes');
  const found = silent.length - named.length;
  if (found > 0 && !named.some(({ pod }) => asked.has(pod))) return { named: [], total: 0 };
  return { named, total: Math.max(0, silentTotal - found) };
}
