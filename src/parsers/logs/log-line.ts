export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL';

/** A line that begins an entry of a log. */
export interface LogLine {
  /** `agent`: the Agent's own form; `klog`: client-go's logger before the Agent takes it over; `plain`: a program's last words. */
  readonly form: 'agent' | 'klog' | 'plain';
  readonly level: LogLevel;
  /** As written, in the container's zone; neither klog's form nor last words tell a whole one. */
  readonly time?: string;
  /** The time that `kubectl logs --timestamps` put before the line. */
  readonly stamp?: string;
  readonly message: string;
}

// kubectl puts `[pod/…]` and a time before a line when asked to; an Agent that writes RFC 3339 begins with a time of its own.
const KUBECTL = /^(?:\[pod\/[^\]]{1,600}\] )?(?:(\d{4}-\d\d-\d\dT\S{1,40}) (?!\| ))?/;
// `2021-07-30 14:00:00 UTC | CLUSTER | ERROR | (file.go:137 in Func) | k:v,k2:v2 | text`; the component came with 1.0, the
// place may be missing, the context is rare.
const AGENT_LINE =
  /^(\d{4}-\d\d-\d\d[ T][^ |]{1,40}(?: [^ |]{1,12})?) \| (?:[A-Z-]{1,40} \| )?(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \| (?:\([^|]{0,300}\) \| )?(?:[\w.-]{1,100}:[^,|\s]{0,300}(?:,[\w.-]{1,100}:[^,|\s]{0,300}){0,20} \| )?/;
// `E0730 14:00:00.123456       1 reflector.go:138] text`
const KLOG_LINE = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,10}(?:\d{1,10} \S{1,200}\] )?/;
/** What the command line prints when it gives up, and Go when it breaks down. */
const LAST_WORDS = /^(?:Error|panic|fatal error|Fatal error): /;

const LEVELS: readonly string[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'] satisfies LogLevel[];
const KLOG_LEVELS: Readonly<Record<string, LogLevel>> = { I: 'INFO', W: 'WARN', E: 'ERROR', F: 'CRITICAL' };

/** Reads a line that begins an entry, whichever of its forms it has; `undefined`: it belongs to the entry before. */
export function readLogLine(whole: string): LogLine | undefined {
  const before = KUBECTL.exec(whole);
  const line = before ? whole.slice(before[0].length) : whole;
  const stamp = before?.[1] === undefined ? {} : { stamp: before[1] };
  if (line.startsWith('{')) {
    const read = jsonLine(line);
    return read && { ...read, ...stamp };
  }
  const agent = AGENT_LINE.exec(line);
  if (agent) {
    return {
      form: 'agent',
      level: levelOf(agent[2]!),
      time: agent[1]!,
      ...stamp,
      message: line.slice(agent[0].length),
    };
  }
  const klog = KLOG_LINE.exec(line);
  if (klog) {
    return { form: 'klog', level: KLOG_LEVELS[klog[1]!]!, ...stamp, message: line.slice(klog[0].length) };
  }
  return LAST_WORDS.test(line) ? { form: 'plain', level: 'CRITICAL', ...stamp, message: line } : undefined;
}

/** `log_format_json`: `{"agent":"cluster","time":"…","level":"ERROR","msg":"text"}`. */
function jsonLine(line: string): LogLine | undefined {
  if (!line.includes('"msg"') || !line.includes('"level"')) return undefined;
  try {
    const { time, level, msg } = JSON.parse(line);
    return typeof time === 'string' && typeof level === 'string' && typeof msg === 'string'
      ? { form: 'agent', level: levelOf(level), time, message: msg }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A word that is no level is not taken for an error. */
function levelOf(word: string): LogLevel {
  const upper = word.toUpperCase();
  return LEVELS.includes(upper) ? (upper as LogLevel) : 'INFO';
}
