import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectExactlyOnce, messagesOf } from './exactly-once.ts';
import type { TrapSide } from './redis-proxy.ts';
import { type Asked, CLUSTER, type Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

/** A point on the way of a question that needs no cluster, at which the gateway that has it dies. */
interface Moment {
  readonly name: string;
  /** Slack gets no ack, and delivers the question once more. */
  readonly unacked?: true;
  readonly command: (askId: string) => string;
  readonly side: TrapSide;
  /** What is so at that moment, and shows that it is this moment. */
  holds(stand: Stand, asked: Asked): Promise<void>;
}

const jobOf = async ({ inspector }: Stand, { id }: Asked) => (await inspector.jobState('', id)).state;
const hasReport = async ({ redis, keys }: Stand, { id }: Asked) => (await redis.exists(keys.report(id))) === 1;
/** How many asks of their own a comparison has put up. */
const children = async ({ redis, keys }: Stand, { id }: Asked) => {
  const asks = await Promise.all((await redis.keys(keys.ask('*'))).map((key) => redis.get(key)));
  return asks.filter((ask) => ask?.includes(`"parent":"${id}"`)).length;
};

const WAY: readonly Moment[] = [
  {
    name: 'the ask is stored, its job does not exist',
    unacked: true,
    command: (id) => `:text:[^]*"ask":"${id}"`,
    side: 'before',
    holds: async (stand, asked) => {
      expect(await stand.redis.exists(stand.keys.ask(asked.id))).toBe(1);
      expect(await jobOf(stand, asked)).toBe('absent');
    },
  },
  {
    name: 'the report is made, not stored',
    command: (id) => `eval[^]*:report:${id}\r`,
    side: 'before',
    holds: async (stand, asked) => {
      expect(await jobOf(stand, asked)).toBe('active');
      expect(await hasReport(stand, asked)).toBe(false);
    },
  },
  {
    name: 'the report is stored, the answer is not in the outbox',
    command: (id) => `eval[^]*queued:${id}:opening-done\r`,
    side: 'before',
    holds: async (stand, asked) => {
      expect(await hasReport(stand, asked)).toBe(true);
      expect(await stand.redis.exists(stand.keys.queued(`${asked.id}:answer`))).toBe(0);
    },
  },
  {
    name: 'the answer is in the outbox, the job is not done',
    command: (id) => `eval[^]*queued:${id}:opening-done\r`,
    side: 'after',
    holds: async (stand, asked) => {
      expect(await stand.redis.exists(stand.keys.queued(`${asked.id}:answer`))).toBe(1);
      expect(await jobOf(stand, asked)).toBe('active');
    },
  },
];

const EXPLAINING: readonly Moment[] = [
  ...WAY,
  {
    name: 'the job is taken, the text is not read',
    command: (id) => `get\r[^]*:ask-text:${id}\r`,
    side: 'before',
    holds: async (stand, asked) =>
      expect([await jobOf(stand, asked), await hasReport(stand, asked)]).toEqual(['active', false]),
  },
];

const COMPARING: readonly Moment[] = [
  ...WAY,
  {
    name: 'no cluster is asked yet',
    command: (id) => `"parent":"${id}"`,
    side: 'before',
    holds: async (stand, asked) =>
      expect([await jobOf(stand, asked), await children(stand, asked)]).toEqual(['active', 0]),
  },
  {
    name: 'an ask to a cluster is stored, its job does not exist',
    command: (id) => `"parent":"${id}"`,
    side: 'after',
    holds: async (stand, asked) => expect(await children(stand, asked)).toBeGreaterThan(0),
  },
];

const TEXT =
  'explain ==============\nCluster Agent (v7.71.0)\n==============\n\n  Leader Election\n  ===============\n';

describe('a gateway killed', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(2);
  });
  afterAll(() => pool?.close());

  async function killAt(stand: Stand, moment: Moment, words: string, rest: 'another runs' | 'it is started again') {
    await Promise.all([stand.staff('worker', 1), stand.staff('gateway', rest === 'another runs' ? 2 : 1)]);
    await stand.forgetShared();
    const asked = stand.ask(stand.channel(), words);
    const { caught } = stand.trap('gateway', new RegExp(moment.command(asked.id), 'i'), moment.side);
    const typed = asked.type();
    const victim = await caught();
    await moment.holds(stand, asked);
    await victim.kill();
    if (rest === 'it is started again') await stand.start('gateway');
    expect((await typed).acked).toBe(moment.unacked === undefined);
    if (moment.unacked) expect(await stand.slack.redeliver(asked.triggerId)).toMatchObject({ acked: true });
    await expectExactlyOnce(stand, [asked]);
    return asked;
  }

  it.concurrent.each(
    EXPLAINING.flatMap((moment) =>
      (['another runs', 'it is started again'] as const).map((rest) => [moment.name, rest, moment] as const),
    ),
  )('over a text, when %s; %s', (_, rest, moment) =>
    pool.use(async (stand) => {
      const asked = await killAt(stand, moment, TEXT, rest);
      expect(messagesOf(stand, asked, 'answer')[0]?.text).not.toContain(CLUSTER);
    }),
  );

  it.concurrent.each(COMPARING.map((moment) => [moment.name, moment] as const))(
    'over a comparison, when %s',
    (_, moment) =>
      pool.use(async (stand) => {
        const asked = await killAt(stand, moment, `compare ${CLUSTER} ${CLUSTER}`, 'another runs');
        expect(await children(stand, asked)).toBe(2);
      }),
  );
});
