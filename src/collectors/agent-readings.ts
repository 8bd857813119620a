import type { AgentStatus } from '../domain/agent-status.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod, Snapshot } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { type ExecPlace, readNodeStatus } from './agent-status.ts';
import { findRunnerPods, type RunnerPod } from './check-runners.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import type { FoundAgents } from './find-agents.ts';
import { type LeaderDispatching, readDispatching } from './leader-dispatching.ts';
import { once, onceFor } from './once.ts';
import { type ReplicaLog, scanLog } from './scan-log.ts';
import { type Turnstile, turnstile } from './turnstile.ts';

/** A small part of a cluster at once: each command takes memory inside the Agent's own limit, and its node's time. */
const NODE_AGENTS_AT_ONCE = 10;

/** The pods of 5,000 node Agents take more than 100 MB, and longer than other lists. */
const NODE_AGENTS_TIMEOUT_MS = 20_000;

/** The Agent, which is read at the same time as what a question needs beside it. */
export interface AgentReadings {
  readonly found: Promise<FoundAgents>;
  readonly told: Promise<Pick<Snapshot, 'locks' | 'statuses'>>;
  readonly shared: SharedReadings;
}

/** What more than one part of an answer is made of: each is read when it is first asked for, and only once. */
export interface SharedReadings {
  /** The node Agents and runners. */
  readonly runners: () => Promise<Reading<readonly RunnerPod[]>>;
  /** What the leader says of cluster checks. */
  readonly dispatching: () => Promise<LeaderDispatching>;
  /** The newest part of a replica's log. */
  readonly logOf: (pod: AgentPod) => Promise<ReplicaLog>;
  /** The `status` of a node Agent or runner. */
  readonly nodeStatus: (place: ExecPlace) => Promise<Reading<AgentStatus>>;
  /** Every command in a node Agent or runner goes through it. */
  readonly atNodeAgent: Turnstile;
}

export function sharedReadings(
  reader: ClusterReader,
  options: CollectOptions,
  { found, told }: Pick<AgentReadings, 'found' | 'told'>,
): SharedReadings {
  const bounds = callBounds(options);
  return {
    runners: once(async () =>
      findRunnerPods(reader, (await found).namespace, { ...bounds, timeoutMs: NODE_AGENTS_TIMEOUT_MS }),
    ),
    dispatching: once(async () => readDispatching(reader, options, await found, await told)),
    logOf: onceFor(
      ({ name }) => name,
      (pod) => scanLog(reader, options, pod),
    ),
    nodeStatus: onceFor(
      ({ pod, container }) => `${pod}/${container}`,
      (place) => readNodeStatus(reader, place, bounds),
    ),
    atNodeAgent: turnstile(NODE_AGENTS_AT_ONCE),
  };
}
