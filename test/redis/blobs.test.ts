import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BLOB_BYTES, BLOB_SECONDS, dropBlob, loadBlob, storeBlob } from '../../src/redis/blobs.ts';
import { closeRedis, openBlocking, type Redis } from '../../src/redis/connection.ts';
import { forgetFlarePlace, leftFlarePlaces, noteFlarePlace } from '../../src/redis/flare-places.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

const keys = keysOf('{dca}');
let server: TestRedis;
let redis: Redis;

beforeEach(async () => {
  server = await startTestRedis();
  redis = openBlocking({ url: server.url, prefix: '{dca}' });
});
afterEach(async () => {
  await closeRedis(redis);
  await server.stop();
});

/** Bytes that no packing makes smaller. */
function noise(length: number, seed = 1): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < length; at += 64) pieces.push(createHash('sha512').update(`${seed} ${at}`).digest());
  return Buffer.concat(pieces).subarray(0, length);
}

const chunkKeys = async (id: string) => (await redis.keys(keys.blobChunk(id, '*', 0).replace(/0$/, '*'))).toSorted();

async function loaded(id: string) {
  const blob = await loadBlob(redis, keys, id);
  return blob.state === 'found' ? { name: blob.file.name, bytes: Buffer.from(blob.file.bytes) } : blob;
}

describe('a blob', () => {
  test.each([
    ['nothing', 0, 1],
    ['a byte', 1, 1],
    ['less than a chunk', 900_000, 1],
    ['several chunks', 2_500_000, 3],
  ])('of %s comes back as it was', async (_what, length, chunks) => {
    const bytes = noise(length);
    await storeBlob(redis, keys, 'ask1', { name: 'a.zip', bytes });
    expect(await loaded('ask1')).toEqual({ name: 'a.zip', bytes });
    expect(await chunkKeys('ask1')).toHaveLength(chunks);
  });

  test('goes after ten minutes, all of it', async () => {
    await storeBlob(redis, keys, 'ask1', { name: 'a.zip', bytes: noise(1_500_000) });
    const ttls = await Promise.all([keys.blob('ask1'), ...(await chunkKeys('ask1'))].map((key) => redis.ttl(key)));
    expect(ttls).toHaveLength(3);
    for (const ttl of ttls) {
      expect(ttl).toBeGreaterThan(BLOB_SECONDS - 10);
      expect(ttl).toBeLessThanOrEqual(BLOB_SECONDS);
    }
  });

  test('is refused over 50 MB', async () => {
    const bytes = { length: BLOB_BYTES + 1 } as Uint8Array;
    await expect(storeBlob(redis, keys, 'ask1', { name: 'a.zip', bytes })).rejects.toThrow(RangeError);
    expect(await redis.keys('*')).toEqual([]);
  });

  test('of another id, or removed, is absent', async () => {
    await storeBlob(redis, keys, 'ask1', { name: 'a.zip', bytes: noise(10) });
    expect(await loaded('ask2')).toEqual({ state: 'absent' });
    await dropBlob(redis, keys, 'ask1');
    expect(await loaded('ask1')).toEqual({ state: 'absent' });
    expect(await redis.keys('*')).toEqual([]);
  });

  test('of two writers is one of theirs, never a mixture', async () => {
    const files = [1, 2, 3].map((seed) => ({ name: `${seed}.zip`, bytes: noise(1_500_000, seed) }));
    await Promise.all(files.map((file) => storeBlob(redis, keys, 'ask1', file)));
    const blob = await loaded('ask1');
    expect(files).toContainEqual(blob);
  });
});

describe('a blob that is not whole', () => {
  beforeEach(() => storeBlob(redis, keys, 'ask1', { name: 'a.zip', bytes: noise(2_500_000) }));

  test('with a chunk gone', async () => {
    const [, second = ''] = await chunkKeys('ask1');
    await redis.del(second);
    expect(await loaded('ask1')).toEqual({ state: 'cut', detail: 'chunk 2 of 3 is gone' });
  });

  test('with a chunk cut short', async () => {
    const [first = ''] = await chunkKeys('ask1');
    const chunk = (await redis.getBuffer(first)) ?? Buffer.alloc(0);
    await redis.set(first, chunk.subarray(1));
    expect(await loaded('ask1')).toMatchObject({ state: 'cut', detail: expect.stringMatching(/^\d+ of \d+ bytes$/) });
  });

  test('with a byte changed', async () => {
    const [first = ''] = await chunkKeys('ask1');
    await redis.setrange(first, 500, 'x');
    expect(await loaded('ask1')).toEqual({ state: 'cut', detail: 'it is not what was stored' });
  });

  test('with a record of another version', async () => {
    await redis.set(keys.blob('ask1'), '{"name":"a.zip","chunks":900000}');
    expect(await loaded('ask1')).toMatchObject({ state: 'cut' });
  });

  test('is found by nobody before its last byte', async () => {
    const set = redis.set.bind(redis);
    let chunks = 0;
    // One chunk is lost on its way, as by a server that was restarted in between.
    redis.set = (async (key: string, ...rest: never[]) => {
      chunks += 1;
      return chunks === 2 ? 'OK' : (set as (...args: unknown[]) => Promise<'OK'>)(key, ...rest);
    }) as never;
    const storing = storeBlob(redis, keys, 'ask2', { name: 'b.zip', bytes: noise(2_500_000, 2) });
    await expect(storing).rejects.toThrow(/^of \d+ bytes Redis kept \d+$/);
    expect(await loaded('ask2')).toEqual({ state: 'absent' });
  });
});

describe('archives left in containers', () => {
  const place = { namespace: 'dd', pod: 'dca-1', container: 'cluster-agent', path: '/tmp/datadog-agent-1.zip' };
  const other = { ...place, path: '/tmp/datadog-agent-2.zip' };

  test('are those of the same ask, and those of anybody that are old', async () => {
    await noteFlarePlace(redis, keys, 'eu', { ask: 'a', at: 1_000, place });
    await noteFlarePlace(redis, keys, 'eu', { ask: 'b', at: 2_000, place: other });
    const left = (ask: string, before: number) => leftFlarePlaces(redis, keys, 'eu', { ask, before });
    expect(await left('a', 0)).toEqual([place]);
    expect(await left('b', 0)).toEqual([other]);
    expect(await left('c', 1_500)).toEqual([place]);
    expect(await left('c', 3_000)).toHaveLength(2);
    expect(await leftFlarePlaces(redis, keys, 'us', { ask: 'a', before: 9_000 })).toEqual([]);
    await forgetFlarePlace(redis, keys, 'eu', place);
    expect(await left('a', 9_000)).toEqual([other]);
  });

  test('what is no such record is left out', async () => {
    await redis.hset(keys.flarePlaces('eu'), 'x', '{"ask":1}', 'y', 'nonsense');
    expect(await leftFlarePlaces(redis, keys, 'eu', { ask: 'a', before: 9 })).toEqual([]);
  });
});
