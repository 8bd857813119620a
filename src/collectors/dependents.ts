import type { HpaList } from '../domain/autoscaling.ts';
import { externalSpecs } from '../domain/hpa-arithmetic.ts';
import { mapReading } from '../domain/reading.ts';
import type { AgentPod, Dependents } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import type { CollectOptions } from './collect-options.ts';

/** Whether the question itself reads the list that `readDependents` would read. */
export function listsEveryHpa({ question: { kind, subject } }: CollectOptions): boolean {
  return (kind === 'hpa' && subject?.name === undefined && subject?.namespace === undefined) || kind === 'health';
}

/** What stands still is only asked for when nothing works: it costs a list over all namespaces. */
export async function readDependents(
  reader: ClusterReader,
  agents: readonly AgentPod[],
  bounds: CallBounds,
): Promise<Dependents | undefined> {
  if (isAnyReady(agents)) return undefined;
  const hpas = await reader.listHorizontalPodAutoscalers({}, bounds);
  return { externalHpas: mapReading(hpas, (list) => list.filter((hpa) => externalSpecs(hpa).length > 0).length) };
}

/** The same out of the list that the question read anyway. */
export function dependentsInList({ hpas }: HpaList, agents: readonly AgentPod[]): Dependents | undefined {
  return isAnyReady(agents) ? undefined : { externalHpas: mapReading(hpas, (list) => list.length) };
}

function isAnyReady(agents: readonly AgentPod[]): boolean {
  return agents.some(({ ready }) => ready);
}
