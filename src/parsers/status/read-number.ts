const NUMBER = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;
const COUNT_IN_MAP = /^map\[(?:[^\]]{0,200} )?Count:(\d{1,15})[ \]]/;

/**
 * A count as the Agent prints it: `1,234`, `26`, `1e+06`, or the `Count` of a Go map (`map[Count:4 Instances:…]`).
 * `undefined` when it is none.
 */
export function readCount(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const inMap = COUNT_IN_MAP.exec(text);
  const decimal = inMap ? inMap[1] : plainDecimal(text);
  const value = decimal === undefined ? Number.NaN : Number(decimal);
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * A number with thousands separators or an exponent as a plain decimal, digit for digit (`1,234.50` is `1234.50`,
 * `1.5e+03` is `1500`); `undefined` when it is no number.
 */
export function plainDecimal(text: string): string | undefined {
  const parts = NUMBER.exec(text.trim().replaceAll(',', ''));
  if (!parts) {
    return undefined;
  }
  const [, sign, whole, fraction = '', exponent] = parts;
  const minus = sign === '-' ? '-' : '';
  const shift = Number(exponent ?? 0);
  if (shift === 0) {
    return minus + trimWhole(whole!) + (fraction === '' ? '' : `.${fraction}`);
  }
  const digits = whole! + fraction;
  const point = whole!.length + shift;
  if (point <= 0) {
    return `${minus}0.${'0'.repeat(-point)}${digits}`;
  }
  const padded = digits.padEnd(point, '0');
  const rest = padded.slice(point);
  return minus + trimWhole(padded.slice(0, point)) + (rest === '' ? '' : `.${rest}`);
}

function trimWhole(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
