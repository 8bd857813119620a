import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeRedis, openBlocking, type Redis } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { forgetCluster, heartbeat, listClusters } from '../../src/redis/registry.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

const keys = keysOf('{dca}');
let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = openBlocking({ url: server.url, prefix: '{dca}' });
});
afterAll(async () => {
  await closeRedis(redis);
  await server.stop();
});
afterEach(() => redis.flushall());

const right = { verb: 'get', group: '', resource: 'pods/exec', namespace: 'datadog', allowed: null };

describe('registry of clusters', () => {
  it('shows what the workers said last, by name', async () => {
    await heartbeat(redis, keys, { name: 'prod', version: '1.0.1', slug: 'prod-1', rights: [] });
    await heartbeat(redis, keys, { name: 'dev', version: '1.0.2', slug: 'dev-1', rights: [] });
    await heartbeat(redis, keys, { name: 'prod', version: '1.0.3', slug: 'prod-1', rights: [right] });
    expect(await listClusters(redis, keys)).toEqual([
      { name: 'dev', version: '1.0.2', slug: 'dev-1', rights: [], lastSeen: expect.any(Number) },
      { name: 'prod', version: '1.0.3', slug: 'prod-1', rights: [right], lastSeen: expect.any(Number) },
    ]);
  });

  it.each([
    [29_000, undefined],
    [30_000, undefined],
    [30_001, 30],
    [95_999, 95],
  ])('after %d ms a cluster is silent for %s s', async (ms, silentSeconds) => {
    await heartbeat(redis, keys, { name: 'prod', version: '1', slug: 's', rights: [] });
    const [entry] = await listClusters(redis, keys);
    const [later] = await listClusters(redis, keys, entry!.lastSeen + ms);
    expect(later!.silentSeconds).toBe(silentSeconds);
  });

  it('forgets a cluster only when told to', async () => {
    await heartbeat(redis, keys, { name: 'prod', version: '1', slug: 's', rights: [] });
    expect(await redis.ttl(keys.clusters())).toBe(-1);
    expect(await forgetCluster(redis, keys, 'prod')).toBe(true);
    expect(await forgetCluster(redis, keys, 'prod')).toBe(false);
    expect(await listClusters(redis, keys)).toEqual([]);
  });

  it('leaves out what it cannot read', async () => {
    await heartbeat(redis, keys, { name: 'prod', version: '1', slug: 's', rights: [] });
    await redis.hset(keys.clusters(), 'x', 'not JSON', 'y', '{"name":3}', '__proto__', 'null');
    expect((await listClusters(redis, keys)).map((entry) => entry.name)).toEqual(['prod']);
  });
});
