import { afterEach, describe, expect, test } from 'vitest';
import type { EphemeralMessage } from '../../simulator/slack/state/entities.ts';
import { loadAsk } from '../../src/redis/asks.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

const CHANNEL = 'C0INCIDEN';
const ALICE = 'U0ALICE01';
let gateway: Gateway;

afterEach(async () => {
  await gateway.close();
});

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway(options);
  await gateway.register('prod-eu');
  return gateway;
}

/** A message that begins a thread. */
function say(text: string, more: { attachments?: Record<string, unknown>[]; blocks?: Record<string, unknown>[] } = {}) {
  return gateway.slack.store.addMessage({ channel: CHANNEL, user: 'U0BEN0001', text, ...more }).ts;
}

function reply(threadTs: string, text: string, user = 'U0BEN0001') {
  gateway.slack.store.addMessage({ channel: CHANNEL, user, text, threadTs });
}

/** The bot's name alone; what comes of it for whoever said it. */
async function called(threadTs: string, user = 'alice', id = ALICE): Promise<EphemeralMessage> {
  expect(await gateway.slack.mention({ channel: 'incidents', user, text: '@dca', threadTs })).toMatchObject({
    acked: true,
  });
  return gateway.slack.store.waitFor((store) => store.ephemerals('incidents', id).at(-1));
}

function buttons({ blocks }: EphemeralMessage): readonly { readonly text: string; readonly value: string }[] {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as never[]) : []));
  return elements.map(({ text, value }: { text: { text: string }; value: string }) => ({ text: text.text, value }));
}

const labels = (offer: EphemeralMessage) => buttons(offer).map(({ text }) => text);

async function onlyAsk() {
  const [id = '', ...more] = await gateway.asks();
  expect(more).toEqual([]);
  const ask = await loadAsk(gateway.redis, gateway.keys, id);
  return ask.state === 'found' ? ask.value : expect.fail(ask.state);
}

describe.each(['socket', 'http'] as const)('the bot called in a thread, over %s', (mode) => {
  test('offers what the thread names, to the asker alone; a click asks it there', async () => {
    await start({ mode });
    const root = say('HPA shop/web at max');
    reply(root, 'and node ip-10-0-7-21 is NotReady');
    const offer = await called(root);
    expect(offer).toMatchObject({ threadTs: root, text: expect.stringContaining('What shall I look at?') });
    expect(labels(offer)).toEqual(['hpa shop/web', 'node ip-10-0-7-21']);
    expect(new Set(buttons(offer).map(({ value }) => value)).size).toBe(1);
    expect(buttons(offer)[0]?.value).toMatch(/^ask[0-9a-f]{32}$/);
    expect(await gateway.asks()).toEqual([]);
    const click = { channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: 'dca_offer_1' };
    await Promise.all([gateway.slack.click(click), gateway.slack.click(click)]);
    expect(await onlyAsk()).toMatchObject({
      question: { kind: 'node', subject: { name: 'ip-10-0-7-21' } },
      cluster: 'prod-eu',
      words: 'node ip-10-0-7-21',
      address: { channel: CHANNEL, user: ALICE, thread: root },
    });
    expect(await gateway.redis.llen(gateway.keys.outbox(CHANNEL))).toBe(1);
  });
});

test('reads attachments and blocks, with what Slack escaped undone', async () => {
  await start();
  const root = say('', {
    attachments: [
      {
        fallback: 'Triggered: HPA shop/never',
        title: 'Triggered: at max on horizontalpodautoscaler:checkout,kube_namespace:shop',
        text: '&lt;!channel&gt; <https://app.example.com/monitors/1?q=HPA%20shop/no|Pod `shop/web-7xk2p`> &amp; node `worker-3`',
        fields: [{ title: 'kube_deployment', value: 'web', short: true }],
      },
    ],
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'Service shop/api is slow' } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'HPA ' },
              { type: 'text', text: 'cart', style: { code: true } },
            ],
          },
        ],
      },
    ],
  });
  expect(labels(await called(root))).toEqual([
    'checks shop/api',
    'hpa shop/cart',
    'hpa shop/checkout',
    'metadata shop/web-7xk2p',
    'node worker-3',
  ]);
});

test('the first message counts most, then the newest; five at most', async () => {
  await start();
  const root = say('HPA shop/first');
  for (let at = 1; at <= 60; at += 1) reply(root, `HPA shop/web-${at}`);
  expect(labels(await called(root))).toEqual([
    'hpa shop/first',
    'hpa shop/web-60',
    'hpa shop/web-59',
    'hpa shop/web-58',
    'hpa shop/web-57',
  ]);
});

test('of a long thread the newest 50 messages are read', async () => {
  await start();
  const root = say('HPA shop/first');
  reply(root, 'HPA shop/old');
  for (let at = 0; at < 250; at += 1) reply(root, 'hm');
  expect(labels(await called(root))).toEqual(['hpa shop/first']);
});

test('what dca-bot said itself names nothing', async () => {
  await start();
  const root = say('what is that?');
  reply(root, 'HPA shop/web', gateway.slack.botUserId);
  expect((await called(root)).text).toContain('I read the Datadog Cluster Agent');
});

test('in Japanese, for whoever reads Japanese', async () => {
  await start();
  const offer = await called(say('HPA「shop/web」が上限です'), 'hana', 'U0HANA001');
  expect(offer.text).toContain('どれを調べますか?');
  expect(labels(offer)).toEqual(['hpa shop/web']);
});

test('nothing named: the help, as ever', async () => {
  await start();
  const shown = await called(say('good morning'));
  expect(shown.text).toContain('I read the Datadog Cluster Agent');
  expect(JSON.stringify(shown.blocks)).not.toContain('could not read');
});

test.each([
  { error: 'missing_scope', says: /channels:history/ },
  { error: 'not_in_channel', says: /I am not in this channel/ },
  { error: 'internal_error', says: /Slack says.*internal_error/ },
])('history that cannot be read ($error): the help, and why', async ({ error, says }) => {
  await start();
  gateway.slack.faults.add('conversations.replies', { kind: 'error', error });
  const shown = await called(say('HPA shop/web'));
  expect(JSON.stringify(shown.blocks)).toMatch(says);
  expect(shown.text).toContain('I could not read this thread');
  expect(JSON.stringify(shown.blocks)).toContain('/dca hpa shop/web');
});

test('outside of a thread nothing is read', async () => {
  await start();
  await gateway.slack.mention({ channel: 'incidents', user: 'alice', text: '@dca' });
  await gateway.slack.store.waitFor((store) => store.ephemerals('incidents', ALICE).length === 1);
  expect(gateway.slack.store.calls('conversations.replies')).toEqual([]);
});

test('a mention in a thread with words is asked at once', async () => {
  await start();
  await gateway.slack.mention({
    channel: 'incidents',
    user: 'alice',
    text: '@dca leader',
    threadTs: say('HPA shop/web'),
  });
  expect(await onlyAsk()).toMatchObject({ question: { kind: 'leader' } });
  expect(gateway.slack.store.calls('conversations.replies')).toEqual([]);
});

test('Slack has its ack before the thread is read', async () => {
  await start();
  gateway.slack.faults.add('conversations.replies', { kind: 'delay', ms: 2_000 } as never);
  const root = say('HPA shop/web');
  const { elapsedMs } = await gateway.slack.mention({
    channel: 'incidents',
    user: 'alice',
    text: '@dca',
    threadTs: root,
  });
  expect(elapsedMs).toBeLessThan(1_500);
});

test('an offer that is gone says so', async () => {
  await start();
  const offer = await called(say('HPA shop/web'));
  const [key = ''] = await gateway.redis.keys(gateway.keys.offer('*'));
  expect(await gateway.redis.ttl(key)).toBeGreaterThan(23 * 3600);
  await gateway.redis.del(key);
  await gateway.slack.click({ channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: 'dca_offer_0' });
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', ALICE).some(({ text }) => text.includes('This offer is over')),
  );
  expect(await gateway.asks()).toEqual([]);
});

test('a click by somebody who may not ask any more is refused', async () => {
  let later = 0;
  await start({ now: () => Date.now() + later });
  const offer = await called(say('HPA shop/web'));
  const alice = gateway.slack.store.user(ALICE);
  if (alice) alice.isRestricted = true;
  later = 2 * 3_600_000;
  await gateway.slack.click({ channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: 'dca_offer_0' });
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', ALICE).some(({ text }) => text.includes('I may not answer this here')),
  );
  expect(await gateway.asks()).toEqual([]);
});
