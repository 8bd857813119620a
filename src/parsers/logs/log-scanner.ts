import { LOG_TROUBLE_KINDS, type LogScan, type LogTroubleKind } from '../../domain/log-scan.ts';
import { entryTime, type LogEntry, logReader } from './log-reader.ts';
import { type LogMeaning, troubleIn } from './log-troubles.ts';
import { earlier, troubleGroups } from './trouble-groups.ts';

/** What was read of one log. */
export type ScannedLog = Extract<LogScan['reading'], { readonly known: true }>['value'];

export interface LogScanner {
  /** A piece of the log, of any size and cut anywhere. */
  readonly take: (text: string) => void;
  /** `more` is false: only who fetched the log knows whether it goes back further. */
  readonly end: () => ScannedLog;
}

/** Whatever is named in a log, the answer has at most this many groups: room is left for each kind without a name. */
const MAX_GROUPS = 200;

/**
 * Scans an Agent's log while it arrives, in linear time, and holding no more than one entry and the groups: for known
 * troubles and unknown errors, or for whatever else `meaningOf` finds.
 */
export function logScanner(meaningOf: (entry: LogEntry) => LogMeaning | undefined = troubleIn): LogScanner {
  const groups = troubleGroups<LogTroubleKind>(MAX_GROUPS - LOG_TROUBLE_KINDS.length);
  const timeOf = rememberTime();
  let recognised = 0;
  let from: string | undefined;
  let to: string | undefined;
  const reader = logReader((entry) => {
    const at = timeOf(entry);
    if (entry.form === 'agent') {
      recognised += 1;
      from = earlier(from, at);
      to = to !== undefined && at !== undefined && at < to ? to : (at ?? to);
    }
    const meaning = meaningOf(entry);
    if (meaning) groups.add({ kind: meaning.kind, about: meaning.about, at, message: entry.message });
  });
  return {
    take: reader.take,
    end: () => ({
      ...reader.end(),
      troubles: groups.all(),
      recognised,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      more: false,
    }),
  };
}

/** Lines of the same second follow each other: their time is read once. */
function rememberTime(): (entry: LogEntry) => string | undefined {
  let key = '';
  let at: string | undefined;
  return (entry) => {
    const next = `${entry.time ?? ''}|${entry.stamp ?? ''}`;
    if (next !== key) {
      key = next;
      at = entryTime(entry);
    }
    return at;
  };
}
