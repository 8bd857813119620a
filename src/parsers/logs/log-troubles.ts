import type { MetricsLogKind } from '../../domain/autoscaling.ts';
import type { LogTroubleKind } from '../../domain/log-scan.ts';
import { cutText } from '../cut-text.ts';
import { logMeaning } from '../external-metrics/log-kinds.ts';
import { errorShape } from './error-shape.ts';
import { forbiddenRight } from './forbidden-right.ts';
import { KNOWN_CAUSES, KNOWN_LINES, KNOWN_NOISE, type KnownLine } from './known-lines.ts';
import type { LogLine } from './log-line.ts';

/** What one entry of a log means; `about` tells troubles of one kind apart. */
export interface LogMeaning {
  readonly kind: LogTroubleKind;
  readonly about?: string;
}

const MAX_ABOUT = 300;

const OF_METRICS = {
  'no-series': 'metrics-no-series',
  'multiple-series': 'metrics-multiple-series',
  'rate-limited': 'metrics-rate-limited',
  'keys-rejected': 'metrics-keys-rejected',
  'keys-missing': 'metrics-keys-missing',
  'bad-query': 'metrics-bad-query',
  'query-too-long': 'metrics-query-too-long',
  'fetch-failed': 'metrics-fetch-failed',
  'store-unreadable': 'metrics-store-failing',
  'store-unwritable': 'metrics-store-failing',
  'datadogmetric-unwritable': 'metrics-datadogmetric-failing',
  'autoscalers-unlistable': 'metrics-autoscalers-unlistable',
  'api-server-failed': 'metrics-api-server-failed',
} as const satisfies Record<MetricsLogKind, LogTroubleKind>;

/**
 * What an entry means, by its words; `undefined`: nothing that anybody need know. Below the level of a warning only
 * what the Agent is known to say there counts; an error that nobody knows is an `unknown-error`.
 */
export function troubleIn({ level, message }: LogLine): LogMeaning | undefined {
  const only = level === 'WARN' || level === 'ERROR' || level === 'CRITICAL' ? undefined : 'quiet';
  const lower = message.toLowerCase();
  const right = forbiddenRight(message);
  return (
    known(KNOWN_NOISE, lower, message, only) ??
    // A missing right or an API server that is away is the cause of whatever fails with these words.
    (right === undefined ? undefined : { kind: 'forbidden', about: right }) ??
    known(KNOWN_CAUSES, lower, message, only) ??
    ofMetrics(message, only) ??
    known(KNOWN_LINES, lower, message, only) ??
    (level === 'ERROR' || level === 'CRITICAL' ? { kind: 'unknown-error', about: errorShape(message) } : undefined)
  );
}

function ofMetrics(message: string, only: 'quiet' | undefined): LogMeaning | undefined {
  const meaning = logMeaning(message, only);
  return meaning && withAbout(OF_METRICS[meaning.kind], meaning.query);
}

function known(
  lines: readonly KnownLine[],
  lower: string,
  message: string,
  only: 'quiet' | undefined,
): LogMeaning | undefined {
  for (const { kind, words, about, quiet } of lines) {
    if (only === 'quiet' && !quiet) continue;
    if (typeof words === 'string' ? lower.includes(words) : words.test(lower))
      return withAbout(kind, about?.exec(message)?.slice(1).join(' '));
  }
  return undefined;
}

function withAbout(kind: LogTroubleKind, about: string | undefined): LogMeaning {
  const named = about?.trim() ?? '';
  return named === '' ? { kind } : { kind, about: cutText(named, MAX_ABOUT) };
}
