const UNITS: readonly (readonly [string, bigint])[] = [
  ['m', 1n],
  ['k', 1_000_000n],
  ['M', 1_000_000_000n],
  ['G', 1_000_000_000_000n],
];

/** Thousandths of a quantity with a decimal suffix (`100`, `3k`, `1500m`, `0.5`). Throws for others. */
export function readMilli(quantity: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,3}))?([mkMG]?)$/.exec(quantity);
  if (!match) throw new Error(`${quantity}: not a quantity that scenarios can hold`);
  const [, whole = '0', fraction = '', suffix = ''] = match;
  const unit = UNITS.find(([name]) => name === suffix)?.[1] ?? 1000n;
  return BigInt(whole) * unit + (BigInt(fraction.padEnd(3, '0')) * unit) / 1000n;
}

/** As Kubernetes writes an amount it has in thousandths: `824`, `157500m`, `3k`. */
export function writeMilli(milli: bigint): string {
  if (milli === 0n) return '0';
  if (milli % 1000n !== 0n) return `${milli}m`;
  let amount = milli / 1000n;
  let power = 0;
  while (amount % 1000n === 0n && power < 3) {
    amount /= 1000n;
    power++;
  }
  return `${amount}${['', 'k', 'M', 'G'][power]}`;
}

/** Thousandths of a float the Agent stores, rounded up as the HPA controller rounds. */
export function milliOfFloat(value: number): bigint {
  return BigInt(Math.ceil(Number((value * 1000).toFixed(6))));
}

export function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
