/** Thousandths, exact; `exact: false` when the text held finer parts, which Kubernetes rounds up, away from zero. */
export interface Quantity {
  readonly milli: bigint;
  readonly exact: boolean;
}

const QUANTITY = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

const POWER_OF_TEN: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const POWER_OF_1024: Readonly<Record<string, bigint>> = { Ki: 1n, Mi: 2n, Gi: 3n, Ti: 4n, Pi: 5n, Ei: 6n };

/**
 * Reads a Kubernetes quantity (`157500m`, `2472`, `1.5Gi`, `-2e3`) into exact thousandths. `undefined` when it is none,
 * has more than 40 digits, or an exponent beyond 100.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const parts = QUANTITY.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', exponent, suffix] = parts;
  if (whole === '' && fraction === '') {
    return undefined;
  }
  const power = exponent === undefined ? (POWER_OF_TEN[suffix ?? ''] ?? 0) : Number(exponent);
  if (Math.abs(power) > 100) {
    return undefined;
  }
  const digits = BigInt(whole + fraction) * 1024n ** (POWER_OF_1024[suffix ?? ''] ?? 0n);
  const scale = power - fraction.length + 3;
  const divisor = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  const scaled = scale > 0 ? digits * 10n ** BigInt(scale) : digits;
  const magnitude = ceilDiv(scaled, divisor);
  return { milli: sign === '-' ? -magnitude : magnitude, exact: magnitude * divisor === scaled };
}

/** Thousandths as a plain decimal without trailing zeros: `157500n` is `157.5`, `1334n` is `1.334`. */
export function formatMilli(milli: bigint): string {
  const sign = milli < 0n ? '-' : '';
  const magnitude = milli < 0n ? -milli : milli;
  const fraction = (magnitude % 1000n)
    .toString()
    .padStart(3, '0')
    .replace(/0{1,3}$/, '');
  return `${sign}${magnitude / 1000n}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Division rounded up, towards positive infinity. Throws a RangeError on a zero divisor, as bigint division does. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  return rest !== 0n && rest > 0n === divisor > 0n ? quotient + 1n : quotient;
}
