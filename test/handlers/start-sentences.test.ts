import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
let redis: TestRedis;
let slack: LocalSlack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-start-'));
  redis = await startTestRedis();
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  slack = await startLocalSlack();
});
afterEach(() => slack.close());

/** Runs `dca` until it ends, with nothing in the environment but `env` and what a folder of its own offers. */
async function dca(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/bin.ts', ...args], {
    cwd: ROOT,
    env: { PATH: folder, HOME: folder, TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, code };
}

async function configuration(yaml: string): Promise<string> {
  const file = join(folder, 'dca.yaml');
  await writeFile(file, yaml);
  return file;
}

/** A gateway that lacks nothing; `change` spoils it. */
async function gateway(change: Record<string, string>, more = '') {
  const file = await configuration(`slack:\n  apiUrl: ${slack.apiUrl}\n${more}health:\n  port: 0\n`);
  return dca(['gateway', '--config', file], {
    REDIS_URL: redis.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    ...change,
  });
}

describe('a gateway that cannot start says why in one sentence, exits with 1 and logs the code', () => {
  test.each([
    {
      name: 'a bot token that is refused',
      change: { SLACK_BOT_TOKEN: 'xoxb-wrong', LANG: 'en_GB.UTF-8' },
      code: 'slack-token-refused',
      says: /^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\. .+\.\n$/,
    },
    {
      name: 'an app token that is refused, in Japanese',
      change: { SLACK_APP_TOKEN: 'xapp-1-wrong', LANG: 'ja_JP.UTF-8' },
      code: 'slack-token-refused',
      says: /^Slack が SLACK_APP_TOKEN を拒否しました\(invalid_auth\)。.+\n$/,
    },
    {
      name: 'no Slack',
      change: { SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      code: 'slack-unreachable',
      says: /^Slack cannot be reached \(.+\)\. .+\.\n$/,
    },
  ])('$name', async ({ change, code, says }) => {
    const ended = await gateway(change);
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain(`"code":"${code}"`);
  });

  test('a Slack that answers, and says no', async () => {
    slack.faults.add('auth.test', { kind: 'error', error: 'ekm_access_denied' }, { times: Infinity });
    const ended = await gateway({});
    expect(ended.stderr).toMatch(/^Slack was reached with SLACK_BOT_TOKEN and says no \(ekm_access_denied\)\. .+\n$/);
    expect(ended.code).toBe(1);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const ended = await gateway({}, `  mode: http\n  host: 127.0.0.1\n  port: ${port}\n`);
    other.close();
    expect(ended.stderr).toContain(`cannot be listened for on 127.0.0.1:${port} (`);
    expect(ended.stderr).toContain('EADDRINUSE');
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.code).toBe(1);
  });
});

describe('where no Redis can be had', () => {
  test.each([
    { command: ['demo', '--ask', '/dca status'], env: {}, says: /^dca-bot needs a Redis .+no python3 on PATH.+\)\n$/ },
    { command: ['demo', '--lang', 'ja'], env: {}, says: /^dca-bot には Redis が必要ですが.+\)\n$/ },
    {
      command: ['all'],
      env: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      says: /^dca-bot needs a Redis .+REDIS_URL.+\n$/,
    },
  ])('dca $command says so and ends with 1', async ({ command, env, says }) => {
    await configuration('health:\n  port: 0\n');
    const more = command[0] === 'all' ? ['--config', join(folder, 'dca.yaml')] : [];
    const ended = await dca([...command, ...more], env);
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(1);
  });
});
