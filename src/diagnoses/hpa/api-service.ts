import type { ApiService, ObjectCondition } from '../../domain/objects.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { API_SERVICE } from './link.ts';

/** Kubernetes' own default for the port of an APIService. */
const DEFAULT_PORT = 443;

/** `v1beta1.external.metrics.k8s.io` where it was read. */
export function apiServiceOf({ autoscaling }: Snapshot): ApiService | undefined {
  const reading = autoscaling?.chain.apiService;
  return reading?.known ? reading.value : undefined;
}

/** The Service that answers for external metrics, `namespace/name`; the APIService's own name where that is not known. */
export function servingService(snapshot: Snapshot): string {
  const service = apiServiceOf(snapshot)?.spec.service;
  return service ? `${service.namespace ?? ''}/${service.name ?? ''}` : API_SERVICE;
}

export function askedPort({ spec }: ApiService): number {
  return spec.service?.port ?? DEFAULT_PORT;
}

/** Its word on whether the Service answers. */
export function availability(apiService: ApiService | undefined): ObjectCondition | undefined {
  return apiService?.status.conditions?.find(({ type }) => type === 'Available');
}

/** `null` when the APIService was not read or does not say. */
export function isAvailable(snapshot: Snapshot): boolean | null {
  const condition = availability(apiServiceOf(snapshot));
  return condition === undefined ? null : condition.status === 'True';
}

/** Seconds since a condition changed, by the snapshot's clock. */
export function secondsSince(snapshot: Snapshot, time: string | undefined): number | null {
  const seconds = secondsBetween(time, snapshot.now);
  return seconds === null ? null : Math.max(0, seconds);
}
