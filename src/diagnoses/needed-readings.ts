import type { Autoscaling } from '../domain/autoscaling.ts';
import type { Checks } from '../domain/checks.ts';
import { metricLooks } from '../domain/hpa-arithmetic.ts';
import type { Reading } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { eventFlow } from './events/event-flow.ts';
import { neededForEvents } from './events/needed-for-events.ts';
import { leadership } from './leadership.ts';
import { neededForMetadata } from './metadata/needed-for-metadata.ts';
import { neededForNode } from './node/needed-for-node.ts';

/** Whether the question hangs on what the Agent itself says: who leads can be told from a lock, what it stores from its store. */
export function needsStatus(snapshot: Snapshot): boolean {
  switch (snapshot.question.kind) {
    case 'leader':
      return leadership(snapshot).locks.length === 0;
    case 'hpa':
    case 'metrics':
    case 'logs':
    case 'metadata':
    case 'node':
    case 'flare':
      return false;
    case 'events':
      return eventFlow(snapshot).statusMissing;
    case 'checks':
    case 'endpoints':
      // What the leader dispatched it prints itself.
      return snapshot.checks?.dispatching.known !== true;
    default:
      return true;
  }
}

/** The readings this question cannot do without; a failure among them makes the answer unknown, others are footnotes. */
export function neededReadings(snapshot: Snapshot): readonly Reading<unknown>[] {
  const { kind } = snapshot.question;
  if (snapshot.autoscaling && kind === 'metrics') return [snapshot.autoscaling.stored.list];
  if (snapshot.autoscaling && kind === 'hpa') return neededForHpas(snapshot.autoscaling);
  if (kind === 'logs') return [snapshot.pods, ...(snapshot.logs ?? []).map(({ reading }) => reading)];
  if (snapshot.metadata && kind === 'metadata') return [snapshot.pods, ...neededForMetadata(snapshot.metadata)];
  if (snapshot.nodeAgents && kind === 'node') return neededForNode(snapshot);
  if (snapshot.events && kind === 'events') return neededForEvents(snapshot);
  if (kind === 'flare') return [snapshot.pods];
  if (snapshot.checks && (kind === 'checks' || kind === 'endpoints')) return neededForChecks(snapshot, snapshot.checks);
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

function neededForChecks(snapshot: Snapshot, checks: Checks): readonly Reading<unknown>[] {
  const { dispatching, configCheck, services, runners } = checks;
  const asked = runners.known ? runners.value.flatMap(({ status, configCheck: own }) => [status, own]) : [];
  const readings = [dispatching, configCheck, runners, ...asked].filter((reading) => reading !== undefined);
  // What nobody dispatched only a Service can tell of.
  const { kind, subject } = snapshot.question;
  const hangsOnServices = kind === 'endpoints' || subject?.namespace !== undefined || subject?.resource === 'service';
  return [...(needsStatus(snapshot) ? [snapshot.pods] : []), ...readings, ...(hangsOnServices ? [services] : [])];
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
