import { plainDecimal } from './read-number.ts';
import { positiveIso } from './read-time.ts';

// A timestamp from before the Cluster Agent existed is one that lost its exponent (`1.532042322`): age unknown, not old.
const FIRST_SENSIBLE_MS = Date.UTC(2015, 0, 1);

/** A metric's `ts` in epoch seconds as ISO 8601; `undefined` for what is no number, and for a time that cannot be. */
export function timeOfSeconds(text: string): string | undefined {
  const decimal = plainDecimal(text);
  return decimal === undefined ? undefined : sensibleTime(positiveIso(Number(decimal) * 1000));
}

/** The time itself, unless no Cluster Agent can have written it. */
export function sensibleTime(iso: string | undefined): string | undefined {
  return iso !== undefined && Date.parse(iso) >= FIRST_SENSIBLE_MS ? iso : undefined;
}
