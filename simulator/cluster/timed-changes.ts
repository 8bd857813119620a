import { decodeSegment } from './api-path.ts';
import type { ActiveFault, FaultBoard } from './faults.ts';
import type { KubeObject } from './kube-object.ts';
import { mergePatch } from './merge-patch.ts';
import { changeStoredMetric } from './stored-metrics.ts';

/** Objects and stored metrics that change after some requests or some time. */
export interface TimedChanges {
  /** Counts a request, given as path with query. A change that it completes is seen from the next request on. */
  note(path: string): void;
  isGone(object: KubeObject): boolean;
  apply(object: KubeObject): KubeObject;
}

type Timed = ActiveFault<'object'> | ActiveFault<'metric'>;

export function createTimedChanges(faults: FaultBoard, now: () => number): TimedChanges {
  const counts = new WeakMap<Timed, { requests: number; last: number }>();
  const all = (): readonly Timed[] => [...faults.active('object'), ...faults.active('metric')];

  function requestsOf(timed: Timed): number {
    const { requests = 0, last = 0 } = counts.get(timed) ?? {};
    const { restartSeconds } = timed.fault;
    return restartSeconds !== undefined && now() - last > restartSeconds * 1000 ? 0 : requests;
  }

  function isInForce(timed: Timed): boolean {
    const { afterRequests = 0, afterSeconds = 0 } = timed.fault;
    return now() >= timed.since + afterSeconds * 1000 && requestsOf(timed) >= afterRequests;
  }

  return {
    note(path) {
      for (const timed of all()) {
        if (concerns(timed, path)) counts.set(timed, { requests: requestsOf(timed) + 1, last: now() });
      }
    },
    isGone: (object) =>
      faults
        .active('object')
        .some((timed) => timed.fault.change.to === 'gone' && isMeant(timed, object) && isInForce(timed)),
    apply(object) {
      const patched = faults
        .active('object')
        .filter((timed) => isMeant(timed, object) && isInForce(timed))
        .map(({ fault }) => fault.change)
        .reduce(
          (current, change) => (change.to === 'merged' ? mergePatch(current, change.merge) : current) as KubeObject,
          object,
        );
      return faults
        .active('metric')
        .filter(isInForce)
        .reduce((current, { fault }) => changeStoredMetric(current, fault), patched);
    },
  };
}

function isMeant({ fault: { object: wanted } }: ActiveFault<'object'>, { kind, metadata }: KubeObject): boolean {
  return (
    kind === wanted.kind &&
    metadata.name === wanted.name &&
    (wanted.namespace === undefined || metadata.namespace === wanted.namespace)
  );
}

/** By default a request counts that names the object or the metric. */
function concerns({ fault }: Timed, path: string): boolean {
  if (fault.path !== undefined) return path.includes(fault.path);
  const name = fault.kind === 'object' ? fault.object.name : fault.metric;
  return path
    .replace(/\?.*/, '')
    .split('/')
    .some((segment) => decodeSegment(segment) === name);
}
