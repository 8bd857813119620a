import type { Finding } from '../../domain/finding.ts';
import type { Reading } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { SubjectView } from './subject-view.ts';

/** One link of the chain as one HPA sees it: the finding when it is broken. What could not be read breaks nothing. */
export type HpaLink = (snapshot: Snapshot, view: SubjectView) => Finding | undefined;

/** A link of the metrics API itself, which can be judged without any HPA. */
export type ApiLink = (snapshot: Snapshot, view: SubjectView | undefined) => Finding | undefined;

/** The APIService by which Kubernetes knows who serves external metrics. */
export const API_SERVICE = 'v1beta1.external.metrics.k8s.io';

/** The sources of the readings that tell something, if only that there is nothing: what failed is told of by itself. */
export function sources(...readings: readonly (Reading<unknown> | undefined)[]): string[] {
  return readings.flatMap((reading) =>
    reading !== undefined && (reading.known || isMissing(reading)) ? [reading.source] : [],
  );
}

/** The API server said that there is no such object. */
export function isMissing(reading: Reading<unknown> | undefined): boolean {
  return reading !== undefined && !reading.known && reading.why === 'absent';
}

/** HPAs on external metrics in the whole cluster; `null`: not counted. */
export function externalHpas({ question, dependents, autoscaling }: Snapshot): number | null {
  if (dependents?.externalHpas.known) return dependents.externalHpas.value;
  // The list of one namespace is not the cluster's.
  if (question.subject?.namespace !== undefined) return null;
  return autoscaling?.list?.hpas.known ? autoscaling.list.hpas.value.length : null;
}

/** Agent pods that are Ready; `null`: not known. */
export function readyAgents({ pods }: Snapshot): number | null {
  return pods.known ? pods.value.filter(({ ready, leaving }) => ready && !leaving).length : null;
}
