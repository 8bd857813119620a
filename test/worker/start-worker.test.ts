import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Question } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { type Consumer, consume } from '../../src/queue/consumer.ts';
import { answersQueue } from '../../src/queue/names.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { requestStop } from '../../src/redis/cancels.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { readProgress } from '../../src/redis/progress.ts';
import { listClusters } from '../../src/redis/registry.ts';
import { loadReport, storeReport } from '../../src/redis/reports.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import type { Answer } from '../../src/worker/run-engine.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from '../../src/worker/start-worker.ts';
import { keys, makeAsk, PREFIX, store } from '../queue/asks.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { logTo, makeReport } from './worker-fixtures.ts';

const CLUSTER = 'prod-eu';
const soon = { timeout: 8000, interval: 20 };
let server: TestRedis;
let redis: Redis;
let producer: Producer;
let metrics: Metrics;
let answered: string[];
let gateway: Consumer;
const workers: RunningWorker[] = [];

beforeEach(async () => {
  server = await startTestRedis({ aof: true });
  const settings = { url: server.url, prefix: PREFIX };
  redis = openBlocking(settings);
  producer = openProducer(settings);
  metrics = createMetrics();
  answered = [];
  gateway = consume({
    settings,
    queue: answersQueue(CLUSTER),
    handle: async (askId) => {
      answered.push(askId);
      return { outcome: 'done' };
    },
  });
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.close({ drainMs: 0, cancelMs: 500 });
  await gateway.close();
  await producer.close();
  redis.disconnect();
  await server.stop();
});

async function serve(answer: Answer, change: Partial<WorkerOptions> = {}) {
  const lines: string[] = [];
  const worker = await startWorker({
    redis: { url: server.url, prefix: PREFIX },
    cluster: CLUSTER,
    version: '1.2.3',
    answer,
    log: logTo((message, fields) => lines.push([message, fields.outcome, fields.detail].filter(Boolean).join(' '))),
    metrics,
    ...change,
  });
  workers.push(worker);
  await worker.ready();
  return { worker, lines };
}

async function ask(id: string, change: Parameters<typeof makeAsk>[1] = {}) {
  const stored = await store(redis, makeAsk(id, change));
  await vi.waitFor(() => producer.enqueueAsk(stored), soon);
}

async function reportOf(askId: string): Promise<Report> {
  return vi.waitFor(async () => {
    const stored = await loadReport(redis, keys, askId);
    if (stored.state !== 'found') throw new Error(`no report for ${askId}: ${stored.state}`);
    return stored.value;
  }, soon);
}

/** An engine that waits to be told, and remembers how it was used. */
function heldEngine() {
  const calls: { signal: AbortSignal; release(): void; progress(done: number): void }[] = [];
  const answer: Answer = (question, hooks) =>
    new Promise((resolve) => {
      calls.push({
        signal: hooks.signal,
        release: () => resolve(makeReport(question, `call-${calls.length}`)),
        progress: (done) => hooks.progress({ step: 'pods', done, total: 9 }),
      });
    });
  return { calls, answer };
}

describe('a worker', () => {
  it('answers an ask, stores the report once and tells the gateways once', async () => {
    const { worker } = await serve(async (question, { progress }) => {
      progress({ step: 'status', done: 1, total: 2 });
      return makeReport(question, 'pod-1', {
        masked: 6,
        readings: [{ source: 'x', at: '2026-11-23T10:00:00Z', known: false, why: 'forbidden', detail: 'no' }],
      });
    });
    await ask('Ev1', { question: { kind: 'leader', cluster: CLUSTER } });
    expect((await reportOf('Ev1')).findings[0]!.subject).toBe('pod-1');
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
    expect(await readProgress(redis, keys, 'Ev1')).toEqual({ step: 'status', done: 1, total: 2 });
    await worker.close();
    const page = await metrics.text();
    expect(page).toContain('dca_jobs_total{queue="diagnose",cluster="prod-eu",outcome="done"} 1');
    expect(page).toContain('dca_masked_values_total{where="worker"} 6');
    expect(page).toContain('dca_readings_failed_total{cluster="prod-eu",why="forbidden"} 1');
    expect(page).toContain('dca_collection_seconds_count{cluster="prod-eu",kind="leader"} 1');
  });

  it('does not ask the cluster again when the report is there', async () => {
    const { calls, answer } = heldEngine();
    await store(redis, makeAsk('Ev1'));
    await storeReport(redis, keys, 'Ev1', makeReport({ kind: 'leader' }, 'before'));
    await serve(answer);
    await ask('Ev1');
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
    expect(calls).toHaveLength(0);
  });

  it.each([
    ['unknown', async () => {}, 'the ask is unknown or has expired'],
    [
      'unreadable',
      async (id: string) => void (await redis.set(keys.ask(id), '{"version":9}')),
      'the ask is unreadable',
    ],
    [
      'foreign',
      async (id: string) => void (await store(redis, makeAsk(id, { cluster: 'other' }))),
      'for cluster other',
    ],
  ])('gives up an ask that is %s', async (_, prepare, reason) => {
    const { calls, answer } = heldEngine();
    const { lines } = await serve(answer);
    await prepare('Ev1');
    await vi.waitFor(() => producer.enqueueAsk({ id: 'Ev1', cluster: CLUSTER }), soon);
    await vi.waitFor(() => expect(lines.join('\n')).toContain(`ask not answered give-up`), soon);
    expect(lines.join('\n')).toContain(reason);
    expect(calls).toHaveLength(0);
    expect(answered).toEqual([]);
  });

  it('reports an engine that throws, with its words masked', async () => {
    await serve(
      async () => {
        throw new Error('TLS failed for token abc-77');
      },
      { mask: (text) => ({ text: text.replace('abc-77', '[masked]'), masked: 1 }) },
    );
    await ask('Ev1');
    const report = await reportOf('Ev1');
    expect(report).toMatchObject({ verdict: 'unknown', masked: 1, cluster: CLUSTER });
    expect(report.findings[0]).toMatchObject({
      code: 'answer-failed',
      facts: { cluster: CLUSTER, why: 'unreadable', detail: 'TLS failed for token [masked]' },
    });
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
  });

  it('reports in place of a report that cannot be stored', async () => {
    await serve(async (question) => ({ ...makeReport(question, 'x'), tookMs: 'soon' }) as unknown as Report);
    await ask('Ev1');
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({ code: 'answer-failed' });
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
  });

  it('tells the engine at the deadline, and takes what it has by then', async () => {
    await serve(
      (question, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(makeReport(question, String(signal.reason.message))));
        }),
      { deadlineMs: 80 },
    );
    await ask('Ev1');
    expect((await reportOf('Ev1')).findings[0]!.subject).toBe('the question took longer than 0.08 s');
  });

  it('does not wait for an engine that ignores the deadline', async () => {
    const { answer } = heldEngine();
    await serve(answer, { deadlineMs: 80 });
    await ask('Ev1');
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({
      code: 'answer-failed',
      facts: { why: 'timeout', detail: 'no answer within 0.08 s' },
    });
  });

  it('enters its cluster with version and rights', async () => {
    const right = { verb: 'get', group: '', resource: 'pods', namespace: null, allowed: true };
    const { worker } = await serve(async (question) => makeReport(question, 'x'), { rights: async () => [right] });
    await vi.waitFor(async () => {
      expect(await listClusters(redis, keys)).toEqual([
        expect.objectContaining({ name: CLUSTER, version: '1.2.3', rights: [right] }),
      ]);
    }, soon);
    expect(await worker.health.redis()).toEqual({ ok: true });
    expect(await worker.health.registered()).toEqual({ ok: true });
    await server.kill9();
    await vi.waitFor(async () => expect(await worker.health.redis()).toMatchObject({ ok: false }), soon);
  });

  it('hands a running ask to another worker when it closes', async () => {
    const held = heldEngine();
    const first = await serve(held.answer);
    await ask('Ev1');
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    await first.worker.close({ drainMs: 30, cancelMs: 2000 });
    expect(held.calls[0]!.signal.aborted).toBe(true);
    expect((await loadReport(redis, keys, 'Ev1')).state).toBe('absent');
    await serve(async (question) => makeReport(question, 'second'));
    expect((await reportOf('Ev1')).findings[0]!.subject).toBe('second');
  });

  it('goes on over a restart of Redis in the middle of a question', async () => {
    const held = heldEngine();
    await serve(held.answer);
    await ask('Ev1');
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    await server.kill9();
    held.calls[0]!.release();
    await server.restart();
    expect((await reportOf('Ev1')).findings[0]!.subject).toBe('call-1');
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
    expect(held.calls).toHaveLength(1);
    await vi.waitFor(async () => expect(await metrics.text()).toContain('dca_reconnects_total{to="redis"} 1'), soon);
  }, 20_000);
});

describe('equal questions', () => {
  it('20 of them over two workers are one collection', async () => {
    const held = heldEngine();
    await serve(held.answer, { concurrency: 6 });
    await serve(held.answer, { concurrency: 6 });
    const ids = Array.from({ length: 20 }, (_, i) => `Ev${i}`);
    for (const [i, id] of ids.entries()) {
      await ask(id, { language: i % 2 ? 'ja' : 'en', depth: i % 3 ? 'line' : 'teach' });
    }
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    held.calls[0]!.progress(4);
    await vi.waitFor(async () => {
      const seen = await Promise.all(ids.map((id) => readProgress(redis, keys, id)));
      expect(seen.filter((progress) => progress?.done === 4)).toHaveLength(12);
    }, soon);
    held.calls[0]!.release();
    for (const id of ids) expect((await reportOf(id)).findings[0]!.subject).toBe('call-1');
    await vi.waitFor(() => expect(new Set(answered)).toEqual(new Set(ids)), soon);
    expect(answered).toHaveLength(20);
    expect(held.calls).toHaveLength(1);
    expect(await metrics.text()).toContain('dca_collections_shared_total{cluster="prod-eu"} 19');
  });

  it('nor those about another name, namespace, resource or page, whatever order they were stored in', async () => {
    const held = heldEngine();
    await serve(held.answer);
    const asked: readonly Question[] = [
      { kind: 'hpa' },
      { kind: 'hpa', subject: { namespace: 'shop' } },
      { kind: 'hpa', subject: { name: 'shop' } },
      { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } },
      { kind: 'hpa', subject: { namespace: 'pay', name: 'web' } },
      { kind: 'hpa', subject: { namespace: 'shop', name: 'web', resource: 'deployment' } },
      { kind: 'hpa', page: 2 },
      { kind: 'metrics', page: 2 },
    ];
    for (const [i, question] of asked.entries()) await ask(`Ev${i}`, { question });
    await ask('Ev8', { question: { subject: { name: 'web', namespace: 'shop' }, kind: 'hpa' } });
    await vi.waitFor(() => expect(held.calls).toHaveLength(8), soon);
    for (const call of held.calls) call.release();
    for (const [i, question] of asked.entries()) expect((await reportOf(`Ev${i}`)).question).toEqual(question);
    expect((await reportOf('Ev8')).findings).toEqual((await reportOf('Ev3')).findings);
    expect(held.calls).toHaveLength(8);
  });

  it('but not those of another kind', async () => {
    const held = heldEngine();
    await serve(held.answer);
    await ask('Ev1', { question: { kind: 'leader', cluster: CLUSTER } });
    await ask('Ev2', { question: { kind: 'leader' } });
    await ask('Ev3', { question: { kind: 'status' } });
    await vi.waitFor(() => expect(held.calls).toHaveLength(2), soon);
    for (const call of held.calls) call.release();
    expect((await reportOf('Ev1')).question).toEqual({ kind: 'leader', cluster: CLUSTER });
    expect((await reportOf('Ev2')).question).toEqual({ kind: 'leader' });
    expect((await reportOf('Ev3')).question).toEqual({ kind: 'status' });
    expect(held.calls).toHaveLength(2);
  });
});

describe('a stop', () => {
  const stopped = (by: string) => ({ verdict: 'unknown', findings: [{ code: 'question-stopped', facts: { by } }] });

  it('ends the collection when nobody else waits', async () => {
    const held = heldEngine();
    await serve(held.answer);
    await ask('Ev1');
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    await requestStop(redis, keys, 'Ev1', 'U7');
    expect(await reportOf('Ev1')).toMatchObject(stopped('U7'));
    await vi.waitFor(() => expect(answered).toEqual(['Ev1']), soon);
    await vi.waitFor(() => expect(held.calls[0]!.signal.aborted).toBe(true), soon);
    await ask('Ev2');
    await vi.waitFor(() => expect(held.calls).toHaveLength(2), soon);
    held.calls[1]!.release();
    await reportOf('Ev2');
  });

  it('of an ask that nobody took yet is its answer', async () => {
    const held = heldEngine();
    await store(redis, makeAsk('Ev1'));
    await requestStop(redis, keys, 'Ev1', 'U8');
    await serve(held.answer);
    await ask('Ev1');
    expect(await reportOf('Ev1')).toMatchObject(stopped('U8'));
    expect(held.calls).toHaveLength(0);
  });

  it.each(['owner', 'waiter'])('of one of several (the %s) leaves the others their answer', async (who) => {
    const held = heldEngine();
    await serve(held.answer);
    await ask('owner');
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    await serve(held.answer);
    await ask('waiter');
    await ask('third');
    await vi.waitFor(async () => expect(await redis.zcard((await redis.keys('*:waiters'))[0]!)).toBe(2), soon);
    await requestStop(redis, keys, who, 'U9');
    expect(await reportOf(who)).toMatchObject(stopped('U9'));
    expect(held.calls[0]!.signal.aborted).toBe(false);
    held.calls[0]!.release();
    const others = ['owner', 'waiter', 'third'].filter((id) => id !== who);
    for (const id of others) expect((await reportOf(id)).findings[0]!.subject).toBe('call-1');
    expect(held.calls).toHaveLength(1);
  });

  it('of all of several ends the collection', async () => {
    const held = heldEngine();
    await serve(held.answer);
    await ask('owner');
    await vi.waitFor(() => expect(held.calls).toHaveLength(1), soon);
    await ask('waiter');
    await vi.waitFor(async () => expect(await redis.keys('*:waiters')).toHaveLength(1), soon);
    await requestStop(redis, keys, 'owner', 'U1');
    await reportOf('owner');
    expect(held.calls[0]!.signal.aborted).toBe(false);
    await requestStop(redis, keys, 'waiter', 'U2');
    expect(await reportOf('waiter')).toMatchObject(stopped('U2'));
    await vi.waitFor(() => expect(held.calls[0]!.signal.aborted).toBe(true), soon);
    expect(held.calls).toHaveLength(1);
  });
});
