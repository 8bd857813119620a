import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEventToken } from '../../src/parsers/event-token.ts';

const read = (data: Readonly<Record<string, string>>) => readEventToken({ metadata: { name: 'datadogtoken' }, data });

it.each([
  ['2026-11-23T18:31:07Z', '2026-11-23T18:31:07.000Z'],
  ['2026-11-23T19:31:07+01:00', '2026-11-23T18:31:07.000Z'],
  // As Agents of 2018 wrote it.
  ['23 Nov 26 18:31 UTC', '2026-11-23T18:31:00.000Z'],
  ['03 Feb 19 18:31 GMT', '2019-02-03T18:31:00.000Z'],
  ['23 Nov 26 19:31 -0500', '2026-11-24T00:31:00.000Z'],
  ['23 Nov 26 25:31 UTC', undefined],
  ['31 Feb 26 19:31 UTC', undefined],
  ['23 Nov 26 18:31 CET', undefined],
  ['23 nov 26 18:31 UTC', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['', undefined],
])('%j is %s', (text, at) => {
  const token = read({ 'event.tokenKey': '81723', 'event.tokenTimestamp': text });
  expect(token).toEqual({ name: 'datadogtoken', key: '81723', ...(at === undefined ? {} : { at }) });
});

it('what is not there is left out', () => {
  expect(readEventToken({ metadata: { name: 'datadogtoken' } })).toEqual({ name: 'datadogtoken' });
  expect(read({ 'event.tokenKey': '' })).toEqual({ name: 'datadogtoken' });
});

it('no text is too strange', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { at } = read({ 'event.tokenTimestamp': text });
      expect(at === undefined || !Number.isNaN(Date.parse(at))).toBe(true);
    }),
    { seed: 3, numRuns: 500 },
  );
});
