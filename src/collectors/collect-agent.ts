import type { Pod } from '../domain/objects.ts';
import type { Question } from '../domain/question.ts';
import { mapReading, type Reading, unknown } from '../domain/reading.ts';
import type { Progress } from '../domain/report.ts';
import type { AgentPod, Dependents, Snapshot } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { findAgentPods } from './agent-pods.ts';
import { readStatuses } from './agent-status.ts';
import { describePod } from './describe-pod.ts';
import { lockRefs, readLocks } from './leader-locks.ts';

export type { ClusterReader };

const CALL_TIMEOUT_MS = 10_000;
const PREVIOUS_LOG_LINES = 20;
/** A container killed longer ago than this has recovered: its old log answers no question of today. */
const RECENT_CRASH_MS = 3_600_000;

export interface CollectOptions {
  readonly question: Question;
  /** The Agent's namespace, where it is configured. */
  readonly namespace?: string;
  /** Names of the leader lock to try first. */
  readonly lockNames?: readonly string[];
  /** False: `pods/exec` is never asked for. */
  readonly exec: boolean;
  /** Epoch milliseconds by our own clock. */
  readonly clock: () => number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Everything `status` and `leader` need: pods, then locks, statuses and what Kubernetes remembers of crashes, all at once. */
export async function collectAgent(reader: ClusterReader, options: CollectOptions): Promise<Snapshot> {
  const bounds: CallBounds = {
    timeoutMs: CALL_TIMEOUT_MS,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const report = progressMeter(options.progress);
  report('pods', 0);
  const { found, tried } = await findAgentPods(reader, options.namespace, bounds);
  const pods = found.known ? found.value.pods : [];
  const agents = pods.map(describePod);
  const namespace = (found.known && found.value.namespace) || options.namespace || reader.ownNamespace || 'datadog';
  const serverNow = () => options.clock() - (reader.skewMs() ?? 0);
  report('locks', 1);
  const [locks, statuses, replicasWanted, previousLogs, dependents] = await Promise.all([
    readLocks(reader, lockRefs(agents, pods, namespace, options.lockNames ?? []), serverNow, bounds),
    options.exec ? readStatuses(reader, agents, bounds).finally(() => report('status', 2)) : [],
    readReplicas(reader, agents, bounds),
    readPreviousLogs(reader, agents, serverNow(), bounds),
    readDependents(reader, agents, bounds),
  ]);
  report('diagnosis', 3);
  const skew = reader.skewMs();
  return {
    question: options.question,
    origin: 'cluster',
    cluster: reader.cluster,
    namespace,
    now: new Date(serverNow()).toISOString(),
    pods: mapReading<{ pods: readonly Pod[] }, readonly AgentPod[]>(found, () => agents),
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

function progressMeter(progress: CollectOptions['progress']): (step: Progress['step'], done: number) => void {
  return (step, done) => progress?.({ step, done, total: 4 });
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

/** What stands still is only asked for when nothing works: it costs a list over all namespaces. */
async function readDependents(
  reader: ClusterReader,
  agents: readonly AgentPod[],
  bounds: CallBounds,
): Promise<Dependents | undefined> {
  if (agents.some(({ ready }) => ready)) return undefined;
  const hpas = await reader.listHorizontalPodAutoscalers(bounds);
  return {
    externalHpas: mapReading(
      hpas,
      (list) => list.filter(({ spec }) => spec.metrics?.some(({ type }) => type === 'External')).length,
    ),
  };
}
