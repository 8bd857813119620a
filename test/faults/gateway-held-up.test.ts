import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectExactlyOnce, isPostOf, messagesOf } from './exactly-once.ts';
import type { ServiceProcess } from './service-process.ts';
import type { Asked, Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

let pool: StandPool;

beforeAll(async () => {
  pool = await openPool(2);
});
afterAll(() => pool?.close());

/** The lease of a channel's outbox, as whoever has it wrote it. */
const leaseOf = ({ redis, keys }: Stand, { channel }: Asked) => redis.get(keys.lease(`outbox:${channel}`));

/** The one held up goes on, and has shown that it did: it answers for itself and the next ask is done by both. */
async function goesOn(stand: Stand, held: ServiceProcess, asked: Asked): Promise<void> {
  const before = held.log().length;
  held.goOn();
  await held.ready();
  await stand.until('it says something again', () => held.log().length > before);
  const next = stand.ask(asked.channel);
  await stand.until('a question is taken', async () => (await next.type()).acked);
  await expectExactlyOnce(stand, [asked, next]);
}

async function twoGateways(stand: Stand): Promise<void> {
  await Promise.all([stand.staff('worker', 1), stand.staff('gateway', 2)]);
}

describe('a gateway stopped past its lease', () => {
  it.concurrent.each(['opening', 'answer'] as const)(
    'after Slack stored the %s, before the reply came: another goes on, and nothing is posted twice',
    (part) =>
      pool.use(async (stand) => {
        await twoGateways(stand);
        const asked = stand.ask(stand.channel());
        const entry = `${asked.id}:${part}`;
        const trap = stand.trap('gateway', new RegExp(`eval[^]*intent:${entry}\r[^]*"calling"`, 'i'), 'after');
        const held = stand.slack.faults.add(
          'chat.postMessage',
          { kind: 'hold_reply', ms: 30_000 },
          { match: isPostOf(entry) },
        );
        await asked.type();
        const victim = await trap.caught();
        trap.release();
        await stand.until(`the ${part} is stored at Slack`, () => messagesOf(stand, asked, part).length > 0);
        const lease = await leaseOf(stand, asked);
        victim.holdUp();
        expect(held.hits()).toBe(1);
        await stand.until('another has the lease', async () => (await leaseOf(stand, asked)) !== lease);
        await expectExactlyOnce(stand, [asked]);
        await goesOn(stand, victim, asked);
      }),
  );

  it.concurrent('after its intent was written, before it posted: it does not post when it goes on', () =>
    pool.use(async (stand) => {
      await twoGateways(stand);
      const asked = stand.ask(stand.channel());
      const trap = stand.trap('gateway', new RegExp(`eval[^]*intent:${asked.id}:answer\r[^]*"calling"`, 'i'), 'after');
      await asked.type();
      const victim = await trap.caught();
      victim.holdUp();
      const lease = await leaseOf(stand, asked);
      expect(await stand.redis.exists(stand.keys.intent(`${asked.id}:answer`))).toBe(1);
      await stand.until('another has the lease', async () => (await leaseOf(stand, asked)) !== lease);
      await expectExactlyOnce(stand, [asked]);
      trap.release();
      await goesOn(stand, victim, asked);
    }));
});
