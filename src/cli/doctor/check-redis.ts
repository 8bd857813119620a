import type { DoctorLine } from '../../formatters/terminal-notices.ts';
import type { ServerFacts } from '../../redis/server-facts.ts';
import { atLeast } from './at-least.ts';

const WANTED_VERSION = '6.2';

/** Judges what a Redis server says of itself; `address` must be free of credentials. */
export async function checkRedis(address: string, read: () => Promise<ServerFacts>): Promise<readonly DoctorLine[]> {
  let facts: ServerFacts;
  try {
    facts = await read();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ check: 'redis-reachable', state: 'failed', facts: { address, detail } }];
  }
  const { version, eviction, appendOnly } = facts;
  return [
    { check: 'redis-reachable', state: 'ok', facts: { address, detail: null } },
    {
      check: 'redis-version',
      state: atLeast(version, WANTED_VERSION) ? 'ok' : 'failed',
      facts: { found: version, wanted: WANTED_VERSION },
    },
    { check: 'redis-eviction', state: eviction === 'noeviction' ? 'ok' : 'failed', facts: { found: eviction } },
    { check: 'redis-persistence', state: appendOnly ? 'ok' : 'failed', facts: { appendOnly } },
  ];
}
