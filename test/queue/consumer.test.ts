import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConsumeOptions, type Consumer, consume, type Outcome } from '../../src/queue/consumer.ts';
import { openInspector } from '../../src/queue/inspect.ts';
import { diagnoseQueue } from '../../src/queue/names.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { closeRedis, openBlocking } from '../../src/redis/connection.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { makeAsk, PREFIX } from './asks.ts';

const CLUSTER = 'prod-eu';
const soon = { timeout: 5000, interval: 20 };

let server: TestRedis;
let producer: Producer;
const consumers: Consumer[] = [];

beforeEach(async () => {
  server = await startTestRedis({ aof: true });
  producer = openProducer({ url: server.url, prefix: PREFIX });
});
afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer.close({ drainMs: 0, cancelMs: 0 });
  await producer.close();
  await server.stop();
});

function start(handle: ConsumeOptions['handle'], change: Partial<ConsumeOptions> = {}) {
  const endings: string[] = [];
  const consumer = consume({
    settings: { url: server.url, prefix: PREFIX },
    queue: diagnoseQueue(CLUSTER),
    handle,
    onEnding: (ending, askId, detail) => void endings.push([ending, askId, detail].filter(Boolean).join(' ')),
    ...change,
  });
  consumers.push(consumer);
  return { consumer, endings };
}

const add = (id: string) =>
  vi.waitFor(() => producer.enqueueAsk(makeAsk(id, { cluster: CLUSTER })), { timeout: 5000, interval: 30 });
const done: Outcome = { outcome: 'done' };
const never = () => new Promise<Outcome>(() => {});

describe('consumer', () => {
  it('hands over each ask once', async () => {
    const seen: string[] = [];
    const { endings } = start(async (askId) => {
      seen.push(askId);
      return done;
    });
    await add('Ev1');
    await add('Ev1');
    await add('7');
    await vi.waitFor(() => expect(endings).toHaveLength(2), soon);
    expect(seen).toEqual(['Ev1', '7']);
    expect(endings).toEqual(['done Ev1', 'done 7']);
  });

  it('gives up without another try', async () => {
    let calls = 0;
    const { endings } = start(async () => {
      calls += 1;
      return { outcome: 'give-up', reason: 'the ask has expired' };
    });
    await add('Ev1');
    await vi.waitFor(() => expect(endings).toEqual(['give-up Ev1 the ask has expired']), soon);
    expect(calls).toBe(1);
    const inspector = openInspector({ url: server.url, prefix: PREFIX });
    await vi.waitFor(
      async () =>
        expect(await inspector.jobState(CLUSTER, 'Ev1')).toEqual({ state: 'failed', reason: 'the ask has expired' }),
      soon,
    );
    await inspector.close();
  });

  it('tries later as often as it must, at once or after a while', async () => {
    const times: number[] = [];
    const { endings } = start(async () => {
      times.push(performance.now());
      if (times.length <= 8) return { outcome: 'try-later', afterMs: times.length === 1 ? 300 : 0, reason: 'busy' };
      return done;
    });
    await add('Ev1');
    await vi.waitFor(() => expect(endings.at(-1)).toBe('done Ev1'), soon);
    expect(times).toHaveLength(9);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(290);
  });

  it('tries a throwing handler again, a few times', async () => {
    let calls = 0;
    const { endings } = start(async () => {
      calls += 1;
      if (calls < 3) throw new Error(`trouble ${calls}`);
      return done;
    });
    await add('Ev1');
    await vi.waitFor(() => expect(endings.at(-1)).toBe('done Ev1'), { timeout: 9000, interval: 30 });
    expect(endings).toEqual(['failed Ev1 trouble 1', 'failed Ev1 trouble 2', 'done Ev1']);
  });

  it('gives up a payload it cannot read', async () => {
    const connection = openBlocking({ url: server.url, prefix: PREFIX });
    const queue = new Queue(diagnoseQueue(CLUSTER), { connection, prefix: PREFIX });
    const { endings } = start(never);
    await queue.add('ask', { schema: 2, ask: 'Ev1' });
    await vi.waitFor(() => expect(endings).toEqual(['give-up the payload is of another version']), soon);
    await queue.close();
    await closeRedis(connection);
  });

  it('runs no more than its share at once', async () => {
    const release: (() => void)[] = [];
    const { consumer, endings } = start(() => new Promise((resolve) => release.push(() => resolve(done))), {
      concurrency: 2,
    });
    for (const id of ['a', 'b', 'c']) await add(id);
    await vi.waitFor(() => expect(release).toHaveLength(2), soon);
    expect(consumer.running()).toBe(2);
    release[0]!();
    await vi.waitFor(() => expect(release).toHaveLength(3), soon);
    release[1]!();
    release[2]!();
    await vi.waitFor(() => expect(endings).toHaveLength(3), soon);
  });

  it('goes on after Redis was killed and came back, also over AOF', async () => {
    const seen: string[] = [];
    const { consumer } = start(async (askId) => {
      seen.push(askId);
      return done;
    });
    await add('Ev1');
    await vi.waitFor(() => expect(seen).toEqual(['Ev1']), soon);
    await consumer.close();
    await add('Ev2');
    await server.kill9();
    await server.restart();
    start(async (askId) => {
      seen.push(askId);
      return done;
    });
    await vi.waitFor(() => expect(seen).toEqual(['Ev1', 'Ev2']), soon);
    await server.kill9();
    await server.restart();
    await add('Ev3');
    await vi.waitFor(() => expect(seen).toEqual(['Ev1', 'Ev2', 'Ev3']), { timeout: 9000, interval: 30 });
  }, 30_000);
});

describe('closing a consumer', () => {
  it('waits for what runs', async () => {
    let release = () => {};
    const { consumer, endings } = start(
      () =>
        new Promise((resolve) => {
          release = () => resolve(done);
        }),
    );
    await add('Ev1');
    await vi.waitFor(() => expect(consumer.running()).toBe(1), soon);
    const closing = consumer.close({ drainMs: 5000 });
    release();
    expect(await closing).toBe('drained');
    expect(endings).toEqual(['done Ev1']);
  });

  it('then cancels, and the job goes to another at once', async () => {
    const first = start(
      (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ outcome: 'try-later', afterMs: 0, reason: 'closing' }));
        }),
    );
    await add('Ev1');
    await vi.waitFor(() => expect(first.consumer.running()).toBe(1), soon);
    expect(await first.consumer.close({ drainMs: 50, cancelMs: 2000 })).toBe('cancelled');
    const second = start(async () => done);
    await vi.waitFor(() => expect(second.endings).toEqual(['done Ev1']), { timeout: 1500, interval: 20 });
  });

  it('then leaves behind what does not react, and the job goes to another at once', async () => {
    const first = start(never);
    await add('Ev1');
    await vi.waitFor(() => expect(first.consumer.running()).toBe(1), soon);
    const began = performance.now();
    expect(await first.consumer.close({ drainMs: 50, cancelMs: 50 })).toBe('forced');
    expect(performance.now() - began).toBeLessThan(2500);
    const second = start(async () => done);
    await vi.waitFor(() => expect(second.endings).toEqual(['done Ev1']), { timeout: 1500, interval: 20 });
  });

  it.each(['idle', 'busy'])(
    'ends in bounded time while Redis is gone (%s)',
    async (what) => {
      const { consumer } = start(never);
      await consumer.ready();
      if (what === 'busy') {
        await add('Ev1');
        await vi.waitFor(() => expect(consumer.running()).toBe(1), soon);
      }
      await server.kill9();
      const before = timers();
      const began = performance.now();
      await consumer.close({ drainMs: 100, cancelMs: 100 });
      expect(performance.now() - began).toBeLessThan(5000);
      await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before), soon);
    },
    15_000,
  );

  it('leaves no connection and no timer', async () => {
    const observer = openBlocking({ url: server.url, prefix: PREFIX });
    const others = async () =>
      String(await observer.call('CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1;
    await vi.waitFor(() => producer.enqueueAnswer('other', 'Ev0'), soon);
    const [connections, waiting] = [await others(), timers()];
    const { consumer, endings } = start(async () => done);
    await add('Ev1');
    await vi.waitFor(() => expect(endings).toEqual(['done Ev1']), soon);
    expect(await others()).toBe(connections + 2);
    await consumer.close();
    await vi.waitFor(async () => expect(await others()).toBe(connections), soon);
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(waiting), soon);
    await closeRedis(observer);
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
