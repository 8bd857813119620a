import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeRedis, openBlocking, type Redis } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { type Notices, openNotices } from '../../src/redis/notices.ts';
import { joinShare, type SharedLease, type ShareStore, type Turn } from '../../src/redis/shares.ts';
import { makeReport } from '../worker/worker-fixtures.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

const keys = keysOf('{dca}');
const soon = { timeout: 5000, interval: 10 };
const report = makeReport({ kind: 'leader' }, 'pod-5');
let server: TestRedis;
let redis: Redis;
let notices: Notices;
let store: ShareStore;
const leases: SharedLease[] = [];

beforeEach(async () => {
  server = await startTestRedis();
  const settings = { url: server.url, prefix: '{dca}' };
  redis = openBlocking(settings);
  notices = openNotices(settings);
  store = { redis, keys, notices };
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.release();
  notices.close();
  await closeRedis(redis);
  await server.stop();
});

function join(askId: string, signal = new AbortController().signal, onProgress: (done: number) => void = () => {}) {
  return joinShare(store, 's', askId, { signal, onProgress: (progress) => onProgress(progress.done) });
}

async function own(askId: string): Promise<SharedLease> {
  const turn = await join(askId);
  if (turn.turn !== 'mine') throw new Error(`not the owner but ${turn.turn}`);
  leases.push(turn.lease);
  return turn.lease;
}

describe('shared collections', () => {
  it('give one the turn and the others its report', async () => {
    const lease = await own('a');
    const waiting = ['b', 'c', 'd'].map((askId) => join(askId));
    await vi.waitFor(async () => expect(await lease.others()).toBe(3), soon);
    await lease.publish(report);
    expect(await Promise.all(waiting)).toEqual([1, 2, 3].map(() => ({ turn: 'shared', report }) satisfies Turn));
    expect(await join('late')).toEqual({ turn: 'shared', report });
    expect(await lease.others()).toBe(0);
  });

  it('keep a report 10 s, no longer', async () => {
    const lease = await own('a');
    await lease.publish(report);
    const [key] = await redis.keys('*:s:report');
    const ttl = await redis.pttl(key!);
    expect(ttl).toBeGreaterThan(8000);
    expect(ttl).toBeLessThanOrEqual(10_000);
    await redis.pexpire(key!, 0);
    await own('b');
  });

  it('are told apart by name', async () => {
    await own('a');
    const other = await joinShare(store, 't', 'b', { signal: new AbortController().signal, onProgress: () => {} });
    expect(other.turn).toBe('mine');
    if (other.turn === 'mine') await other.lease.release();
  });

  it('show the owner its progress to the others', async () => {
    const heard: number[] = [];
    const lease = await own('a');
    const waiting = join('b', undefined, (done) => heard.push(done));
    await vi.waitFor(async () => expect(await redis.pubsub('CHANNELS', '*:s:told')).toHaveLength(1), soon);
    lease.tell({ step: 'locks', done: 3, total: 7 });
    await vi.waitFor(() => expect(heard).toEqual([3]), soon);
    await lease.publish(report);
    await waiting;
  });

  it('go on at once with another when the owner lets go', async () => {
    const lease = await own('a');
    const waiting = join('b');
    await vi.waitFor(async () => expect(await lease.others()).toBe(1), soon);
    const began = performance.now();
    await lease.release();
    const turn = await waiting;
    expect(turn.turn).toBe('mine');
    expect(performance.now() - began).toBeLessThan(400);
    if (turn.turn === 'mine') leases.push(turn.lease);
  });

  it('go on with exactly one other when the owner dies', async () => {
    // A lease nobody renews, as a killed process leaves it.
    await redis.set(keys.share('s:lease'), 'dead', 'PX', 3000);
    const first = new AbortController();
    const turns = await Promise.race([join('b', first.signal), join('c', first.signal)]);
    expect(turns.turn).toBe('mine');
    first.abort();
    if (turns.turn === 'mine') leases.push(turns.lease);
  });

  it('stay with an owner that takes long', async () => {
    const lease = await own('a');
    const begun = performance.now();
    const leaving = new AbortController();
    const waiting = join('b', leaving.signal);
    let turn: Turn | undefined;
    void waiting.then((ended) => {
      turn = ended;
    });
    await vi.waitFor(() => expect(performance.now() - begun).toBeGreaterThan(3600), soon);
    expect(turn).toBeUndefined();
    leaving.abort();
    expect((await waiting).turn).toBe('left');
    await vi.waitFor(async () => expect(await lease.others()).toBe(0), { timeout: 400, interval: 10 });
  }, 10_000);

  it('take nothing from an owner that another has replaced', async () => {
    const lease = await own('a');
    await redis.set(keys.share('s:lease'), 'another', 'PX', 3000);
    await lease.publish(report);
    expect(await redis.keys('*:s:report')).toEqual([]);
    expect(await redis.get(keys.share('s:lease'))).toBe('another');
  });

  it('count waiters that died no longer than a few seconds', async () => {
    const lease = await own('a');
    const waiter = redis.duplicate();
    const dying = joinShare({ ...store, redis: waiter }, 's', 'b', {
      signal: new AbortController().signal,
      onProgress: () => {},
    }).catch(() => 'cut off');
    await vi.waitFor(async () => expect(await lease.others()).toBe(1), soon);
    await closeRedis(waiter);
    expect(await dying).toBe('cut off');
    await vi.waitFor(async () => expect(await lease.others()).toBe(0), soon);
  });
});
