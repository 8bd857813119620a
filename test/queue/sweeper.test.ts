import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openInspector } from '../../src/queue/inspect.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { startSweeper } from '../../src/queue/sweeper.ts';
import { pendingOlderThan } from '../../src/redis/asks.ts';
import { closeRedis, openBlocking, type Redis } from '../../src/redis/connection.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { keys, makeAsk, PREFIX, store } from './asks.ts';

const soon = { timeout: 5000, interval: 20 };
let server: TestRedis;
let redis: Redis;
let producer: Producer;

beforeEach(async () => {
  server = await startTestRedis({ aof: true });
  redis = openBlocking({ url: server.url, prefix: PREFIX });
  producer = openProducer({ url: server.url, prefix: PREFIX });
});
afterEach(async () => {
  await producer.close();
  await closeRedis(redis);
  await server.stop();
});

describe('sweeper', () => {
  it('adds the jobs of asks that have waited 5 s without one, and of no others', async () => {
    const settings = { url: server.url, prefix: PREFIX };
    const inspector = openInspector(settings);
    const swept: string[] = [];
    await store(redis, makeAsk('old', { cluster: 'a' }), 10_000);
    await store(redis, makeAsk('young', { cluster: 'a' }), 10_002);
    await store(redis, makeAsk('expired', { cluster: 'a' }), 9000);
    await redis.del(keys.ask('expired'));
    const sweepers = [1, 2].map(() =>
      startSweeper({ settings, producer, now: () => 15_001, everyMs: 30, onSwept: (id) => void swept.push(id) }),
    );
    await vi.waitFor(async () => expect(await pendingOlderThan(redis, keys, 99_999, 0)).toEqual(['young']), soon);
    for (const sweeper of sweepers) await sweeper.close();
    expect(new Set(swept)).toEqual(new Set(['old']));
    expect(await inspector.waiting('diagnose', 'a')).toBe(1);
    expect(await inspector.jobState('a', 'old')).toEqual({ state: 'waiting', waiting: 1 });
    expect(await inspector.jobState('a', 'young')).toEqual({ state: 'absent' });
    await inspector.close();
  });

  it('lives through an outage of Redis', async () => {
    const settings = { url: server.url, prefix: PREFIX };
    const errors: Error[] = [];
    const swept: string[] = [];
    await store(redis, makeAsk('old'), 1000);
    await server.kill9();
    const sweeper = startSweeper({
      settings,
      producer,
      now: () => 60_000,
      everyMs: 30,
      onSwept: (id) => void swept.push(id),
      onError: (error) => void errors.push(error),
    });
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), soon);
    expect(swept).toEqual([]);
    await server.restart();
    await vi.waitFor(() => expect(swept).toEqual(['old']), soon);
    await sweeper.close();
  });
});
