import type { MetricsLogTrouble } from '../../domain/autoscaling.ts';
import { cutText } from '../cut-text.ts';
import { entryTime, type LogEntry, logEntries } from './log-entries.ts';
import { type LogMeaning, logMeaning } from './log-kinds.ts';

const MAX_TEXT = 600;
/** The Agent itself refuses to send a longer query than about 7,000 characters. */
const MAX_QUERY = 8_000;
/** Queries told apart; the rest is counted without its query, so that a log of any size makes a short answer. */
const MAX_GROUPS = 50;

/**
 * What an Agent's log says about external metrics: equal troubles (of one kind and, where the line names one, one query)
 * counted, in the order of their first appearance. Only the leader's log holds them. Linear in the log's length.
 */
export function readMetricsLog(text: string): readonly MetricsLogTrouble[] {
  const groups = new Map<string, MetricsLogTrouble>();
  for (const entry of logEntries(text)) {
    const meaning = logMeaning(entry.message);
    if (meaning) {
      count(groups, meaning, entry);
    }
  }
  return [...groups.values()];
}

function count(groups: Map<string, MetricsLogTrouble>, { kind, query }: LogMeaning, entry: LogEntry): void {
  const named = query === undefined ? undefined : cutText(query, MAX_QUERY);
  const full = groups.size >= MAX_GROUPS && !groups.has(`${kind} ${named ?? ''}`);
  const shown = full ? undefined : named;
  const key = `${kind} ${shown ?? ''}`;
  const before = groups.get(key);
  const at = entryTime(entry);
  const newest = at === undefined || before?.last === undefined || at >= before.last;
  const first = earlier(before?.first, at);
  const last = newest ? (at ?? before?.last) : before.last;
  groups.set(key, {
    kind,
    times: (before?.times ?? 0) + 1,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    text: newest ? cutText(entry.message.trim(), MAX_TEXT) : before.text,
    ...(shown !== undefined && { query: shown }),
  });
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a !== undefined && b !== undefined ? (a < b ? a : b) : (a ?? b);
}
