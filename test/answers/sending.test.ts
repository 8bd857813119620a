import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptReport } from '../../src/answers/receive-reports.ts';
import { removeRepeats } from '../../src/answers/remove-repeats.ts';
import { type Sender, startSender } from '../../src/answers/sender.ts';
import type { SendingTools } from '../../src/answers/sending-tools.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Report } from '../../src/domain/report.ts';
import { deadLetters } from '../../src/redis/dead-letters.ts';
import { pushEntries, readOutbox, readSent } from '../../src/redis/outbox.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { lastFallbacks, sendingCounts } from '../../src/redis/sending-record.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import {
  askOf,
  copiesOf,
  putAsk,
  putReport,
  reportOf,
  type SendingWorld,
  startSendingWorld,
  USER,
} from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';

let world: SendingWorld;
const senders: Sender[] = [];

beforeEach(async () => {
  world = await startSendingWorld({ aof: true });
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
  await world.close();
});

function start(changes: Partial<SendingTools> = {}): Sender {
  const sender = startSender({ ...world.tools, ...changes });
  senders.push(sender);
  return sender;
}

/** Sweeps, as the gateway does every second, until the outbox is empty. */
async function drained(sender: Sender, channel = CHANNEL, removing = true): Promise<void> {
  await vi.waitFor(
    async () => {
      await sender.sweep();
      expect(await readOutbox(world.redis, world.keys, channel, 10)).toEqual([]);
      // On a busy machine a call may run out of time and still arrive; the gateway looks for such copies as well.
      if (!removing) return;
      await removeRepeats(world.tools);
      expect(await world.redis.zcard(world.keys.rechecks())).toBe(0);
    },
    { timeout: 15_000, interval: 30 },
  );
}

const receiving = () => ({ redis: world.redis, keys: world.keys, now: Date.now, ring: () => {} });

/** An ask with its report, both waiting to be sent. */
async function answered(id: string, channel = CHANNEL, changes: Parameters<typeof askOf>[2] = {}): Promise<Ask> {
  const ask = askOf(id, channel, changes);
  await putAsk(world, ask);
  await putReport(world, id);
  expect(await acceptReport(receiving(), { askId: id, fromCluster: 'prod' })).toBe('accepted');
  return ask;
}

describe('one answer', () => {
  it('posts the opening, the answer under it, and edits the opening', async () => {
    await answered('a1');
    await drained(start());
    const [opening, answer, ...rest] = world.slack.store.messages(CHANNEL);
    expect(rest).toEqual([]);
    expect(opening).toMatchObject({
      threadTs: undefined,
      metadata: { event_payload: { ask: 'a1', entry: 'a1:opening' } },
    });
    expect(answer).toMatchObject({
      threadTs: opening?.ts,
      metadata: { event_payload: { ask: 'a1', entry: 'a1:answer' } },
    });
    expect(opening?.edits).toHaveLength(1);
    expect(opening?.text).not.toBe(opening?.edits[0]?.text);
    expect(await readSent(world.redis, world.keys, 'a1:answer')).toMatchObject({
      ts: answer?.ts,
      form: 'blocks',
      basis: 'report',
    });
    expect(await sendingCounts(world.redis, world.keys)).toEqual({});
  });

  it('keeps everything in the thread it was asked in', async () => {
    const root = world.slack.store.addMessage({ channel: CHANNEL, user: USER, text: 'incident' });
    await answered('a1', CHANNEL, { address: { thread: root.ts } });
    await drained(start());
    const replies = world.slack.store.thread(CHANNEL, root.ts).slice(1);
    expect(replies.map(({ metadata }) => metadata?.event_payload.entry)).toEqual(['a1:opening', 'a1:answer']);
  });

  it('masks once more what the worker let through', async () => {
    await answered('a1');
    const mask = (text: string) => ({ text: text.replaceAll('dca-7', '***'), masked: text.includes('dca-7') ? 1 : 0 });
    const metrics = createMetrics();
    await drained(start({ mask, metrics }));
    expect(world.slack.store.receivedFromApp()).not.toContain('dca-7');
    const counted = (await sendingCounts(world.redis, world.keys))['masked-at-sender'];
    expect(counted).toBeGreaterThan(0);
    expect(await metrics.text()).toContain(`dca_masked_values_total{where="sender"} ${counted}`);
  });
});

describe('Slack in trouble', () => {
  it.each([
    ['cuts the reply after storing', { kind: 'cut_after' }],
    ['replies too late', { kind: 'hold_reply', ms: 900 }],
    ['cuts the connection before storing', { kind: 'cut_before' }],
    ['fails with 500', { kind: 'http_status', status: 500 }],
    ['fails with internal_error', { kind: 'error', error: 'internal_error' }],
    ['names a time to wait', { kind: 'rate_limited', retryAfterSeconds: 1 }],
  ] as const)('%s: the message stands there once', async (_, effect) => {
    const fault = world.slack.faults.add('chat.postMessage', effect, {
      match: ({ text }) => !String(text).includes('leader of'),
    });
    await answered('a1');
    await drained(start());
    expect(fault.hits()).toBe(1);
    expect(copiesOf(world, CHANNEL, 'a1:opening')).toHaveLength(1);
    expect(copiesOf(world, CHANNEL, 'a1:answer')).toHaveLength(1);
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
  });

  it('takes away a copy that arrived after the message was posted again', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'delay', ms: 800 });
    await putAsk(world, askOf('a1', CHANNEL));
    await drained(start(), CHANNEL, false);
    await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:opening').length === 2);
    await vi.waitFor(async () => {
      await removeRepeats(world.tools);
      expect(copiesOf(world, CHANNEL, 'a1:opening')).toHaveLength(1);
    }, 5_000);
    const sent = await readSent(world.redis, world.keys, 'a1:opening');
    expect(copiesOf(world, CHANNEL, 'a1:opening')[0]?.ts).toBe(sent?.ts);
    expect(await world.redis.zcard(world.keys.rechecks())).toBe(0);
    expect(await sendingCounts(world.redis, world.keys)).toEqual({ 'repeat-removed': 1 });
  });

  it('does not count an outage as attempts, however long', async () => {
    const fault = world.slack.faults.add(
      '*',
      { kind: 'http_status', status: 503 },
      { times: Number.POSITIVE_INFINITY },
    );
    await answered('a1');
    const sender = start();
    await vi.waitFor(async () => {
      await sender.sweep();
      expect(fault.hits()).toBeGreaterThan(14);
    }, 15_000);
    fault.remove();
    await drained(sender);
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
    expect(await deadLetters(world.redis, world.keys, 10)).toEqual([]);
  });

  it('holds back only the message that Slack named a time for', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 2 });
    await putAsk(world, askOf('a1', CHANNEL));
    await putAsk(world, askOf('a2', CHANNEL));
    await drained(start());
    const order = world.slack.store.messages(CHANNEL).map(({ metadata }) => metadata?.event_payload.ask);
    expect(order).toEqual(['a2', 'a1']);
    const [first, second] = world.slack.store
      .calls('chat.postMessage')
      .filter(({ args }) => String(args.text).includes('a1'));
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  it('keeps to a pace within a channel', async () => {
    for (const id of ['a1', 'a2', 'a3']) await putAsk(world, askOf(id, CHANNEL));
    await drained(start({ limits: { ...world.tools.limits, paceMs: 150 } }));
    const at = world.slack.store.calls('chat.postMessage').map((call) => call.at);
    expect(at).toHaveLength(3);
    for (const [i, time] of at.slice(1).entries()) expect(time - (at[i] ?? 0)).toBeGreaterThanOrEqual(140);
  });

  it('waits for a token that is refused', async () => {
    const fault = world.slack.faults.add('chat.postMessage', { kind: 'error', error: 'token_revoked' }, { times: 3 });
    await answered('a1');
    await drained(start());
    expect(fault.hits()).toBe(3);
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
  });

  it('repeats an edit until it is done', async () => {
    world.slack.faults.add('chat.update', { kind: 'cut_after' });
    world.slack.faults.add('chat.update', { kind: 'http_status', status: 502 });
    await answered('a1');
    await drained(start());
    expect(copiesOf(world, CHANNEL, 'a1:opening')[0]?.text).toContain('a1');
    expect(world.slack.store.calls('chat.update').map(({ outcome }) => outcome)).toEqual([
      'cut_after',
      'http_502',
      'ok',
    ]);
  });
});

describe('a history that cannot be read', () => {
  beforeEach(() => {
    world.slack.scopes.delete('channels:history');
  });

  it('posts once more, marks it and counts it', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'cut_after' });
    await putAsk(world, askOf('a1', CHANNEL));
    await drained(start());
    const [first, second, ...rest] = copiesOf(world, CHANNEL, 'a1:opening');
    expect(rest).toEqual([]);
    expect(second?.text).not.toBe(first?.text);
    expect(await sendingCounts(world.redis, world.keys)).toEqual({ 'possible-repeat': 1 });
  });

  it('gives up after two calls without a reply', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'cut_after' }, { times: Number.POSITIVE_INFINITY });
    await putAsk(world, askOf('a1', CHANNEL));
    await drained(start());
    expect(copiesOf(world, CHANNEL, 'a1:opening')).toHaveLength(2);
    expect(await deadLetters(world.redis, world.keys, 10)).toMatchObject([{ entry: 'a1:opening', why: 'unclear' }]);
  });
});

describe('a message Slack refuses', () => {
  const isAnswer = ({ text }: Record<string, unknown>) => !String(text).includes('leader of');

  it('is said in plain text where its blocks are invalid', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'error', error: 'invalid_blocks' }, { match: isAnswer });
    await answered('a1');
    await drained(start());
    expect(copiesOf(world, CHANNEL, 'a1:answer')).toMatchObject([{ blocks: [] }]);
    expect(await lastFallbacks(world.redis, world.keys, 10)).toMatchObject([
      { entry: 'a1:answer', from: 'blocks', to: 'plain', why: 'invalid_blocks' },
    ]);
  });

  it('becomes a file where it is too long', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'error', error: 'msg_blocks_too_long' }, { match: isAnswer });
    await answered('a1');
    await drained(start());
    expect(world.slack.store.files()).toHaveLength(1);
    const [opening] = copiesOf(world, CHANNEL, 'a1:opening');
    const thread = world.slack.store.thread(CHANNEL, opening?.ts ?? '');
    expect(thread.at(-1)?.files).toHaveLength(1);
    expect(await lastFallbacks(world.redis, world.keys, 10)).toMatchObject([{ from: 'blocks', to: 'file' }]);
  });

  it('is one file though the reply was cut after Slack took it', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'error', error: 'msg_too_long' }, { match: isAnswer });
    world.slack.faults.add('files.completeUploadExternal', { kind: 'cut_after' });
    await answered('a1');
    await drained(start());
    const withFiles = world.slack.store.messages(CHANNEL).filter(({ files }) => files.length > 0);
    expect(withFiles).toHaveLength(1);
  });

  it('goes to the asker where the bot is not a member', async () => {
    const channel = 'C0NOBOT01';
    await answered('a1', channel);
    await drained(start(), channel);
    expect(world.slack.store.messages(channel)).toEqual([]);
    const direct = world.slack.store.channels().find(({ kind }) => kind === 'im');
    const texts = world.slack.store.messages(direct?.id ?? '').map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect((await lastFallbacks(world.redis, world.keys, 10)).map(({ entry, to }) => [entry, to])).toEqual([
      ['a1:answer', 'asker'],
      ['a1:opening', 'asker'],
    ]);
    expect(await deadLetters(world.redis, world.keys, 10)).toEqual([]);
  });

  it('is posted beside a thread that is gone', async () => {
    world.slack.faults.add('chat.postMessage', { kind: 'error', error: 'thread_not_found' }, { match: isAnswer });
    await answered('a1');
    await drained(start());
    expect(copiesOf(world, CHANNEL, 'a1:answer')).toMatchObject([{ threadTs: undefined }]);
  });

  it('is given up when nothing is left, and the next one goes', async () => {
    const refuse = { kind: 'error', error: 'no_such_reason' } as const;
    const always = {
      times: Number.POSITIVE_INFINITY,
      match: ({ text }: Record<string, unknown>) => String(text).includes('a1'),
    };
    for (const method of ['chat.postMessage', 'chat.postEphemeral']) world.slack.faults.add(method, refuse, always);
    await putAsk(world, askOf('a1', CHANNEL));
    await putAsk(world, askOf('a2', CHANNEL));
    await drained(start());
    expect(copiesOf(world, CHANNEL, 'a2:opening')).toHaveLength(1);
    expect(await deadLetters(world.redis, world.keys, 10)).toMatchObject([
      { entry: 'a1:opening', why: 'refused', detail: 'no_such_reason' },
    ]);
  });
});

describe('what waits too long', () => {
  it('is given up after 24 hours', async () => {
    await answered('a1');
    const tomorrow = () => Date.now() + 24 * 3_600_000 + 5_000;
    await drained(start({ now: tomorrow }));
    const letters = await deadLetters(world.redis, world.keys, 10);
    expect(letters.map(({ entry, why }) => [entry, why])).toEqual([
      ['a1:opening-done', 'too-old'],
      ['a1:answer', 'too-old'],
      ['a1:opening', 'too-old'],
    ]);
    expect(world.slack.store.messages(CHANNEL)).toEqual([]);
  });

  it('leaves an entry of a newer version to a newer gateway, and sends what is behind it', async () => {
    const raw = JSON.stringify({ id: 'a9:poll', askId: 'a9', part: 'poll', at: Date.now() });
    await world.redis.rpush(world.keys.outbox(CHANNEL), raw);
    await putAsk(world, askOf('a1', CHANNEL));
    const sender = start();
    await vi.waitFor(async () => {
      await sender.sweep();
      expect(copiesOf(world, CHANNEL, 'a1:opening')).toHaveLength(1);
      expect(await world.redis.lrange(world.keys.outbox(CHANNEL), 0, -1)).toEqual([raw]);
      expect(await world.redis.exists(world.keys.lease(`outbox:${CHANNEL}`))).toBe(0);
    });
  });

  it('that no words can be found for waits alone, and others in the channel go', async () => {
    await putAsk(world, askOf('a1', CHANNEL));
    const foreign = { ...reportOf(), findings: [{ ...reportOf().findings[0], code: 'leaders-disagree', facts: {} }] };
    await putReport(world, 'a1', foreign as unknown as Report);
    await acceptReport(receiving(), { askId: 'a1', fromCluster: 'prod' });
    const sender = start();
    await answered('a2');
    await vi.waitFor(async () => {
      await sender.sweep();
      expect(copiesOf(world, CHANNEL, 'a2:answer')).toHaveLength(1);
    });
    expect(copiesOf(world, CHANNEL, 'a1:answer')).toEqual([]);
    expect(world.log.join()).toContain('could not be put into words');
  });

  it('is given up when its ask is gone', async () => {
    await pushEntries(world.redis, world.keys, CHANNEL, 'a5', [outboxEntry('a5', 'answer', Date.now())]);
    await drained(start());
    expect(await deadLetters(world.redis, world.keys, 10)).toMatchObject([{ entry: 'a5:answer', why: 'ask-gone' }]);
  });
});

describe('several gateways', () => {
  it('post each message once between them', async () => {
    const ids = Array.from({ length: 8 }, (_, i) => `a${i}`);
    for (const id of ids) await answered(id);
    const both = [start(), start()];
    await Promise.all(both.map((sender) => drained(sender)));
    for (const id of ids) {
      expect(copiesOf(world, CHANNEL, `${id}:opening`)).toHaveLength(1);
      expect(copiesOf(world, CHANNEL, `${id}:answer`)).toHaveLength(1);
    }
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(16);
  });
});

describe('a Redis that is killed and starts again with AOF', () => {
  it('loses and repeats nothing', async () => {
    const ids = ['a1', 'a2', 'a3', 'a4'];
    for (const id of ids) await answered(id);
    // With a slow disk the server answers before it has written: what is asked must be on disk, the rest may be lost.
    await vi.waitFor(
      async () => expect(await world.redis.info('persistence')).toContain('aof_buffer_length:0'),
      10_000,
    );
    const sender = start({ limits: { ...world.tools.limits, paceMs: 60 } });
    await sender.sweep();
    await world.slack.store.waitFor((store) => store.messages(CHANNEL).length >= 3);
    await world.server.kill9();
    await later(150);
    await world.server.restart();
    await vi.waitFor(() => world.redis.ping(), 5_000);
    await drained(sender);
    for (const id of ids) {
      expect(copiesOf(world, CHANNEL, `${id}:opening`)).toHaveLength(1);
      expect(copiesOf(world, CHANNEL, `${id}:answer`)).toHaveLength(1);
    }
  });
});

describe('a Redis that forgot its last second', () => {
  it('does not make a sender post again what stands there', async () => {
    await answered('a1');
    const { redis, keys } = world;
    const queue = await redis.lrange(keys.outbox(CHANNEL), 0, -1);
    await drained(start());
    await redis.rpush(keys.outbox(CHANNEL), ...queue);
    await redis.sadd(keys.outboxes(), CHANNEL);
    for (const part of ['opening', 'answer', 'opening-done']) {
      await redis.del(keys.intent(`a1:${part}`), keys.sent(`a1:${part}`));
    }
    await world.server.restart();
    await vi.waitFor(() => redis.ping(), 5_000);
    await drained(start());
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
    expect(await readSent(redis, keys, 'a1:answer')).toMatchObject({
      ts: copiesOf(world, CHANNEL, 'a1:answer')[0]?.ts,
    });
  });
});

it('a second report changes nothing', async () => {
  await answered('a1');
  expect(await putReport(world, 'a1', reportOf('prod', 'other'))).toBe('known');
  await drained(start());
  await acceptReport(receiving(), { askId: 'a1', fromCluster: 'prod' });
  await drained(start());
  expect(copiesOf(world, CHANNEL, 'a1:answer')).toMatchObject([{ edits: [] }]);
});
