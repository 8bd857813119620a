import { expect, it } from 'vitest';
import type { Redis } from '../../src/redis/connection.ts';
import { mayHaveForgotten } from '../../src/redis/server-start.ts';

const NOW = 1_700_000_000_000;

function serverUpFor(info: string): Redis {
  return { info: async () => info } as unknown as Redis;
}

it.each([
  [600, 0, false],
  [600, 597_000, false],
  [600, 599_000, true],
  [600, 700_000, true],
  [0, 10, true],
])('up for %i s, asked about %i ms ago: %s', async (seconds, agoMs, expected) => {
  const redis = serverUpFor(`# Server\r\nredis_version:7.0.15\r\nuptime_in_seconds:${seconds}\r\nuptime_in_days:0\r\n`);
  expect(await mayHaveForgotten(redis, NOW - agoMs, NOW)).toBe(expected);
});

it('takes a server that does not say for one that may', async () => {
  expect(await mayHaveForgotten(serverUpFor('# Server\r\n'), NOW, NOW)).toBe(true);
});
