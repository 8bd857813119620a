import type { MetricsLogKind } from '../../domain/autoscaling.ts';

/** What a message about external metrics tells; `query` is the Datadog query it names. */
export interface LogMeaning {
  readonly kind: MetricsLogKind;
  readonly query?: string;
}

interface Saying {
  /** In lower case: the Agent's capitals differ between versions. */
  readonly words: string;
  /** `by-cause`: the words say that asking Datadog failed, what follows says why. */
  readonly kind: MetricsLogKind | 'by-cause';
  /** What stands around the query. `'"'` before it: quoted as Go does. */
  readonly query?: readonly [before: string, ...after: string[]];
  /** The Agent says it below the level of a warning. */
  readonly quiet?: true;
}

/**
 * The Agent's words since 2018, by text alone: files and functions moved. Consequences of these (`Retrying
 * externalMetricsSetter`, `Switching external metrics source provider`) are left out, or one failure would count twice.
 */
const SAYINGS: readonly Saying[] = [
  { words: 'returned series slice empty', kind: 'no-series' },
  { words: 'no serie returned for this query', kind: 'no-series', query: ['query was: ', ', will retry after'] },
  {
    words: 'could not collect values for all processedmetrics',
    kind: 'no-series',
    query: ['in the query '],
    quiet: true,
  },
  { words: 'multiple series found for query: ', kind: 'multiple-series', query: ['for query: ', '. Please change'] },
  { words: 'multiple series found', kind: 'multiple-series', query: ['query was: ', ', will retry after'] },
  { words: 'query is too long', kind: 'query-too-long', query: ['Dropping: '] },
  { words: 'missing the api/app key pair', kind: 'keys-missing' },
  { words: 'datadog api rate limit exceeded', kind: 'rate-limited' },
  { words: 'unable to resolve datadogmetric query', kind: 'bad-query', query: ['query "', '": '] },
  { words: 'is invalid, skipping processing', kind: 'bad-query' },
  { words: 'received serie without queryindex', kind: 'fetch-failed' },
  { words: 'while executing metric query ', kind: 'by-cause', query: ['metric query ', ': API error', ': '] },
  { words: 'error getting metrics from datadog', kind: 'by-cause' },
  { words: 'unable to fetch external metrics', kind: 'by-cause' },
  { words: 'failed to query metrics on ', kind: 'by-cause', quiet: true },
  { words: 'fail to create datadog client for metrics provider', kind: 'by-cause' },
  { words: 'configmap for external metrics not found', kind: 'store-unreadable' },
  { words: 'could not list the external metrics in the store', kind: 'store-unreadable' },
  { words: 'unable to create configmap store', kind: 'store-unwritable' },
  { words: 'could not instantiate the local store for the external metrics', kind: 'store-unwritable' },
  { words: 'not able to store the updated metrics', kind: 'store-unwritable' },
  { words: 'impossible to synchronize datadogmetric', kind: 'datadogmetric-unwritable' },
  { words: 'unable to refresh autoscalers state', kind: 'autoscalers-unlistable' },
  { words: 'error in the external metrics api server', kind: 'api-server-failed' },
];

/** How the client for Datadog's API words a refusal, wherever it stands in the message. */
const API_ERROR = /api error (\d{3})\b/;
// client-go's informers, logged again by the Agent.
const UNLISTABLE = /failed to (?:list|watch) \*v\w{1,10}\.horizontalpodautoscaler:/;

const KIND_OF_STATUS: Readonly<Record<string, MetricsLogKind>> = {
  '400': 'bad-query',
  '401': 'keys-rejected',
  '403': 'keys-rejected',
  '422': 'bad-query',
  '429': 'rate-limited',
};

/**
 * What a log message tells about external metrics; `undefined` when it is about something else. `quiet`: only what the
 * Agent says below the level of a warning.
 */
export function logMeaning(message: string, only?: 'quiet'): LogMeaning | undefined {
  const lower = message.toLowerCase();
  const said = SAYINGS.filter(({ words, quiet }) => (only === undefined || quiet) && lower.includes(words));
  if (said.length === 0) {
    return UNLISTABLE.test(lower) ? { kind: 'autoscalers-unlistable' } : undefined;
  }
  const cause = said.find(({ kind }) => kind !== 'by-cause');
  const kind = cause && cause.kind !== 'by-cause' ? cause.kind : causeOf(lower);
  const query = said.map((saying) => queryIn(message, saying)).find((found) => found !== undefined);
  return { kind, ...(query !== undefined && { query }) };
}

function causeOf(lower: string): MetricsLogKind {
  return KIND_OF_STATUS[API_ERROR.exec(lower)?.[1] ?? ''] ?? 'fetch-failed';
}

function queryIn(message: string, { query }: Saying): string | undefined {
  if (!query) {
    return undefined;
  }
  const [before, ...after] = query;
  const opening = message.indexOf(before);
  if (opening < 0) {
    return undefined;
  }
  const start = opening + before.length;
  const end = after.map((mark) => message.indexOf(mark, start)).find((at) => at >= 0);
  const text = message.slice(start, end).trim();
  const whole = before.endsWith('"') ? text.replaceAll('\\"', '"') : text;
  return whole === '' ? undefined : whole;
}
