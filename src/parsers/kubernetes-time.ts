const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** The parts of a civil date and time; `month` counts from 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/**
 * Epoch milliseconds of a civil time that is `offsetMinutes` ahead of UTC. `undefined` for a date that no calendar
 * holds (30 February) and for Go's zero time, which means "never".
 */
export function civilToMs(civil: Civil, offsetMinutes: number): number | undefined {
  const { year, month, day, hour, minute, second, ms } = civil;
  if (year < 1970 || hour > 23 || minute > 59 || second > 60 || Math.abs(offsetMinutes) > 18 * 60) {
    return undefined;
  }
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) {
    return undefined;
  }
  return midnight.getTime() + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + ms;
}

/** ISO 8601 with milliseconds, or `undefined` where a `Date` cannot hold the number. */
export function isoFromMs(ms: number): string | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms <= 8.64e15 ? new Date(Math.floor(ms)).toISOString() : undefined;
}

/** Milliseconds out of the digits after a decimal point: `5` is 500 ms, `123456789` is 123 ms. */
export function fractionMs(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(3, '0').slice(0, 3));
}

/**
 * Reads a Kubernetes `Time` or `MicroTime` (RFC 3339, up to nine decimals) as ISO 8601 with milliseconds; `undefined`
 * when it is no such time or Go's zero time.
 */
export function parseKubernetesTime(text: string | undefined): string | undefined {
  const parts = text === undefined || text.length > 64 ? null : RFC3339.exec(text.trim());
  if (!parts) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const civil = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: fractionMs(fraction),
  };
  const ms = civilToMs(civil, offsetMinutes(zone!));
  return ms === undefined ? undefined : isoFromMs(ms);
}

/** Minutes ahead of UTC of `Z`, `+09`, `+0900` or `+09:00`. */
export function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') {
    return 0;
  }
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith('-') ? -minutes : minutes;
}
