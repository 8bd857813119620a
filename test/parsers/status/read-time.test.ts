import { expect, it } from 'vitest';
import { readTime, zonesToldBy } from '../../../src/parsers/status/read-time.ts';

it.each([
  ['2021-07-30 14:00:00.123 UTC (1627653600123)', '2021-07-30T14:00:00.123Z'],
  ['2021-07-30 16:00:00 CEST / 2021-07-30 14:00:00 UTC (1627653600000)', '2021-07-30T14:00:00.000Z'],
  ['2019-06-17 20:53:45.078727 UTC', '2019-06-17T20:53:45.078Z'],
  ['Fri, 30 Jul 2021 13:00:01 UTC', '2021-07-30T13:00:01.000Z'],
  ['Fri, 30 Jul 2021 13:00:02 GMT', '2021-07-30T13:00:02.000Z'],
  ['Fri, 30 Jul 2021 13:00:03 JST', '2021-07-30T04:00:03.000Z'],
  ['Fri, 30 Jul 2021 13:00:04 +03', '2021-07-30T10:00:04.000Z'],
  ['Fri, 30 Jul 2021 13:00:05 -0330', '2021-07-30T16:30:05.000Z'],
  ['2025-01-20 08:00:06 +0000 UTC', '2025-01-20T08:00:06.000Z'],
  ['2025-01-20 08:00:07.25 +0900 JST m=+12.34', '2025-01-19T23:00:07.250Z'],
  ['2021-07-01T10:00:08Z', '2021-07-01T10:00:08.000Z'],
])('%s', (text, iso) => {
  expect(readTime(text)).toBe(iso);
});

it.each([
  undefined,
  '',
  'Never',
  'Mon, 01 Jan 0001 00:00:00 UTC',
  '0001-01-01 00:00:00 +0000 UTC',
  // CST is six hours behind, eight ahead, or five behind.
  'Fri, 30 Jul 2021 13:00:00 CST',
  'Fri, 31 Feb 2021 13:00:00 UTC',
  'Fri, 30 Foo 2021 13:00:00 UTC',
  'x (0)',
  'x (9999999999999999)',
])('%s: no time rather than a wrong one', (text) => {
  expect(readTime(text)).toBeUndefined();
});

it('takes the offset of a zone from the document that prints both', () => {
  const zones = zonesToldBy([
    '  Status date: 2021-07-30 08:00:00 CST / 2021-07-30 14:00:00 UTC (1627653600000)',
    '  Agent start: 2021-07-30 19:30:00 IST / 2021-07-30 14:00:00 UTC (1627653600000)',
  ]);
  expect(readTime('Fri, 30 Jul 2021 07:59:45 CST', zones)).toBe('2021-07-30T13:59:45.000Z');
  expect(readTime('Fri, 30 Jul 2021 19:29:45 IST', zones)).toBe('2021-07-30T13:59:45.000Z');
});
