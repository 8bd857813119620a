import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobState } from '../../src/queue/inspect.ts';
import { expectExactlyOnce, isPostOf, messagesOf } from './exactly-once.ts';
import type { TrapSide } from './redis-proxy.ts';
import type { ServiceProcess } from './service-process.ts';
import { type Asked, CLUSTER, type Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

/** A point on the way of an answer at which a gateway dies. */
interface Moment {
  readonly name: string;
  /** Slack gets no ack, and delivers the question once more. */
  readonly unacked?: true;
  /** Called before the question is typed; gives the gateway that got there, once it did. */
  reach(stand: Stand, asked: Asked): () => Promise<ServiceProcess>;
  /** What is so at that moment, and shows that it is this moment. */
  holds(stand: Stand, asked: Asked): Promise<void>;
}

/** At a command to Redis. */
function atCommand(command: (askId: string) => string, side: TrapSide): Moment['reach'] {
  return (stand, { id }) => {
    const { caught } = stand.trap('gateway', new RegExp(command(id), 'i'), side);
    return caught;
  };
}

/** After Slack has stored a message, without the reply. */
function atCutReply(part: 'opening' | 'answer'): Moment['reach'] {
  return (stand, { id }) => {
    const entry = `${id}:${part}`;
    const cut = stand.slack.faults.add('chat.postMessage', { kind: 'cut_after' }, { match: isPostOf(entry) });
    const unclear = (line: string) => line.includes('ended unclear') && line.includes(entry);
    return async () => {
      await stand.until(`the reply for ${entry} is cut`, () => cut.hits() === 1);
      const saw = (gateway: ServiceProcess) => gateway.log().split('\n').some(unclear);
      return stand.until('a gateway knows of it', () => stand.running('gateway').find(saw));
    };
  };
}

async function jobOf({ inspector }: Stand, { id }: Asked): Promise<JobState['state']> {
  return (await inspector.jobState(CLUSTER, id)).state;
}

async function expectMessages(stand: Stand, asked: Asked, openings: number, answers: number): Promise<void> {
  expect(messagesOf(stand, asked, 'opening')).toHaveLength(openings);
  expect(messagesOf(stand, asked, 'answer')).toHaveLength(answers);
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'the ask is stored, its job does not exist',
    unacked: true,
    reach: atCommand((id) => `diagnose-[^]*"ask":"${id}"`, 'before'),
    holds: async (stand, asked) => {
      expect(await stand.redis.exists(stand.keys.ask(asked.id))).toBe(1);
      expect(await jobOf(stand, asked)).toBe('absent');
    },
  },
  {
    name: 'the job exists, the ack is not sent',
    unacked: true,
    reach: atCommand((id) => `diagnose-[^]*"ask":"${id}"`, 'after'),
    holds: async (stand, asked) => expect(await jobOf(stand, asked)).not.toBe('absent'),
  },
  {
    name: 'Slack stored the opening, its reply was cut',
    reach: atCutReply('opening'),
    holds: (stand, asked) => expectMessages(stand, asked, 1, 0),
  },
  {
    name: 'the opening is posted, its ts is not recorded',
    reach: atCommand((id) => `eval[^]*:sent:${id}:opening\r[^]*"basis"`, 'before'),
    holds: async (stand, asked) => {
      await expectMessages(stand, asked, 1, 0);
      expect(await stand.redis.exists(stand.keys.sent(`${asked.id}:opening`))).toBe(0);
    },
  },
  {
    name: 'the report is there, the answer is not in the outbox',
    reach: atCommand((id) => `eval[^]*queued:${id}:opening-done\r`, 'before'),
    holds: async (stand, asked) => {
      expect(await stand.redis.exists(stand.keys.report(asked.id))).toBe(1);
      expect(await stand.redis.exists(stand.keys.queued(`${asked.id}:answer`))).toBe(0);
    },
  },
  {
    name: 'the intent of the answer is written, nothing is posted',
    reach: atCommand((id) => `eval[^]*intent:${id}:answer\r[^]*"calling"`, 'after'),
    holds: async (stand, asked) => {
      expect(await stand.redis.exists(stand.keys.intent(`${asked.id}:answer`))).toBe(1);
      await expectMessages(stand, asked, 1, 0);
    },
  },
  {
    name: 'Slack stored the answer, its reply was cut',
    reach: atCutReply('answer'),
    holds: (stand, asked) => expectMessages(stand, asked, 1, 1),
  },
  {
    name: 'the answer is posted, its ts is not recorded',
    reach: atCommand((id) => `eval[^]*:sent:${id}:answer\r[^]*"basis"`, 'before'),
    holds: async (stand, asked) => {
      await expectMessages(stand, asked, 1, 1);
      expect(await stand.redis.exists(stand.keys.sent(`${asked.id}:answer`))).toBe(0);
    },
  },
  {
    name: 'the answer is out of the outbox, the opening is not edited',
    reach: atCommand((id) => `eval[^]*:lease:outbox:[^]*queued:${id}:answer\r`, 'after'),
    holds: async (stand, asked) => {
      await expectMessages(stand, asked, 1, 1);
      const mail = await stand.redis.lrange(stand.keys.outbox(asked.channel), 0, -1);
      expect(mail.join()).toContain(`${asked.id}:opening-done`);
    },
  },
];

type Rest = 'a second gateway runs' | 'it is started again';
const RESTS: readonly Rest[] = ['a second gateway runs', 'it is started again'];
const ROWS = MOMENTS.flatMap((moment) => RESTS.map((rest): [string, Rest, Moment] => [moment.name, rest, moment]));

/** Lets a gateway die at a moment and sees what comes of the question. */
async function killAt(stand: Stand, moment: Moment, rest: Rest): Promise<void> {
  await Promise.all([stand.staff('worker', 1), stand.staff('gateway', rest === 'a second gateway runs' ? 2 : 1)]);
  const asked = stand.ask(stand.channel());
  const victimOf = moment.reach(stand, asked);
  const typed = asked.type();
  const victim = await victimOf();
  await moment.holds(stand, asked);
  await victim.kill();
  if (rest === 'it is started again') await stand.start('gateway');
  expect((await typed).acked).toBe(moment.unacked === undefined);
  if (moment.unacked) expect(await stand.slack.redeliver(asked.triggerId)).toMatchObject({ acked: true });
  await expectExactlyOnce(stand, [asked]);
}

describe('a gateway killed', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(3);
  });
  afterAll(() => pool?.close());

  it.concurrent.each(ROWS)('when %s; %s', (_, rest, moment) => pool.use((stand) => killAt(stand, moment, rest)));
});

describe('a gateway killed that hears Slack over HTTP', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(1, { mode: 'http' });
  });
  afterAll(() => pool?.close());

  it.each(ROWS.filter(([, rest, { unacked }]) => unacked && rest === 'it is started again'))(
    'when %s; %s',
    (_, rest, moment) => pool.use((stand) => killAt(stand, moment, rest)),
  );
});
