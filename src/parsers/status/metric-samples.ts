import type { CheckResult } from '../../domain/checks.ts';
import { readCount } from './read-number.ts';

type Counts = Pick<
  CheckResult,
  'lastSamples' | 'totalSamples' | 'lastEvents' | 'totalEvents' | 'lastServiceChecks' | 'totalServiceChecks'
>;

/** What the last run of a check sent, and all its runs together. */
export type CheckCounts = Counts & Pick<CheckResult, 'sendsMore'>;

type What = 'Samples' | 'Events' | 'ServiceChecks';

const OF_LINE: ReadonlyMap<string, What> = new Map([
  ['Metric Samples', 'Samples'],
  // Before 7.17: `Metrics: 0, Total Metrics: 0`.
  ['Metrics', 'Samples'],
  ['Events', 'Events'],
  ['Service Checks', 'ServiceChecks'],
]);

const COUNTS = /^(?:Last Run: )?([\d,.e+]{1,30}), Total(?: Metrics| Events| Service Checks)?: ([\d,.e+]{1,30})$/;
const TOTAL = 'Total ';

/**
 * The counts in a line such as `Metric Samples: Last Run: 10, Total: 1,500`, or, of a check that runs for long and has
 * one run, which does not end, `Total Events: 3`. Nothing when the line is about something else.
 */
export function checkCounts(key: string, value: string): CheckCounts {
  const isTotal = key.startsWith(TOTAL);
  const what = OF_LINE.get(isTotal ? key.slice(TOTAL.length) : key);
  const parts = COUNTS.exec(value);
  const total = readCount(isTotal ? value : parts?.[2]);
  // Such as `Histogram Buckets`, `Database Monitoring Query Samples`, and names that are yet to come.
  if (what === undefined) return total !== undefined && total > 0 ? { sendsMore: true } : {};
  return { ...(isTotal ? {} : countOf(`last${what}`, readCount(parts?.[1]))), ...countOf(`total${what}`, total) };
}

/** A count under its name; nothing when it could not be read. */
export function countOf(key: keyof Counts, count: number | undefined): CheckCounts {
  return count === undefined ? {} : { [key]: count };
}
