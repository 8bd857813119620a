import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import {
  dropReport,
  findReportId,
  fitReport,
  loadReport,
  REPORT_BYTES,
  reportIn,
  reportInJson,
  storeOverdue,
  storeReport,
} from '../../src/redis/reports.ts';
import { reportOf } from '../answers/sending-world.ts';
import { startTestRedis, type TestRedis } from './private-redis.ts';

let server: TestRedis;
let redis: Redis;
const keys = keysOf('{t}');

beforeAll(async () => {
  server = await startTestRedis();
  redis = openCommands({ url: server.url, prefix: '{t}' });
  await whenReady(redis, 5_000);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  await closeRedis(redis);
  await server.stop();
});

/** Random text does not compress: about 3/4 of its length stays. */
function reportWithSnapshot(characters: number): Report {
  const noise = randomBytes(Math.ceil((characters * 3) / 4)).toString('base64');
  const snapshot = { origin: 'cluster', cluster: 'prod', namespace: noise } as Report['snapshot'] & object;
  return { ...reportOf(), snapshot };
}

it('stores a report once, for 30 days', async () => {
  expect(await storeReport(redis, keys, 'a1', reportOf('prod', 'first'))).toBe('stored');
  expect(await storeReport(redis, keys, 'a1', reportOf('prod', 'second'))).toBe('known');
  expect(await loadReport(redis, keys, 'a1')).toEqual({ state: 'found', value: reportOf('prod', 'first') });
  expect(await redis.ttl(keys.report('a1'))).toBeGreaterThan(30 * 86_400 - 10);
  await dropReport(redis, keys, 'a1');
  expect(await loadReport(redis, keys, 'a1')).toEqual({ state: 'absent' });
});

it('keeps a deadline stand-in apart from the report', async () => {
  await storeOverdue(redis, keys, 'a1', reportOf('prod', 'cause'));
  expect(await loadReport(redis, keys, 'a1')).toEqual({ state: 'absent' });
  expect(reportIn(await redis.getBuffer(keys.overdue('a1')))).toEqual({
    state: 'found',
    value: reportOf('prod', 'cause'),
  });
  expect(await storeReport(redis, keys, 'a1', reportOf())).toBe('stored');
});

it('keeps a snapshot that fits, and leaves out one that does not, saying so', async () => {
  const small = reportWithSnapshot(200_000);
  await storeReport(redis, keys, 'small', small);
  expect(await loadReport(redis, keys, 'small')).toEqual({ state: 'found', value: small });

  await storeReport(redis, keys, 'large', reportWithSnapshot(500_000));
  const large = await loadReport(redis, keys, 'large');
  expect(large).toMatchObject({ state: 'found', value: { findings: reportOf().findings } });
  expect(large.state === 'found' && large.value.snapshot).toBeUndefined();
  expect(large.state === 'found' && large.value.readings.at(-1)).toMatchObject({
    source: 'stored report',
    known: false,
    why: 'truncated',
  });
  expect(await redis.strlen(keys.report('large'))).toBeLessThan(REPORT_BYTES);
});

it('refuses a report that is too large without its snapshot, or broken', async () => {
  const noise = randomBytes(600_000).toString('base64');
  await expect(storeReport(redis, keys, 'a1', reportOf('prod', noise))).rejects.toThrow(RangeError);
  const broken = { ...reportOf(), verdict: 'fine' } as unknown as Report;
  await expect(storeReport(redis, keys, 'a1', broken)).rejects.toThrow(/verdict|fine/);
  expect(await redis.exists(keys.report('a1'))).toBe(0);
});

it.each([
  ['text', Buffer.from('hello'), 'not gzip'],
  ['another schema', gzipSync(JSON.stringify({ ...reportOf(), schema: 2 })), 'schema'],
  ['a finding without facts', gzipSync(JSON.stringify({ ...reportOf(), findings: [{ code: 'x' }] })), 'findings.0'],
  ['a bomb', gzipSync(Buffer.alloc(70 * 1024 * 1024)), 'too large'],
])('reads %s as unreadable', async (_, packed, detail) => {
  await redis.set(keys.report('a1'), packed);
  expect(await loadReport(redis, keys, 'a1')).toMatchObject({
    state: 'unreadable',
    detail: expect.stringContaining(detail),
  });
});

const FULL = `ask${'0123456789abcdef'.repeat(2)}`;
const ALIKE = `${FULL.slice(0, -1)}0`;

it('is found by its whole id and by the beginning of it, as phones write it too', async () => {
  await storeReport(redis, keys, FULL, reportOf());
  for (const typed of [FULL, FULL.slice(0, 13), FULL.slice(0, 13).toUpperCase()])
    expect(await findReportId(redis, keys, typed)).toBe(FULL);
  for (const typed of ['ask9999999999', FULL.slice(0, 12), 'report:*', ''])
    expect(await findReportId(redis, keys, typed)).toBeUndefined();
  expect(await redis.ttl(keys.reportId(FULL.slice(0, 13)))).toBeGreaterThan(30 * 86_400 - 10);
});

it('is found by its whole id alone where another one begins alike', async () => {
  await storeReport(redis, keys, FULL, reportOf());
  await storeReport(redis, keys, ALIKE, reportOf());
  expect(await findReportId(redis, keys, FULL.slice(0, 13))).toBeUndefined();
  expect(await findReportId(redis, keys, ALIKE)).toBe(ALIKE);
  // What is stored once more in the place of a foreign report does not make it one of several.
  await redis.flushall();
  await storeReport(redis, keys, FULL, reportOf());
  await dropReport(redis, keys, FULL);
  await storeReport(redis, keys, FULL, reportOf());
  expect(await findReportId(redis, keys, FULL.slice(0, 13))).toBe(FULL);
});

it('is fitted as it would be stored', async () => {
  const small = reportWithSnapshot(200_000);
  expect(fitReport(small)).toBe(small);
  const large = reportWithSnapshot(500_000);
  await storeReport(redis, keys, 'large', large);
  expect(await loadReport(redis, keys, 'large')).toEqual({ state: 'found', value: fitReport(large) });
});

it('is read from JSON, and nothing else is', () => {
  expect(reportInJson(JSON.stringify(reportOf()))).toEqual({ state: 'found', value: reportOf() });
  for (const text of ['', 'x', '{}', JSON.stringify({ ...reportOf(), schema: 99 })])
    expect(reportInJson(text)).toMatchObject({ state: 'unreadable' });
});
