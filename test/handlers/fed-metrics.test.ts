import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import { type Gateway, openGateway } from '../../src/cli/compose/gateway.ts';
import { DEFAULTS } from '../../src/config/config.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { heartbeat } from '../../src/redis/registry.ts';
import { type HealthServer, startHealthServer } from '../../src/telemetry/health-server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { type RunningWorker, startWorker } from '../../src/worker/start-worker.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

const keys = keysOf('{dca}');
const closers: (() => unknown)[] = [];
let slack: LocalSlack;
let server: TestRedis;
let redis: Redis;
let health: HealthServer;
let gateway: Gateway;
let worker: RunningWorker;
/** Each collection waits until the test lets it go, or says that none has to wait. */
let release: (() => void)[];
let nobodyWaits: boolean;

beforeEach(async () => {
  release = [];
  nobodyWaits = false;
  [slack, server] = await Promise.all([startLocalSlack(), startTestRedis()]);
  closers.push(
    () => server.stop(),
    () => slack.close(),
  );
  const settings = { url: server.url, prefix: '{dca}' };
  redis = openCommands(settings);
  closers.push(() => closeRedis(redis));
  await whenReady(redis, 5_000);
  const metrics = createMetrics();
  const log = createLog({ level: 'silent' });
  worker = await startWorker({
    redis: settings,
    cluster: 'prod-eu',
    version: '0.1.0',
    log,
    metrics,
    answer: async (question) => {
      if (!nobodyWaits) await new Promise<void>((resolve) => release.push(resolve));
      return reportOf(question);
    },
  });
  closers.push(() => worker.close());
  await worker.ready();
  gateway = await openGateway({
    config: {
      ...DEFAULTS,
      slack: { ...DEFAULTS.slack, apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken },
    },
    redis: settings,
    threads: { run: () => Promise.reject(new Error('there are no threads here')) },
    log,
    metrics,
    onFatal: () => {},
  });
  closers.push(() => gateway.close());
  health = await startHealthServer({ host: '127.0.0.1', port: 0, live: {}, ready: {}, metrics });
  closers.push(() => health.close());
});

afterEach(async () => {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
});

function reportOf(question: Question): Report {
  return {
    schema: 1,
    question,
    cluster: 'prod-eu',
    verdict: 'ok',
    findings: [
      { code: 'leader-single-replica', verdict: 'ok', subject: 'dca-0', facts: { holder: 'dca-0' }, evidence: [] },
    ],
    readings: [
      { source: 'kubectl get pods', at: '2026-11-23T10:00:00Z', known: true },
      { source: 'kubectl get lease', at: '2026-11-23T10:00:00Z', known: false, why: 'forbidden' },
      { source: 'agent status', at: '2026-11-23T10:00:00Z', known: false, why: 'timeout' },
      { source: 'agent status of another', at: '2026-11-23T10:00:00Z', known: false, why: 'timeout' },
    ],
    agent: { versions: ['7.71.0'], images: ['agent:7.71.0'] },
    masked: 7,
    at: '2026-11-23T10:00:00.000Z',
    tookMs: 41,
  };
}

/** All samples of /metrics by their name and labels. */
async function scrape(): Promise<Map<string, number>> {
  const page = await (await fetch(`http://127.0.0.1:${health.port}/metrics`)).text();
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

const ask = (channel: string, text: string) => slack.typeCommand({ channel, user: 'alice', text });
const isAnswer = ({ metadata }: Record<string, unknown>) => JSON.stringify(metadata ?? '').includes(':answer');
const collecting = (count: number) => vi.waitFor(() => expect(release).toHaveLength(count), 5_000);

test('a scrape after answered asks finds every figure of theirs', async () => {
  await ask('incidents', 'status');
  await collecting(1);
  await ask('platform', 'status');
  await vi.waitFor(async () => expect(await redis.keys(keys.share('*:waiters'))).toHaveLength(1), 5_000);
  slack.faults.add('chat.postMessage', { kind: 'error', error: 'invalid_blocks' }, { match: isAnswer });
  release[0]?.();
  await vi.waitFor(
    async () =>
      expect(Object.fromEntries(await scrape())).toMatchObject({
        'dca_asks_total{result="stored"}': 2,
        'dca_ack_seconds_count{kind="command"}': 2,
        'dca_answers_total{result="posted"}': 2,
        'dca_answers_total{result="fallback"}': 1,
        'dca_collection_seconds_count{cluster="prod-eu",kind="status"}': 1,
        'dca_collections_shared_total{cluster="prod-eu"}': 1,
        'dca_readings_failed_total{cluster="prod-eu",why="forbidden"}': 1,
        'dca_readings_failed_total{cluster="prod-eu",why="timeout"}': 2,
        'dca_masked_values_total{where="worker"}': 7,
        'dca_jobs_total{queue="diagnose",cluster="prod-eu",outcome="done"}': 2,
        'dca_jobs_total{queue="answers",cluster="prod-eu",outcome="done"}': 2,
        'dca_queue_waiting{queue="diagnose",cluster="prod-eu"}': 0,
        'dca_queue_waiting{queue="answers",cluster="prod-eu"}': 0,
      }),
    { timeout: 10_000, interval: 100 },
  );
});

test('an answer that is edited, one that may stand twice, and one that is given up', async () => {
  await ask('incidents', 'leader');
  await collecting(1);
  const [id = ''] = await redis.zrange(keys.deadlines(), '0', '-1');
  await redis.zadd(keys.deadlines(), '1', id);
  const posted = () =>
    slack.store.messages('incidents').filter(({ metadata }) => metadata?.event_payload.entry === `${id}:answer`);
  await slack.store.waitFor(() => posted().length === 1);
  release[0]?.();
  await vi.waitFor(async () => expect((await scrape()).get('dca_answers_total{result="edited"}')).toBe(1), {
    timeout: 10_000,
    interval: 100,
  });

  slack.scopes.delete('channels:history');
  slack.faults.add('chat.postMessage', { kind: 'cut_after' }, { match: isAnswer });
  await ask('platform', 'status');
  await collecting(2);
  release[1]?.();
  await vi.waitFor(async () => expect((await scrape()).get('dca_answers_total{result="possible-repeat"}')).toBe(1), {
    timeout: 10_000,
    interval: 100,
  });

  const refused = { kind: 'error', error: 'restricted_action' } as const;
  slack.faults.add('chat.postMessage', refused, { match: isAnswer, times: Infinity });
  slack.faults.add('chat.postEphemeral', refused, { times: Infinity });
  nobodyWaits = true;
  await slack.mention({ channel: 'kubernetes-jp', user: 'alice', text: '@dca status --lang ja' });
  await vi.waitFor(async () => expect((await scrape()).get('dca_answers_total{result="dead"}')).toBe(1), {
    timeout: 10_000,
    interval: 100,
  });
  expect((await scrape()).get('dca_answers_total{result="posted"}')).toBe(2);
});

test('the length of a queue that nobody serves, and 0 once its cluster is forgotten', async () => {
  await heartbeat(redis, keys, { name: 'quiet', version: '0.1.0', slug: 'quiet', rights: [] });
  await ask('incidents', 'status --cluster quiet');
  await ask('platform', 'leader --cluster quiet');
  const waiting = 'dca_queue_waiting{queue="diagnose",cluster="quiet"}';
  await vi.waitFor(async () => expect((await scrape()).get(waiting)).toBe(2));
  await redis.hdel(keys.clusters(), 'quiet');
  expect((await scrape()).get(waiting)).toBe(0);
});
