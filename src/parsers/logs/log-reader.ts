import { readTime } from '../status/read-time.ts';
import { type LogLine, readLogLine } from './log-line.ts';

/** One entry of a log: a line with its prefix taken off, and the lines that belong to it. */
export type LogEntry = LogLine;

export interface LogSize {
  readonly lines: number;
  /** In UTF-8. */
  readonly bytes: number;
}

export interface LogReader {
  /** Pieces of any size, cut anywhere. */
  readonly take: (text: string) => void;
  /** Gives the last entry, which no line follows. */
  readonly end: () => LogSize;
}

/** A line is read up to here; the Agent prints none this long that says more. */
const MAX_LINE = 65_536;
// Error bodies of an API run over some lines; more than this is a dump that says nothing new.
const MAX_MESSAGE = 20_000;
const ANSI = /\x1b\[[0-9;?]{0,40}[A-Za-z]/g;

/** Reads a log that arrives in pieces, entry by entry, in linear time and with one entry held. Lines before the first entry are left out. */
export function logReader(onEntry: (entry: LogEntry) => void): LogReader {
  const entries = entryJoiner(onEntry);
  let line = '';
  let lines = 0;
  let bytes = 0;
  let pairOpen = false;
  const grow = (text: string, start: number, end: number) => {
    const room = MAX_LINE - line.length;
    if (room > 0 && end > start) line += text.slice(start, Math.min(end, start + room));
  };
  const finish = () => {
    lines += 1;
    entries.line(withoutColours(line.endsWith('\r') ? line.slice(0, -1) : line));
    line = '';
  };
  return {
    take: (text) => {
      if (text === '') return;
      // Two halves of one character count three bytes each, together they are four.
      bytes += Buffer.byteLength(text) - (pairOpen && isLowSurrogate(text.charCodeAt(0)) ? 2 : 0);
      pairOpen = isHighSurrogate(text.charCodeAt(text.length - 1));
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        grow(text, start, end);
        finish();
        start = end + 1;
      }
      grow(text, start, text.length);
    },
    end: () => {
      if (line !== '') finish();
      entries.end();
      return { lines, bytes };
    },
  };
}

/** ISO 8601; `undefined` where neither the container's zone is known by its name nor kubectl put a time before the line. */
export function entryTime({ time, stamp }: LogEntry): string | undefined {
  return readTime(time) ?? readTime(stamp);
}

function entryJoiner(onEntry: (entry: LogEntry) => void) {
  let current: LogLine | undefined;
  let message = '';
  const give = () => {
    if (current) onEntry({ ...current, message });
  };
  return {
    line: (text: string) => {
      const started = readLogLine(text);
      if (!started) {
        if (current && message.length < MAX_MESSAGE) message += `\n${text.slice(0, MAX_MESSAGE - message.length)}`;
        return;
      }
      const cut = { ...started, message: started.message.slice(0, MAX_MESSAGE) };
      // client-go writes between the Agent's lines, and always whole lines.
      if (cut.form === 'klog') return onEntry(cut);
      give();
      current = cut.form === 'plain' && current ? { ...timesOf(current), ...cut } : cut;
      message = cut.message;
    },
    end: give,
  };
}

/** Last words bear no time: they were said when the line before them was. */
function timesOf({ time, stamp }: LogLine): Pick<LogLine, 'time' | 'stamp'> {
  return { ...(time !== undefined && { time }), ...(stamp !== undefined && { stamp }) };
}

function withoutColours(line: string): string {
  return line.includes('\x1b') ? line.replace(ANSI, '') : line;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
