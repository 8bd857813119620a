import type { MetricsLogTrouble, StoredMetric } from '../../domain/autoscaling.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { recentTroubles } from './recent-log.ts';

/** Why the Agent has no good value for a metric. The first two are the metric's own, the others strike many at once. */
export type MetricTrouble =
  | { readonly kind: 'no-series'; readonly problem: 'none' | 'multiple'; readonly message: string }
  /** `message`: `null` when only its age tells. */
  | { readonly kind: 'stale'; readonly message: string | null }
  | { readonly kind: 'rate-limited' | 'keys-rejected' | 'batch-failed' | 'other'; readonly message: string };

const WORDS: readonly (readonly [RegExp, (message: string) => MetricTrouble])[] = [
  [/multiple series/i, (message) => ({ kind: 'no-series', problem: 'multiple', message })],
  [
    /no serie|series slice empty|query data not found in result|No data from backend/i,
    (message) => ({ kind: 'no-series', problem: 'none', message }),
  ],
  [/outdated result/i, (message) => ({ kind: 'stale', message })],
  [/rate limit|API error 429/i, (message) => ({ kind: 'rate-limited', message })],
  [/API error 403|api\/app key/i, (message) => ({ kind: 'keys-rejected', message })],
  [/Global error/i, (message) => ({ kind: 'batch-failed', message })],
];

/** Reads the Agent's own words about one metric, as a DatadogMetric or the metrics API carries them. */
export function troubleInWords(message: string): MetricTrouble {
  return WORDS.find(([words]) => words.test(message))?.[1](message) ?? { kind: 'other', message };
}

/**
 * What is wrong with a stored entry: by its own words, else by the leader's log, which alone tells for the ConfigMap.
 * Undefined when the entry is invalid and nobody says why, or there is nothing wrong with it.
 */
export function troubleOf(snapshot: Snapshot, entry: StoredMetric, query: string | null): MetricTrouble | undefined {
  if (entry.valid) return undefined;
  return entry.error === undefined ? troubleInLog(snapshot, query) : troubleInWords(entry.error);
}

function troubleInLog(snapshot: Snapshot, query: string | null): MetricTrouble | undefined {
  const lines = recentTroubles(snapshot, 'no-series', 'multiple-series');
  const line = lines.find((one) => isAbout(one, query)) ?? (wholeBatch(snapshot) ? undefined : lines.find(namesNone));
  if (line === undefined) return undefined;
  return { kind: 'no-series', problem: line.kind === 'multiple-series' ? 'multiple' : 'none', message: line.text };
}

/** `Returned series slice empty` names no query: it speaks of a batch in which nothing had data. */
function namesNone({ kind, query }: MetricsLogTrouble): boolean {
  return kind === 'no-series' && query === undefined;
}

/** Something worse, which leaves no series for anybody. */
function wholeBatch(snapshot: Snapshot): boolean {
  return (
    recentTroubles(snapshot, 'rate-limited', 'keys-rejected', 'keys-missing', 'bad-query', 'fetch-failed').length > 0
  );
}

function isAbout({ query }: MetricsLogTrouble, wanted: string | null): boolean {
  return wanted !== null && query !== undefined && sameQuery(query) === sameQuery(wanted);
}

function sameQuery(query: string): string {
  return query.toLowerCase().replaceAll(/\s+/g, '');
}
