import { afterEach, describe, expect, test } from 'vitest';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { openInspector } from '../../src/queue/inspect.ts';
import { diagnoseQueue } from '../../src/queue/names.ts';
import { loadAsk } from '../../src/redis/asks.ts';
import { CONFIG, type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

let gateway: Gateway;

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway(options);
  return gateway;
}

afterEach(async () => {
  await gateway.close();
});

const JA = { C0INCIDEN: { language: 'ja' } } as const;
const alice = { channel: 'incidents', user: 'alice' } as const;

async function onlyAsk() {
  const ids = await gateway.asks();
  expect(ids).toHaveLength(1);
  const ask = await loadAsk(gateway.redis, gateway.keys, ids[0]!);
  if (ask.state !== 'found') throw new Error(ask.state);
  return ask.value;
}

test.each([
  { text: 'why is hpa “shop/web” at 824', question: { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } } },
  { text: 'hpa deploy/web —page 2', question: { kind: 'hpa', subject: { name: 'web', resource: 'deployment' } } },
  { text: 'metrics -n shop --page 2', question: { kind: 'metrics', subject: { namespace: 'shop' }, page: 2 } },
  { text: 'hpa <http://web.example|web.example>', question: { kind: 'hpa', subject: { name: 'web.example' } } },
  {
    text: 'HPA shop/web on PROD-EU',
    question: { kind: 'hpa', cluster: 'prod-eu', subject: { namespace: 'shop', name: 'web' } },
  },
])('/dca $text', async ({ text, question }) => {
  const { slack, register } = await start();
  await register('prod-eu');
  expect(await slack.typeCommand({ ...alice, text })).toMatchObject({ acked: true, text: undefined });
  expect((await onlyAsk()).question).toEqual(question);
});

test.each([
  { text: 'hpa web in shop', says: 'If shop is a namespace: /dca hpa shop/web' },
  { text: 'hpa web cart', says: 'Ask /dca hpa web/cart or /dca hpa web or /dca hpa cart' },
  { text: 'leader shop/web', says: 'Did you mean /dca hpa shop/web or /dca leader?' },
  { text: 'hpa Web_1', says: 'can be called Web_1' },
  { text: 'help', says: 'hpa shop/web' },
])('/dca $text is told about, and nothing is stored', async ({ text, says }) => {
  const { slack, register, asks } = await start();
  await register('prod-eu');
  await slack.typeCommand({ ...alice, text });
  const [shown] = slack.store.ephemerals('incidents', 'U0ALICE01');
  expect(plainTextOf({ text: '', blocks: shown?.blocks as never })).toContain(says);
  expect(await asks()).toEqual([]);
});

describe.each(['socket', 'http'] as const)('/dca over %s', (mode) => {
  test('is stored, queued and acked with nothing', async () => {
    const { slack, keys, redis, settings, register } = await start({ mode });
    await register('prod-eu');
    const outcome = await slack.typeCommand({ ...alice, text: 'why leader', triggerId: '171.922' });
    expect(outcome).toMatchObject({ acked: true, error: undefined, text: undefined });
    const ask = await onlyAsk();
    expect(ask).toMatchObject({
      question: { kind: 'leader' },
      cluster: 'prod-eu',
      words: 'why leader',
      depth: 'teach',
      language: 'en',
      address: { team: slack.teamId, channel: 'C0INCIDEN', user: 'U0ALICE01' },
    });
    expect(ask.id).toMatch(/^ask[0-9a-f]{32}$/);
    expect(ask.address.responseUrl).toContain('/response/');
    expect(await redis.lrange(keys.outbox('C0INCIDEN'), 0, -1)).toHaveLength(1);
    const inspector = openInspector(settings);
    try {
      await expect
        .poll(() => inspector.jobState('prod-eu', ask.id).catch(() => undefined))
        .toMatchObject({ state: 'waiting', waiting: 1 });
    } finally {
      await inspector.close();
    }
    expect(await redis.zcard(keys.pending())).toBe(0);
  });

  test('delivered again is the same ask, also when its job is gone', async () => {
    const { slack, keys, redis, settings, register, metrics } = await start({ mode });
    await register('prod-eu');
    const first = await slack.typeCommand({ ...alice, text: 'status' });
    const again = await slack.redeliver(first.triggerId);
    await redis.del(...(await redis.keys(`${settings.prefix}:${diagnoseQueue('prod-eu')}:*`)));
    const third = await slack.redeliver(first.triggerId);
    expect([first, again, third].map(({ acked, ack }) => ({ acked, said: JSON.stringify(ack ?? {}) }))).toEqual(
      Array(3).fill({ acked: true, said: '{}' }),
    );
    await onlyAsk();
    expect(await redis.lrange(keys.outbox('C0INCIDEN'), 0, -1)).toHaveLength(1);
    expect(await redis.keys(`${settings.prefix}:${diagnoseQueue('prod-eu')}:wait`)).toEqual([]);
    const page = await metrics.text();
    expect(page).toContain('dca_asks_total{result="stored"} 1');
    expect(page).toContain('dca_asks_total{result="duplicate"} 2');
    expect(page).toMatch(/dca_ack_seconds_count\{kind="command"\} 3/);
  });

  test('typed twice is two asks', async () => {
    const { slack, asks, register } = await start({ mode });
    await register('prod-eu');
    await slack.typeCommand({ ...alice, text: 'status' });
    await slack.typeCommand({ ...alice, text: 'status' });
    expect(await asks()).toHaveLength(2);
  });

  test('tells the asker alone when Redis is down, and takes questions again when it is back', async () => {
    const { slack, server, register, asks } = await start({ mode });
    await server.kill9();
    const outcome = await slack.typeCommand({ ...alice, text: 'status' });
    expect(outcome).toMatchObject({ acked: true, error: undefined });
    expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toHaveLength(1);
    expect(outcome.text).toMatch(/Redis/);
    await server.restart();
    await expect
      .poll(
        () =>
          register('prod-eu').then(
            () => true,
            () => false,
          ),
        { timeout: 5_000 },
      )
      .toBe(true);
    expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true, text: undefined });
    expect(await asks()).toHaveLength(1);
  });
});

test.each([
  { name: 'no words: the help', text: '', says: /help/i },
  { name: 'help', text: 'help', says: /help/i },
  { name: 'clusters', text: 'clusters', says: /prod-eu/ },
  { name: 'a mistyped word: the right one', text: 'statsu', says: /\/dca status/ },
  { name: 'an unknown cluster: the known ones', text: 'status --cluster prod-us', says: /prod-us.*prod-eu/ },
  { name: 'a word that is near nothing: the way to the help', text: 'kubernetes', says: /kubernetes.*\/dca help/ },
  { name: 'an unknown option', text: 'status --colour red', says: /--colour.*--cluster/ },
  { name: '10,000 characters', text: 'a'.repeat(10_000), says: /10,000/ },
])('$name', async ({ text, says }) => {
  const { slack, register, asks } = await start();
  await register('prod-eu');
  const outcome = await slack.typeCommand({ ...alice, text });
  expect(outcome).toMatchObject({ acked: true, error: undefined });
  const [shown, ...more] = slack.store.ephemerals('incidents', 'U0ALICE01');
  expect(more).toEqual([]);
  expect(JSON.stringify(shown)).toMatch(says);
  expect(await asks()).toEqual([]);
  expect(slack.store.messages('incidents')).toEqual([]);
});

test('text that could be markup reaches Slack escaped', async () => {
  const { slack, register } = await start();
  await register('prod-eu');
  await slack.typeCommand({ ...alice, text: '&lt;!channel&gt;&amp;*' });
  const [shown] = slack.store.ephemerals('incidents', 'U0ALICE01');
  const mrkdwn = JSON.stringify([shown?.text, shown?.blocks.filter(({ type }) => type !== 'rich_text')]);
  expect(mrkdwn).not.toContain('<!channel>');
  expect(JSON.stringify(shown?.blocks)).not.toContain('<!channel>');
});

test('emoji and Japanese arrive as they were typed', async () => {
  const { slack, register } = await start({ config: { ...CONFIG, channels: { C0INCIDEN: { language: 'ja' } } } });
  await register('東京-1 🗼');
  await slack.typeCommand({ ...alice, text: 'リーダーを教えて 🙏' });
  const said = slack.store.ephemerals('incidents', 'U0ALICE01');
  await slack.typeCommand({ ...alice, text: '“リーダー”' });
  expect(said).toHaveLength(1);
  expect(await onlyAsk()).toMatchObject({
    question: { kind: 'leader' },
    cluster: '東京-1 🗼',
    words: '“リーダー”',
    language: 'ja',
  });
});

test.each([
  { name: "the words' language first", text: 'status --lang en', user: 'hana', channels: JA, language: 'en' },
  { name: "then the channel's", text: 'status', user: 'alice', channels: JA, language: 'ja' },
  { name: "then the asker's", text: 'status', user: 'hana', channels: {}, language: 'ja' },
])('the answer is in $name', async ({ text, user, channels, language }) => {
  const { slack, register } = await start({ config: { ...CONFIG, channels } });
  await register('prod-eu');
  await slack.typeCommand({ channel: 'incidents', user, text });
  expect(await onlyAsk()).toMatchObject({ language });
});

test('a look-up that hangs costs the language and not the answer, and is not waited for twice', async () => {
  const { slack, register, metrics } = await start({ config: { ...CONFIG, language: 'ja' } });
  await register('prod-eu');
  const hanging = slack.faults.add('users.info', { kind: 'delay', ms: 60_000 }, { times: Infinity });
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true, error: undefined });
  expect(await onlyAsk()).toMatchObject({ language: 'ja' });
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true, error: undefined });
  expect(hanging.hits()).toBe(1);
  const page = await metrics.text();
  expect(page).toContain('dca_ack_seconds_bucket{le="1",kind="command"} 2');
  expect(page).not.toContain('dca_ack_seconds_bucket{le="0.25",kind="command"} 0');
});

test('a cluster whose workers are silent is asked all the same', async () => {
  const { slack, redis, keys } = await start();
  const entry = { name: 'quiet', version: '0.1.0', slug: 'quiet-1', rights: [], lastSeen: 1_000 };
  await redis.hset(keys.clusters(), 'quiet', JSON.stringify(entry));
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true, text: undefined });
  expect(await onlyAsk()).toMatchObject({ cluster: 'quiet' });
});

test.each([
  { name: 'the one that is named', text: 'status on PROD-US', asked: 'prod-us' },
  { name: "else the channel's", text: 'status', asked: 'prod-eu' },
])('of several clusters it asks $name', async ({ text, asked }) => {
  const { slack, register } = await start({ config: { ...CONFIG, channels: { C0INCIDEN: { cluster: 'prod-eu' } } } });
  await register('prod-us', 'prod-eu', 'staging');
  await slack.typeCommand({ ...alice, text });
  expect(await onlyAsk()).toMatchObject({ cluster: asked });
});

test('of several clusters without a choice it names them', async () => {
  const { slack, register, asks, logged } = await start();
  await register('prod-us', 'prod-eu');
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true });
  expect(logged()).toContain('"notice":"which-cluster"');
  expect(await asks()).toEqual([]);
});

test('without any cluster it says so', async () => {
  const { slack, logged } = await start();
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true });
  expect(logged()).toContain('"notice":"no-cluster"');
});

test('a re-delivery is known whatever has happened to the clusters since', async () => {
  const { slack, register } = await start();
  await register('prod-eu');
  const { triggerId } = await slack.typeCommand({ ...alice, text: 'status' });
  await register('prod-us');
  await slack.redeliver(triggerId);
  expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toEqual([]);
  expect(await onlyAsk()).toMatchObject({ cluster: 'prod-eu' });
});

test('a queue that takes no job leaves the ask to the sweeper', async () => {
  const { slack, redis, keys, register } = await start({
    producer: () => ({ enqueueAsk: () => Promise.reject(new Error('the queue is full')) }),
  });
  await register('prod-eu');
  expect(await slack.typeCommand({ ...alice, text: 'status' })).toMatchObject({ acked: true, text: undefined });
  expect(await redis.zrangebyscore(keys.pending(), '-inf', '+inf')).toEqual([(await onlyAsk()).id]);
});

test('a Redis that is silent is told of before the clock of Slack runs out', async () => {
  const { slack, redis, server, register } = await start({ app: { language: 'en' } });
  await register('prod-eu');
  await redis.call('CLIENT', 'PAUSE', '30000', 'ALL');
  const outcome = await slack.typeCommand({ ...alice, text: 'status' });
  expect(outcome).toMatchObject({ acked: true, error: undefined });
  expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toHaveLength(1);
  await server.kill9();
});

test('silent only after the clusters were read, it is not known whether the ask was stored', async () => {
  const { slack, redis, keys, register, logged, server } = await start();
  await register('prod-eu');
  // A channel whose outbox is no list: Redis itself refuses, so nothing was taken.
  await redis.set(keys.outbox('C0PLATFOR'), 'not a list');
  await slack.typeCommand({ channel: 'platform', user: 'alice', text: 'status' });
  expect(logged()).toContain('"notice":"redis-down"');
  expect(logged()).not.toContain('"notice":"redis-slow"');
  await redis.call('CLIENT', 'PAUSE', '30000', 'WRITE');
  const outcome = await slack.typeCommand({ ...alice, text: 'status' });
  expect(outcome).toMatchObject({ acked: true, error: undefined });
  expect(logged()).toContain('"notice":"redis-slow"');
  await server.kill9();
});

test('where the bot is no member the ask is stored, with the way to its asker', async () => {
  const { slack, register } = await start();
  await register('prod-eu');
  const outcome = await slack.typeCommand({ channel: 'random', user: 'alice', text: 'status' });
  expect(outcome).toMatchObject({ acked: true, text: undefined });
  expect((await onlyAsk()).address.responseUrl).toContain(slack.url);
});

test('another command of the app is answered with the help', async () => {
  const { slack, asks } = await start({ mode: 'http' });
  const outcome = await slack.typeCommand({ ...alice, command: '/dcabot', text: 'status' });
  expect(outcome).toMatchObject({ acked: true, error: undefined });
  expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toHaveLength(1);
  expect(await asks()).toEqual([]);
});

test('nothing that people wrote is in the log', async () => {
  const { slack, register, logged } = await start();
  await register('prod-eu');
  await slack.typeCommand({ ...alice, text: 'status' });
  await slack.typeCommand({ ...alice, text: 'wordonlyhere' });
  await slack.mention({ ...alice, text: '@dca wordonlyhere' });
  slack.sendRaw('wordonlyhere');
  expect(await slack.typeCommand({ ...alice, text: 'help' })).toMatchObject({ acked: true });
  expect(logged()).toContain('question taken');
  expect(logged()).not.toContain('wordonlyhere');
  expect(logged()).not.toContain('/response/');
});
