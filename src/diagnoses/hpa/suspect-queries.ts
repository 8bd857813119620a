import type { StoredMetric } from '../../domain/autoscaling.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { MetricsSettings } from './metrics-settings.ts';
import { recentTroubles } from './recent-log.ts';
import { queryOf } from './stored-figure.ts';

export interface Suspect {
  /** The ConfigMap's key, the DatadogMetric's `namespace/name`, or the metric that a query of the log names. */
  readonly id: string;
  readonly query: string | null;
}

const MOST = 5;

/**
 * Which queries are likely to have spoiled their batch: the one that the log names by itself, else those whose text
 * cannot be right. An inference, and empty when nothing points anywhere.
 */
export function suspectQueries(
  snapshot: Snapshot,
  entries: readonly StoredMetric[],
  settings: MetricsSettings,
): readonly Suspect[] {
  const known = entries.map((entry) => ({ id: entry.id, query: queryOf(entry, settings) }));
  const lines = recentTroubles(snapshot, 'bad-query', 'query-too-long').flatMap(({ query }) => query ?? []);
  const named = lines.flatMap((line) => inLine(known, line));
  const wrong = known.filter(({ query }) => query !== null && looksWrong(query));
  const found = named.length > 0 ? named : wrong;
  return [...new Map(found.map((suspect) => [suspect.query, suspect])).values()].slice(0, MOST);
}

/** A line quotes one query, or the whole batch: of a batch only those that look wrong are worth naming. */
function inLine(known: readonly Suspect[], line: string): readonly Suspect[] {
  const quoted = known.filter(({ query }) => query !== null && line.includes(query));
  if (quoted.length === 1) return quoted;
  if (quoted.length > 1) return quoted.filter(({ query }) => query !== null && looksWrong(query));
  return [{ id: metricIn(line), query: line }];
}

function metricIn(query: string): string {
  return /(?:^|:)(?<metric>[\w.@/-]+)\{/.exec(query)?.groups?.metric ?? query;
}

const METRIC_NAME = /^[A-Za-z][\w.]*$/;
const BRACKETS: readonly (readonly [string, string])[] = [
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
];

/** Unbalanced brackets, no scope, an empty one, groups (`by {…}`), or a metric name that Datadog does not take. */
export function looksWrong(query: string): boolean {
  const balanced = BRACKETS.every(([open, close]) => query.split(open).length === query.split(close).length);
  if (!balanced || !query.includes('{') || /\{\s*\}/.test(query) || /\bby\s*\{/i.test(query)) return true;
  const simple = /^\w+:(?<name>[^{\s]*)\{[^{}]*\}(?:\.\w+\([^()]*\))*$/.exec(query.trim())?.groups?.name;
  return simple !== undefined && !METRIC_NAME.test(simple);
}
