import {
  type Civil,
  civilToMs,
  fractionMs,
  isoFromMs,
  offsetMinutes,
  parseKubernetesTime,
} from '../kubernetes-time.ts';

/** Minutes ahead of UTC by zone name. */
export type Zones = ReadonlyMap<string, number>;

// Only names that mean one offset everywhere: CST, IST or EST would make a wrong time out of an unknown one.
const FIXED_ZONES: Zones = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['Z', 0],
  ['JST', 540],
  ['CET', 60],
  ['CEST', 120],
]);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IN_PARENTHESES = /\((\d{1,16})\)$/;
const PLAIN =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? ([A-Z]{1,5}|[+-]\d{4})(?: [A-Z]{1,5}| [+-]\d{2,4})?(?: m=[+-][\d.]{1,40})?$/;
const RFC1123 =
  /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([A-Z]{1,5}|[+-]\d{2}(?::?\d\d)?)$/;
const TWO_ZONES =
  /(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,9})? ([A-Z]{2,5}|[+-]\d{2,4}) \/ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? UTC \((\d{1,16})\)/;

/**
 * Any time that a status document prints, as ISO 8601: with epoch milliseconds in parentheses (they win), the older
 * form without, RFC 1123 with a zone name, RFC 3339 and Go's own form. `undefined` for the zero time, `Never`, and a
 * zone whose offset is not known.
 */
export function readTime(text: string | undefined, zones: Zones = FIXED_ZONES): string | undefined {
  if (text === undefined || text.length > 200) {
    return undefined;
  }
  const trimmed = text.trim();
  const milliseconds = IN_PARENTHESES.exec(trimmed);
  if (milliseconds) {
    return positiveIso(Number(milliseconds[1]));
  }
  const plain = PLAIN.exec(trimmed);
  if (plain) {
    const [, year, month, day, hour, minute, second, fraction, zone] = plain;
    return inZone(civilOf(year, Number(month), day, hour, minute, second, fraction), zone!, zones);
  }
  const rfc1123 = RFC1123.exec(trimmed);
  if (rfc1123) {
    const [, day, name, year, hour, minute, second, zone] = rfc1123;
    const month = MONTHS.indexOf(name!.toLowerCase()) + 1;
    return inZone(civilOf(year, month, day, hour, minute, second, undefined), zone!, zones);
  }
  return parseKubernetesTime(trimmed);
}

/**
 * The zones that a document explains itself: a container outside UTC prints its dates twice
 * (`16:00:00 CEST / 14:00:00 UTC (1627653600000)`), which tells the offset behind the name.
 */
export function zonesToldBy(lines: readonly string[]): Zones {
  const zones = new Map(FIXED_ZONES);
  for (const line of lines) {
    const parts = line.length > 300 ? null : TWO_ZONES.exec(line);
    if (parts) {
      const [, year, month, day, hour, minute, second, zone, utc] = parts;
      const local = civilToMs(civilOf(year, Number(month), day, hour, minute, second, undefined), 0);
      const ahead = local === undefined ? Number.NaN : Math.round((local - Number(utc)) / 60_000);
      if (Math.abs(ahead) <= 18 * 60 && !FIXED_ZONES.has(zone!)) {
        zones.set(zone!, ahead);
      }
    }
  }
  return zones;
}

/** Epoch nanoseconds or milliseconds that are zero or below mean "never". */
export function positiveIso(ms: number): string | undefined {
  return ms > 0 ? isoFromMs(ms) : undefined;
}

function inZone(civil: Civil, zone: string, zones: Zones): string | undefined {
  const offset = /^[+-]/.test(zone) ? offsetMinutes(zone) : zones.get(zone);
  const ms = offset === undefined ? undefined : civilToMs(civil, offset);
  return ms === undefined ? undefined : positiveIso(ms);
}

function civilOf(
  year: string | undefined,
  month: number,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): Civil {
  return {
    year: Number(year),
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: fractionMs(fraction),
  };
}
