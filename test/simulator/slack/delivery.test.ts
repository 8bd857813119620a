import type { AddressInfo } from 'node:net';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../simulator/slack/local-slack.ts';

const BUTTON = {
  type: 'button',
  action_id: 'again',
  value: 'ask1',
  text: { type: 'plain_text', text: 'Again' },
} as const;
const SELECT = {
  type: 'static_select',
  action_id: 'pick',
  options: [{ text: { type: 'plain_text', text: 'prod-eu' }, value: 'p1' }],
} as const;
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: LocalSlackOptions): Promise<LocalSlack> {
  const slack = await startLocalSlack({ ackTimeoutMs: 400, retryDelaysMs: [], ...options });
  closers.push(() => slack.close());
  return slack;
}

/** A Bolt app over Socket Mode, connected. The guard keeps it alive on envelopes without an event. */
async function overSocket(slack: LocalSlack): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 300,
    installerOptions: { clientOptions },
    logger: quiet,
  });
  const { client } = receiver;
  const handle = client.listeners('ws_message')[0] as (data: unknown, binary: boolean) => Promise<void>;
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, binary: boolean) => void handle(data, binary).catch(() => undefined));
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet, deferInitialization: true });
  await app.init();
  closers.push(() => app.stop());
  const before = slack.connections();
  await app.start();
  await slack.store.waitFor(() => slack.connections() > before);
  return app;
}

async function overHttp(options: LocalSlackOptions = {}): Promise<{ slack: LocalSlack; app: App }> {
  let port = 0;
  const url = () => `http://127.0.0.1:${port}/slack/events`;
  const slack = await start({ ...options, delivery: { mode: 'http', url } });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const { botToken: token, signingSecret } = slack;
  const app = new App({ token, signingSecret, clientOptions, logger: quiet, deferInitialization: true });
  await app.init();
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  port = ((server as { address(): unknown }).address() as AddressInfo).port;
  closers.push(() => app.stop());
  return { slack, app };
}

const transports = [
  [
    'Socket Mode',
    async () => {
      const slack = await start({});
      return { slack, app: await overSocket(slack) };
    },
  ],
  ['HTTP', () => overHttp()],
] as const;

describe.each(transports)('%s', (_name, connect) => {
  it('carries a command with its fields, and shows the ack to the asker alone', async () => {
    const { slack, app } = await connect();
    let seen: Record<string, unknown> = {};
    app.command('/dca', async ({ ack, payload }) => {
      seen = { ...payload };
      await ack('on it');
    });
    const outcome = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
    expect(outcome).toMatchObject({ acked: true, text: 'on it', error: undefined });
    expect(seen).toMatchObject({
      team_id: slack.teamId,
      channel_id: 'C0INCIDEN',
      channel_name: 'incidents',
      user_id: 'U0ALICE01',
      user_name: 'alice',
      command: '/dca',
      text: 'status',
      trigger_id: outcome.triggerId,
      is_enterprise_install: 'false',
    });
    expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toMatchObject([{ text: 'on it', source: 'ack' }]);
  });

  it('reaches the app from a channel the bot is not in, where posting then fails', async () => {
    const { slack, app } = await connect();
    let failure = '';
    app.command('/dca', async ({ ack, client, payload }) => {
      failure = await client.chat.postMessage({ channel: payload.channel_id, text: 'x' }).then(
        () => 'posted',
        (error) => error.data.error,
      );
      await ack();
    });
    const outcome = await slack.typeCommand({ channel: 'random', user: 'alice', text: 'status' });
    expect([outcome.acked, failure]).toEqual([true, 'not_in_channel']);
    const mention = await slack.mention({ channel: 'random', user: 'alice', text: '@dca status' });
    expect(mention.delivered).toBe(false);
  });

  it('says operation_timeout when nothing acks in time', async () => {
    const { slack, app } = await connect();
    app.command('/dca', async () => {});
    const outcome = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'status' });
    expect(outcome).toMatchObject({ acked: false, error: 'operation_timeout' });
    expect(outcome.elapsedMs).toBeGreaterThanOrEqual(399);
  });

  it('refuses an ack with blocks Slack would not take', async () => {
    const { slack, app } = await connect();
    app.command('/dca', ({ ack }) => ack({ blocks: [{ type: 'nonsense' }] } as never));
    const outcome = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: '' });
    expect(outcome.error).toBe('invalid_command_response');
  });

  it('carries a mention in a thread, and a redelivery with the same event id', async () => {
    const { slack, app } = await connect();
    const seen: [string, string | undefined, number | undefined][] = [];
    app.event('app_mention', async ({ event, body, context }) => {
      seen.push([body.event_id, event.thread_ts, context.retryNum]);
      slack.store.changed();
    });
    const root = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca hi' });
    const threadTs = root.ts ?? '';
    const reply = await slack.mention({ channel: 'incidents', user: 'ben', text: '@dca again', threadTs });
    expect(reply.acked).toBe(true);
    await slack.redeliver(reply.eventId);
    await slack.store.waitFor(() => seen.length === 3);
    expect(seen[1]?.slice(0, 2)).toEqual([reply.eventId, threadTs]);
    expect(seen[2]).toEqual([reply.eventId, threadTs, 1]);
  });

  it('carries clicks and choices, and answers through the response URL five times', async () => {
    const { slack, app } = await connect();
    const results: unknown[] = [];
    app.action('again', async ({ ack, action, respond, body }) => {
      await ack();
      results.push(action, (body as { container: unknown }).container);
      for (let turn = 1; turn <= 6; turn++) {
        await respond({ text: `turn ${turn}`, replace_original: false }).catch((error) =>
          results.push(error.statusCode),
        );
      }
      slack.store.changed();
    });
    app.action('pick', async ({ ack, action }) => {
      await ack();
      results.push((action as { selected_option: unknown }).selected_option);
      slack.store.changed();
    });
    const blocks = [{ type: 'actions' as const, elements: [BUTTON, SELECT] }];
    const { ts = '' } = await app.client.chat.postMessage({ channel: 'C0INCIDEN', text: 'a', blocks });
    const click = { channel: 'incidents', messageTs: ts, user: 'hana' };
    expect(await slack.click({ ...click, actionId: 'again' })).toMatchObject({ acked: true });
    await slack.store.waitFor(() => results.length === 3);
    expect(results[0]).toMatchObject({ action_id: 'again', value: 'ask1', type: 'button' });
    expect(results[1]).toMatchObject({ message_ts: ts, channel_id: 'C0INCIDEN', is_ephemeral: false });
    expect(results[2]).toBe(404);
    expect(slack.store.ephemerals('incidents', 'U0HANA001').map((message) => message.text)).toEqual(
      [1, 2, 3, 4, 5].map((turn) => `turn ${turn}`),
    );
    await slack.click({ ...click, actionId: 'pick', value: 'p1' });
    await slack.store.waitFor(() => results.length === 4);
    expect(results[3]).toMatchObject({ value: 'p1' });
    await expect(slack.click({ ...click, actionId: 'gone' })).rejects.toThrow('nothing to click named gone');
  });
});

describe('Socket Mode alone', () => {
  it('says dispatch_failed without a connection, and retries an event until there is one', async () => {
    const slack = await start({ retryDelaysMs: [400, 400, 400] });
    const command = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'x' });
    expect(command).toMatchObject({ acked: false, error: 'dispatch_failed' });
    const mention = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca hi' });
    expect(mention).toMatchObject({ acked: false, error: 'dispatch_failed', delivered: true });
    const app = await overSocket(slack);
    const seen: unknown[] = [];
    app.event('app_mention', async ({ body, context }) => {
      seen.push(body.event_id, context.retryReason);
      slack.store.changed();
    });
    await slack.store.waitFor(() => seen.length > 0);
    expect(seen).toEqual([mention.eventId, 'connection_failed']);
  });

  it('hands each envelope to one of two connections', async () => {
    const slack = await start({});
    const counts = [0, 0];
    for (const index of [0, 1]) {
      const app = await overSocket(slack);
      app.command('/dca', async ({ ack }) => {
        counts[index] = (counts[index] ?? 0) + 1;
        await ack();
      });
    }
    for (const text of ['a', 'b', 'c', 'd']) await slack.typeCommand({ channel: 'incidents', user: 'alice', text });
    expect(counts).toEqual([2, 2]);
  });

  it('outlives junk frames, an envelope without an event, a disconnect and a drop', async () => {
    const slack = await start({});
    const app = await overSocket(slack);
    app.command('/dca', ({ ack }) => ack());
    slack.sendRaw('not json');
    slack.sendRateLimitedEnvelope();
    const type = () => slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'x' });
    expect((await type()).acked).toBe(true);
    for (const interrupt of [slack.sendDisconnect, slack.dropSockets]) {
      const opened = slack.store.calls('apps.connections.open').length;
      interrupt();
      await slack.store.waitFor(
        () => slack.store.calls('apps.connections.open').length > opened && slack.connections() === 1,
      );
      await expect.poll(async () => (await type()).acked, { timeout: 5000 }).toBe(true);
    }
  });

  it('refuses a socket without its ticket', async () => {
    const slack = await start({});
    const socket = new (await import('ws')).WebSocket(`${slack.url.replace('http', 'ws')}/socket/?ticket=guess`);
    await expect(new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))).rejects.toThrow(
      '401',
    );
  });
});

describe('HTTP alone', () => {
  const body = { kind: 'events_api', payload: { type: 'event_callback', event: { type: 'none' } } } as const;

  it.each([
    ['a good signature', {}, 200],
    ['a wrong signature', { signature: 'wrong' }, 401],
    ['no signature', { signature: 'missing' }, 401],
    ['a stale timestamp', { timestampOffsetSeconds: -301 }, 401],
    ['a timestamp an hour ahead, which Bolt takes', { timestampOffsetSeconds: 3600 }, 200],
  ] as const)('%s', async (_name, options, expected) => {
    const { slack } = await overHttp();
    const { status } = await slack.deliverHttp({ ...body, ...options });
    expect(status).toBe(expected);
  });

  it('retries an event that was not acked, with number and reason', async () => {
    const seen: (string | string[] | undefined)[][] = [];
    const { createServer } = await import('node:http');
    const refusing = createServer((request, response) => {
      seen.push([request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']]);
      response.writeHead(seen.length < 3 ? 500 : 200).end();
      slack.store.changed();
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => refusing.close(resolve)));
    const url = () => `http://127.0.0.1:${(refusing.address() as AddressInfo).port}/`;
    const slack = await start({ delivery: { mode: 'http', url }, retryDelaysMs: [0, 1, 1] });
    const first = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca hi' });
    expect(first).toMatchObject({ acked: false, error: 'dispatch_failed' });
    await slack.store.waitFor(() => seen.length === 3);
    expect(seen).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
  });
});

it('collects all text, from people and from the app', async () => {
  const slack = await start({});
  const app = await overSocket(slack);
  app.command('/dca', ({ ack }) => ack('planted-in-ack'));
  await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'planted-in-command' });
  const metadata = { event_type: 't', event_payload: { note: 'planted "in" metadata' } };
  await app.client.chat.postMessage({ channel: 'C0INCIDEN', text: 'a', metadata });
  expect(slack.store.everything()).toContain('planted-in-command');
  expect(slack.store.receivedFromApp()).not.toContain('planted-in-command');
  expect(slack.store.receivedFromApp()).toContain('planted-in-ack');
  expect(slack.store.receivedFromApp()).toContain('planted "in" metadata');
});
