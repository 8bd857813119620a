import { mapReading, type Reading, unknown } from '../domain/reading.ts';
import type { Progress } from '../domain/report.ts';
import type { AgentPod, Snapshot } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { readStatuses } from './agent-status.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { listsEveryHpa, readDependents } from './dependents.ts';
import type { FoundAgents } from './find-agents.ts';
import { lockRefs, readLocks } from './leader-locks.ts';

const PREVIOUS_LOG_LINES = 20;
/** A container killed longer ago than this has recovered: its old log answers no question of today. */
const RECENT_CRASH_MS = 3_600_000;

/** What the Agent itself tells: locks, statuses and what Kubernetes remembers of crashes, all at once. */
export async function readAgent(
  reader: ClusterReader,
  options: CollectOptions,
  { found, tried, pods, agents, namespace }: FoundAgents,
  report: (step: Progress['step'], done: number) => void,
): Promise<Snapshot> {
  const bounds = callBounds(options);
  const serverNow = () => options.clock() - (reader.skewMs() ?? 0);
  report('locks', 1);
  const [locks, statuses, replicasWanted, previousLogs, dependents] = await Promise.all([
    readLocks(reader, lockRefs(agents, pods, namespace, options.lockNames ?? []), serverNow, bounds),
    options.exec ? readStatuses(reader, agents, bounds).finally(() => report('status', 2)) : [],
    readReplicas(reader, agents, bounds),
    readPreviousLogs(reader, agents, serverNow(), bounds),
    listsEveryHpa(options) ? undefined : readDependents(reader, agents, bounds),
  ]);
  const skew = reader.skewMs();
  return {
    question: options.question,
    origin: 'cluster',
    cluster: reader.cluster,
    namespace,
    now: new Date(serverNow()).toISOString(),
    pods: mapReading<unknown, readonly AgentPod[]>(found, () => agents),
    searched: tried,
    replicasWanted,
    locks,
    statuses,
    previousLogs,
    execAllowed: options.exec,
    ...(skew === undefined ? {} : { skewMs: skew }),
    ...(dependents === undefined ? {} : { dependents }),
  };
}

async function readReplicas(
  reader: ClusterReader,
  agents: readonly AgentPod[],
  bounds: CallBounds,
): Promise<Reading<number>> {
  const agent = agents.find(({ owner }) => owner !== undefined);
  if (agent?.owner === undefined) return unknown('absent', 'no pod names its Deployment', 'kubectl get deployment', '');
  const deployment = await reader.getDeployment(agent.namespace, agent.owner, bounds);
  // Kubernetes fills in 1 where `.spec.replicas` is left out.
  return mapReading(deployment, ({ spec }) => spec.replicas ?? 1);
}

function readPreviousLogs(
  reader: ClusterReader,
  agents: readonly AgentPod[],
  nowMs: number,
  bounds: CallBounds,
): Promise<Snapshot['previousLogs']> {
  const crashed = agents.filter(({ state, lastTermination }) => {
    const finished = lastTermination?.finishedAt;
    return lastTermination !== undefined && (state !== 'running' || isRecent(finished, nowMs));
  });
  return Promise.all(
    crashed.map(async ({ name, namespace, container }) => {
      const log = await reader.podLog(
        { namespace, pod: name, container, previous: true, tailLines: PREVIOUS_LOG_LINES },
        bounds,
      );
      return { pod: name, reading: mapReading(log, (text) => text.split('\n').filter((line) => line.trim() !== '')) };
    }),
  );
}

function isRecent(time: string | undefined, nowMs: number): boolean {
  return time !== undefined && nowMs - Date.parse(time) < RECENT_CRASH_MS;
}
