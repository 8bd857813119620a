import type { Dispatching } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { askForDispatching } from './cluster-agent-checks.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import type { FoundAgents } from './find-agents.ts';
import { type LeaderWords, leaderNames, leadingPod } from './leader-names.ts';
import { notAsked } from './not-asked.ts';

/** Tens of megabytes take longer than any other answer. */
export const CLUSTER_AGENT_TIMEOUT_MS = 20_000;

/** What the leader gave to whom. */
export interface LeaderDispatching {
  readonly leader: string | null;
  readonly dispatching: Reading<Dispatching>;
  /** The replica whose words these are, or that would have been asked; undefined where none is running. */
  readonly replica: AgentPod | undefined;
}

/** Asks who is called leader first, then the others, until one answers as the leader. */
export async function readDispatching(
  reader: ClusterReader,
  options: CollectOptions,
  { found, agents }: Pick<FoundAgents, 'found' | 'agents'>,
  words: LeaderWords,
): Promise<LeaderDispatching> {
  const named = leadingPod(words, agents);
  const leader = named?.name ?? leaderNames(words)[0] ?? null;
  const running = agents.filter(({ state, leaving }) => state === 'running' && !leaving);
  const replicas = running.toSorted((a, b) => Number(b === named) - Number(a === named));
  if (!found.known) return { leader, dispatching: found, replica: undefined };
  const bounds = { ...callBounds(options), timeoutMs: CLUSTER_AGENT_TIMEOUT_MS };
  const answer = options.exec ? await askForDispatching(reader, replicas, bounds) : undefined;
  if (answer === undefined) {
    const [replica] = replicas;
    return { leader, dispatching: notAsked('clusterchecks', replica, options), replica };
  }
  const { replica, dispatching } = answer;
  const leads = dispatching.known && dispatching.value.role === 'leader';
  return { leader: leads ? replica.name : leader, dispatching, replica };
}
