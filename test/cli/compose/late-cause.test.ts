import { afterAll, beforeAll, expect, it } from 'vitest';
import { lateCause } from '../../../src/cli/compose/late-cause.ts';
import type { JobState } from '../../../src/queue/inspect.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../../src/redis/connection.ts';
import { heartbeat } from '../../../src/redis/registry.ts';
import { keys, makeAsk, PREFIX } from '../../queue/asks.ts';
import { startTestRedis, type TestRedis } from '../../redis/private-redis.ts';

let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  redis = openCommands({ url: server.url, prefix: PREFIX });
  await whenReady(redis, 5_000);
  await heartbeat(redis, keys, { name: 'prod-eu', version: '1', slug: 'prod-eu', rights: [] });
});
afterAll(async () => {
  await closeRedis(redis);
  await server.stop();
});

it.each<[string, JobState, string, object]>([
  ['prod-eu', { state: 'waiting', waiting: 7 }, 'queue-full', { waiting: 7 }],
  ['prod-eu', { state: 'active', deaths: 0, held: true }, 'answer-failed', { why: 'timeout' }],
  ['prod-eu', { state: 'active', deaths: 0, held: false }, 'worker-silent', {}],
  ['prod-us', { state: 'waiting', waiting: 7 }, 'worker-silent', { lastSeenSeconds: null }],
  ['', { state: 'waiting', waiting: 8 }, 'queue-full', { cluster: '', waiting: 8 }],
  ['', { state: 'worker-died', times: 2 }, 'worker-died', { cluster: '', times: 2 }],
  ['', { state: 'active', deaths: 1, held: true }, 'worker-died', { cluster: '', times: 1 }],
  ['', { state: 'failed', reason: 'bug 9' }, 'answer-failed', { cluster: '', why: 'unreadable', detail: 'bug 9' }],
  // No gateway is entered anywhere: whoever asks why is one.
  ['', { state: 'active', deaths: 0, held: false }, 'answer-failed', { cluster: '', why: 'timeout' }],
  ['', { state: 'absent' }, 'answer-failed', { cluster: '', why: 'timeout' }],
])('cluster %j, a job that is %j: %s', async (cluster, state, code, facts) => {
  const inspector = { jobState: async () => state, waiting: async () => 0, close: async () => {} };
  const cause = await lateCause(redis, keys, inspector, Date.now)(makeAsk('Ev1', { cluster }));
  expect(cause).toMatchObject({ code, verdict: 'unknown', facts });
});
