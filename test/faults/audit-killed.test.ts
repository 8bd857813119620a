import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/audit/audit-record.ts';
import { auditAfter } from '../../src/redis/audit-stream.ts';
import { expectExactlyOnce, messagesOf } from './exactly-once.ts';
import type { TrapSide } from './redis-proxy.ts';
import { type Asked, CLUSTER, type Stand } from './stand.ts';
import { openPool, type StandPool } from './stand-pool.ts';

/** A point around a record of the audit at which the gateway that writes it dies. */
interface Moment {
  readonly name: string;
  readonly record: 'asked' | 'ended';
  readonly side: TrapSide;
  /** Lines of this ask at that moment. */
  readonly lines: number;
  readonly answers: number;
}

const MOMENTS: readonly Moment[] = [
  { name: 'the ask is stored, its record is not', record: 'asked', side: 'before', lines: 0, answers: 0 },
  { name: 'the record of the ask is stored, Slack has no ack', record: 'asked', side: 'after', lines: 1, answers: 0 },
  { name: 'the answer is posted, its end is not recorded', record: 'ended', side: 'before', lines: 1, answers: 1 },
  { name: 'the end is recorded, the outbox still has it', record: 'ended', side: 'after', lines: 2, answers: 1 },
];

async function recordsOf({ redis, keys }: Stand, { id }: Asked): Promise<AuditRecord[]> {
  const lines = await auditAfter(redis, keys, '0-0', 10_000);
  return lines.map(({ text }): AuditRecord => JSON.parse(text)).filter(({ ask }) => ask === id);
}

describe('a gateway killed when', () => {
  let pool: StandPool;
  beforeAll(async () => {
    pool = await openPool(2);
  });
  afterAll(() => pool?.close());

  it.concurrent.each(MOMENTS.map((moment) => [moment.name, moment] as const))('%s', (_, moment) =>
    pool.use(async (stand) => {
      await Promise.all([stand.staff('worker', 1), stand.staff('gateway', 1)]);
      // With a worker the answer, whose end writes both records, could come before the first one is caught.
      if (moment.answers === 0) await stand.staff('worker', 0);
      await stand.forgetShared();
      const asked = stand.ask(stand.channel(), 'leader');
      const record = new RegExp(`:audited:${asked.id}:${moment.record}\\r`);
      const { caught } = stand.trap('gateway', record, moment.side);
      const typed = asked.type();
      const victim = await caught();
      expect(await recordsOf(stand, asked)).toHaveLength(moment.lines);
      expect(messagesOf(stand, asked, 'answer')).toHaveLength(moment.answers);
      await victim.kill();
      await Promise.all([stand.start('gateway'), stand.staff('worker', 1)]);
      // For the first record the ack waits.
      if (!(await typed).acked) expect(await stand.slack.redeliver(asked.triggerId)).toMatchObject({ acked: true });
      await expectExactlyOnce(stand, [asked]);

      const { id, channel } = asked;
      const about = { ask: id, channel, user: 'U0ALICE01', kind: 'leader', cluster: CLUSTER, decision: 'allowed' };
      const records = await recordsOf(stand, asked);
      expect(records).toEqual([
        expect.objectContaining({ ...about, id: `${id}:asked`, event: 'asked' }),
        expect.objectContaining({ ...about, id: `${id}:ended`, event: 'ended', ended: 'answered' }),
      ]);
      expect(records[1]?.tookMs).toBeGreaterThan(0);
    }),
  );
});
