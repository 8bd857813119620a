import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Consumer, consume } from '../../src/queue/consumer.ts';
import { type Inspector, openInspector } from '../../src/queue/inspect.ts';
import { answersQueue } from '../../src/queue/names.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { requestStop } from '../../src/redis/cancels.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { loadReport } from '../../src/redis/reports.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { type RunningWorker, startWorker } from '../../src/worker/start-worker.ts';
import { keys, makeAsk, PREFIX, store } from '../queue/asks.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { logTo, makeReport } from './worker-fixtures.ts';

const patient = { timeout: 30_000, interval: 50 };
const childFile = fileURLToPath(new URL('./worker-child.ts', import.meta.url));

let server: TestRedis;
let redis: Redis;
let producer: Producer;
let inspector: Inspector;
const children: ChildProcess[] = [];
const workers: RunningWorker[] = [];
const gateways: Consumer[] = [];

beforeAll(async () => {
  server = await startTestRedis({ aof: true });
  const settings = { url: server.url, prefix: PREFIX };
  redis = openBlocking(settings);
  producer = openProducer(settings);
  inspector = openInspector(settings);
});
afterAll(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(workers.splice(0).map((worker) => worker.close({ drainMs: 0, cancelMs: 500 })));
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  await producer.close();
  await inspector.close();
  redis.disconnect();
  await server.stop();
});

/** A worker in its own process, and what it printed so far. */
function spawnWorker(cluster: string, killAt = '', hold = '') {
  const child = spawn(process.execPath, ['--import', 'tsx', childFile, server.url, cluster, killAt, hold], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return {
    child,
    prints: (text: string) => vi.waitFor(() => expect(printed).toContain(text), patient),
    died: async () => {
      if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
    },
  };
}

/** A worker here that answers at once. */
async function serve(cluster: string) {
  const worker = await startWorker({
    redis: { url: server.url, prefix: PREFIX },
    cluster,
    version: '1',
    metrics: createMetrics(),
    log: logTo(() => {}),
    answer: async (question) => {
      await redis.incr(`calls:${cluster}`);
      return makeReport(question, 'here', { cluster });
    },
  });
  workers.push(worker);
}

/** A gateway that writes down whose answer it was told to post. */
function collectAnswers(cluster: string): string[] {
  const answered: string[] = [];
  gateways.push(
    consume({
      settings: { url: server.url, prefix: PREFIX },
      queue: answersQueue(cluster),
      handle: async (askId) => {
        answered.push(askId);
        return { outcome: 'done' };
      },
    }),
  );
  return answered;
}

async function ask(id: string, cluster: string) {
  const stored = await store(redis, makeAsk(id, { cluster }));
  await vi.waitFor(() => producer.enqueueAsk(stored), patient);
}

async function holderIn(askId: string): Promise<string> {
  return vi.waitFor(async () => {
    const stored = await loadReport(redis, keys, askId);
    if (stored.state !== 'found') throw new Error(`no report for ${askId}`);
    return stored.value.findings[0]!.subject;
  }, patient);
}

const finished = (askId: string, cluster: string) =>
  vi.waitFor(async () => expect(await inspector.jobState(cluster, askId)).toEqual({ state: 'done' }), patient);

describe('a worker killed in the middle of an ask', () => {
  it.concurrent.each([
    ['engine called', 'here', 2],
    ['report computed', 'here', 2],
    ['report stored', 'child', 1],
    ['answer queued', 'child', 1],
  ])(
    'after "%s"',
    async (step, holder, calls) => {
      const cluster = `after ${step}`;
      const askId = step.replace(' ', '-');
      const killed = spawnWorker(cluster, step);
      await ask(askId, cluster);
      await killed.died();
      await serve(cluster);
      await finished(askId, cluster);
      expect(await holderIn(askId)).toBe(holder);
      expect(Number(await redis.get(`calls:${cluster}`))).toBe(calls);
      expect(await inspector.waiting('answers', cluster)).toBe(1);
      const answered = collectAnswers(cluster);
      await vi.waitFor(() => expect(answered).toEqual([askId]), patient);
      // A later re-delivery finds the report and disturbs nobody.
      await producer.enqueueAsk({ id: askId, cluster });
      expect(await inspector.jobState(cluster, askId)).toEqual({ state: 'done' });
    },
    60_000,
  );

  it.concurrent('twice: the job is given up, and says why', async () => {
    const cluster = 'deadly';
    const one = spawnWorker(cluster, 'engine called');
    await ask('deadly', cluster);
    await one.died();
    expect(await inspector.jobState(cluster, 'deadly')).toMatchObject({ state: 'active', deaths: 0 });
    const two = spawnWorker(cluster, 'engine called');
    await two.died();
    await serve(cluster);
    await vi.waitFor(
      async () => expect(await inspector.jobState(cluster, 'deadly')).toEqual({ state: 'worker-died', times: 2 }),
      patient,
    );
    expect((await loadReport(redis, keys, 'deadly')).state).toBe('absent');
  }, 60_000);
});

describe('workers in several processes', () => {
  it('one that waited takes the collection over when its owner is killed', async () => {
    const cluster = 'shared';
    const answered = collectAnswers(cluster);
    const owner = spawnWorker(cluster, '', 'hold');
    await ask('first', cluster);
    await owner.prints('engine called');
    await serve(cluster);
    await ask('second', cluster);
    await vi.waitFor(async () => expect(await inspector.waiting('diagnose', cluster)).toBe(0), patient);
    expect(Number(await redis.get(`calls:${cluster}`))).toBe(1);
    owner.child.kill('SIGKILL');
    expect(await holderIn('second')).toBe('here');
    expect(await holderIn('first')).toBe('here');
    await vi.waitFor(() => expect([...answered].sort()).toEqual(['first', 'second']), patient);
    expect(Number(await redis.get(`calls:${cluster}`))).toBe(2);
  }, 60_000);

  it('one that was frozen comes back too late and changes nothing', async () => {
    const cluster = 'frozen';
    const answered = collectAnswers(cluster);
    const frozen = spawnWorker(cluster, '', 'hold');
    await ask('only', cluster);
    await frozen.prints('engine called');
    frozen.child.kill('SIGSTOP');
    await serve(cluster);
    expect(await holderIn('only')).toBe('here');
    await finished('only', cluster);
    await requestStop(redis, keys, 'only', 'U1');
    frozen.child.kill('SIGCONT');
    await frozen.prints('engine aborted');
    await frozen.prints('answer queued');
    expect(await inspector.waiting('answers', cluster)).toBe(0);
    expect(await holderIn('only')).toBe('here');
    expect(answered).toEqual(['only']);
  }, 60_000);

  it('a stop reaches the one that works on the ask', async () => {
    const cluster = 'stopped';
    const answered = collectAnswers(cluster);
    const other = spawnWorker(cluster, '', 'hold');
    await ask('to-stop', cluster);
    await other.prints('engine called');
    await requestStop(redis, keys, 'to-stop', 'U3');
    await other.prints('engine aborted');
    const stored = await vi.waitFor(async () => {
      const found = await loadReport(redis, keys, 'to-stop');
      if (found.state !== 'found') throw new Error('not yet');
      return found.value;
    }, patient);
    expect(stored.findings[0]).toMatchObject({ code: 'question-stopped', facts: { by: 'U3' } });
    await vi.waitFor(() => expect(answered).toEqual(['to-stop']), patient);
  }, 60_000);

  it('one outlives an outage of Redis longer than its lock', async () => {
    const cluster = 'outage';
    const answered = collectAnswers(cluster);
    const other = spawnWorker(cluster, '', 'hold');
    await ask('long', cluster);
    await other.prints('engine called');
    await server.kill9();
    const began = performance.now();
    await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(6000), patient);
    await server.restart();
    await requestStop(redis, keys, 'long', 'U4');
    await vi.waitFor(() => expect(answered).toEqual(['long']), patient);
    await vi.waitFor(async () => expect(await inspector.jobState(cluster, 'long')).toEqual({ state: 'done' }), patient);
    expect(answered).toEqual(['long']);
  }, 60_000);
});
