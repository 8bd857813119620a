import { openCommands, type Redis, whenReady } from '../redis/connection.ts';
import { type Keys, keysOf } from '../redis/keys.ts';
import { readConfig } from './read-config.ts';

/**
 * Does something with the configured Redis. Where there is none configured, or it does not answer, that is told on
 * standard error with an exit code of its own, and `undefined` comes back.
 */
export async function withRedis<T>(
  configFile: string | undefined,
  use: (redis: Redis, keys: Keys) => Promise<T>,
): Promise<T | undefined> {
  const config = readConfig(configFile, 'worker');
  if (config?.redis.url === undefined) return undefined;
  const redis = openCommands({ url: config.redis.url, prefix: config.redis.prefix });
  try {
    await whenReady(redis, 5_000);
    return await use(redis, keysOf(config.redis.prefix));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    return undefined;
  } finally {
    redis.disconnect();
  }
}
