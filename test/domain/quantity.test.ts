import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilDiv, formatMilli, parseQuantity } from '../../src/domain/quantity.ts';

describe('parseQuantity', () => {
  it.each([
    ['2472', 2_472_000n],
    ['157500m', 157_500n],
    ['1334m', 1_334n],
    ['0.5', 500n],
    ['.25', 250n],
    ['7.', 7_000n],
    ['3k', 3_000_000n],
    ['1.5Gi', 1_610_612_736_000n],
    ['2Ki', 2_048_000n],
    ['1Ei', 1_152_921_504_606_846_976_000n],
    ['9E', 9_000_000_000_000_000_000_000n],
    ['12e3', 12_000_000n],
    ['12E-1', 1_200n],
    ['-2.5', -2_500n],
    ['+4', 4_000n],
    ['5000u', 5n],
    ['6000000n', 6n],
    ['0', 0n],
    ['12345678901234567890', 12_345_678_901_234_567_890_000n],
  ])('%s is %s thousandths', (text, milli) => {
    expect(parseQuantity(text)).toEqual({ milli, exact: true });
  });

  it.each([
    ['1u', 1n],
    ['-1n', -1n],
    ['0.0001', 1n],
    ['2.0004', 2_001n],
    ['-2.0004', -2_001n],
    ['0.00000000001Ki', 1n],
  ])('%s rounds away from zero', (text, milli) => {
    expect(parseQuantity(text)).toEqual({ milli, exact: false });
  });

  it.each(['', '.', '-', 'abc', '1 k', '1K', '1ki', '1e', '1.2.3', '1e999', '0x10', '١', `${'9'.repeat(41)}`, '1mm'])(
    '%j is no quantity',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe('formatMilli', () => {
  it.each([
    [2_472_000n, '2472'],
    [157_500n, '157.5'],
    [1_334n, '1.334'],
    [10n, '0.01'],
    [-50n, '-0.05'],
    [0n, '0'],
  ])('%s is %s', (milli, text) => {
    expect(formatMilli(milli)).toBe(text);
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (milli) => {
        expect(parseQuantity(formatMilli(milli))).toEqual({ milli, exact: true });
      }),
      { seed: 824 },
    );
  });
});

describe('ceilDiv', () => {
  it.each([
    [2_472n, 3n, 824n],
    [2_473n, 3n, 825n],
    [-7n, 2n, -3n],
    [7n, -2n, -3n],
    [-7n, -2n, 4n],
    [0n, 5n, 0n],
  ])('%s / %s is %s', (dividend, divisor, quotient) => {
    expect(ceilDiv(dividend, divisor)).toBe(quotient);
  });
});
