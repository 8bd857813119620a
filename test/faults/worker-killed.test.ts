import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportIn } from '../../src/redis/reports.ts';
import { expectExactlyOnce, messagesOf, settled, timesPosted } from './exactly-once.ts';
import type { ServiceProcess } from './service-process.ts';
import { type Asked, CLUSTER, type Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

/** A point in the work on an ask at which its worker dies. */
interface Moment {
  readonly name: string;
  /** Called before the question is typed; gives the worker that got there, once it did. */
  reach(stand: Stand, asked: Asked): () => Promise<ServiceProcess>;
  /** What is so at that moment, and shows that it is this moment. */
  holds(stand: Stand, asked: Asked): Promise<void>;
}

const hasReport = async ({ redis, keys }: Stand, { id }: Asked) => (await redis.exists(keys.report(id))) === 1;

/** While a command runs in an Agent's pod, which never ends by itself. */
function whileExecRuns(stand: Stand, asked: Asked): () => Promise<ServiceProcess> {
  const { cluster } = stand;
  const before = cluster.requests.length;
  const letGo = cluster.faults.add({ kind: 'exec', delayMs: 120_000 });
  return async () => {
    await stand.until('a command runs in a pod', () =>
      cluster.requests.slice(before).some(({ path }) => path.includes('/exec?')),
    );
    letGo();
    const says = (worker: ServiceProcess) => worker.log().includes(asked.id);
    return stand.until('a worker has it', () => stand.running('worker').find(says));
  };
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'the job is taken, nothing is read',
    reach: (stand, { id }) => stand.trap('worker', new RegExp(`\\bget\r[^]*:ask:${id}\r`, 'i'), 'before').caught,
    holds: async (stand, asked) => {
      expect((await stand.inspector.jobState(CLUSTER, asked.id)).state).toBe('active');
      expect(await hasReport(stand, asked)).toBe(false);
    },
  },
  {
    name: 'a command runs in a pod',
    reach: whileExecRuns,
    holds: async (stand, asked) => expect(await hasReport(stand, asked)).toBe(false),
  },
  {
    name: 'the report is computed, not stored',
    reach: (stand, { id }) => stand.trap('worker', new RegExp(`eval[^]*:report:${id}\r`, 'i'), 'before').caught,
    holds: async (stand, asked) => expect(await hasReport(stand, asked)).toBe(false),
  },
  {
    name: 'the report is stored, the gateways are not told',
    reach: (stand, { id }) => stand.trap('worker', new RegExp(`answers-[^]*"ask":"${id}"`), 'before').caught,
    holds: async (stand, asked) => expect(await hasReport(stand, asked)).toBe(true),
  },
  {
    name: 'the gateways are told, the job is not done',
    reach: (stand, { id }) => stand.trap('worker', new RegExp(`answers-[^]*"ask":"${id}"`), 'after').caught,
    holds: async (stand, asked) => {
      await stand.until('the answer is posted', () => messagesOf(stand, asked, 'answer').length > 0);
      expect((await stand.inspector.jobState(CLUSTER, asked.id)).state).toBe('active');
    },
  },
];

type Rest = 'a second worker runs' | 'it is started again';
const RESTS: readonly Rest[] = ['a second worker runs', 'it is started again'];
const ROWS = MOMENTS.flatMap((moment) => RESTS.map((rest): [string, Rest, Moment] => [moment.name, rest, moment]));

describe('a worker killed', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(2);
  });
  afterAll(() => pool?.close());

  it.concurrent.each(ROWS)('when %s; %s', (_, rest, moment) =>
    pool.use(async (stand) => {
      await Promise.all([stand.staff('gateway', 1), stand.staff('worker', rest === 'a second worker runs' ? 2 : 1)]);
      await stand.forgetShared();
      const asked = stand.ask(stand.channel());
      const victimOf = moment.reach(stand, asked);
      expect((await asked.type()).acked).toBe(true);
      const victim = await victimOf();
      await moment.holds(stand, asked);
      await victim.kill();
      if (rest === 'it is started again') await stand.start('worker');
      await expectExactlyOnce(stand, [asked]);
      expect(timesPosted(stand, asked, 'answer')).toBe(1);
    }),
  );
});

describe('no worker is left', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(2, { deadline: '8s' });
  });
  afterAll(() => pool?.close());

  it.concurrent('two workers die over one ask: the deadline says so, and no third is sacrificed', () =>
    pool.use(async (stand) => {
      await Promise.all([stand.staff('gateway', 1), stand.staff('worker', 1)]);
      const asked = stand.ask(stand.channel(), 'status');
      const first = whileExecRuns(stand, asked);
      await asked.type();
      await (await first()).kill();
      const second = stand.trap('worker', new RegExp(`\\bget\r[^]*:ask:${asked.id}\r`, 'i'), 'before');
      await stand.start('worker');
      await (await second.caught()).kill();
      const third = await stand.start('worker');
      await stand.until('the deadline answers', () => messagesOf(stand, asked, 'answer')[0], 45_000);
      await expectExactlyOnce(stand, [asked], { basis: 'overdue', jobEnd: 'worker-died' });
      expect(await causeOf(stand, asked)).toMatchObject({ code: 'worker-died', facts: { cluster: CLUSTER, times: 2 } });
      expect(third.alive()).toBe(true);
      expect(third.log()).not.toContain('collection started');
    }));

  it.concurrent('all workers are gone: the deadline says so, and the report of one that comes back edits the answer', () =>
    pool.use(async (stand) => {
      await Promise.all([stand.staff('gateway', 1), stand.staff('worker', 1)]);
      const asked = stand.ask(stand.channel(), 'status');
      const victimOf = whileExecRuns(stand, asked);
      await asked.type();
      await (await victimOf()).kill();
      await stand.until('the deadline answers', () => messagesOf(stand, asked, 'answer')[0], 45_000);
      await stand.until('its answer was all there was to say', () => settled(stand, asked, 'active').then(() => true));
      expect(await causeOf(stand, asked)).toMatchObject({ code: 'worker-silent', facts: { cluster: CLUSTER } });
      const [silent] = messagesOf(stand, asked, 'answer').map(({ text }) => text);
      await stand.start('worker');
      await stand.until('the answer is edited', () => (messagesOf(stand, asked, 'answer')[0]?.edits.length ?? 0) > 0);
      await expectExactlyOnce(stand, [asked]);
      const [answer] = messagesOf(stand, asked, 'answer');
      expect(answer?.edits).toHaveLength(1);
      expect(answer?.text).not.toBe(silent);
    }));

  async function causeOf({ redis, keys }: Stand, { id }: Asked) {
    const overdue = reportIn(await redis.getBuffer(keys.overdue(id)));
    return overdue.state === 'found' ? overdue.value.findings[0] : undefined;
  }
});
