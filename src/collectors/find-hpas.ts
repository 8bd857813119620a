import type { Autoscaling } from '../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler } from '../domain/autoscaling-objects.ts';
import type { Subject } from '../domain/question.ts';
import { type Known, known, mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { hpaPath, nearHpas } from './near-hpas.ts';

/** Where a bare name is looked for when nobody may look everywhere. */
const USUAL_NAMESPACE = 'default';

export interface FoundHpas {
  readonly search: NonNullable<Autoscaling['search']>;
  /** Those to look at closely: none when nothing fits, or when it must be asked which one is meant. */
  readonly hpas: readonly Known<HorizontalPodAutoscaler>[];
}

type Named = Subject & { readonly name: string };

/** Looks up the HPA that a question names by itself or by the workload it scales, reading no more than that takes. */
export function findHpas(reader: ClusterReader, subject: Named, bounds: CallBounds): Promise<FoundHpas> {
  const { resource = 'hpa', namespace } = subject;
  if (resource !== 'hpa') return findByWorkload(reader, subject, bounds);
  return namespace === undefined
    ? findByName(reader, subject, bounds)
    : findByPath(reader, namespace, subject.name, bounds);
}

async function findByPath(
  reader: ClusterReader,
  namespace: string,
  name: string,
  bounds: CallBounds,
): Promise<FoundHpas> {
  const hpa = await reader.getHorizontalPodAutoscaler(namespace, name, bounds);
  if (hpa.known) return { search: { found: mapReading(hpa, (one) => [hpaPath(one)]), near: [] }, hpas: [hpa] };
  if (hpa.why !== 'absent') return { search: { found: hpa, near: [] }, hpas: [] };
  const lists = await Promise.all([
    reader.listHorizontalPodAutoscalers({ name }, bounds),
    reader.listHorizontalPodAutoscalers({ namespace }, bounds),
  ]);
  const candidates = lists.flatMap((list) => (list.known ? list.value : []));
  return { search: { found: known([], hpa.source, hpa.at), near: nearHpas(name, candidates) }, hpas: [] };
}

async function findByName(reader: ClusterReader, { name }: Named, bounds: CallBounds): Promise<FoundHpas> {
  const list = await reader.listHorizontalPodAutoscalers({ name }, bounds);
  const found = mapReading(list, (hpas) => hpas.map(hpaPath).toSorted());
  if (!list.known) {
    const usual =
      list.why === 'forbidden' ? await reader.getHorizontalPodAutoscaler(USUAL_NAMESPACE, name, bounds) : undefined;
    return { search: { found, near: [] }, hpas: usual?.known ? [usual] : [] };
  }
  if (list.value.length === 0) {
    const all = await reader.listHorizontalPodAutoscalers({}, bounds);
    return { search: { found, near: all.known ? nearHpas(name, all.value) : [] }, hpas: [] };
  }
  return { search: { found, near: [] }, hpas: list.value.length === 1 ? eachOf(list) : [] };
}

async function findByWorkload(reader: ClusterReader, subject: Named, bounds: CallBounds): Promise<FoundHpas> {
  const { namespace } = subject;
  const list = await reader.listHorizontalPodAutoscalers(namespace === undefined ? {} : { namespace }, bounds);
  if (!list.known) {
    const usual =
      list.why === 'forbidden' && namespace === undefined
        ? await reader.listHorizontalPodAutoscalers({ namespace: USUAL_NAMESPACE }, bounds)
        : list;
    return { search: { found: list, near: [] }, hpas: eachOf(scalersOf(subject, usual)) };
  }
  const scalers = scalersOf(subject, list);
  const found = mapReading(scalers, (hpas) => hpas.map(hpaPath).toSorted());
  const fitting = eachOf(scalers);
  const places = new Set(fitting.map(({ value }) => value.metadata.namespace));
  const near = fitting.length === 0 ? nearHpas(subject.name, list.value) : [];
  // Two HPAs on one workload belong together; the same name in two namespaces is two workloads.
  return { search: { found, near }, hpas: places.size === 1 ? fitting : [] };
}

function scalersOf({ resource, name }: Named, list: Reading<readonly HorizontalPodAutoscaler[]>) {
  return mapReading(list, (hpas) =>
    hpas.filter(({ spec: { scaleTargetRef } }) => {
      return scaleTargetRef.kind.toLowerCase() === resource && scaleTargetRef.name === name;
    }),
  );
}

function eachOf<T>(list: Reading<readonly T[]>): readonly Known<T>[] {
  return list.known ? list.value.map((value) => ({ ...list, value })) : [];
}
