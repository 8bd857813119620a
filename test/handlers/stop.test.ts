import { afterEach, expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { openingMessage } from '../../src/formatters/slack-notices.ts';
import { stoppedBy } from '../../src/redis/cancels.ts';
import { storeReport } from '../../src/redis/reports.ts';
import { type Gateway, startGateway } from './gateway.ts';

let gateway: Gateway;

afterEach(async () => {
  await gateway.close();
});

/** An ask with its opening message in the channel, Stop button and all. */
async function asked(channel = 'incidents', mode: 'socket' | 'http' = 'socket') {
  gateway = await startGateway({ mode });
  const { slack, register, asks } = gateway;
  await register('prod-eu');
  await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
  const [id = ''] = await asks();
  const { text, blocks } = openingMessage(
    { id, words: 'status', cluster: 'prod-eu', language: 'en' },
    { state: 'waiting' },
  );
  const { ts } = slack.store.addMessage({
    channel: slack.store.channel(channel)?.id ?? '',
    user: slack.botUserId,
    text,
    blocks: blocks.map((block) => ({ block_id: 'b1', ...block })),
  });
  return { ...gateway, id, click: { channel, messageTs: ts, user: 'ben', actionId: 'dca_stop' } };
}

const REPORT: Report = {
  schema: 1,
  question: { kind: 'status' },
  cluster: 'prod-eu',
  verdict: 'ok',
  findings: [],
  readings: [],
  agent: { versions: [], images: [] },
  masked: 0,
  at: '2026-11-23T20:00:00.000Z',
  tookMs: 12,
};

test.each(['socket', 'http'] as const)('anybody in the channel stops it over %s, by name', async (mode) => {
  const { slack, redis, keys, id, click, logged } = await asked('incidents', mode);
  expect(await slack.click(click)).toMatchObject({ acked: true });
  await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0BEN0001').length === 1);
  expect(await stoppedBy(redis, keys, id)).toBe('ben');
  expect(logged()).toContain('"result":"stop-accepted"');
  expect(slack.store.message('C0INCIDEN', click.messageTs)?.edits).toEqual([]);
});

test('an answered ask is past stopping', async () => {
  const { slack, redis, keys, id, click, logged } = await asked();
  await storeReport(redis, keys, id, REPORT);
  await slack.click(click);
  await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0BEN0001').length === 1);
  expect(await stoppedBy(redis, keys, id)).toBeUndefined();
  expect(logged()).toContain('"result":"stop-too-late"');
});

test.each([
  { name: 'an ask of another channel', channel: 'platform', value: (id: string) => id },
  { name: 'an ask that never was', channel: 'incidents', value: () => 'ask:*' },
])('$name is not stopped', async ({ channel, value }) => {
  const { slack, redis, keys, id, click, logged } = await asked(channel);
  await slack.click({ ...click, value: value(id) });
  await slack.store.waitFor((store) => store.ephemerals(channel, 'U0BEN0001').length === 1);
  expect(await redis.keys(keys.cancel('*'))).toEqual([]);
  expect(logged()).toContain('"result":"stop-too-late"');
});

test('with Redis down the person is told that it did not work, and the log has no name', async () => {
  const { slack, server, click, logged } = await asked();
  await server.kill9();
  expect(await slack.click(click)).toMatchObject({ acked: true });
  const [shown] = await slack.store.waitFor((store) => {
    const seen = store.ephemerals('incidents', 'U0BEN0001');
    return seen.length > 0 ? seen : undefined;
  });
  expect(shown?.text).toContain('cannot reach its queue');
  expect(logged()).toContain('"code":"redis-unreachable"');
});

test('a button of another version is acked', async () => {
  const { slack, click, logged } = await asked();
  const stop = slack.store.message('C0INCIDEN', click.messageTs);
  for (const block of stop?.blocks ?? []) {
    if (Array.isArray(block.elements) && block.type === 'actions') block.elements[0].action_id = 'dca_of_old';
  }
  expect(await slack.click({ ...click, actionId: 'dca_of_old' })).toMatchObject({ acked: true });
  expect(logged()).toContain('a button without a listener');
});
