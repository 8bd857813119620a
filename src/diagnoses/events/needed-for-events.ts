import type { Reading } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { eventFlow } from './event-flow.ts';

/** What an answer about events cannot do without: the pods, whose settings decide, and what leaves the figures open. */
export function neededForEvents(snapshot: Snapshot): readonly Reading<unknown>[] {
  return [snapshot.pods, ...eventFlow(snapshot).unread];
}
