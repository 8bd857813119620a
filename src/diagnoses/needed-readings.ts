import type { Reading } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { leadership } from './leadership.ts';

/** Whether the question hangs on what the Agent itself says: who leads can be told from a lock alone. */
export function needsStatus(snapshot: Snapshot): boolean {
  return snapshot.question.kind !== 'leader' || leadership(snapshot).locks.length === 0;
}

/** The readings this question cannot do without; a failure among them makes the answer unknown, others are footnotes. */
export function neededReadings(snapshot: Snapshot): readonly Reading<unknown>[] {
  const view = leadership(snapshot);
  // Where no lock could be read, what a replica says of the leader answers as well.
  const nobodyTells = view.locks.length === 0 && view.statuses.length === 0;
  const statusNeeded = needsStatus(snapshot);
  return [
    ...(statusNeeded ? [snapshot.pods] : []),
    ...(nobodyTells ? snapshot.locks.map(({ reading }) => reading) : []),
    ...(statusNeeded ? snapshot.statuses.map(({ reading }) => reading) : []),
  ];
}
