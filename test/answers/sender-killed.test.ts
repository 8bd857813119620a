import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptReport } from '../../src/answers/receive-reports.ts';
import { removeRepeats } from '../../src/answers/remove-repeats.ts';
import { type Sender, startSender } from '../../src/answers/sender.ts';
import { readOutbox, readSent } from '../../src/redis/outbox.ts';
import { type SenderProcess, startSenderProcess } from './sender-process.ts';
import { askOf, copiesOf, putAsk, putReport, type SendingWorld, startSendingWorld } from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';

let world: SendingWorld;
let sender: Sender | undefined;
let child: SenderProcess | undefined;

beforeEach(async () => {
  world = await startSendingWorld({ aof: true });
  await putAsk(world, askOf('a1', CHANNEL));
  await putReport(world, 'a1');
  const { redis, keys } = world;
  await acceptReport({ redis, keys, now: Date.now, ring: () => {} }, { askId: 'a1', fromCluster: 'prod' });
});
afterEach(async () => {
  await child?.end();
  await sender?.close();
  await world.close();
  child = undefined;
  sender = undefined;
});

async function anotherGatewayFinishes(): Promise<void> {
  sender = startSender(world.tools);
  await vi.waitFor(
    async () => {
      await sender?.sweep();
      expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toEqual([]);
      await removeRepeats(world.tools);
      expect(await world.redis.zcard(world.keys.rechecks())).toBe(0);
    },
    { timeout: 15_000, interval: 30 },
  );
}

async function eachStandsOnce(): Promise<void> {
  for (const entry of ['a1:opening', 'a1:answer']) {
    const copies = copiesOf(world, CHANNEL, entry);
    expect(copies).toHaveLength(1);
    expect(copies[0]?.ts).toBe((await readSent(world.redis, world.keys, entry))?.ts);
  }
  const [opening, answer] = world.slack.store.messages(CHANNEL);
  expect(answer?.threadTs).toBe(opening?.ts);
  expect(opening?.edits).toHaveLength(1);
  expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
}

describe('a sender killed', () => {
  it.each([
    ['before-intent', 'a1:opening'],
    ['after-intent', 'a1:opening'],
    ['after-intent', 'a1:answer'],
    ['after-post', 'a1:opening'],
    ['after-post', 'a1:answer'],
    ['after-sent', 'a1:answer'],
    ['before-remove', 'a1:answer'],
    ['before-remove', 'a1:opening-done'],
    ['after-remove', 'a1:opening'],
  ])('%s of %s: another goes on, and each message stands once', async (step, entry) => {
    child = await startSenderProcess(world, { step, entry, signal: 'SIGKILL' });
    await child.stopped();
    await anotherGatewayFinishes();
    await eachStandsOnce();
  });
});

describe('a sender held up, whose lease is lost meanwhile', () => {
  it.each([
    ['before-intent', 'a1:opening'],
    ['after-intent', 'a1:answer'],
    ['before-post', 'a1:opening'],
    ['before-post', 'a1:answer'],
    ['after-post', 'a1:answer'],
    ['before-sent', 'a1:opening'],
    ['before-remove', 'a1:answer'],
  ])('%s of %s: it does no harm when it goes on', async (step, entry) => {
    child = await startSenderProcess(world, { step, entry, signal: 'SIGSTOP' });
    await child.stopped();
    await anotherGatewayFinishes();
    const before = world.slack.store.revision;
    const calls = world.slack.store.calls().length;
    child.goOn();
    if (step === 'before-post') {
      // It was past its last look at the lease: its message arrives, and it takes it back.
      await world.slack.store.waitFor((store) => store.calls('chat.delete').length > 0);
    } else {
      await vi.waitFor(() => expect(world.redis.scard(world.keys.outboxes())).resolves.toBe(0));
    }
    // A new ask shows that the one held up works again, or leaves the work to the other.
    await putAsk(world, askOf('a2', CHANNEL));
    await vi.waitFor(async () => {
      await sender?.sweep();
      expect(copiesOf(world, CHANNEL, 'a2:opening')).toHaveLength(1);
    }, 10_000);
    expect(world.slack.store.revision).toBeGreaterThan(before);
    expect(world.slack.store.calls().length).toBeGreaterThan(calls);
    for (const message of copiesOf(world, CHANNEL, 'a2:opening')) world.slack.store.removeMessage(message);
    await eachStandsOnce();
  });
});
