import { expect, it } from 'vitest';
import { parseGoDuration } from '../../src/parsers/go-duration.ts';

it.each([
  ['8758h59m59.9s', 31_532_399.9],
  ['8036h5m12s', 28_929_912],
  ['84ms', 0.084],
  ['1.5s', 1.5],
  ['-1h2m0s', -3720],
  ['0s', 0],
  ['0', 0],
  ['250µs', 0.00025],
  ['7ns', 7e-9],
])('%s', (text, seconds) => {
  expect(parseGoDuration(text)).toBeCloseTo(seconds, 10);
});

it.each(['', 'h', '5', '5 h', '5d', '1h x', '--5s', `${'1h'.repeat(99)}`])('%j is no duration', (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});
