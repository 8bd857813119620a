import type { Language } from '../domain/question.ts';
import { redisServerWords as english } from '../phrases/en/redis-server.ts';
import { redisServerWords as japanese } from '../phrases/ja/redis-server.ts';
import type { RedisServerWords } from '../phrases/redis-server-words.ts';
import {
  type PrivateRedis,
  PrivateRedisError,
  type PrivateRedisOptions,
  type PrivateRedisProblem,
  startPrivateRedis,
} from '../redis/private-server.ts';

/**
 * Starts a Redis of our own, saying on standard error what takes its time. When there can be none, the reason is told
 * there, the exit code is 1, and there is no Redis.
 */
export async function startRedisOrExplain(
  options: Pick<PrivateRedisOptions, 'env'>,
  language: Language,
): Promise<PrivateRedis | undefined> {
  const words = language === 'ja' ? japanese : english;
  try {
    return await startPrivateRedis({
      ...options,
      onProgress: (step) => process.stderr.write(`${words.progress[step]}\n`),
    });
  } catch (error) {
    if (!(error instanceof PrivateRedisError)) throw error;
    process.stderr.write(`${redisSentence(error.problem, words)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

function redisSentence(problem: PrivateRedisProblem, words: RedisServerWords): string {
  const say = words[problem.code] as (facts: PrivateRedisProblem) => string;
  return say(problem);
}
