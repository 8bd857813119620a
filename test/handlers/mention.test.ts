import { afterEach, expect, test } from 'vitest';
import { loadAsk } from '../../src/redis/asks.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

let gateway: Gateway;

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway(options);
  await gateway.register('prod-eu');
  return gateway;
}

afterEach(async () => {
  await gateway.close();
});

async function onlyAsk() {
  const ids = await gateway.asks();
  expect(ids).toHaveLength(1);
  const ask = await loadAsk(gateway.redis, gateway.keys, ids[0]!);
  if (ask.state !== 'found') throw new Error(ask.state);
  return ask.value;
}

/** The event of a mention as Slack sends it, for what the local Slack would never send by itself. */
function mentionEvent(event: Record<string, unknown>) {
  const { slack } = gateway;
  const message = { type: 'app_mention', channel: 'C0INCIDEN', ts: '7.000001', event_ts: '7.000001', ...event };
  return {
    kind: 'events_api',
    payload: { type: 'event_callback', team_id: slack.teamId, event_id: 'Ev77', event_time: 7, event: message },
  } as const;
}

test.each(['socket', 'http'] as const)('over %s a mention is asked in its own thread', async (mode) => {
  const { slack } = await start({ mode });
  const outcome = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca leader' });
  expect(outcome).toMatchObject({ acked: true });
  expect(await onlyAsk()).toMatchObject({
    question: { kind: 'leader' },
    words: 'leader',
    address: { team: slack.teamId, channel: 'C0INCIDEN', user: 'U0ALICE01', thread: outcome.ts },
  });
});

test('in a thread it stays in that thread', async () => {
  const { slack } = await start();
  const root = await slack.mention({ channel: 'incidents', user: 'ben', text: 'what is this, @dca?' });
  await slack.mention({ channel: 'incidents', user: 'alice', text: 'hm, @dca status', threadTs: root.ts! });
  expect((await onlyAsk()).address.thread).toBe(root.ts);
});

test('a re-delivery is the same ask, and says nothing a second time', async () => {
  const { slack, redis, keys } = await start();
  const { eventId } = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca status' });
  expect(await slack.redeliver(eventId)).toMatchObject({ acked: true });
  await onlyAsk();
  expect(await redis.llen(keys.outbox('C0INCIDEN'))).toBe(1);
});

test('is acked only once it is stored: a mention whose ack was lost comes again', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const order: string[] = [];
  const { slack } = await start({
    desk: (real) => ({
      ...real,
      ask: async (request) => {
        await held;
        const outcome = await real.ask(request);
        order.push(outcome.outcome);
        return outcome;
      },
    }),
  });
  const delivered = slack.mention({ channel: 'incidents', user: 'alice', text: '@dca status' }).then((outcome) => {
    order.push('acked');
    return outcome;
  });
  release();
  expect(await delivered).toMatchObject({ acked: true });
  expect(order).toEqual(['stored', 'acked']);
});

test('what is no question is answered to the asker alone, where it was asked', async () => {
  const { slack, asks } = await start();
  const root = await slack.mention({ channel: 'incidents', user: 'hana', text: '@dca statsu' });
  await slack.mention({ channel: 'incidents', user: 'hana', text: '@dca help', threadTs: root.ts! });
  await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0HANA001').length === 2);
  expect(slack.store.ephemerals('incidents', 'U0HANA001')).toMatchObject([
    { source: 'postEphemeral', threadTs: undefined },
    { source: 'postEphemeral', threadTs: root.ts },
  ]);
  expect(await asks()).toEqual([]);
  expect(slack.store.calls('chat.postMessage')).toEqual([]);
});

test('a notice that cannot be shown in the channel goes to the asker directly', async () => {
  const { slack } = await start();
  slack.faults.add('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' });
  await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca help' });
  await slack.store.waitFor((store) => {
    const direct = store.channels().find(({ kind, members }) => kind === 'im' && members.has('U0ALICE01'));
    return store.messages(direct?.id ?? '').length === 1;
  });
});

test('with Redis down the asker is told', async () => {
  const { slack, server, logged } = await start();
  await server.kill9();
  const outcome = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca status' });
  expect(outcome).toMatchObject({ acked: true });
  await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0ALICE01').length === 1);
  expect(logged()).toContain('"notice":"redis-down"');
});

test.each([
  { name: 'another bot', event: { user: 'U0OTHERB1', bot_id: 'B0OTHER01', text: '<@U0DCABOT1> status' } },
  { name: 'a bot without a user', event: { bot_id: 'B0OTHER01', subtype: 'bot_message', text: '<@U0DCABOT1> status' } },
  { name: 'dca-bot itself', event: { user: 'U0DCABOT1', text: '<@U0DCABOT1> status' } },
])('$name is not answered', async ({ event }) => {
  let port = 0;
  const { slack, app, asks } = await start({
    mode: 'http',
    slack: { delivery: { mode: 'http', url: () => `http://127.0.0.1:${port}/slack/events` } },
  });
  port = app.port!;
  expect(await slack.deliverHttp(mentionEvent(event))).toMatchObject({ status: 200 });
  expect(await slack.deliverHttp(mentionEvent({ user: 'U0ALICE01', text: '<@U0DCABOT1> status' }))).toMatchObject({
    status: 200,
  });
  expect(await asks()).toHaveLength(1);
  expect(slack.store.calls('chat.postEphemeral')).toEqual([]);
});

test('a Slack that is slow to take the notice does not make the mention come again', async () => {
  const { slack } = await start({ mode: 'http', slack: { ackTimeoutMs: 1_500, retryDelaysMs: [0, 0, 0] } });
  const slow = slack.faults.add('chat.postEphemeral', { kind: 'hold_reply', ms: 3_000 }, { times: Infinity });
  expect(await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca help' })).toMatchObject({
    acked: true,
  });
  await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0ALICE01').length > 0);
  expect(slow.hits()).toBe(1);
});
