import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectExactlyOnce, isPostOf, messagesOf } from './exactly-once.ts';
import { type Stand, startStand } from './stand.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
  await stand.staff('worker', 1);
  await stand.staff('gateway', 1);
});
afterAll(() => stand?.close());
afterEach(() => {
  stand.slack.faults.clear();
  stand.cluster.faults.clear();
});

/** Redis crashes and comes back with what it had written. */
async function crashRedis(): Promise<void> {
  await stand.server.kill9();
  await stand.server.restart();
}

describe('Redis crashes between question and answer', () => {
  it('while a command runs in a pod', async () => {
    const { cluster } = stand;
    await stand.forgetShared();
    const before = cluster.requests.length;
    const letGo = cluster.faults.add({ kind: 'exec', delayMs: 3_000 });
    const asked = stand.ask(stand.channel());
    expect((await asked.type()).acked).toBe(true);
    const execs = () => cluster.requests.slice(before).filter(({ path }) => path.includes('/exec?'));
    await stand.until('a command runs in a pod', () => execs().length > 0);
    letGo();
    await crashRedis();
    await expectExactlyOnce(stand, [asked]);
  });

  it('while Slack holds the reply to the answer', async () => {
    const asked = stand.ask(stand.channel());
    const match = isPostOf(`${asked.id}:answer`);
    stand.slack.faults.add('chat.postMessage', { kind: 'hold_reply', ms: 1_500 }, { match });
    await asked.type();
    await stand.until('the answer is stored at Slack', () => messagesOf(stand, asked, 'answer').length > 0);
    await crashRedis();
    await expectExactlyOnce(stand, [asked]);
  });

  it('with six asks in three channels at every stage', async () => {
    const channels = [stand.channel(), stand.channel(), stand.channel()];
    const asks = [...channels, ...channels].map((channel) => stand.ask(channel));
    for (const { acked } of await Promise.all(asks.map((asked) => asked.type()))) expect(acked).toBe(true);
    await stand.until('something is posted', () =>
      asks.some((asked) => messagesOf(stand, asked, 'opening').length > 0),
    );
    await crashRedis();
    await expectExactlyOnce(stand, asks);
  });
});

describe('Redis is away when somebody asks', () => {
  it('the asker is told at once, and nothing follows', async () => {
    const channel = stand.channel();
    await stand.server.kill9();
    const [gateway] = stand.running('gateway');
    const lost = stand.ask(channel);
    const outcome = await lost.type();
    expect(outcome).toMatchObject({ acked: true, error: undefined });
    expect(outcome.text).toContain('Redis');
    expect(outcome.elapsedMs).toBeLessThan(1_900);
    await stand.server.restart();
    await gateway?.ready();
    // An ask typed afterwards goes all the way, and by then the lost one would have as well.
    const next = stand.ask(channel);
    await stand.until('the gateway takes questions again', async () => (await next.type()).text === undefined);
    await expectExactlyOnce(stand, [next]);
    expect(await stand.redis.exists(stand.keys.ask(lost.id))).toBe(0);
    expect(messagesOf(stand, lost, 'opening')).toEqual([]);
  });

  it('Redis stored the ask but its reply did not come: the asker is told what is not known, and is answered once', async () => {
    const asked = stand.ask(stand.channel());
    const trap = stand.trap('gateway', new RegExp(`eval[^]*:ask:${asked.id}\r[^]*:deadlines\r`, 'i'), 'after');
    const outcome = await asked.type();
    await trap.caught();
    expect(outcome.acked).toBe(true);
    expect(outcome.text).toContain('Redis');
    expect(outcome.elapsedMs).toBeLessThan(1_900);
    trap.release();
    await expectExactlyOnce(stand, [asked]);
  });
});
