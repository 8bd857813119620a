import { expect, test } from 'vitest';
import { recordEnd } from '../../src/answers/record-end.ts';
import type { Delivery } from '../../src/answers/sending-tools.ts';
import type { End } from '../../src/audit/audit-record.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Report } from '../../src/domain/report.ts';
import type { DeliveryState } from '../../src/redis/delivery-state.ts';
import type { Sent } from '../../src/redis/outbox.ts';
import { outboxEntry, type Part } from '../../src/redis/outbox-entry.ts';
import type { Stored } from '../../src/redis/stored.ts';

const ASK: Ask = {
  id: 'ask1',
  question: { kind: 'leader' },
  cluster: 'prod',
  words: 'leader',
  address: { team: 'T1', channel: 'C1', user: 'U1' },
  language: 'en',
  depth: 'normal',
  askedAt: 1_000,
};
const REPORT: Report = {
  schema: 1,
  question: { kind: 'leader' },
  cluster: 'prod',
  verdict: 'warning',
  findings: [],
  readings: [],
  agent: { versions: [], images: [] },
  masked: 0,
  at: '2026-11-23T20:00:00.000Z',
  tookMs: 12,
};
const STOPPED: Finding = {
  code: 'question-stopped',
  verdict: 'unknown',
  subject: '',
  facts: { by: 'ben' },
  evidence: [],
};
const SENT: Sent = { channel: 'C1', ts: '7.1', form: 'blocks', basis: 'report', at: 4_000 };
const absent = { state: 'absent' } as const;
const found = (report: Partial<Report> = {}): Stored<Report> => ({ state: 'found', value: { ...REPORT, ...report } });
const REMOVE: Delivery = { next: 'remove' };

const ROWS: readonly {
  readonly name: string;
  readonly report?: Stored<Report>;
  readonly overdue?: Stored<Report>;
  readonly sent?: Sent;
  readonly delivery?: Delivery;
  readonly part?: Part;
  readonly end: End | undefined;
}[] = [
  { name: 'answered just now', report: found(), end: { ended: 'answered', verdict: 'warning', at: 9_000 } },
  {
    name: 'answered by whoever died over it',
    report: found(),
    sent: SENT,
    end: { ended: 'answered', verdict: 'warning', at: 4_000 },
  },
  {
    name: 'stopped',
    report: found({ verdict: 'unknown', findings: [STOPPED] }),
    end: { ended: 'stopped', verdict: 'unknown', at: 9_000 },
  },
  {
    name: 'no report in time',
    overdue: found({ verdict: 'unknown', findings: [{ ...STOPPED, code: 'worker-silent' } as unknown as Finding] }),
    end: { ended: 'expired', verdict: 'unknown', reason: 'worker-silent', at: 9_000 },
  },
  {
    name: 'a report after the deadline had answered',
    report: found(),
    overdue: found({ verdict: 'unknown' }),
    sent: { ...SENT, basis: 'overdue' },
    end: { ended: 'expired', verdict: 'unknown', at: 4_000 },
  },
  {
    name: 'the report gone since',
    sent: SENT,
    end: { ended: 'answered', at: 4_000 },
  },
  {
    name: 'refused by Slack in every form',
    report: found(),
    delivery: { next: 'give-up', why: 'refused', detail: 'is_archived' },
    end: { ended: 'failed', reason: 'refused', at: 9_000 },
  },
  {
    name: 'in the outbox for too long',
    report: found(),
    delivery: { next: 'give-up', why: 'too-old', detail: '' },
    end: { ended: 'expired', reason: 'too-old', at: 9_000 },
  },
  { name: 'not sent yet', report: found(), delivery: { next: 'wait', scope: 'channel' }, end: undefined },
  { name: 'of another gateway by now', report: found(), delivery: { next: 'lease-lost' }, end: undefined },
  { name: 'its opening alone', report: found(), part: 'opening-done', end: undefined },
  { name: 'edited by a late report', report: found(), part: 'answer-late', end: undefined },
];

test.each(ROWS)(
  '$name',
  async ({ report = absent, overdue = absent, sent, delivery = REMOVE, part = 'answer', end }) => {
    const state: DeliveryState = {
      ask: { state: 'found', value: ASK },
      report: () => report,
      overdue: () => overdue,
      intent: absent,
      sent,
      opening: undefined,
      answer: undefined,
      openingDone: undefined,
    };
    const ends: [Ask, End][] = [];
    const audit = { ended: async (ask: Ask, what: End) => void ends.push([ask, what]) };
    await recordEnd({ audit, now: () => 9_000 }, outboxEntry('ask1', part, 5_000), ASK, state, delivery);
    expect(ends).toEqual(end === undefined ? [] : [[ASK, end]]);
  },
);
