import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Acceptance } from '../../src/answers/receive-reports.ts';
import { consumeAnswers } from '../../src/cli/compose/answer-consumers.ts';
import { type Inspector, openInspector } from '../../src/queue/inspect.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { heartbeat } from '../../src/redis/registry.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

const keys = keysOf('{dca}');
let server: TestRedis;
let redis: Redis;
let producer: Producer;
let inspector: Inspector;

beforeEach(async () => {
  server = await startTestRedis();
  const settings = { url: server.url, prefix: '{dca}' };
  redis = openCommands(settings);
  await whenReady(redis, 5_000);
  await heartbeat(redis, keys, { name: 'prod-eu', version: '9.9.9', slug: 'prod-eu', rights: [] });
  producer = openProducer(settings);
  inspector = openInspector(settings);
});
afterEach(async () => {
  await Promise.all([producer.close(), inspector.close()]);
  await closeRedis(redis);
  await server.stop();
});

test.each<{ acceptance: Acceptance; outcome: string; waiting: number }>([
  { acceptance: 'unreadable', outcome: 'try-later', waiting: 1 },
  { acceptance: 'no-ask', outcome: 'give-up', waiting: 0 },
  { acceptance: 'wrong-cluster', outcome: 'give-up', waiting: 0 },
  { acceptance: 'known', outcome: 'done', waiting: 0 },
])('the note of a report that is $acceptance: $outcome', async ({ acceptance, outcome, waiting }) => {
  const metrics = createMetrics();
  const consumers = await consumeAnswers({
    settings: { url: server.url, prefix: '{dca}' },
    redis,
    keys,
    answers: { acceptReport: async () => acceptance },
    log: createLog({ level: 'silent' }),
    metrics,
  });
  try {
    await producer.enqueueAnswer('prod-eu', 'ask77');
    const line = `dca_jobs_total{queue="answers",cluster="prod-eu",outcome="${outcome}"} 1`;
    await vi.waitFor(async () => expect(await metrics.text()).toContain(line), 5_000);
    // Put off for seconds: it waits, where a note that is given up is gone.
    await vi.waitFor(async () => expect(await inspector.waiting('answers', 'prod-eu')).toBe(waiting), 5_000);
    expect(await metrics.text()).toContain(line);
  } finally {
    await consumers.close();
  }
});
