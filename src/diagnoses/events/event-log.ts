import type { LogTrouble } from '../../domain/log-scan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { isOver } from '../logs/is-over.ts';
import { readLogs } from '../logs/read-logs.ts';

/** Lines of the leader's log that still hold, counted. */
export interface LoggedTrouble {
  readonly times: number;
  /** ISO 8601; `null`: no such line, or none with a time. */
  readonly first: string | null;
  readonly troubles: readonly LogTrouble[];
  readonly sources: readonly string[];
}

/** What the leader's log says of one thing and has not outlived. */
export function loggedNow({ events, pods }: Snapshot, concerns: (trouble: LogTrouble) => boolean): LoggedTrouble {
  const logs = readLogs(events?.log === undefined ? [] : [events.log]);
  const found = logs.flatMap(({ pod, source, scanned }) => {
    const running = pods.known ? pods.value.find(({ name, state }) => name === pod && state === 'running') : undefined;
    const times = { to: scanned.to, startedAt: running?.startedAt };
    return scanned.troubles
      .filter((trouble) => concerns(trouble) && !isOver(trouble, times))
      .map((trouble) => ({ trouble, source }));
  });
  return {
    times: found.reduce((sum, { trouble }) => sum + trouble.times, 0),
    first: found.flatMap(({ trouble }) => trouble.first ?? []).toSorted()[0] ?? null,
    troubles: found.map(({ trouble }) => trouble),
    sources: [...new Set(found.map(({ source }) => source))],
  };
}
