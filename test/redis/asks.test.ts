import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ASK_TEXT_SECONDS, loadAskText } from '../../src/redis/ask-texts.ts';
import { loadAsk, markEnqueued, pendingOlderThan, storeAsk, storeChildAsk } from '../../src/redis/asks.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { clearDeadline, dueDeadlines } from '../../src/redis/deadlines.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { channelsWithMail, readOutbox } from '../../src/redis/outbox.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { askOf } from '../answers/sending-world.ts';
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

function store(id: string, at = T, deadlineMs = 20_000) {
  return storeAsk(redis, keys, askOf(id, 'C1'), outboxEntry(id, 'opening', at), at, deadlineMs);
}

describe('storeAsk', () => {
  it('stores an ask once, with its opening, its channel, the sweeper and the deadline', async () => {
    expect(await store('a1')).toBe('stored');
    expect(await store('a1', T + 7)).toBe('known');
    expect(await store('a2', T + 5)).toBe('stored');

    const queue = await readOutbox(redis, keys, 'C1', 10);
    expect(queue.map(({ record }) => record.state === 'found' && record.value)).toEqual([
      { id: 'a1:opening', askId: 'a1', part: 'opening', at: T },
      { id: 'a2:opening', askId: 'a2', part: 'opening', at: T + 5 },
    ]);
    expect(await channelsWithMail(redis, keys)).toEqual(['C1']);
    expect(await redis.ttl(keys.ask('a1'))).toBeGreaterThan(24 * 3600 - 10);
  });

  it('keeps one of two that come at the same time', async () => {
    const both = await Promise.all([store('a1'), store('a1')]);
    expect(both.sort()).toEqual(['known', 'stored']);
    expect(await readOutbox(redis, keys, 'C1', 10)).toHaveLength(1);
  });

  it('is pending until its job is queued', async () => {
    await store('a1', T);
    await store('a2', T + 4_000);
    expect(await pendingOlderThan(redis, keys, T + 5_000, 5_000)).toEqual(['a1']);
    expect(await pendingOlderThan(redis, keys, T + 9_000, 5_000)).toEqual(['a1', 'a2']);
    await markEnqueued(redis, keys, 'a1');
    expect(await pendingOlderThan(redis, keys, T + 9_000, 5_000)).toEqual(['a2']);
  });

  it('is due 15 s after the deadline of its question', async () => {
    await store('a1', T, 20_000);
    expect(await dueDeadlines(redis, keys, T + 34_999)).toEqual([]);
    expect(await dueDeadlines(redis, keys, T + 35_000)).toEqual(['a1']);
    await clearDeadline(redis, keys, 'a1');
    expect(await dueDeadlines(redis, keys, T + 35_000)).toEqual([]);
  });
});

describe('what was pasted with an ask', () => {
  const pasted = { text: 'Leader Election\n'.repeat(900), masked: 4 };
  const paste = (id: string, what = pasted) =>
    storeAsk(redis, keys, askOf(id, 'C1'), outboxEntry(id, 'opening', T), T, 20_000, what);

  it('is stored with it, compressed, and gone after an hour', async () => {
    expect(await paste('a1')).toBe('stored');
    expect(await paste('a1', { text: 'another', masked: 0 })).toBe('known');
    expect(await loadAskText(redis, keys, 'a1')).toEqual({ state: 'found', value: pasted });
    expect(await redis.strlen(keys.askText('a1'))).toBeLessThan(pasted.text.length / 10);
    const ttl = await redis.ttl(keys.askText('a1'));
    expect([ttl > ASK_TEXT_SECONDS - 10, ttl <= 3600]).toEqual([true, true]);
    expect(await loadAskText(redis, keys, 'a2')).toEqual({ state: 'absent' });
  });

  it.each(['zz', Buffer.from('1f8b0800', 'hex')])(
    'is unreadable where something else stands in its place',
    async (other) => {
      await redis.set(keys.askText('a1'), other);
      expect(await loadAskText(redis, keys, 'a1')).toMatchObject({ state: 'unreadable' });
    },
  );
});

describe('an ask for the sake of another', () => {
  const child = { ...askOf('a9', 'C1'), parent: 'a1' };

  it('is stored once, with the sweeper, and without opening and deadline', async () => {
    expect(await storeChildAsk(redis, keys, child, T)).toBe('stored');
    expect(await storeChildAsk(redis, keys, { ...child, words: 'other' }, T + 9)).toBe('known');
    expect(await loadAsk(redis, keys, 'a9')).toEqual({ state: 'found', value: child });
    expect(await pendingOlderThan(redis, keys, T + 5_000, 5_000)).toEqual(['a9']);
    expect(await channelsWithMail(redis, keys)).toEqual([]);
    expect(await dueDeadlines(redis, keys, T * 2)).toEqual([]);
  });
});

describe('loadAsk', () => {
  it('gives back what was stored', async () => {
    const ask = askOf('a1', 'C1', {
      language: 'ja',
      address: { thread: '17.000003', responseUrl: 'http://127.0.0.1/r' },
    });
    await storeAsk(redis, keys, ask, outboxEntry('a1', 'opening', T), T, 20_000);
    expect(await loadAsk(redis, keys, 'a1')).toEqual({ state: 'found', value: ask });
    expect(await loadAsk(redis, keys, 'a2')).toEqual({ state: 'absent' });
  });

  it.each([
    { kind: 'hpa' },
    { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } },
    { kind: 'hpa', subject: { name: 'web.example', resource: 'statefulset' }, cluster: 'prod' },
    { kind: 'hpa', subject: { namespace: 'a'.repeat(63), name: 'b'.repeat(253) } },
    { kind: 'metrics', subject: { namespace: 'shop' }, page: 9_999 },
    { kind: 'checks', subject: { name: 'http_check' }, page: 2 },
    { kind: 'checks', subject: { name: 'My.Check-2', resource: 'check' } },
    { kind: 'checks', subject: { name: 'worker-3.eu', resource: 'node' } },
    { kind: 'endpoints', subject: { namespace: 'shop', name: 'web', resource: 'service' } },
    { kind: 'logs' },
  ] as const)('gives back the question %j', async (question) => {
    await storeAsk(redis, keys, askOf('a1', 'C1', { question }), outboxEntry('a1', 'opening', T), T, 20_000);
    const ask = await loadAsk(redis, keys, 'a1');
    expect(ask.state === 'found' && ask.value.question).toEqual(question);
  });

  it.each([
    { subject: 'shop/web' },
    { subject: { name: '../secrets' } },
    { subject: { name: 'web?watch=1' } },
    { subject: { name: 'a..b' } },
    { subject: { name: 'a..b', resource: 'check' } },
    { subject: { name: '/http_check', resource: 'check' } },
    { subject: { name: 'http_check', resource: 'node' } },
    { subject: { name: 'http_check', resource: 'service' } },
    { subject: { name: 'http_check', resource: 'hpa' } },
    { subject: { namespace: 'shop', name: 'http_check' } },
    { subject: { name: 'web', resource: 'configmap' } },
    { subject: { name: 'c_'.repeat(51) } },
    { subject: { name: 'b'.repeat(254) } },
    { subject: { name: '' } },
    { subject: { namespace: 'shop.1' } },
    { subject: { namespace: 'a'.repeat(64) } },
    { subject: { namespace: 7 } },
    { subject: { name: 'web', resource: 'secret' } },
    { page: 0 },
    { page: 1.5 },
    { page: '2' },
    { page: 10_000 },
  ])('refuses the part %j of a question', async (part) => {
    const ask = { ...askOf('a1', 'C1'), question: { kind: 'hpa', ...part } };
    await redis.set(keys.ask('a1'), JSON.stringify({ version: 1, ask }));
    const detail = expect.stringContaining(`ask.question.${Object.keys(part)[0]}`);
    expect(await loadAsk(redis, keys, 'a1')).toMatchObject({ state: 'unreadable', detail });
  });

  it.each([
    ['not JSON', '{"version":1', 'not JSON'],
    ['another version', JSON.stringify({ version: 2, ask: askOf('a1', 'C1') }), 'version'],
    [
      'a question it does not know',
      JSON.stringify({ version: 1, ask: { ...askOf('a1', 'C1'), question: { kind: 'zz' } } }),
      'ask.question.kind',
    ],
    ['no address', JSON.stringify({ version: 1, ask: { ...askOf('a1', 'C1'), address: undefined } }), 'ask.address'],
  ])('refuses %s without failing', async (_, text, detail) => {
    await redis.set(keys.ask('a1'), text);
    expect(await loadAsk(redis, keys, 'a1')).toMatchObject({
      state: 'unreadable',
      detail: expect.stringContaining(detail),
    });
  });
});
