import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startLocalSlack } from '../../simulator/slack/local-slack.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

let gateway: Gateway | undefined;
const lost: unknown[] = [];
const onLost = (error: unknown) => lost.push(error);

beforeAll(() => {
  process.on('unhandledRejection', onLost);
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  expect(lost).toEqual([]);
});
afterAll(() => {
  process.off('unhandledRejection', onLost);
});

async function start(options: GatewayOptions = {}) {
  gateway = await startGateway(options);
  await gateway.register('prod-eu');
  return gateway;
}

const PATIENT = { timeout: 15_000 };
const question = { channel: 'incidents', user: 'alice', text: 'status' } as const;

describe('frames that are no requests', () => {
  test('app_rate_limited comes without an event: it is acked, and the next request is heard', async () => {
    const { slack, logged, app } = await start();
    slack.sendRateLimitedEnvelope();
    await vi.waitFor(() => expect(logged()).toContain('"what":"app_rate_limited"'));
    expect(await slack.typeCommand(question)).toMatchObject({ acked: true });
    expect(app.ready()).toEqual({ ok: true });
  });

  test('an envelope of an unknown kind is acked', async () => {
    const { slack, logged } = await start();
    const payload = { type: 'agent_something' };
    slack.sendRaw(JSON.stringify({ envelope_id: 'env-55', type: 'brand_new', payload }));
    await vi.waitFor(() => expect(logged()).toContain('"what":"agent_something"'));
    expect(logged()).not.toContain('ack failed');
  });

  test.each([
    '',
    'not json',
    'null',
    '7',
    '[]',
    '{}',
    '{"type":7}',
    '{"type":"events_api"}',
    '{"type":"slash_commands"}',
  ])('the frame %s does no harm', async (frame) => {
    const { slack, asks } = await start();
    slack.sendRaw(frame);
    expect(await slack.typeCommand(question)).toMatchObject({ acked: true });
    expect(await asks()).toHaveLength(1);
  });
});

describe('the connection', () => {
  test.each([
    { name: 'dropped', cut: (slack: Gateway['slack']) => slack.dropSockets() },
    { name: 'ended by Slack', cut: (slack: Gateway['slack']) => slack.sendDisconnect() },
  ])('$name: not ready, then connected again', async ({ cut }) => {
    const { slack, app, metrics, fatal } = await start();
    expect(app.ready()).toEqual({ ok: true });
    cut(slack);
    await vi.waitFor(() => expect(app.ready()).toEqual({ ok: false, reason: 'no connection to Slack' }), PATIENT);
    await vi.waitFor(() => expect(app.ready()).toEqual({ ok: true }), PATIENT);
    expect(await slack.typeCommand(question)).toMatchObject({ acked: true });
    expect(await metrics.text()).toContain('dca_reconnects_total{to="slack"} 1');
    expect(slack.connections()).toBe(1);
    expect(fatal).toEqual([]);
  });

  test('is tried again when Slack answers with an error, and when it does not answer', async () => {
    const { slack, app } = await start();
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'internal_error' });
    slack.faults.add('apps.connections.open', { kind: 'http_status', status: 503 });
    slack.dropSockets();
    await vi.waitFor(() => expect(slack.faults.pending()).toBe(0), { timeout: 35_000 });
    await vi.waitFor(() => expect(app.ready()).toEqual({ ok: true }), PATIENT);
    expect(await slack.typeCommand(question)).toMatchObject({ acked: true });
  }, 60_000);

  test('is proven by what is heard on it: silence makes it unready', async () => {
    let ahead = 0;
    const { app } = await start({ now: () => Date.now() + ahead });
    ahead = 11_000;
    expect(app.ready()).toEqual({ ok: false, reason: 'nothing heard from Slack for 11 s' });
    // No request comes: a pong alone proves it again.
    await vi.waitFor(() => expect(app.ready()).toEqual({ ok: true }), PATIENT);
  });
});

describe('the app token', () => {
  test('refused at start: a clean failure', async () => {
    const failure = await startGateway({
      app: { tokens: { bot: 'xoxb-local-bot-token', app: 'xapp-1-wrong' } },
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'HandlerError', code: 'slack-token-refused' });
  });

  test('refused at start after a failure of Slack: a clean failure, once', async () => {
    const fatal: unknown[] = [];
    const slack = await startLocalSlack();
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'internal_error' });
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'invalid_auth' });
    const failure = await startGateway({
      app: {
        apiUrl: slack.apiUrl,
        tokens: { bot: slack.botToken, app: slack.appToken },
        onFatal: (error) => fatal.push(error),
      },
    }).catch((error: unknown) => error);
    await slack.close();
    expect(failure).toMatchObject({ code: 'slack-token-refused' });
    expect(fatal).toEqual([]);
  });

  test('missing: a clean failure', async () => {
    const failure = await startGateway({ app: { tokens: { bot: 'xoxb-local-bot-token' } } }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'slack-token-missing' });
  });

  test('refused while reconnecting: told once, and unready for good', async () => {
    const { slack, app, fatal } = await start();
    slack.faults.add('apps.connections.open', { kind: 'error', error: 'invalid_auth' }, { times: Infinity });
    slack.dropSockets();
    await vi.waitFor(() => expect(fatal).toHaveLength(1), PATIENT);
    expect(fatal[0]).toMatchObject({ code: 'slack-token-refused' });
    expect(app.ready()).toEqual({ ok: false, reason: 'Slack refuses the app token (invalid_auth)' });
  });
});

describe('close()', () => {
  test('leaves no connection', async () => {
    const { slack, app } = await start();
    await app.close();
    await vi.waitFor(() => expect(slack.connections()).toBe(0));
    expect(app.ready()).toEqual({ ok: false, reason: 'closing' });
  });

  test('while it is reconnecting ends the trying', async () => {
    const { slack, app, logged } = await start();
    const opening = slack.faults.add('apps.connections.open', { kind: 'delay', ms: 60_000 });
    slack.dropSockets();
    await vi.waitFor(() => expect(opening.hits()).toBe(1), PATIENT);
    await app.close();
    expect(slack.connections()).toBe(0);
    expect(logged()).not.toContain('"level":"fatal"');
  });

  test('lets a request under way be acked first', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const { slack, app } = await start({
      desk: (real) => ({
        ...real,
        ask: async (request) => {
          entered();
          await held;
          return real.ask(request);
        },
      }),
    });
    const typed = slack.typeCommand(question);
    await inside;
    const closed = app.close();
    release();
    expect(await typed).toMatchObject({ acked: true, error: undefined });
    await closed;
  });
});

test('an ask whose ack was lost with the connection is stored, and its notice comes by response URL', async () => {
  const { slack, asks, logged } = await start({
    desk: (real) => ({
      ...real,
      ask: async (request) => {
        const outcome = await real.ask(request);
        gateway?.slack.dropSockets();
        await vi.waitFor(() => expect(gateway?.app.ready().ok).toBe(false), PATIENT);
        return outcome;
      },
    }),
  });
  await slack.typeCommand(question);
  expect(await asks()).toHaveLength(1);
  await vi.waitFor(() => expect(gateway?.app.ready()).toEqual({ ok: true }), PATIENT);
  await slack.typeCommand({ ...question, text: 'help' });
  const [shown] = await slack.store.waitFor(
    (store) => {
      const seen = store.ephemerals('incidents', 'U0ALICE01');
      return seen.length > 0 ? seen : undefined;
    },
    { timeoutMs: 15_000 },
  );
  expect(shown).toMatchObject({ source: 'response_url' });
  expect(logged()).toContain('ack lost');
});
