import type { LogTrouble, LogTroubleKind } from '../../domain/log-scan.ts';
import { secondsBetween } from '../leadership.ts';

/** Troubles that last repeat within minutes; a longer silence before the log's end makes them history. */
const RECENT_SECONDS = 600;

/** Said once, when the Agent starts, and true until it starts again. */
const SAID_ONCE: readonly LogTroubleKind[] = [
  'metrics-keys-missing',
  'metrics-api-server-failed',
  'election-off',
  'checks-runner-clients',
  'start-failed',
];

/** What is known of the log that a trouble stands in. */
export interface LogTimes {
  /** The newest line, ISO 8601. */
  readonly to: string | undefined;
  /** When the container started that is running now. */
  readonly startedAt: string | undefined;
}

/**
 * Whether a trouble is history: silent at the log's end for over ten minutes and over twice its usual gap, or said
 * before the container started. What cannot be told counts as going on.
 */
export function isOver({ kind, times, first, last }: LogTrouble, { to, startedAt }: LogTimes): boolean {
  const sinceStart = secondsBetween(startedAt, last);
  if (SAID_ONCE.includes(kind) && sinceStart !== null) return sinceStart < 0;
  const silence = secondsBetween(last, to);
  if (silence === null) return false;
  const usualGap = times > 1 ? (secondsBetween(first, last) ?? 0) / (times - 1) : 0;
  return silence > Math.max(RECENT_SECONDS, 2 * usualGap);
}
