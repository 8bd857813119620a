import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { HandlerError } from '../../handlers/handler-error.ts';
import { type Gateway, startGateway } from './gateway.ts';

let gateway: Gateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function start() {
  gateway = await startGateway({ mode: 'http' });
  await gateway.register('prod-eu');
  return gateway;
}

const command = (slack: Gateway['slack']) =>
  ({
    kind: 'slash_commands',
    payload: {
      team_id: slack.teamId,
      channel_id: 'C0INCIDEN',
      user_id: 'U0ALICE01',
      command: '/dca',
      text: 'status',
      trigger_id: '33.44',
      response_url: `${slack.url}/response/none`,
    },
  }) as const;

describe('a request', () => {
  test.each([
    { name: 'signed now', with: {}, status: 200, stored: 1 },
    { name: '299 s old', with: { timestampOffsetSeconds: -295 }, status: 200, stored: 1 },
    { name: '310 s old', with: { timestampOffsetSeconds: -310 }, status: 401, stored: 0 },
    { name: '290 s ahead', with: { timestampOffsetSeconds: 290 }, status: 200, stored: 1 },
    { name: '310 s ahead', with: { timestampOffsetSeconds: 310 }, status: 401, stored: 0 },
    { name: 'an hour ahead', with: { timestampOffsetSeconds: 3_600 }, status: 401, stored: 0 },
    { name: 'wrongly signed', with: { signature: 'wrong' }, status: 401, stored: 0 },
    { name: 'unsigned', with: { signature: 'missing' }, status: 401, stored: 0 },
  ] as const)('$name: $status', async ({ with: faults, status, stored }) => {
    const { slack, asks, logged } = await start();
    expect(await slack.deliverHttp({ ...command(slack), ...faults })).toMatchObject({ status });
    expect(await asks()).toHaveLength(stored);
    expect(logged()).not.toContain('U0ALICE01');
  });
});

test('other paths and methods are not ours', async () => {
  const { app } = await start();
  const status = (method: string, path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port: app.port, method, path, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await Promise.all([status('GET', '/slack/events'), status('POST', '/'), status('GET', '/healthz')])).toEqual([
    404, 404, 404,
  ]);
});

test('is ready while it listens and not any more when closing', async () => {
  const { app } = await start();
  expect(app.ready()).toEqual({ ok: true });
  const closed = app.close();
  expect(app.ready()).toEqual({ ok: false, reason: 'closing' });
  await closed;
});

test('close() lets a request under way end, and takes no more', async () => {
  let entered: () => void = () => {};
  const inside = new Promise<void>((resolve) => {
    entered = resolve;
  });
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  gateway = await startGateway({
    mode: 'http',
    desk: (real) => ({
      ...real,
      ask: async (asked) => {
        entered();
        await held;
        return real.ask(asked);
      },
    }),
  });
  const { slack, app, register, asks } = gateway;
  await register('prod-eu');
  const answered = slack.deliverHttp(command(slack));
  await inside;
  const closed = app.close();
  release();
  expect(await answered).toMatchObject({ status: 200 });
  await closed;
  expect(await asks()).toHaveLength(1);
  expect(await slack.deliverHttp(command(slack))).toMatchObject({ acked: false, error: 'dispatch_failed' });
});

describe('it does not start', () => {
  test.each([
    { name: 'without a bot token', app: { tokens: { bot: '', signingSecret: 's' } }, code: 'slack-token-missing' },
    { name: 'without a signing secret', app: { tokens: { bot: 'xoxb-1' } }, code: 'slack-token-missing' },
    {
      name: 'with a bot token that Slack refuses',
      app: { tokens: { bot: 'xoxb-wrong', signingSecret: 's' } },
      code: 'slack-token-refused',
    },
    { name: 'without Slack', app: { apiUrl: 'http://127.0.0.1:9/api/' }, code: 'slack-unreachable' },
  ])('$name', async ({ app, code }) => {
    const failure = await startGateway({ mode: 'http', app }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HandlerError);
    expect(failure).toMatchObject({ code });
  });

  test('on a port that is taken', async () => {
    const { app } = await start();
    const failure = await startGateway({ mode: 'http', app: { port: app.port! } }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'port-unavailable' });
  });
});
