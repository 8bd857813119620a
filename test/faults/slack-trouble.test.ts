import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultEffect, PlantedFault } from '../../simulator/slack/faults.ts';
import { lastFallbacks } from '../../src/redis/sending-record.ts';
import { expectExactlyOnce, expectNoSecrets, isPostOf, messagesOf, settled, timesPosted } from './exactly-once.ts';
import { type Asked, type Stand, startStand } from './stand.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
  await stand.staff('worker', 1);
  await stand.staff('gateway', 1);
});
afterAll(() => stand?.close());

/** Types a question after planting trouble for one of its messages, and sees that it struck. */
async function askInTrouble(
  part: 'opening' | 'answer',
  effect: FaultEffect,
  { method = 'chat.postMessage', times = 1, strikes = 1 }: { method?: string; times?: number; strikes?: number } = {},
): Promise<{ readonly asked: Asked; readonly fault: PlantedFault }> {
  const asked = stand.ask(stand.channel());
  const fault = stand.slack.faults.add(method, effect, { times, match: isPostOf(`${asked.id}:${part}`) });
  expect(await asked.type()).toMatchObject({ acked: true, text: undefined });
  await stand.until(`the ${part} meets ${effect.kind}`, () => fault.hits() >= strikes);
  return { asked, fault };
}

// Each in a channel of its own and with faults for its own messages alone, so most may wait at the same time.
describe.concurrent('Slack stored the message and the reply was cut', () => {
  it.each(['opening', 'answer'] as const)('%s: it is found again and not posted twice', async (part) => {
    const { asked } = await askInTrouble(part, { kind: 'cut_after' });
    await expectExactlyOnce(stand, [asked]);
  });

  it('both, one after the other', async () => {
    const asked = stand.ask(stand.channel());
    const cuts = (['opening', 'answer'] as const).map((part) =>
      stand.slack.faults.add('chat.postMessage', { kind: 'cut_after' }, { match: isPostOf(`${asked.id}:${part}`) }),
    );
    await asked.type();
    await stand.until('both are cut', () => cuts.every((cut) => cut.hits() === 1));
    await expectExactlyOnce(stand, [asked]);
  });
});

describe.concurrent('Slack refuses for now', () => {
  it.each<[string, 'opening' | 'answer', FaultEffect, number]>([
    ['429 with Retry-After', 'opening', { kind: 'rate_limited', retryAfterSeconds: 1 }, 1],
    ['429 with Retry-After twice', 'answer', { kind: 'rate_limited', retryAfterSeconds: 1 }, 2],
    ['500 once', 'opening', { kind: 'http_status', status: 500 }, 1],
    ['500 once', 'answer', { kind: 'http_status', status: 500 }, 1],
    ['the connection cut before anything was stored', 'answer', { kind: 'cut_before' }, 1],
    ['internal_error in a reply of status 200', 'answer', { kind: 'error', error: 'internal_error' }, 1],
  ])('%s, of the %s: posted once', async (_, part, effect, times) => {
    const { asked } = await askInTrouble(part, effect, { times, strikes: times });
    await expectExactlyOnce(stand, [asked]);
  });

  it('nobody repeats before the time Slack named', async () => {
    const { asked, fault } = await askInTrouble('answer', { kind: 'rate_limited', retryAfterSeconds: 2 });
    await expectExactlyOnce(stand, [asked]);
    const calls = stand.slack.store
      .calls('chat.postMessage')
      .filter(({ args }) => isPostOf(`${asked.id}:answer`)(args));
    expect(calls.map(({ outcome }) => outcome)).toEqual(['ratelimited', 'ok']);
    expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_900);
    expect(fault.hits()).toBe(1);
  });
});

describe.concurrent('Slack will not edit', () => {
  it('chat.update fails three times: the opening is edited in the end', async () => {
    const { asked } = await askInTrouble(
      'opening',
      { kind: 'http_status', status: 500 },
      { method: 'chat.update', times: 3 },
    );
    await expectExactlyOnce(stand, [asked]);
  });

  it('chat.update is refused for good: the answer stands, and no second opening', async () => {
    const effect = { kind: 'error', error: 'cant_update_message' } as const;
    const { asked, fault } = await askInTrouble('opening', effect, { method: 'chat.update', times: 20 });
    await expectExactlyOnce(stand, [asked], { openingStays: true });
    expect(fault.hits()).toBeGreaterThan(0);
    expect(messagesOf(stand, asked, 'opening')[0]?.edits).toEqual([]);
  });
});

describe.concurrent('Slack refuses the form', () => {
  it.each(['opening', 'answer'] as const)('invalid_blocks for the %s: plain text, once', async (part) => {
    const { asked } = await askInTrouble(part, { kind: 'error', error: 'invalid_blocks' });
    await expectExactlyOnceAsText(asked, part);
  });

  async function expectExactlyOnceAsText(asked: Asked, part: 'opening' | 'answer'): Promise<void> {
    await settled(stand, asked);
    for (const each of ['opening', 'answer'] as const) {
      expect(messagesOf(stand, asked, each)).toHaveLength(1);
      expect(timesPosted(stand, asked, each)).toBe(1);
    }
    expect(stand.slack.store.messages(asked.channel)).toHaveLength(2);
    const [message] = messagesOf(stand, asked, part);
    if (part === 'answer') expect(message?.blocks).toEqual([]);
    expect(message?.text.length).toBeGreaterThan(10);
    const fallbacks = await lastFallbacks(stand.redis, stand.keys, 100);
    expect(fallbacks.filter(({ entry }) => entry === `${asked.id}:${part}`)).toMatchObject([
      { to: 'plain', why: 'invalid_blocks' },
    ]);
  }

  it('msg_too_long for the answer: one file in its thread', async () => {
    const { asked } = await askInTrouble('answer', { kind: 'error', error: 'msg_too_long' });
    await settled(stand, asked);
    const [opening] = messagesOf(stand, asked, 'opening');
    const said = stand.slack.store.messages(asked.channel);
    expect(said).toHaveLength(2);
    const [file] = said.filter(({ files }) => files.length > 0);
    expect(file?.threadTs).toBe(opening?.ts);
    expect(file?.files).toHaveLength(1);
    expect(file?.files[0]?.name).toContain(asked.id);
    expect(file?.files[0]?.content?.toString()).toContain(file?.text.slice(0, 20));
    expect(messagesOf(stand, asked, 'answer')).toEqual([]);
  });

  it('not_in_channel: opening and answer go to the asker alone, once each', async () => {
    const channel = stand.channel({ withBot: false });
    const asked = stand.ask(channel);
    expect((await asked.type()).acked).toBe(true);
    await settled(stand, asked);
    expect(stand.slack.store.messages(channel)).toEqual([]);
    const told = stand.slack.store.ephemerals(channel, 'U0ALICE01');
    expect(told.map(({ source }) => source)).toEqual(['response_url', 'response_url']);
    expect(new Set(told.map(({ text }) => text)).size).toBe(2);
    expectNoSecrets(stand);
  });
});

describe('Slack is gone', () => {
  it('away for a while, for every method: three asks in a channel wait and are answered once', async () => {
    const channel = stand.channel();
    // Who reads along in a channel is asked of Slack before anything is said there, and then known for a while.
    const before = stand.ask(channel);
    expect((await before.type()).acked).toBe(true);
    await expectExactlyOnce(stand, [before]);
    const said = stand.slack.store.messages(channel).length;
    const away = stand.slack.faults.add('*', { kind: 'http_status', status: 503 }, { times: Number.POSITIVE_INFINITY });
    const asks = [stand.ask(channel), stand.ask(channel), stand.ask(channel)];
    for (const outcome of await Promise.all(asks.map((asked) => asked.type()))) {
      expect(outcome).toMatchObject({ acked: true, text: undefined });
    }
    await stand.until('Slack was tried three times', () => away.hits() >= 3);
    expect(stand.slack.store.messages(channel)).toHaveLength(said);
    away.remove();
    await expectExactlyOnce(stand, [before, ...asks]);
  });

  it('away when somebody asks in a channel nobody knows yet: the asker is told, and nothing follows', async () => {
    const channel = stand.channel();
    const away = stand.slack.faults.add('*', { kind: 'http_status', status: 503 }, { times: Number.POSITIVE_INFINITY });
    const refused = stand.ask(channel);
    const outcome = await refused.type();
    away.remove();
    expect(outcome.acked).toBe(true);
    expect(outcome.text).toBeTruthy();
    const elsewhere = stand.ask(stand.channel());
    expect((await elsewhere.type()).acked).toBe(true);
    await expectExactlyOnce(stand, [elsewhere]);
    expect(stand.slack.store.messages(channel)).toEqual([]);
    expect(await stand.redis.exists(stand.keys.ask(refused.id))).toBe(0);
  });
});
