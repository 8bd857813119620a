import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askIdOf, clickId } from '../../handlers/ask-id.ts';
import { deadLetters } from '../../src/redis/dead-letters.ts';
import { expectExactlyOnce, messagesOf, timesPosted } from './exactly-once.ts';
import type { TrapSide } from './redis-proxy.ts';
import type { Asked, Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

const CLICKER = 'U0BEN0001';

/** A point on the way of a click at which the gateway that has it dies, before Slack has its ack. */
interface Moment {
  readonly name: string;
  readonly button: 'dca_again' | 'dca_deeper';
  readonly command: (askId: string) => string;
  readonly side: TrapSide;
  /** Whether the ask is there at that moment. */
  readonly stored: boolean;
}

/** Storing is one script; the ask is the first key in it that has its id. */
const STORING = (id: string) => `eval[^]*:ask:${id}\r[^]*queued:${id}:`;

const MOMENTS: readonly Moment[] = (['dca_again', 'dca_deeper'] as const).flatMap((button) => [
  { name: 'nothing is stored', button, command: STORING, side: 'before', stored: false },
  { name: 'it is stored, the ack is not sent', button, command: STORING, side: 'after', stored: true },
]);

type Rest = 'another runs' | 'it is started again';
const RESTS: readonly Rest[] = ['another runs', 'it is started again'];

/** A question with its answer, and the button under it. */
async function answered(
  stand: Stand,
): Promise<{ readonly asked: Asked; readonly ts: string; readonly thread: string }> {
  const channel = stand.channel();
  stand.slack.store.channel(channel)?.members.add(CLICKER);
  const asked = stand.ask(channel);
  expect(await asked.type()).toMatchObject({ acked: true });
  await expectExactlyOnce(stand, [asked]);
  const [answer] = messagesOf(stand, asked, 'answer');
  if (answer?.threadTs === undefined) throw new Error('no answer in a thread');
  return { asked, ts: answer.ts, thread: answer.threadTs };
}

async function killAt(stand: Stand, { button, command, side, stored }: Moment, rest: Rest): Promise<void> {
  await Promise.all([stand.staff('worker', 1), stand.staff('gateway', rest === 'another runs' ? 2 : 1)]);
  await stand.forgetShared();
  const { slack, redis, keys } = stand;
  const { asked, ts, thread } = await answered(stand);
  const { channel } = asked;
  const id = askIdOf('click', slack.teamId, clickId({ channel, messageTs: ts, action: button, user: CLICKER }));
  const { caught } = stand.trap('gateway', new RegExp(command(id), 'i'), side);
  const clicked = slack.click({ channel, messageTs: ts, user: CLICKER, actionId: button });
  const victim = await caught();
  expect(await redis.exists(keys.ask(id))).toBe(stored ? 1 : 0);
  await victim.kill();
  if (rest === 'it is started again') await stand.start('gateway');
  const { acked, envelopeId } = await clicked;
  expect(acked).toBe(false);
  expect(await slack.redeliver(envelopeId)).toMatchObject({ acked: true });

  const again: Asked = { ...asked, id };
  const answers = () => messagesOf(stand, again, 'answer');
  await stand.until(`${id} is answered`, () => answers().length > 0);
  await stand.until('the outbox is empty', async () => (await redis.llen(keys.outbox(channel))) === 0);
  expect(answers()).toMatchObject([{ threadTs: thread }]);
  expect(timesPosted(stand, again, 'answer')).toBe(1);
  const openings = button === 'dca_again' ? 1 : 0;
  expect(timesPosted(stand, again, 'opening')).toBe(openings);
  const said = slack.store.messages(channel).filter(({ user }) => user === slack.botUserId);
  expect(said).toHaveLength(2 + 1 + openings);
  expect(JSON.stringify(answers()[0]?.blocks).includes('dca_deeper')).toBe(button === 'dca_again');
  expect(await redis.exists(keys.report(id))).toBe(openings);
  expect(await deadLetters(redis, keys, 10)).toEqual([]);
}

describe('a gateway killed over a click', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(2);
  });
  afterAll(() => pool?.close());

  it.concurrent.each(
    MOMENTS.flatMap((moment) => RESTS.map((rest) => [moment.button, moment.name, rest, moment] as const)),
  )('on %s, when %s; %s', (_, __, rest, moment) => pool.use((stand) => killAt(stand, moment, rest)));
});
