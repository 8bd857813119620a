import { expect, it } from 'vitest';
import { cutText } from '../../src/parsers/cut-text.ts';

it.each([
  ['short enough 12', 15, 'short enough 12'],
  ['one two three', 12, 'one two…'],
  ['one two three', 9, 'one two…'],
  ['onetwothreefour', 9, '…'],
  ['{"a":"secret-of-20-signs"}', 20, '{"a":"…'],
])('%s, cut at %i', (text, length, expected) => expect(cutText(text, length)).toBe(expected));

it('never gives more than it was asked for', () => {
  const text = 'word '.repeat(40);
  for (let length = 1; length < text.length; length++) {
    const cut = cutText(text, length);
    expect(cut.length).toBeLessThanOrEqual(length);
    expect(cut).toMatch(/^(?:word ?)*…$/);
  }
});
