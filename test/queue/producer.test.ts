import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInspector } from '../../src/queue/inspect.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { pendingOlderThan } from '../../src/redis/asks.ts';
import { closeRedis, openCommands, whenReady } from '../../src/redis/connection.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { keys, makeAsk, PREFIX, store } from './asks.ts';

let server: TestRedis;
let producer: Producer;
beforeEach(async () => {
  server = await startTestRedis({ aof: true });
  producer = openProducer({ url: server.url, prefix: PREFIX });
});
afterEach(async () => {
  await producer.close();
  await server.stop();
});

/** Tries until it works: a connection needs a moment after the server is there. */
async function eventually(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('producer', () => {
  it('adds one job however often an ask is added, and takes it off the sweeper list', async () => {
    const redis = openCommands({ url: server.url, prefix: PREFIX });
    const inspector = openInspector({ url: server.url, prefix: PREFIX });
    try {
      await whenReady(redis, 2000);
      const ask = await store(redis, makeAsk('Ev1', { cluster: '東京' }), 1000);
      expect(await pendingOlderThan(redis, keys, 9000, 5000)).toEqual(['Ev1']);
      await producer.enqueueAsk(ask);
      await producer.enqueueAsk(ask);
      await producer.enqueueAnswer('東京', 'Ev1');
      await producer.enqueueAnswer('東京', 'Ev1');
      await producer.enqueueAnswer('東京', 'Ev2');
      expect(await pendingOlderThan(redis, keys, 9000, 5000)).toEqual([]);
      expect(await inspector.waiting('diagnose', '東京')).toBe(1);
      expect(await inspector.waiting('answers', '東京')).toBe(2);
      expect(await inspector.waiting('diagnose', 'other')).toBe(0);
      const jobs = await redis.keys(`${PREFIX}:diagnose-*:Ev1`);
      expect(jobs).toHaveLength(1);
      expect(JSON.parse((await redis.hget(jobs[0]!, 'data'))!)).toEqual({ schema: 1, ask: 'Ev1' });
    } finally {
      await closeRedis(redis);
      await inspector.close();
    }
  });

  it('rejects within about a second when Redis is gone, and works again once it is back', async () => {
    await eventually(() => producer.enqueueAnswer('prod-eu', 'Ev1'));
    await server.kill9();
    const began = performance.now();
    await expect(producer.enqueueAsk(makeAsk('Ev2'))).rejects.toThrow();
    await expect(producer.enqueueAnswer('new-cluster', 'Ev2')).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(2500);
    await server.restart();
    await eventually(() => producer.enqueueAsk(makeAsk('Ev2')));
  });

  it('works in the end though Redis was not there when it was opened', async () => {
    await server.kill9();
    const early = openProducer({ url: server.url, prefix: PREFIX });
    try {
      const began = performance.now();
      await expect(early.enqueueAsk(makeAsk('Ev3'))).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(1500);
      await server.restart();
      await eventually(() => early.enqueueAsk(makeAsk('Ev3')));
    } finally {
      await early.close();
    }
  });

  it('rejects in time when Redis accepts and says nothing', async () => {
    await eventually(() => producer.enqueueAnswer('prod-eu', 'Ev1'));
    const redis = openCommands({ url: server.url, prefix: PREFIX });
    await whenReady(redis, 2000);
    await redis.call('CLIENT', 'PAUSE', '4000', 'ALL');
    const began = performance.now();
    await expect(producer.enqueueAnswer('prod-eu', 'Ev4')).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(1500);
    await closeRedis(redis);
  });

  it('waits for its own connection to be made', async () => {
    const settings = { url: server.url, prefix: PREFIX };
    const fresh = openProducer(settings);
    await fresh.enqueueAnswer('prod-eu', 'Ev5');
    await fresh.close();
    const inspector = openInspector(settings);
    expect(await inspector.waiting('answers', 'prod-eu')).toBe(1);
    await inspector.close();
  });

  it('refuses an ask id that is not one', async () => {
    await expect(producer.enqueueAnswer('prod-eu', 'x'.repeat(300_000))).rejects.toThrow(/size|limit|exceed/i);
  });
});
