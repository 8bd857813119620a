import type { Redis } from 'ioredis';

/** What `doctor` wants to know of a Redis or Valkey server. From `INFO`, since managed services forbid `CONFIG`. */
export interface ServerFacts {
  /** `redis_version`; Valkey reports the Redis version it is compatible with. */
  readonly version: string;
  /** `maxmemory_policy`; anything but `noeviction` may throw away jobs. */
  readonly eviction: string;
  readonly appendOnly: boolean;
}

/** Rejects when the server does not answer. */
export async function readServerFacts(redis: Redis): Promise<ServerFacts> {
  const fields = new Map(
    (await redis.info())
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const),
  );
  return {
    version: fields.get('redis_version') ?? '',
    eviction: fields.get('maxmemory_policy') ?? '',
    appendOnly: fields.get('aof_enabled') === '1',
  };
}
