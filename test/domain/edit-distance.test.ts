import { expect, it } from 'vitest';
import { editDistance } from '../../src/domain/edit-distance.ts';

it.each([
  ['', '', 0],
  ['leader', 'leader', 0],
  ['statsu', 'status', 1],
  ['laeder', 'leader', 1],
  ['stat', 'status', 2],
  ['hlep', 'help', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('%s and %s: %d', (a, b, distance) => {
  expect([editDistance(a, b), editDistance(b, a)]).toEqual([distance, distance]);
});

it('looks at 100 letters only', () => {
  expect(editDistance('a'.repeat(1_000_000), '')).toBe(100);
});
