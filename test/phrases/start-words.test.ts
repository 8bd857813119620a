import { expect, it } from 'vitest';
import { redisServerWords as redisEn } from '../../src/phrases/en/redis-server.ts';
import { slackStartWords as slackEn } from '../../src/phrases/en/slack-start.ts';
import { redisServerWords as redisJa } from '../../src/phrases/ja/redis-server.ts';
import { slackStartWords as slackJa } from '../../src/phrases/ja/slack-start.ts';
import type { RedisServerWords } from '../../src/phrases/redis-server-words.ts';
import type { SlackStartWords } from '../../src/phrases/slack-start-words.ts';

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

function redisRows(words: RedisServerWords) {
  return {
    'redis-not-found': words['redis-not-found']({ valkey: 'no python3 on PATH', docker: 'no docker on PATH' }),
    'redis-did-not-start': words['redis-did-not-start']({ program: '/bin/redis-7', output: 'Out of memory' }),
    'redis-did-not-start, silently': words['redis-did-not-start']({ program: '/bin/redis-7', output: '' }),
    'redis-already-running': words['redis-already-running']({ dir: '/data/11' }),
    'redis-folder-not-ours': words['redis-folder-not-ours']({ dir: '/data/12' }),
    'fetching-valkey': words.progress['fetching-valkey'],
    'starting-docker': words.progress['starting-docker'],
  };
}

function slackRows(words: SlackStartWords) {
  return {
    'slack-token-missing': words['slack-token-missing']({ about: 'SLACK_APP_TOKEN', word: '' }),
    'slack-token-refused': words['slack-token-refused']({ about: 'SLACK_BOT_TOKEN', word: 'invalid_auth' }),
    'slack-unreachable': words['slack-unreachable']({ about: 'SLACK_BOT_TOKEN', word: 'ECONNREFUSED' }),
    'slack-refused': words['slack-refused']({ about: 'SLACK_APP_TOKEN', word: 'missing_scope' }),
    'port-unavailable': words['port-unavailable']({ about: '0.0.0.0:3000', word: 'EADDRINUSE' }),
  };
}

/** What each sentence must name in both languages. */
const NAMED: Record<keyof ReturnType<typeof redisRows> | keyof ReturnType<typeof slackRows>, readonly string[]> = {
  'redis-not-found': ['redis-server', 'REDIS_URL', 'no python3 on PATH', 'no docker on PATH'],
  'redis-did-not-start': ['/bin/redis-7', 'Out of memory', 'REDIS_URL'],
  'redis-did-not-start, silently': ['/bin/redis-7', 'REDIS_URL'],
  'redis-already-running': ['/data/11', 'REDIS_URL'],
  'redis-folder-not-ours': ['/data/12', 'REDIS_URL'],
  'fetching-valkey': ['pip', 'valkey-server'],
  'starting-docker': ['docker'],
  'slack-token-missing': ['SLACK_APP_TOKEN'],
  'slack-token-refused': ['SLACK_BOT_TOKEN', 'invalid_auth'],
  'slack-unreachable': ['ECONNREFUSED', 'slack.apiUrl'],
  'slack-refused': ['SLACK_APP_TOKEN', 'missing_scope', 'manifest.json'],
  'port-unavailable': ['0.0.0.0:3000', 'EADDRINUSE', 'slack.port'],
};

const english = { ...redisRows(redisEn), ...slackRows(slackEn) };
const japanese = { ...redisRows(redisJa), ...slackRows(slackJa) };

it.each(Object.keys(NAMED) as (keyof typeof NAMED)[])('%s is one line in both languages, with what to do', (code) => {
  for (const sentence of [english[code], japanese[code]]) {
    for (const name of NAMED[code]) expect(sentence).toContain(name);
    expect(sentence).not.toMatch(/undefined|\n| {2}|: [.。]/);
  }
  expect(english[code]).not.toMatch(KANA);
  expect(japanese[code]).toMatch(KANA);
});
