import type { Reading } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { leadership } from './leadership.ts';

/** Whether the question hangs on what the Agent itself says: who leads can be told from a lock alone. */
export function needsStatus(snapshot: Snapshot): boolean {
  return snapshot.question.kind !== 'leader' || leadership(snapshot).locks.length === 0;
}

/** The readings this question cannot do without; a failure among them makes the answer unknown, others are footnotes. */
export function neededReadings(snapshot: Snapshot): readonly Reading<unknown>[] {
  const noLock = leadership(snapshot).locks.length === 0;
  const statusNeeded = needsStatus(snapshot);
  return [
    ...(statusNeeded ? [snapshot.pods] : []),
    ...(noLock ? snapshot.locks.map(({ reading }) => reading) : []),
    ...(statusNeeded ? snapshot.statuses.map(({ reading }) => reading) : []),
  ];
}
