import type { Autoscaling } from '../domain/autoscaling.ts';
import { metricLooks } from '../domain/hpa-arithmetic.ts';
import type { Reading } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { leadership } from './leadership.ts';

/** Whether the question hangs on what the Agent itself says: who leads can be told from a lock, what it stores from its store. */
export function needsStatus(snapshot: Snapshot): boolean {
  switch (snapshot.question.kind) {
    case 'leader':
      return leadership(snapshot).locks.length === 0;
    case 'hpa':
    case 'metrics':
      return false;
    default:
      return true;
  }
}

/** The readings this question cannot do without; a failure among them makes the answer unknown, others are footnotes. */
export function neededReadings(snapshot: Snapshot): readonly Reading<unknown>[] {
  const { kind } = snapshot.question;
  if (snapshot.autoscaling && kind === 'metrics') return [snapshot.autoscaling.stored.list];
  if (snapshot.autoscaling && kind === 'hpa') return neededForHpas(snapshot.autoscaling);
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

function neededForHpas({ search, views, list }: Autoscaling): readonly Reading<unknown>[] {
  const needed = views.flatMap(({ first }) => {
    const { hpa, target, served, stored } = first;
    // Without a figure there is nothing to divide: the HPA's own conditions tell why.
    const shows = metricLooks(first).some(({ shown }) => shown !== undefined);
    // What the metrics API serves can be told by the store as well.
    const totals = stored.list.known ? [] : served.map(({ reading }) => reading);
    return [hpa, shows ? target : undefined, ...totals];
  });
  return [search?.found, list?.hpas, ...needed].filter((reading) => reading !== undefined);
}
