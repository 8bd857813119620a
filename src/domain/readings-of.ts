import type { Reading } from './reading.ts';
import type { Snapshot } from './snapshot.ts';

/** Every reading of a snapshot, in the order in which it was asked for. */
export function readingsOf(snapshot: Snapshot): readonly Reading<unknown>[] {
  if (snapshot.origin === 'text') return snapshot.statuses.map(({ reading }) => reading);
  return [
    snapshot.pods,
    snapshot.replicasWanted,
    ...snapshot.locks.map(({ reading, again }) => again ?? reading),
    ...snapshot.statuses.map(({ reading }) => reading),
    ...snapshot.previousLogs.map(({ reading }) => reading),
    ...(snapshot.dependents ? [snapshot.dependents.externalHpas] : []),
  ];
}
