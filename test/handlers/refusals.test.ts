import { afterEach, describe, expect, test } from 'vitest';
import { openingMessage } from '../../src/formatters/slack-notices.ts';
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

/** What is stored or said where others see it; nothing of both after a refusal. */
async function traces(channel: string) {
  const { slack, asks, redis, keys } = gateway;
  const said = slack.store.messages(channel).filter(({ user }) => user === slack.botUserId);
  return { asks: await asks(), outboxes: await redis.smembers(keys.outboxes()), said };
}

const NO_TRACE = { asks: [], outboxes: [], said: [] };

const REFUSED = [
  { name: 'a guest', channel: 'incidents', user: 'gus', id: 'U0GUEST01', says: 'Guests may not ask', reason: 'guest' },
  {
    name: 'a member in a shared channel',
    channel: 'ext-partner',
    user: 'alice',
    id: 'U0ALICE01',
    says: 'shared with another organisation',
    reason: 'shared-channel',
  },
] as const;

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  describe.each(REFUSED)('$name', ({ channel, user, id, says, reason }) => {
    test.each(['status', 'clusters', 'status --cluster nowhere', 'help', 'statsu'])(
      'is refused /dca %s',
      async (text) => {
        const { slack, logged } = await start({ mode });
        const outcome = await slack.typeCommand({ channel, user, text });
        expect(outcome).toMatchObject({ acked: true, error: undefined });
        const [shown, ...more] = slack.store.ephemerals(channel, id);
        expect(more).toEqual([]);
        expect(JSON.stringify(shown?.blocks)).toContain(says);
        expect(JSON.stringify(shown)).not.toContain('prod-eu');
        expect(logged()).toContain(`"notice":"refused","reason":"${reason}"`);
        expect(await traces(channel)).toEqual(NO_TRACE);
      },
    );

    test('is refused a mention', async () => {
      const { slack } = await start({ mode });
      expect(await slack.mention({ channel, user, text: '@dca leader' })).toMatchObject({ acked: true });
      await slack.store.waitFor((store) => store.ephemerals(channel, id).length > 0);
      expect(JSON.stringify(slack.store.ephemerals(channel, id))).toContain(says);
      expect(await traces(channel)).toEqual(NO_TRACE);
    });

    test('is refused a click', async () => {
      const { slack, redis, keys, asks, logged } = await start({ mode });
      await slack.typeCommand({ channel: 'platform', user: 'alice', text: 'status' });
      const [askId = ''] = await asks();
      const { text, blocks } = openingMessage(
        { id: askId, words: 'status', cluster: 'prod-eu', language: 'en' },
        { state: 'waiting' },
      );
      const { ts } = slack.store.addMessage({
        channel: slack.store.channel(channel)?.id ?? '',
        user: slack.botUserId,
        text,
        blocks: blocks as unknown as Record<string, unknown>[],
      });
      expect(await slack.click({ channel, messageTs: ts, user, actionId: 'dca_stop' })).toMatchObject({ acked: true });
      await slack.store.waitFor((store) => store.ephemerals(channel, id).length > 0);
      expect(JSON.stringify(slack.store.ephemerals(channel, id))).toContain(says);
      expect(await redis.keys(keys.cancel('*'))).toEqual([]);
      expect(logged()).toContain(`"reason":"${reason}"`);
    });
  });
});

describe('of another organisation', () => {
  const command = {
    channel_id: 'C0INCIDEN',
    user_id: 'U0FOREIGN',
    command: '/dca',
    text: 'status',
    trigger_id: '1.1',
  };

  test.each([
    { name: 'by the request alone, as Slack shows us no such person', team: 'T0ELSEWHE', user: 'U0FOREIGN', stored: 0 },
    { name: 'nobody, as the request and Slack name our own', team: 'T0LOCAL01', user: 'U0ALICE01', stored: 1 },
    { name: 'nobody, as Slack knows better than the request', team: 'T0ELSEWHE', user: 'U0ALICE01', stored: 1 },
  ])('is a person $name', async ({ team, user, stored }) => {
    const { slack, asks } = await start({ mode: 'http' });
    const payload = { ...command, team_id: team, user_id: user, response_url: `${slack.url}/response/none` };
    const { ack } = await slack.deliverHttp({ kind: 'slash_commands', payload });
    expect(await asks()).toHaveLength(stored);
    if (stored === 0) expect(JSON.stringify(ack)).toContain('another organisation');
  });

  test('is whoever mentions from there, in whatever channel', async () => {
    const { slack } = await start({ mode: 'http' });
    const text = `<@${slack.botUserId}> status`;
    const event = { type: 'app_mention', channel: 'C0INCIDEN', ts: '7.1', event_ts: '7.1', user: 'U0FOREIGN', text };
    const payload = {
      type: 'event_callback',
      team_id: slack.teamId,
      event_id: 'Ev1',
      event_time: 7,
      event: { ...event, team: 'T0ELSEWHE', user_team: 'T0ELSEWHE' },
    };
    expect(await slack.deliverHttp({ kind: 'events_api', payload })).toMatchObject({ status: 200 });
    expect(await traces('C0INCIDEN')).toEqual(NO_TRACE);
  });
});

describe('when Slack does not say', () => {
  test('who asks, the question is taken', async () => {
    const { slack, asks } = await start();
    slack.faults.add('users.info', { kind: 'error', error: 'internal_error' }, { times: Infinity });
    await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
    expect(await asks()).toHaveLength(1);
  });

  test('whether the channel is shared, a command has to wait, the help has not, and the next question is served', async () => {
    const { slack, asks, logged, metrics } = await start();
    slack.faults.add('conversations.info', { kind: 'delay', ms: 1_500 });
    const outcome = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
    expect(outcome).toMatchObject({ acked: true, error: undefined });
    expect(logged()).toContain('"reason":"channel-unknown"');
    expect(await traces('C0INCIDEN')).toEqual(NO_TRACE);
    expect(await metrics.text()).toContain('dca_ack_seconds_bucket{le="1",kind="command"} 1');
    const help = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'help' });
    expect(help.text).toContain('smallest rights');
    await expect
      .poll(async () => {
        await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
        return asks();
      })
      .toHaveLength(1);
    expect(slack.store.calls('conversations.info')).toHaveLength(1);
  });

  test('whether the channel is shared, but the event does, a mention is taken', async () => {
    const { slack, asks } = await start();
    slack.faults.add('conversations.info', { kind: 'error', error: 'internal_error' }, { times: Infinity });
    await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca status' });
    expect(await asks()).toHaveLength(1);
    await slack.mention({ channel: 'ext-partner', user: 'alice', text: '@dca status' });
    expect(await asks()).toHaveLength(1);
  });

  test('of a channel that the app may not read about, the log says so', async () => {
    const { slack, logged } = await start();
    slack.faults.add('conversations.info', { kind: 'error', error: 'missing_scope' });
    await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
    expect(logged()).toContain('"word":"missing_scope"');
    expect(await traces('C0INCIDEN')).toEqual(NO_TRACE);
  });
});

test('a conversation that dca-bot cannot see is answered to the asker', async () => {
  const { slack, asks } = await start({ mode: 'http' });
  const payload = {
    team_id: slack.teamId,
    channel_id: 'G0UNSEEN1',
    user_id: 'U0ALICE01',
    command: '/dca',
    text: 'status',
    trigger_id: '2.2',
    response_url: `${slack.url}/response/none`,
  };
  expect(await slack.deliverHttp({ kind: 'slash_commands', payload })).toMatchObject({ status: 200 });
  expect(await asks()).toHaveLength(1);
});

test('a re-delivery of a question that was taken is not refused, whatever has changed', async () => {
  const { slack, asks } = await start();
  const { triggerId } = await slack.typeCommand({ channel: 'platform', user: 'alice', text: 'status' });
  const alice = slack.store.user('U0ALICE01');
  if (alice !== undefined) alice.isRestricted = true;
  await slack.redeliver(triggerId);
  expect(slack.store.ephemerals('platform', 'U0ALICE01')).toEqual([]);
  expect(await asks()).toHaveLength(1);
});

test('each person and each channel is looked up once', async () => {
  const { slack, asks } = await start();
  for (const user of ['alice', 'ben', 'alice', 'ben']) {
    await slack.typeCommand({ channel: 'incidents', user, text: 'status' });
  }
  expect(await asks()).toHaveLength(4);
  expect(slack.store.calls('conversations.info')).toHaveLength(1);
  expect(slack.store.calls('users.info')).toHaveLength(2);
});
