import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Sender, startSender } from '../../src/answers/sender.ts';
import { storeShowingAsk } from '../../src/redis/asks.ts';
import { readOutbox } from '../../src/redis/outbox.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { askOf, copiesOf, putAsk, putReport, reportOf, type SendingWorld, startSendingWorld } from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';
const FIRST = `ask${'1b'.repeat(16)}`;
const SHOWN = `ask${'2c'.repeat(16)}`;

let world: SendingWorld;
let sender: Sender | undefined;

beforeEach(async () => {
  world = await startSendingWorld();
});
afterEach(async () => {
  await sender?.close();
  await world.close();
});

/** An ask that shows the report of another, as a click on "Go deeper" stores it. */
async function showing() {
  const { redis, keys, slack } = world;
  const root = slack.store.addMessage({ channel: CHANNEL, user: 'U0ALICE01', text: 'why?' });
  const ask = askOf(SHOWN, CHANNEL, { depth: 'teach', address: { thread: root.ts } });
  const answer = { ...outboxEntry(SHOWN, 'answer', Date.now()), shows: FIRST };
  return { root, store: () => storeShowingAsk(redis, keys, ask, answer) };
}

async function sent(): Promise<void> {
  sender = startSender(world.tools);
  await vi.waitFor(
    async () => {
      await sender?.sweep();
      expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toEqual([]);
    },
    { timeout: 15_000, interval: 30 },
  );
}

it('is posted once in its thread, in full, under the id it is stored by', async () => {
  await putAsk(world, askOf(FIRST, 'C0INCIDEN'));
  await putReport(world, FIRST);
  const { root, store } = await showing();
  expect([await store(), await store()]).toEqual(['stored', 'known']);
  await sent();
  const [answer, ...more] = copiesOf(world, CHANNEL, `${SHOWN}:answer`);
  expect(more).toEqual([]);
  expect(answer?.threadTs).toBe(root.ts);
  const blocks = JSON.stringify(answer?.blocks);
  expect(blocks).toContain(FIRST);
  expect([...blocks.matchAll(/"value":"([^"]*)"/g)].map(([, value]) => value)).toEqual([SHOWN]);
  expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
});

it('shows no other report in place of one that is gone', async () => {
  const { store } = await showing();
  await store();
  sender = startSender(world.tools);
  await sender.sweep();
  await putReport(world, SHOWN, reportOf('prod', 'never'));
  await sender.sweep();
  expect(copiesOf(world, CHANNEL, `${SHOWN}:answer`)).toEqual([]);
});
