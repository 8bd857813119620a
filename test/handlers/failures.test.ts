import { afterEach, describe, expect, test, vi } from 'vitest';
import { personIn } from '../../handlers/error-door.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

let gateway: Gateway;

afterEach(async () => {
  await gateway?.close();
});

const BROKEN: Required<GatewayOptions>['desk'] = () => ({
  ask: () => Promise.reject(new TypeError('secretdetail is not a function')),
  again: () => Promise.reject(new TypeError('secretdetail is not a function')),
  deeper: () => Promise.reject(new TypeError('secretdetail is not a function')),
  takeOffered: () => Promise.reject(new TypeError('secretdetail is not a function')),
  offer: () => Promise.reject(new TypeError('secretdetail is not a function')),
  stop: () => Promise.reject(new TypeError('secretdetail is not a function')),
  decideFlare: () => Promise.reject(new TypeError('secretdetail is not a function')),
});

async function start(options: GatewayOptions = {}) {
  gateway = await startGateway({ desk: BROKEN, ...options });
  return gateway;
}

describe.each(['socket', 'http'] as const)('a listener that fails, over %s', (mode) => {
  test.each([
    { user: 'alice', id: 'U0ALICE01', says: 'That did not work' },
    { user: 'hana', id: 'U0HANA001', says: '実行できませんでした' },
  ])('tells $user in their language, with the reference that is in the log', async ({ user, id, says }) => {
    const { slack, logged } = await start({ mode });
    const outcome = await slack.typeCommand({ channel: 'incidents', user, text: 'status verysecretword' });
    expect(outcome).toMatchObject({ acked: true, error: undefined });
    await slack.store.waitFor((store) => store.ephemerals('incidents', id).length > 0);
    const [shown, ...more] = slack.store.ephemerals('incidents', id);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ source: 'response_url', text: expect.stringContaining(says) });
    const reference = /"text":"([0-9a-f]{8})"/.exec(JSON.stringify(shown?.blocks))?.[1];
    expect(reference).toBeDefined();
    expect(logged()).toContain(`"reference":"${reference}"`);
    expect(JSON.stringify(shown)).not.toContain('secretdetail');
    expect(logged()).toContain('secretdetail');
    expect(logged()).not.toContain('verysecretword');
  });

  test('tells who mentioned it, in the thread', async () => {
    const { slack } = await start({ mode });
    const root = slack.store.addMessage({ channel: 'C0INCIDEN', user: 'U0BEN0001', text: 'it is down' });
    const outcome = await slack.mention({
      channel: 'incidents',
      user: 'alice',
      text: '@dca status',
      threadTs: root.ts,
    });
    expect(outcome).toMatchObject({ acked: true });
    await slack.store.waitFor((store) => store.ephemerals('incidents', 'U0ALICE01').length > 0);
    expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toMatchObject([
      { source: 'postEphemeral', threadTs: root.ts },
    ]);
  });
});

test('a bot token that is revoked later is logged, and ends neither process nor request', async () => {
  const { slack, app, logged } = await start();
  slack.faults.add('*', { kind: 'error', error: 'token_revoked' }, { times: Infinity });
  expect(await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca status' })).toMatchObject({
    acked: true,
  });
  await vi.waitFor(() => expect(logged()).toContain('a person could not be told'));
  expect(logged()).toContain('token_revoked');
  expect(app.ready()).toEqual({ ok: true });
});

test.each([
  {
    name: 'a command',
    body: { channel_id: 'C1', user_id: 'U1', response_url: 'https://hooks.example/1' },
    person: { channel: 'C1', user: 'U1', responseUrl: 'https://hooks.example/1' },
  },
  {
    name: 'a click',
    body: { channel: { id: 'C2', name: 'ops' }, user: { id: 'U2' }, response_url: 'https://hooks.example/2' },
    person: { channel: 'C2', user: 'U2', responseUrl: 'https://hooks.example/2' },
  },
  {
    name: 'a mention in a thread',
    body: { event: { channel: 'C3', user: 'U3', thread_ts: '3.3' } },
    person: { channel: 'C3', user: 'U3', thread: '3.3' },
  },
  { name: 'an event of nobody', body: { event: { type: 'tokens_revoked' } }, person: undefined },
  { name: 'nothing', body: undefined, person: undefined },
])('who waits behind $name', ({ body, person }) => {
  expect(personIn(body)).toEqual(person);
});
