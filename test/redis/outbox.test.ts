import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { deadLetters, giveUp } from '../../src/redis/dead-letters.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { acquireLease, type Lease, releaseLease, renewLease } from '../../src/redis/lease.ts';
import {
  channelsWithMail,
  type Intent,
  intentIn,
  markSent,
  pushEntries,
  pushProgress,
  type QueuedEntry,
  readOutbox,
  readSent,
  removeEntry,
  writeIntent,
} from '../../src/redis/outbox.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { lastFallbacks, recordFallback, sendingCounts } from '../../src/redis/sending-record.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

let server: TestRedis;
let redis: Redis;
const keys = keysOf('{t}');
const T = 1_700_000_000_000;

beforeAll(async () => {
  server = await startTestRedis();
  redis = openCommands({ url: server.url, prefix: '{t}' });
  await whenReady(redis, 5_000);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  await closeRedis(redis);
  await server.stop();
});

async function mustAcquire(name = 'outbox:C1', ttlMs = 60_000, holder = 'g1'): Promise<Lease> {
  const lease = await acquireLease(redis, keys, name, holder, ttlMs);
  if (lease === undefined) throw new Error('the lease is held');
  return lease;
}

async function head(): Promise<QueuedEntry> {
  const [first] = await readOutbox(redis, keys, 'C1', 1);
  if (first === undefined) throw new Error('the outbox is empty');
  return first;
}

async function ids(): Promise<string[]> {
  const queue = await readOutbox(redis, keys, 'C1', 50);
  return queue.map(({ record }) => (record.state === 'found' ? record.value.id : record.state));
}

const INTENT: Intent = {
  state: 'calling',
  attempt: 1,
  form: 'blocks',
  threadless: false,
  repeats: 0,
  firstAt: T,
  at: T,
};

describe('lease', () => {
  it('is held by one, and its fence grows', async () => {
    const first = await mustAcquire();
    expect(await acquireLease(redis, keys, 'outbox:C1', 'g2', 60_000)).toBeUndefined();
    expect(await acquireLease(redis, keys, 'outbox:C2', 'g2', 60_000)).toMatchObject({ fence: '1:g2' });
    expect(await releaseLease(redis, keys, first)).toBe(true);
    expect(await mustAcquire('outbox:C1', 60_000, 'g2')).toEqual({ name: 'outbox:C1', fence: '2:g2' });
    expect(await releaseLease(redis, keys, first)).toBe(false);
    expect(await renewLease(redis, keys, first, 60_000)).toBe(false);
  });

  it('runs out unless renewed', async () => {
    const lease = await mustAcquire('l', 60);
    expect(await renewLease(redis, keys, lease, 60_000)).toBe(true);
    expect(await redis.pttl(keys.lease('l'))).toBeGreaterThan(50_000);
    await redis.pexpire(keys.lease('l'), 1);
    await vi.waitFor(async () => expect(await redis.exists(keys.lease('l'))).toBe(0));
    expect(await renewLease(redis, keys, lease, 60_000)).toBe(false);
  });

  it('keeps holders apart after the server lost its data', async () => {
    const old = await mustAcquire();
    await redis.flushall();
    await mustAcquire('outbox:C1', 60_000, 'g2');
    expect(await renewLease(redis, keys, old, 60_000)).toBe(false);
  });
});

describe('outbox', () => {
  const answer = outboxEntry('a1', 'answer', T);
  const done = outboxEntry('a1', 'opening-done', T + 1);

  it('takes each entry once, even after it left', async () => {
    expect(await pushEntries(redis, keys, 'C1', 'a1', [answer])).toBe(1);
    expect(await pushEntries(redis, keys, 'C1', 'a1', [answer, done])).toBe(1);
    expect(await ids()).toEqual(['a1:answer', 'a1:opening-done']);
    const lease = await mustAcquire();
    expect(await removeEntry(redis, keys, 'C1', lease, await head())).toBe(true);
    expect(await pushEntries(redis, keys, 'C1', 'a1', [answer])).toBe(0);
    expect(await ids()).toEqual(['a1:opening-done']);
  });

  it('forgets a channel with its last entry', async () => {
    await pushEntries(redis, keys, 'C1', 'a1', [answer]);
    await pushEntries(redis, keys, 'C2', 'a2', [outboxEntry('a2', 'answer', T)]);
    expect((await channelsWithMail(redis, keys)).sort()).toEqual(['C1', 'C2']);
    await removeEntry(redis, keys, 'C1', await mustAcquire(), await head());
    expect(await channelsWithMail(redis, keys)).toEqual(['C2']);
  });

  it('obeys only the fence that holds', async () => {
    await pushEntries(redis, keys, 'C1', 'a1', [answer]);
    const old = await mustAcquire();
    await releaseLease(redis, keys, old);
    const lease = await mustAcquire('outbox:C1', 60_000, 'g2');
    const letter = { channel: 'C1', entry: answer.id, why: 'refused', detail: 'zz', at: T } as const;
    expect(await removeEntry(redis, keys, 'C1', old, await head())).toBe(false);
    expect(await writeIntent(redis, keys, old, 60_000, answer.id, INTENT)).toBe(false);
    expect(await giveUp(redis, keys, old, await head(), letter)).toBe(false);
    expect(intentIn(await redis.get(keys.intent(answer.id)))).toEqual({ state: 'absent' });
    expect(await ids()).toEqual(['a1:answer']);

    expect(await writeIntent(redis, keys, lease, 60_000, answer.id, INTENT)).toBe(true);
    expect(intentIn(await redis.get(keys.intent(answer.id)))).toEqual({ state: 'found', value: INTENT });
    expect(await giveUp(redis, keys, lease, await head(), letter)).toBe(true);
    expect(await deadLetters(redis, keys, 10)).toEqual([letter]);
    expect(await ids()).toEqual([]);
    expect(await sendingCounts(redis, keys)).toEqual({ 'dead-letter': 1 });
  });

  it('keeps the first record of where an entry is', async () => {
    const first = { channel: 'C1', ts: '5.000001', form: 'blocks', basis: 'report', at: T } as const;
    expect(await markSent(redis, keys, answer.id, first)).toEqual(first);
    expect(await markSent(redis, keys, answer.id, { ...first, ts: '6.000002' })).toEqual(first);
    expect(await readSent(redis, keys, answer.id)).toEqual(first);
  });

  it('shows what another version put there as unreadable', async () => {
    await redis.rpush(keys.outbox('C1'), '{"id":"a9:poll","askId":"a9","part":"poll","at":3}', 'zz');
    expect(await ids()).toEqual(['unreadable', 'unreadable']);
  });
});

describe('pushProgress', () => {
  it('is refused while one waits and for a while after', async () => {
    expect(await pushProgress(redis, keys, 'C1', 'a1', T)).toBe(true);
    expect(await pushProgress(redis, keys, 'C1', 'a1', T + 1)).toBe(false);
    await removeEntry(redis, keys, 'C1', await mustAcquire(), await head(), 80);
    expect(await pushProgress(redis, keys, 'C1', 'a1', T + 2)).toBe(false);
    await vi.waitFor(async () => expect(await pushProgress(redis, keys, 'C1', 'a1', T + 3)).toBe(true));
    expect(await ids()).toEqual(['a1:progress']);
  });

  it('is refused for ever once the answer was put there', async () => {
    await pushEntries(redis, keys, 'C1', 'a1', [outboxEntry('a1', 'answer', T)]);
    await removeEntry(redis, keys, 'C1', await mustAcquire(), await head());
    expect(await pushProgress(redis, keys, 'C1', 'a1', T + 1)).toBe(false);
  });
});

it('records fallbacks and counts them', async () => {
  const fallback = { entry: 'a1:answer', from: 'blocks', to: 'plain', why: 'invalid_blocks', at: T };
  await recordFallback(redis, keys, fallback);
  await recordFallback(redis, keys, { ...fallback, to: 'file' });
  expect(await lastFallbacks(redis, keys, 10)).toEqual([{ ...fallback, to: 'file' }, fallback]);
  expect(await sendingCounts(redis, keys)).toEqual({ fallback: 2 });
});
