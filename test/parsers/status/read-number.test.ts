import { expect, it } from 'vitest';
import { plainDecimal, readCount } from '../../../src/parsers/status/read-number.ts';

it.each([
  ['26', 26],
  ['1,234,567', 1_234_567],
  ['1.234567e+06', 1_234_567],
  ['1e+06', 1_000_000],
  ['3.0', 3],
  ['map[Count:4 Instances:map[worker_1:map[Utilization:0]]]', 4],
  ['-1', undefined],
  ['1.5', undefined],
  ['9e+99', undefined],
  ['four', undefined],
  ['', undefined],
  [undefined, undefined],
])('the count %s is %s', (text, count) => {
  expect(readCount(text)).toBe(count);
});

it.each([
  ['2,472', '2472'],
  ['1,234.50', '1234.50'],
  ['0.5', '0.5'],
  ['1.5e+03', '1500'],
  ['1.23456e+02', '123.456'],
  ['2.5e-03', '0.0025'],
  ['007', '7'],
  ['-12', '-12'],
  ['1e', undefined],
  ['NaN', undefined],
  ['+Inf', undefined],
])('the decimal %s is %s', (text, decimal) => {
  expect(plainDecimal(text)).toBe(decimal);
});
