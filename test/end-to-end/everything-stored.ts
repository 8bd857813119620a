import { gunzipSync } from 'node:zlib';
import type { Redis } from '../../src/redis/connection.ts';

/** Every key and every value of a Redis as one text; what is gzipped is unpacked. */
export async function everythingStored(redis: Redis): Promise<string> {
  const keys = await redis.keys('*');
  const values = await Promise.all(keys.map(async (key) => textOf(await storedAt(redis, key))));
  return keys.map((key, index) => `${key}\n${values[index]}`).join('\n');
}

async function storedAt(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.getBuffer(key);
    case 'hash':
      return redis.callBuffer('HGETALL', key);
    case 'list':
      return redis.lrangeBuffer(key, 0, -1);
    case 'set':
      return redis.smembersBuffer(key);
    case 'zset':
      return redis.callBuffer('ZRANGE', key, '0', '-1');
    case 'stream':
      return redis.callBuffer('XRANGE', key, '-', '+');
    default:
      return null;
  }
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return unpacked(value).toString('utf8');
  return Array.isArray(value) ? value.map(textOf).join('\n') : String(value);
}

function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
