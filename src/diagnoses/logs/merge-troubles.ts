import type { LogFactsByCode } from '../../domain/log-facts.ts';
import type { LogTrouble } from '../../domain/log-scan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { isOver } from './is-over.ts';
import type { ReadLog } from './read-logs.ts';

export interface MergedTrouble {
  readonly facts: LogFactsByCode['logs-trouble'];
  /** Sources of the logs that hold it. */
  readonly evidence: readonly string[];
}

interface Seen {
  readonly log: ReadLog;
  readonly trouble: LogTrouble;
}

/** What several replicas complain of alike is one trouble. */
export function mergedTroubles(logs: readonly ReadLog[], snapshot: Snapshot): readonly MergedTrouble[] {
  const byMeaning = new Map<string, Seen[]>();
  for (const log of logs) {
    for (const trouble of log.scanned.troubles) {
      const key = `${trouble.kind} ${trouble.about ?? ''}`;
      byMeaning.set(key, [...(byMeaning.get(key) ?? []), { log, trouble }]);
    }
  }
  return [...byMeaning.values()].map((seen) => merge(seen, snapshot));
}

function merge(seen: readonly Seen[], snapshot: Snapshot): MergedTrouble {
  const byTimes = seen.toSorted((a, b) => b.trouble.times - a.trouble.times);
  const newest = seen.toSorted((a, b) => (b.trouble.last ?? '').localeCompare(a.trouble.last ?? ''))[0]!.trouble;
  const last = newest.last;
  const age = secondsBetween(last, snapshot.now);
  return {
    facts: {
      kind: newest.kind,
      pods: byTimes.map(({ log, trouble }) => ({ pod: log.pod, times: trouble.times })),
      times: seen.reduce((sum, { trouble }) => sum + trouble.times, 0),
      first: seen.flatMap(({ trouble }) => trouble.first ?? []).toSorted()[0] ?? null,
      last: last ?? null,
      lastSeconds: age === null ? null : Math.max(0, age),
      text: newest.text,
      about: newest.about ?? null,
      over: seen.every(({ log, trouble }) => isOver(trouble, timesOf(log, snapshot))),
    },
    evidence: seen.map(({ log }) => log.source),
  };
}

function timesOf({ pod, scanned }: ReadLog, { pods }: Snapshot) {
  const running = pods.known ? pods.value.find(({ name, state }) => name === pod && state === 'running') : undefined;
  return { to: scanned.to, startedAt: running?.startedAt };
}
