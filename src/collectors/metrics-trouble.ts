import type { HpaView, MetricsLogTrouble, StoredMetrics } from '../domain/autoscaling.ts';
import { externalSpecs } from '../domain/hpa-arithmetic.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { readMetricsLog } from '../parsers/external-metrics/metrics-log.ts';
import { type LeaderWords, leadingPod } from './leader-names.ts';

const TAIL_LINES = 2_000;
/** Asked for where the lines are so long that more of them are too much. */
const FEWER_LINES = 200;

/** Whether something is wrong that the log may explain: a value that is invalid, missing, or not served. */
export function wantsLog(stored: StoredMetrics, views: readonly HpaView[]): boolean {
  const all = stored.list.known ? stored.list.value : [];
  // An unused DatadogMetric is not refreshed: that it is not valid is no trouble.
  if (all.some(({ valid, active }) => !valid && active !== false)) return true;
  if (views.length === 0) return !stored.list.known;
  const names = new Set(all.map(({ metric }) => metric.toLowerCase()));
  return views.some(({ first: { hpa, served } }) => {
    const specs = hpa.known ? externalSpecs(hpa.value) : [];
    const missing = specs.some(({ spec }) => !names.has(spec.metric.name.toLowerCase()));
    return (stored.list.known && missing) || served.some(({ reading }) => !reading.known || reading.value.length === 0);
  });
}

/** What the leader's log says about external metrics, or every running pod's where nobody is known to lead. */
export async function readTrouble(
  reader: ClusterReader,
  told: LeaderWords,
  agents: readonly AgentPod[],
  bounds: CallBounds,
): Promise<Reading<readonly MetricsLogTrouble[]> | undefined> {
  const running = agents.filter(({ state }) => state === 'running');
  const leader = leadingPod(told, running);
  const logs = await Promise.all((leader ? [leader] : running).map((pod) => readLog(reader, pod, bounds)));
  const readable = logs.find(({ known }) => known) ?? logs[0];
  return (
    readable && mapReading(readable, () => readMetricsLog(logs.map((log) => (log.known ? log.value : '')).join('\n')))
  );
}

async function readLog(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  bounds: CallBounds,
): Promise<Reading<string>> {
  const tail = (tailLines: number) =>
    reader.podLog({ namespace, pod: name, container, previous: false, tailLines }, bounds);
  const log = await tail(TAIL_LINES);
  return !log.known && log.why === 'truncated' ? tail(FEWER_LINES) : log;
}
