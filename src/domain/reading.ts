/** Why a fact could not be read. Each word asks something different of the person who reads it, so they are never merged. */
export const WHYS = [
  'forbidden',
  'absent',
  'timeout',
  'unreachable',
  'unreadable',
  'unsupported',
  'truncated',
] as const;
export type Why = (typeof WHYS)[number];

/** `source` is what a person could run to see the fact again; `at` is ISO 8601, by the clock of the API server where it is known. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly source: string;
  readonly at: string;
}

export interface Unknown {
  readonly known: false;
  readonly why: Why;
  readonly detail: string;
  readonly source: string;
  readonly at: string;
}

/** A fact that was read, or the reason why it was not. There is no third case: empty and healthy are values, failure is not. */
export type Reading<T> = Known<T> | Unknown;

export function known<T>(value: T, source: string, at: string): Known<T> {
  return { known: true, value, source, at };
}

export function unknown(why: Why, detail: string, source: string, at: string): Unknown {
  return { known: false, why, detail, source, at };
}

/** Derives one reading from another; a failure passes through untouched. */
export function mapReading<A, B>(reading: Reading<A>, change: (value: A) => B): Reading<B> {
  return reading.known ? { ...reading, value: change(reading.value) } : reading;
}
