import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditTools, makeAuditLog } from '../../src/audit/audit-log.ts';
import type { AuditRecord, Refused } from '../../src/audit/audit-record.ts';
import { readAudit } from '../../src/audit/read-audit.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Question } from '../../src/domain/question.ts';
import { maskText } from '../../src/masking/mask-text.ts';
import { AUDIT_LENGTH, appendAudit, auditAfter } from '../../src/redis/audit-stream.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

const keys = keysOf('{dca}');
let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  redis = openCommands({ url: server.url, prefix: '{dca}' });
  await whenReady(redis, 5_000);
});
beforeEach(async () => {
  await redis.flushall();
});
afterAll(async () => {
  await closeRedis(redis);
  await server.stop();
});

const ASKED_AT = Date.UTC(2026, 10, 23, 20);
const ASK: Ask = {
  id: `ask${'1'.repeat(32)}`,
  question: { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } },
  cluster: 'prod-eu',
  words: 'hpa shop/web please',
  address: { team: 'T1', channel: 'C1', user: 'U1', thread: '7.1', responseUrl: 'https://hooks.example/secret' },
  language: 'en',
  depth: 'normal',
  askedAt: ASKED_AT,
};
const REFUSED: Refused = {
  request: 'r1',
  ask: ASK.id,
  action: 'stop',
  user: 'U2',
  team: 'T1',
  channel: 'C1',
  question: ASK.question,
  cluster: 'prod-eu',
  reason: 'no-rule',
  rule: 'sre',
  at: ASKED_AT,
};

function auditLog(connection = redis) {
  const lost: unknown[] = [];
  const tools: AuditTools = {
    redis: connection,
    keys,
    mask: maskText,
    metrics: { auditLost: { add: (labels) => lost.push(labels) } },
    log: (message) => lost.push(message),
  };
  return { lost, audit: makeAuditLog(tools) };
}

async function records(): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const line of readAudit(redis, keys, { sinceMs: 60_000 })) found.push(JSON.parse(line));
  return found;
}

const ASKED = {
  id: `${ASK.id}:asked`,
  at: '2026-11-23T20:00:00.000Z',
  event: 'asked',
  ask: ASK.id,
  action: 'ask',
  user: 'U1',
  team: 'T1',
  channel: 'C1',
  thread: '7.1',
  kind: 'hpa',
  subject: 'shop/web',
  cluster: 'prod-eu',
  decision: 'allowed',
};
const ENDED = {
  ...ASKED,
  id: `${ASK.id}:ended`,
  at: '2026-11-23T20:00:01.500Z',
  event: 'ended',
  ended: 'answered',
  verdict: 'fault',
  tookMs: 1500,
};

describe('the audit', () => {
  test('has one line for an ask and one for its end, however often each is told', async () => {
    const { audit, lost } = auditLog();
    for (const _ of ['once', 'twice']) await audit.asked(ASK);
    expect(await records()).toEqual([ASKED]);
    const end = { ended: 'answered', verdict: 'fault', at: ASKED_AT + 1500 } as const;
    await Promise.all([audit.ended(ASK, end), audit.ended(ASK, { ...end, at: ASKED_AT + 9000 })]);
    expect(await records()).toEqual([ASKED, ENDED]);
    expect(lost).toEqual([]);
  });

  test('has the line of the ask also where only its end was told', async () => {
    await auditLog().audit.ended(ASK, { ended: 'answered', verdict: 'fault', at: ASKED_AT + 1500 });
    expect(await records()).toEqual([ASKED, ENDED]);
  });

  test('has one line for a refusal, with the rule that came nearest', async () => {
    const { audit } = auditLog();
    for (const _ of ['once', 'twice']) await audit.refused(REFUSED);
    const { at, decision: _decision, thread: _thread, ...rest } = ASKED;
    const refused = { event: 'refused', action: 'stop', user: 'U2', reason: 'no-rule', rule: 'sre', ended: 'refused' };
    expect(await records()).toEqual([{ ...rest, at, id: 'r1:refused', ...refused, decision: 'refused' }]);
  });

  test('has no words, no address to reply to and no secret', async () => {
    const secret = 'xoxb-1234567890-abcdefghijklmnop';
    const { audit } = auditLog();
    const question: Question = { kind: 'hpa', subject: { namespace: 'shop', name: secret } };
    await audit.asked({ ...ASK, question, cluster: secret });
    const text = JSON.stringify(await records());
    for (const word of [secret, 'please', 'hooks.example']) expect(text).not.toContain(word);
  });

  test.each<{ question: Question; subject: string | undefined }>([
    { question: { kind: 'status' }, subject: undefined },
    { question: { kind: 'hpa', subject: { namespace: 'shop' } }, subject: 'shop/' },
    { question: { kind: 'node', subject: { name: 'worker-3' } }, subject: 'worker-3' },
    { question: { kind: 'replay', report: 'ask0123456789' }, subject: 'ask0123456789' },
    { question: { kind: 'compare', cluster: 'a', against: { cluster: 'b' } }, subject: 'a b' },
    { question: { kind: 'compare', against: { report: 'ask0123456789' } }, subject: 'ask0123456789' },
  ])('says what $question was about: $subject', async ({ question, subject }) => {
    await auditLog().audit.asked({ ...ASK, question });
    expect((await records()).map((record) => record.subject)).toEqual([subject]);
  });

  test('counts and logs what it could not write, and writes it when it is told again', async () => {
    await redis.set(keys.audit(), 'not a stream');
    const { audit, lost } = auditLog();
    await audit.asked(ASK);
    expect(lost).toEqual([{ event: 'asked' }, 'an audit record could not be written']);
    await redis.del(keys.audit());
    await audit.asked(ASK);
    expect(await records()).toEqual([ASKED]);
  });

  test('does not reject without Redis', async () => {
    const away = openCommands({ url: 'unix:/nowhere/at/all', prefix: '{dca}' });
    const { audit, lost } = auditLog(away);
    await Promise.all([audit.asked(ASK), audit.ended(ASK, { ended: 'failed', at: 1 }), audit.refused(REFUSED)]);
    expect(lost).toHaveLength(6);
    await closeRedis(away);
  });

  test('is cut to its newest lines', async () => {
    const batch = 2_000;
    for (let start = 0; start < AUDIT_LENGTH + 3 * batch; start += batch) {
      const lines = Array.from({ length: batch }, (_, index) => ({ id: `x${start + index}`, text: '{}' }));
      await appendAudit(redis, keys, lines);
    }
    const length = await redis.xlen(keys.audit());
    expect(length).toBeGreaterThanOrEqual(AUDIT_LENGTH);
    expect(length).toBeLessThan(AUDIT_LENGTH + batch);
  });
});

describe('reading the audit', () => {
  test('goes on in pages, in order, and leaves out what is older', async () => {
    const [seconds] = await redis.time();
    const at = (age: number, text: string) =>
      redis.xadd(keys.audit(), `${(Number(seconds) - age) * 1000}-*`, 'record', text);
    await at(120, '{"id":"old"}');
    await at(30, '{"id":"new"}');
    const ids = Array.from({ length: 1_203 }, (_, index) => `n${index}`);
    await appendAudit(
      redis,
      keys,
      ids.map((id) => ({ id, text: JSON.stringify({ id }) })),
    );
    expect((await records()).map(({ id }) => id)).toEqual(['new', ...ids]);
    expect(await auditAfter(redis, keys, '0-0', 2)).toMatchObject([{ text: '{"id":"old"}' }, { text: '{"id":"new"}' }]);
  });

  test('keeps to one JSON object a line, whatever stands in the stream', async () => {
    await redis.xadd(keys.audit(), '*', 'record', '{\n"id": "a"}');
    await redis.xadd(keys.audit(), '*', 'record', 'no JSON\n');
    const lines: string[] = [];
    for await (const line of readAudit(redis, keys, { sinceMs: 60_000 })) lines.push(line);
    expect(lines).toEqual(['{"id":"a"}', expect.stringMatching(/^\{"id":"\d+-\d+","unreadable":true\}$/)]);
  });

  test('follows what is added, until it is told to end', async () => {
    const end = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of readAudit(redis, keys, { sinceMs: 60_000, follow: end.signal })) seen.push(line);
    })();
    await appendAudit(redis, keys, [{ id: 'a', text: '{"id":"a"}' }]);
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['{"id":"a"}']);
    await appendAudit(redis, keys, [{ id: 'b', text: '{"id":"b"}' }]);
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['{"id":"a"}', '{"id":"b"}']);
    end.abort();
    await reading;
  });
});
