import * as v from 'valibot';

/** Lines that a log holds besides those of its file. */
export const logLinesSchema = v.strictObject({
  text: v.string(),
  level: v.optional(v.picklist(['DEBUG', 'INFO', 'WARN', 'ERROR'])),
  /** `file:line in Func`, as the Agent prints it. */
  from: v.string(),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Seconds between two of them; 30 by default. */
  every: v.optional(v.number()),
  /** Seconds since the last of them; 12 by default. */
  ago: v.optional(v.number()),
});

type LogLines = v.InferOutput<typeof logLinesSchema>;

/** The log with more lines of a component (`CLUSTER`, on nodes `CORE`), in the order of time; a line without a time of its own stays behind the one before it. */
export function addLogLines(
  log: string,
  added: readonly LogLines[],
  { captured, component }: { readonly captured: number; readonly component: string },
): string {
  const body = log.replace(/\n$/, '');
  let last = '';
  const present = (body === '' ? [] : body.split('\n')).map((line) => {
    last = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC(?= \|)/.exec(line)?.[0] ?? last;
    return { at: last, line };
  });
  return [...present, ...added.flatMap((lines) => linesOf(lines, captured, component))]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ line }) => `${line}\n`)
    .join('');
}

function linesOf(
  { text, level = 'ERROR', from, times = 1, every = 30, ago = 12 }: LogLines,
  captured: number,
  component: string,
) {
  return Array.from({ length: times }, (_, index) => {
    const moment = new Date(captured - (ago + (times - 1 - index) * every) * 1000).toISOString();
    const at = `${moment.slice(0, 10)} ${moment.slice(11, 19)} UTC`;
    return { at, line: `${at} | ${component} | ${level} | (${from}) | ${text}` };
  });
}
