import { readTime } from '../status/read-time.ts';

/** One entry of an Agent's log: a line with its prefix taken off, and the lines that belong to it. */
export interface LogEntry {
  /** As written; see `entryTime`. */
  readonly time: string;
  readonly message: string;
}

// Error bodies of an API run over some lines; more than this is a dump that says nothing new.
const MAX_MESSAGE = 20_000;

// `2021-07-30 14:00:00 UTC | CLUSTER | ERROR | (file.go:137 in Func) | k:v,k2:v2 | text`; the component came with 1.0, the
// place may be missing, the context is rare. kubectl puts `[pod/…]` and a time before it when asked to.
const AGENT_LINE =
  /^(?:\[pod\/[^\]]{1,600}\] )?(?:\d{4}-\d\d-\d\dT\S{1,40} )?(\d{4}-\d\d-\d\d[ T][^ |]{1,40}(?: [^ |]{1,12})?) \| (?:[A-Z-]{1,40} \| )?(?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \| (?:\([^|]{0,300}\) \| )?(?:[\w.-]{1,100}:[^,|\s]{0,300}(?:,[\w.-]{1,100}:[^,|\s]{0,300}){0,20} \| )?/;
const KLOG_LINE = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d/;

/** Splits a log into entries, whichever of its forms it has. Lines of client-go's own logger and those before the first entry are left out. */
export function* logEntries(text: string): Generator<LogEntry> {
  let time: string | undefined;
  let message = '';
  for (const line of linesOf(text)) {
    const started = startOf(line);
    if (started) {
      if (time !== undefined) {
        yield { time, message };
      }
      time = started.time;
      message = started.message.slice(0, MAX_MESSAGE);
    } else if (message.length < MAX_MESSAGE && !KLOG_LINE.test(line)) {
      message += `\n${line.slice(0, MAX_MESSAGE - message.length)}`;
    }
  }
  if (time !== undefined) {
    yield { time, message };
  }
}

/** ISO 8601; `undefined` where the container's zone is not known by its name. */
export function entryTime({ time }: LogEntry): string | undefined {
  return readTime(time);
}

// A log of megabytes is walked line by line: as a list of lines it would be held twice.
function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}

function startOf(line: string): LogEntry | undefined {
  if (line.startsWith('{')) {
    return jsonEntry(line);
  }
  const prefix = AGENT_LINE.exec(line);
  return prefix ? { time: prefix[1]!, message: line.slice(prefix[0].length) } : undefined;
}

/** `log_format_json`: `{"agent":"cluster","time":"…","level":"ERROR","msg":"text"}`. */
function jsonEntry(line: string): LogEntry | undefined {
  if (!line.includes('"msg"') || !line.includes('"level"')) {
    return undefined;
  }
  try {
    const { time, msg } = JSON.parse(line);
    return typeof time === 'string' && typeof msg === 'string' ? { time, message: msg } : undefined;
  } catch {
    return undefined;
  }
}
