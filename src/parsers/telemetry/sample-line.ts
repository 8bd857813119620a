import type { TelemetrySample } from '../../domain/telemetry.ts';
import { plainDecimal } from '../status/read-number.ts';

const NAME = /^[a-zA-Z_:][\w:]{0,200}(?=[ {])/;
const LABEL = /([a-zA-Z_]\w{0,200})="((?:[^"\\]|\\.){0,10000})"(,|\})/y;
// A value, and the time that some exporters put behind it.
const VALUE = /^ (\S{1,400})(?: -?\d{1,20})?$/;
const NO_NUMBERS: ReadonlySet<string> = new Set(['NaN', '+Inf', '-Inf']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Reads a line of Prometheus' text format, `name{label="value"} 1.5e+06`; `undefined` when it is none. */
export function readSample(line: string): TelemetrySample | undefined {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return undefined;
  const labels: [string, string][] = [];
  let at = name.length;
  if (line[at] === '{') {
    at += 1;
    let sign = line[at] === '}' ? '}' : ',';
    if (sign === '}') at += 1;
    while (sign === ',') {
      LABEL.lastIndex = at;
      const label = LABEL.exec(line);
      if (!label) return undefined;
      labels.push([label[1]!, label[2]!.replaceAll(/\\(.)/g, (all, char: string) => ESCAPES[char] ?? all)]);
      sign = label[3]!;
      at = LABEL.lastIndex;
    }
  }
  const written = VALUE.exec(line.slice(at))?.[1];
  if (written === undefined) return undefined;
  const value = NO_NUMBERS.has(written) ? written : plainDecimal(written);
  return value === undefined ? undefined : { name, labels: Object.fromEntries(labels), value };
}
