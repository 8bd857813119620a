import { Writable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { makeAskDesk } from '../../handlers/ask-desk.ts';
import type { EphemeralMessage } from '../../simulator/slack/state/entities.ts';
import { heldAsk } from '../../src/redis/confirmations.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { CONFIG, type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

const ALICE = 'U0ALICE01';
const BEN = 'U0BEN0001';
let gateway: Gateway;

afterEach(async () => {
  await gateway.close();
});

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway(options);
  await gateway.register('prod-eu');
  return gateway;
}

const BUILD = 'dca_flare_build';
const CANCEL = 'dca_flare_cancel';

async function offered(user = 'alice', id = ALICE): Promise<EphemeralMessage> {
  await gateway.slack.typeCommand({ channel: 'incidents', user, text: 'flare' });
  const [offer] = gateway.slack.store.ephemerals('incidents', id);
  if (!offer) throw new Error('nothing was offered');
  return offer;
}

function click(offer: { readonly ts: string }, actionId: string, user = 'alice') {
  return gateway.slack.click({ channel: 'incidents', messageTs: offer.ts, user, actionId });
}

/** What the asker sees in place of the offer, once it says so. */
async function sees(words: RegExp, user = ALICE): Promise<void> {
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', user).some(({ text }) => words.test(text)),
  );
}

const opened = () => gateway.redis.llen(gateway.keys.outbox('C0INCIDEN'));

describe.each(['socket', 'http'] as const)('a flare, over %s', (mode) => {
  test('is offered to the asker alone, with what is in it and where it goes; nothing is asked yet', async () => {
    await start({ mode });
    const offer = await offered();
    const shown = JSON.stringify(offer.blocks);
    expect(offer.text).toContain('Build a flare of the Cluster Agent in prod-eu?');
    for (const said of [
      "Agent's configuration",
      'Nothing is uploaded to Datadog',
      'direct message',
      'removed',
      '10 minutes',
    ])
      expect(shown).toContain(said);
    expect(shown).toContain(BUILD);
    expect(await gateway.asks()).toEqual([]);
    expect(await opened()).toBe(0);
  });

  test('is asked by a click, once however often that comes', async () => {
    await start({ mode });
    const offer = await offered();
    expect(await click(offer, BUILD)).toMatchObject({ acked: true });
    await sees(/A flare of prod-eu is being built/);
    const [ask, ...more] = await gateway.asks();
    expect(more).toEqual([]);
    expect(await opened()).toBe(1);
    expect(await heldAsk(gateway.redis, gateway.keys, ask ?? '')).toEqual({ state: 'absent' });
  });
});

test('two clicks at once are one ask', async () => {
  await start();
  const offer = await offered();
  await Promise.all([click(offer, BUILD), click(offer, BUILD)]);
  await sees(/is being built/);
  expect(await gateway.asks()).toHaveLength(1);
  expect(await opened()).toBe(1);
});

test('a gateway started after the offer takes the click', async () => {
  await start();
  await offered();
  const [held = ''] = await gateway.redis.keys(gateway.keys.confirm('*'));
  const askId = held.split(':').at(-1) ?? '';
  const queued: string[] = [];
  const { redis, keys, metrics } = gateway;
  const another = makeAskDesk({
    redis,
    keys,
    metrics,
    config: CONFIG,
    producer: { enqueueAsk: async ({ id }) => void queued.push(id) },
    mask: (text) => ({ text, masked: 0 }),
    audit: { asked: async () => {}, refused: async () => {} },
    log: createLog({ level: 'error' }, new Writable({ write: (_chunk, _encoding, done) => done() })),
    now: Date.now,
  });
  const decide = () =>
    another.decideFlare({
      askId,
      decision: 'build',
      channel: 'C0INCIDEN',
      user: ALICE,
      userLanguage: async () => 'en',
      judge: async () => ({ allowed: true }),
    });
  expect(await decide()).toMatchObject({ kind: 'flare-building', over: true });
  expect(await decide()).toMatchObject({ kind: 'flare-building', over: true });
  expect(queued).toEqual([askId]);
  expect(await gateway.asks()).toEqual([askId]);
});

test('cancelled is cancelled: a click on Build afterwards builds nothing', async () => {
  await start();
  const offer = await offered();
  const value = (await gateway.redis.keys(gateway.keys.confirm('*')))[0]?.split(':').at(-1) ?? '';
  await click(offer, CANCEL);
  await sees(/No flare is built/);
  await gateway.slack
    .click({ channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: BUILD, value })
    .catch(() => {});
  expect(await gateway.asks()).toEqual([]);
});

test('after ten minutes nothing is built', async () => {
  await start();
  const offer = await offered();
  const [held = ''] = await gateway.redis.keys(gateway.keys.confirm('*'));
  const ttl = await gateway.redis.ttl(held);
  expect(ttl).toBeGreaterThan(590);
  expect(ttl).toBeLessThanOrEqual(600);
  await gateway.redis.del(held);
  await click(offer, BUILD);
  await sees(/This offer is over/);
  expect(await gateway.asks()).toEqual([]);
});

test('the button holds an id and nothing else', async () => {
  await start();
  const offer = await offered();
  const values = [...JSON.stringify(offer.blocks).matchAll(/"value":"([^"]*)"/g)].map(([, value]) => value);
  expect(new Set(values).size).toBe(1);
  expect(values[0]).toMatch(/^ask[0-9a-f]{32}$/);
});

test("somebody else's click, with the offer's id, decides nothing", async () => {
  await start();
  await offered();
  const mine = await offered('ben', BEN);
  const [first = '', second = ''] = (await gateway.redis.keys(gateway.keys.confirm('*'))).map((key) =>
    key.split(':').at(-1),
  );
  for (const value of [first, second]) {
    await gateway.slack.click({ channel: 'incidents', messageTs: mine.ts, user: 'ben', actionId: BUILD, value });
  }
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', BEN).some(({ text }) => /Only whoever asked/.test(text)),
  );
  await sees(/is being built/, BEN);
  const asks = await gateway.asks();
  expect(asks).toHaveLength(1);
  expect(JSON.parse((await gateway.redis.get(gateway.keys.ask(asks[0] ?? ''))) ?? '').ask.address.user).toBe(BEN);
});

test('a click by somebody who may not ask any more is refused', async () => {
  let later = 0;
  await start({ now: () => Date.now() + later });
  const offer = await offered();
  const alice = gateway.slack.store.user(ALICE);
  if (alice) alice.isRestricted = true;
  // What is known of a person is believed for an hour.
  later = 2 * 3_600_000;
  await click(offer, BUILD);
  await sees(/I may not answer this here/);
  expect(await gateway.asks()).toEqual([]);
});

test('Redis is gone when the button is clicked: the asker is told', async () => {
  await start();
  const offer = await offered();
  await gateway.server.kill9();
  expect(await click(offer, BUILD)).toMatchObject({ acked: true });
  await sees(/cannot reach its queue/);
});

test('Redis is gone when it is asked: nothing is offered', async () => {
  await start();
  await gateway.server.kill9();
  await gateway.slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'flare' });
  await sees(/not taken/);
});

test('over a mention the offer is for the asker alone as well', async () => {
  await start();
  await gateway.slack.mention({ channel: 'incidents', user: 'hana', text: '@dca flare' });
  await gateway.slack.store.waitFor((store) => store.ephemerals('incidents', 'U0HANA001').length > 0);
  const [offer] = gateway.slack.store.ephemerals('incidents', 'U0HANA001');
  expect(JSON.stringify(offer?.blocks)).toContain('作成する');
  await click(offer ?? { ts: '' }, BUILD, 'hana');
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', 'U0HANA001').some(({ text }) => /flare を作成しています/.test(text)),
  );
  expect(await gateway.asks()).toHaveLength(1);
});
