import { afterEach, expect, it, vi } from 'vitest';
import { closeRedis, openBlocking, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

let server: TestRedis | undefined;
const open: Redis[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(closeRedis));
  await server?.stop();
  server = undefined;
});

function kept(redis: Redis): Redis {
  open.push(redis);
  return redis;
}

it('rejects at once while the server is away, and goes on when it is back with its data', async () => {
  server = await startTestRedis({ aof: true });
  const errors: string[] = [];
  const redis = kept(openCommands({ url: server.url, prefix: 'p' }, (error) => errors.push(error.message)));
  await whenReady(redis, 5_000);
  await redis.set('a', '17');

  await server.kill9();
  const before = performance.now();
  await expect(redis.get('a')).rejects.toThrow();
  expect(performance.now() - before).toBeLessThan(1_500);

  await vi.waitFor(() => expect(errors.join()).toContain('connect'));

  await server.restart();
  await whenReady(redis, 5_000);
  expect(await redis.get('a')).toBe('17');
});

it('gives up on a command that is not answered within a second', async () => {
  server = await startTestRedis();
  const redis = kept(openCommands({ url: server.url, prefix: 'p' }));
  const other = kept(openBlocking({ url: server.url, prefix: 'p' }));
  await Promise.all([whenReady(redis, 5_000), whenReady(other, 5_000)]);
  await other.client('PAUSE', 3_000, 'ALL');
  const before = performance.now();
  await expect(redis.get('a')).rejects.toThrow(/timed out/i);
  expect(performance.now() - before).toBeLessThan(2_000);
});

it('lets a blocking connection wait through an outage', async () => {
  server = await startTestRedis();
  const redis = kept(openBlocking({ url: server.url, prefix: 'p' }));
  await whenReady(redis, 5_000);
  await server.kill9();
  const value = redis.set('a', '23');
  await server.restart();
  expect(await value).toBe('OK');
});

it('says why a server was not ready in time', async () => {
  const redis = kept(openCommands({ url: 'unix:/tmp/dca-no-such-socket', prefix: 'p' }));
  await expect(whenReady(redis, 100)).rejects.toThrow('Redis did not answer within 100 ms');
});
