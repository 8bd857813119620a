import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ask } from '../../src/domain/ask.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { loadAsk, pendingOlderThan, storeAsk } from '../../src/redis/asks.ts';
import { requestStop, stoppedBy } from '../../src/redis/cancels.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { type Notices, openNotices } from '../../src/redis/notices.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { progressWriter, readProgress } from '../../src/redis/progress.ts';
import { loadReport, storeReport } from '../../src/redis/reports.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import type { EngineOrder } from '../../src/worker/engine-order.ts';
import type { EngineThreads } from '../../src/worker/engine-threads.ts';
import { startTextWorker, type TextWorkerOptions } from '../../src/worker/start-text-worker.ts';
import { keys, makeAsk, PREFIX } from '../queue/asks.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { logTo, makeReport } from './worker-fixtures.ts';

const soon = { timeout: 10_000, interval: 20 };
const STORED = `ask${'0123456789abcdef'.repeat(2)}`;

let server: TestRedis;
let redis: Redis;
let notices: Notices;
let producer: Producer;
let metrics: Metrics;
let accepted: string[];
const workers: { close: (bounds: object) => Promise<void> }[] = [];

beforeEach(async () => {
  server = await startTestRedis();
  const settings = { url: server.url, prefix: PREFIX };
  redis = openBlocking(settings);
  notices = openNotices(settings);
  producer = openProducer(settings);
  metrics = createMetrics();
  accepted = [];
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close({ drainMs: 0, cancelMs: 500 })));
  await producer.close();
  notices.close();
  redis.disconnect();
  await server.stop();
});

function serve(run: EngineThreads['run'], change: Partial<TextWorkerOptions> = {}) {
  const worker = startTextWorker({
    settings: { url: server.url, prefix: PREFIX },
    notices,
    producer,
    run,
    accept: async (askId) => {
      accepted.push(askId);
      return { outcome: 'done' };
    },
    gatheredWithinMs: 60_000,
    mask: (text) => ({ text, masked: 0 }),
    log: logTo(() => {}),
    metrics,
    now: Date.now,
    ...change,
  });
  workers.push(worker);
  return worker;
}

async function ask(id: string, question: Question, pasted?: { text: string; masked: number }): Promise<Ask> {
  const asked = makeAsk(id, { question, cluster: '', askedAt: Date.now() });
  await storeAsk(redis, keys, asked, outboxEntry(id, 'opening', asked.askedAt), asked.askedAt, 30_000, pasted);
  await vi.waitFor(() => producer.enqueueAsk(asked), soon);
  return asked;
}

function reportOf(askId: string): Promise<Report> {
  return vi.waitFor(async () => {
    const stored = await loadReport(redis, keys, askId);
    if (stored.state !== 'found') throw new Error(`no report for ${askId}: ${stored.state}`);
    return stored.value;
  }, soon);
}

/** An engine that notes what it is ordered to do and answers at once. */
function engine() {
  const orders: EngineOrder[] = [];
  const run: EngineThreads['run'] = async (order) => {
    orders.push(order);
    return makeReport({ kind: 'status' }, 'engine', { cluster: 'where it was', masked: 2 });
  };
  return { orders, run };
}

/** The asks that a comparison has put up so far. */
async function children(): Promise<Ask[]> {
  const found: Ask[] = [];
  for (const key of await redis.keys(keys.ask('*'))) {
    const record = await loadAsk(redis, keys, key.slice(keys.ask('').length));
    if (record.state === 'found' && record.value.parent !== undefined) found.push(record.value);
  }
  return found.sort((a, b) => a.cluster.localeCompare(b.cluster));
}

const twoChildren = () =>
  vi.waitFor(async () => {
    const [one, other] = await children();
    if (one === undefined || other === undefined) throw new Error('not both are asked');
    return [one, other] as const;
  }, soon);

describe('a text', () => {
  it('is explained as it was masked, once, and the values of both maskings are counted', async () => {
    const { orders, run } = engine();
    serve(run);
    await ask('Ev1', { kind: 'explain' }, { text: 'Leader Election [masked]', masked: 5 });
    expect(await reportOf('Ev1')).toMatchObject({ question: { kind: 'explain' }, masked: 7 });
    expect(orders).toEqual([{ do: 'explain', texts: [{ name: 'text', text: 'Leader Election [masked]' }] }]);
    await vi.waitFor(() => expect(accepted).toEqual(['Ev1']), soon);
    const page = await metrics.text();
    expect(page).toContain('dca_masked_values_total{where="worker"} 7');
    await vi.waitFor(async () =>
      expect(await metrics.text()).toContain('dca_jobs_total{queue="text",cluster="",outcome="done"} 1'),
    );
  });

  it('that is not kept any more is answered with that', async () => {
    const { orders, run } = engine();
    serve(run);
    await ask('Ev1', { kind: 'explain' });
    const { findings } = await reportOf('Ev1');
    expect(findings[0]).toMatchObject({ code: 'answer-failed', facts: { cluster: '', why: 'absent' } });
    expect(orders).toEqual([]);
  });

  it('whose thread dies is answered with the reason', async () => {
    serve(() => Promise.reject(new Error("the engine's thread died: exit code 9")));
    await ask('Ev1', { kind: 'explain' }, { text: 'x', masked: 0 });
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({
      facts: { why: 'unreadable', detail: "the engine's thread died: exit code 9" },
    });
    await vi.waitFor(() => expect(accepted).toEqual(['Ev1']), soon);
  });

  it('that was stopped is not explained, and one that is being explained ends', async () => {
    const held: AbortSignal[] = [];
    serve((_order, { signal }) => {
      held.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await ask('Ev1', { kind: 'explain' }, { text: 'x', masked: 0 });
    await vi.waitFor(() => expect(held).toHaveLength(1), soon);
    await requestStop(redis, keys, 'Ev1', 'U7');
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({ code: 'question-stopped', facts: { by: 'U7' } });
    await requestStop(redis, keys, 'Ev2', 'U8');
    await ask('Ev2', { kind: 'explain' }, { text: 'x', masked: 0 });
    expect((await reportOf('Ev2')).findings[0]).toMatchObject({ code: 'question-stopped', facts: { by: 'U8' } });
    expect(held).toHaveLength(1);
  });

  it('goes to another gateway when this one closes', async () => {
    const held = vi.fn<EngineThreads['run']>(() => new Promise(() => {}));
    const first = serve(held);
    await ask('Ev1', { kind: 'explain' }, { text: 'x', masked: 0 });
    await vi.waitFor(() => expect(held).toHaveBeenCalled(), soon);
    workers.splice(0);
    await first.close({ drainMs: 30, cancelMs: 2000 });
    expect((await loadReport(redis, keys, 'Ev1')).state).toBe('absent');
    serve(engine().run);
    expect((await reportOf('Ev1')).findings[0]?.subject).toBe('engine');
  });

  it('is told of again when its report was stored and the gateway died before that', async () => {
    const { orders, run } = engine();
    await storeReport(redis, keys, 'Ev1', makeReport({ kind: 'explain' }, 'before'));
    serve(run);
    await ask('Ev1', { kind: 'explain' }, { text: 'x', masked: 0 });
    await vi.waitFor(() => expect(accepted).toEqual(['Ev1']), soon);
    expect(orders).toEqual([]);
  });

  it('for a cluster is none of its business', async () => {
    serve(engine().run);
    const asked = makeAsk('Ev1', { question: { kind: 'leader' } });
    await storeAsk(redis, keys, asked, outboxEntry('Ev1', 'opening', 1), 1, 1);
    await vi.waitFor(() => producer.enqueueAsk({ id: 'Ev1', cluster: '' }), soon);
    await vi.waitFor(async () =>
      expect(await metrics.text()).toContain('dca_jobs_total{queue="text",cluster="",outcome="give-up"} 1'),
    );
    expect((await loadReport(redis, keys, 'Ev1')).state).toBe('absent');
  });
});

describe('a replay', () => {
  it.each([
    ['its full id', STORED],
    ['the beginning that answers show', STORED.slice(0, 13)],
  ])('finds the report by %s', async (_, report) => {
    const { orders, run } = engine();
    const stored = makeReport({ kind: 'hpa' }, 'then');
    await storeReport(redis, keys, STORED, stored);
    serve(run);
    await ask('Ev1', { kind: 'replay', report });
    await reportOf('Ev1');
    expect(orders).toEqual([{ do: 'replay', stored, id: STORED }]);
  });

  it.each([
    ['is not there', 'ask0000000000', async () => {}, 'no-report'],
    ['has a name of no form', 'yesterday', async () => {}, 'no-report'],
    [
      'begins like another',
      STORED.slice(0, 13),
      async () => {
        await storeReport(redis, keys, STORED, makeReport({ kind: 'hpa' }, 'one'));
        await storeReport(redis, keys, `${STORED.slice(0, -1)}0`, makeReport({ kind: 'hpa' }, 'other'));
      },
      'no-report',
    ],
    ['is of another version', STORED, async () => void (await redis.set(keys.report(STORED), 'new')), 'unreadable'],
  ])('of a report that %s says so', async (_, report, prepare, cause) => {
    await prepare();
    const { orders, run } = engine();
    serve(run);
    await ask('Ev1', { kind: 'replay', report });
    const { findings, verdict } = await reportOf('Ev1');
    expect([verdict, findings[0]]).toMatchObject(['unknown', { code: 'replay-impossible', facts: { report, cause } }]);
    expect(orders).toEqual([]);
  });
});

describe('a comparison of two clusters', () => {
  const question: Question = { kind: 'compare', cluster: 'prod-a', against: { cluster: 'prod-b' } };

  it('asks both for their health, shows nothing of that, and compares when both have answered', async () => {
    const { orders, run } = engine();
    serve(run);
    await ask('Ev1', question);
    const [a, b] = await twoChildren();
    expect([a, b].map((child) => [child.cluster, child.question, child.parent])).toEqual([
      ['prod-a', { kind: 'health', cluster: 'prod-a' }, 'Ev1'],
      ['prod-b', { kind: 'health', cluster: 'prod-b' }, 'Ev1'],
    ]);
    expect(await redis.lrange(keys.outbox('C1'), 0, -1)).toHaveLength(1);
    expect(await redis.zscore(keys.deadlines(), a.id)).toBeNull();
    await vi.waitFor(async () => expect(await pendingOlderThan(redis, keys, Date.now(), -1)).toEqual([]), soon);
    const writer = progressWriter(redis, keys, a.id);
    writer.note({ step: 'status', done: 3, total: 11 });
    writer.end();
    await vi.waitFor(async () =>
      expect(await readProgress(redis, keys, 'Ev1')).toEqual({ step: 'status', done: 3, total: 11 }),
    );
    const after = makeReport(b.question, 'after', { cluster: 'prod-b' });
    await storeReport(redis, keys, b.id, after);
    const before = makeReport(a.question, 'before', { cluster: 'prod-a' });
    await storeReport(redis, keys, a.id, before);
    expect((await reportOf('Ev1')).question).toEqual(question);
    expect(orders).toEqual([{ do: 'compare', before, after, ids: { before: null, after: null } }]);
    await vi.waitFor(() => expect(accepted).toEqual(['Ev1']), soon);
  });

  it('says which side is missing when it has waited long enough', async () => {
    const { orders, run } = engine();
    serve(run, { gatheredWithinMs: 1_500 });
    await ask('Ev1', question);
    const [a] = await twoChildren();
    await storeReport(redis, keys, a.id, makeReport(a.question, 'before', { cluster: 'prod-a' }));
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({
      code: 'compare-impossible',
      facts: { side: 'after', what: 'prod-b', cause: 'late' },
    });
    expect(orders).toEqual([]);
  });

  it('that is stopped stops what it has asked', async () => {
    serve(engine().run);
    await ask('Ev1', question);
    const [a, b] = await twoChildren();
    await requestStop(redis, keys, 'Ev1', 'U9');
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({ code: 'question-stopped', facts: { by: 'U9' } });
    expect(await Promise.all([a, b].map(({ id }) => stoppedBy(redis, keys, id)))).toEqual(['U9', 'U9']);
  });

  it('is carried on by another gateway with the same two asks', async () => {
    const first = serve(engine().run);
    await ask('Ev1', question);
    const asked = (await twoChildren()).map(({ id }) => id);
    workers.splice(0);
    await first.close({ drainMs: 0, cancelMs: 500 });
    for (const child of await children())
      await storeReport(redis, keys, child.id, makeReport(child.question, 'x', { cluster: child.cluster }));
    serve(engine().run);
    await reportOf('Ev1');
    expect((await children()).map(({ id }) => id)).toEqual(asked);
  });
});

describe('a comparison with a stored report', () => {
  it('asks its question once more, where it came from', async () => {
    const { orders, run } = engine();
    const subject = { namespace: 'shop', name: 'web' };
    const before = makeReport({ kind: 'hpa', subject }, 'then', { cluster: 'prod-c' });
    await storeReport(redis, keys, STORED, before);
    serve(run);
    await ask('Ev1', { kind: 'compare', against: { report: STORED.slice(0, 13) } });
    const [child] = await vi.waitFor(async () => {
      const found = await children();
      expect(found).toHaveLength(1);
      return found;
    }, soon);
    expect(child).toMatchObject({ cluster: 'prod-c', question: { kind: 'hpa', subject }, parent: 'Ev1' });
    const after = makeReport({ kind: 'hpa', subject }, 'now', { cluster: 'prod-c' });
    await storeReport(redis, keys, child?.id ?? '', after);
    await reportOf('Ev1');
    expect(orders).toEqual([{ do: 'compare', before, after, ids: { before: STORED, after: null } }]);
  });

  it.each([
    ['is not there', undefined, 'no-report'],
    ['explained a text', { kind: 'explain' }, 'other-question'],
    ['told of a flare, which is built for nobody unasked', { kind: 'flare' }, 'other-question'],
  ] as const)('that %s says so at once', async (_, question, cause) => {
    if (question !== undefined) await storeReport(redis, keys, STORED, makeReport(question, 'then'));
    serve(engine().run);
    await ask('Ev1', { kind: 'compare', against: { report: STORED } });
    expect((await reportOf('Ev1')).findings[0]).toMatchObject({
      code: 'compare-impossible',
      facts: { side: 'before', what: STORED, cause },
    });
    expect(await children()).toEqual([]);
  });
});
