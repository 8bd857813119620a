import type { ServicesOfPods } from '../domain/metadata-comparison.ts';
import type { EndpointSlice } from '../domain/objects.ts';
import type { OneCopy } from './one-copy.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Which Services hold which pods, by their EndpointSlices. */
export interface EndpointsIndex {
  readonly slices: number;
  /** Pairs of a pod and a Service. */
  readonly links: number;
  readonly ready: ServicesOfPods;
  readonly all: ServicesOfPods;
}

/** Takes of the slices what leads to a pod; addresses without one, as of databases outside, are left out. */
export function indexEndpoints(slices: readonly EndpointSlice[], copy: OneCopy): EndpointsIndex {
  const nodeOf = new Map<string, string>();
  const ready = new Map<string, string[]>();
  const all = new Map<string, string[]>();
  for (const { metadata, endpoints = [] } of slices) {
    const service = metadata.labels?.[SERVICE_LABEL];
    if (service === undefined) continue;
    for (const { conditions, nodeName, targetRef } of endpoints) {
      if (targetRef?.kind !== 'Pod' || targetRef.name === undefined) continue;
      const pod = copy(`${targetRef.namespace ?? metadata.namespace ?? ''}/${targetRef.name}`);
      if (nodeName !== undefined) nodeOf.set(pod, copy(nodeName));
      add(all, pod, service);
      // Kubernetes lets a reader take what is not said for ready.
      if (conditions?.ready !== false) add(ready, pod, service);
    }
  }
  const links = [...all.values()].reduce((sum, services) => sum + services.length, 0);
  return {
    slices: slices.length,
    links,
    ready: { services: joined(ready, copy), nodeOf },
    all: { services: joined(all, copy), nodeOf },
  };
}

/** Once, though a Service has a slice for each family of addresses. */
function add(index: Map<string, string[]>, pod: string, service: string): void {
  const services = index.get(pod);
  if (!services) index.set(pod, [service]);
  else if (!services.includes(service)) services.push(service);
}

function joined(index: ReadonlyMap<string, string[]>, copy: OneCopy): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [pod, services] of index) texts.set(pod, copy(services.toSorted().join(' ')));
  return texts;
}
