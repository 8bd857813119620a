import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../src/domain/report.ts';
import { requestStop, stoppedBy, watchStops } from '../../src/redis/cancels.ts';
import { closeRedis, openBlocking, type Redis } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { type Notices, openNotices } from '../../src/redis/notices.ts';
import { listenProgress, progressWriter, readProgress } from '../../src/redis/progress.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

const keys = keysOf('{dca}');
const soon = { timeout: 5000, interval: 10 };
let server: TestRedis;
let redis: Redis;
let notices: Notices;
beforeEach(async () => {
  server = await startTestRedis();
  const settings = { url: server.url, prefix: '{dca}' };
  redis = openBlocking(settings);
  notices = openNotices(settings);
});
afterEach(async () => {
  notices.close();
  await closeRedis(redis);
  await server.stop();
});

describe('stops', () => {
  it('reach the one who works on the ask, once, naming who stopped it first', async () => {
    const heard: string[] = [];
    const stops = watchStops(redis, keys, notices);
    stops.watch('a', (by) => heard.push(`a ${by}`));
    stops.watch('b', (by) => heard.push(`b ${by}`));
    expect(await stoppedBy(redis, keys, 'a')).toBeUndefined();
    await requestStop(redis, keys, 'a', 'U1');
    await vi.waitFor(() => expect(heard).toEqual(['a U1']), soon);
    await requestStop(redis, keys, 'a', 'U2');
    expect(await stoppedBy(redis, keys, 'a')).toBe('U1');
    expect(await redis.ttl(keys.cancel('a'))).toBeGreaterThan(600);
    expect(heard).toEqual(['a U1']);
    stops.close();
  });

  it('are found though the message was lost, or came before anybody watched', async () => {
    const heard: string[] = [];
    const stops = watchStops(redis, keys, notices);
    await redis.set(keys.cancel('early'), 'U1');
    stops.watch('early', (by) => heard.push(`early ${by}`));
    await vi.waitFor(() => expect(heard).toEqual(['early U1']), soon);
    stops.watch('late', (by) => heard.push(`late ${by}`));
    await redis.ping();
    await redis.set(keys.cancel('late'), 'U2');
    await vi.waitFor(() => expect(heard).toEqual(['early U1', 'late U2']), soon);
    stops.close();
  });

  it('are not heard by who no longer watches', async () => {
    const heard: string[] = [];
    const stops = watchStops(redis, keys, notices);
    stops.watch('a', () => heard.push('a'))();
    stops.watch('b', () => heard.push('b'));
    await requestStop(redis, keys, 'a', 'U1');
    await requestStop(redis, keys, 'b', 'U1');
    await vi.waitFor(() => expect(heard).toEqual(['b']), soon);
    stops.close();
  });
});

describe('progress', () => {
  const at = (done: number): Progress => ({ step: 'pods', done, total: 40 });

  it('is written at once, then at most every 500 ms, the newest last', async () => {
    const told: number[] = [];
    const times: number[] = [];
    const unlisten = listenProgress(notices, keys, (askId, progress) => {
      if (askId !== 'a') return;
      told.push(progress.done);
      times.push(performance.now());
    });
    await vi.waitFor(async () => expect(await redis.pubsub('NUMSUB', keys.progressChannel())).toContain(1), soon);
    const writer = progressWriter(redis, keys, 'a');
    for (let done = 1; done <= 30; done += 1) writer.note(at(done));
    await vi.waitFor(() => expect(told).toEqual([1, 30]), soon);
    expect(times[1]! - times[0]!).toBeGreaterThan(450);
    expect(await readProgress(redis, keys, 'a')).toEqual(at(30));
    expect(await redis.ttl(keys.progress('a'))).toBeGreaterThan(60);
    writer.note(at(31));
    writer.end();
    writer.note(at(32));
    // By the time a later writer has written twice, the ended one would have written too.
    const later = progressWriter(redis, keys, 'b');
    later.note(at(1));
    later.note(at(2));
    await vi.waitFor(async () => expect(await readProgress(redis, keys, 'b')).toEqual(at(2)), soon);
    later.end();
    unlisten();
    expect(await readProgress(redis, keys, 'a')).toEqual(at(30));
  });

  it('of another version is no progress', async () => {
    await redis.set(keys.progress('a'), '{"step":"dancing","done":1,"total":2}');
    expect(await readProgress(redis, keys, 'a')).toBeUndefined();
    expect(await readProgress(redis, keys, 'none')).toBeUndefined();
  });
});

describe('notices', () => {
  it('come again after a restart of Redis, and end with the last listener', async () => {
    const one: string[] = [];
    const two: string[] = [];
    const stopOne = notices.listen('ch', (message) => one.push(message));
    const stopTwo = notices.listen('ch', (message) => two.push(message));
    const listeners = async () => (await redis.pubsub('NUMSUB', 'ch'))[1];
    await vi.waitFor(async () => expect(await listeners()).toBe(1), soon);
    await server.restart();
    await vi.waitFor(async () => expect(await listeners()).toBe(1), soon);
    await redis.publish('ch', 'm1');
    await vi.waitFor(() => expect([one, two]).toEqual([['m1'], ['m1']]), soon);
    stopOne();
    await redis.publish('ch', 'm2');
    await vi.waitFor(() => expect(two).toEqual(['m1', 'm2']), soon);
    expect(one).toEqual(['m1']);
    stopTwo();
    stopTwo();
    await vi.waitFor(async () => expect(await listeners()).toBe(0), soon);
  });
});
