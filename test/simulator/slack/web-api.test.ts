import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COVERAGE } from '../../../simulator/slack/api/coverage.ts';
import { METHODS } from '../../../simulator/slack/api/methods.ts';
import { type LocalSlack, startLocalSlack } from '../../../simulator/slack/local-slack.ts';

const INCIDENTS = 'C0INCIDEN';
const NO_BOT = 'C0NOBOT01';
const BUTTON = { type: 'button', action_id: 'again', value: 'ask1', text: { type: 'plain_text', text: 'Again' } };
const BLOCKS = [{ type: 'actions', elements: [BUTTON] }];
const MODAL = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Ask' },
  blocks: [{ type: 'divider' as const }],
};

let slack: LocalSlack;
let web: WebClient;
let clock: number;

/** What the call was refused with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? String(error.code),
  );
}

function client(token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    timeout: 3000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: {
      ...console,
      setLevel() {},
      getLevel: () => LogLevel.ERROR,
      setName() {},
      error() {},
      warn() {},
      info() {},
      debug() {},
    },
  });
}

beforeEach(async () => {
  clock = 1_764_000_000_000;
  slack = await startLocalSlack({ now: () => clock, ackTimeoutMs: 50 });
  web = client();
});

afterEach(() => slack.close());

it('claims exactly the methods that are registered', () => {
  expect(Object.keys(COVERAGE).sort()).toEqual([...METHODS.keys()].sort());
});

describe('posting', () => {
  it('stores text, blocks and metadata, and gives increasing timestamps while the clock stands', async () => {
    const metadata = { event_type: 'dca_answer', event_payload: { ask: 'a1' } };
    const first = await web.chat.postMessage({ channel: INCIDENTS, text: 'one', blocks: BLOCKS, metadata });
    const second = await web.chat.postMessage({ channel: '#incidents', text: 'two' });
    const [stored] = slack.store.messages('#incidents');
    expect(stored).toMatchObject({ ts: first.ts, text: 'one', metadata, user: slack.botUserId });
    expect(stored?.blocks[0]).toMatchObject({ elements: [BUTTON], block_id: expect.any(String) });
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
  });

  it('returns metadata only when all of it is asked for', async () => {
    const metadata = { event_type: 'dca_answer', event_payload: { ask: 'a1' } };
    const root = await web.chat.postMessage({ channel: INCIDENTS, text: 'root', metadata });
    const ts = root.ts ?? '';
    await web.chat.postMessage({ channel: INCIDENTS, text: 'reply', thread_ts: ts, metadata });
    const bare = await web.conversations.replies({ channel: INCIDENTS, ts });
    expect(bare.messages).toHaveLength(2);
    expect(JSON.stringify(bare.messages)).not.toContain('dca_answer');
    const full = await web.conversations.replies({ channel: INCIDENTS, ts, include_all_metadata: true });
    expect(full.messages?.map((message) => message.metadata)).toEqual([metadata, metadata]);
    const history = await web.conversations.history({ channel: INCIDENTS, include_all_metadata: true });
    expect(history.messages?.map((message) => message.text)).toEqual(['root']);
    expect(history.messages?.[0]).toMatchObject({ metadata, reply_count: 1 });
  });

  it('pages through replies by cursor and bounds', async () => {
    const root = await web.chat.postMessage({ channel: INCIDENTS, text: 'r0' });
    const ts = root.ts ?? '';
    for (const text of ['r1', 'r2', 'r3']) await web.chat.postMessage({ channel: INCIDENTS, text, thread_ts: ts });
    const first = await web.conversations.replies({ channel: INCIDENTS, ts, limit: 3 });
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await web.conversations.replies({ channel: INCIDENTS, ts, limit: 3, cursor });
    expect(rest.messages?.map((message) => message.text)).toEqual(['r3']);
    const oldest = first.messages?.[2]?.ts ?? '';
    const newer = await web.conversations.replies({ channel: INCIDENTS, ts, oldest });
    expect(newer.messages?.map((message) => message.text)).toEqual(['r0', 'r3']);
  });

  it('keeps the history of edits and the metadata an edit leaves out', async () => {
    const metadata = { event_type: 'dca_answer', event_payload: { ask: 'a1' } };
    const { ts = '' } = await web.chat.postMessage({ channel: INCIDENTS, text: 'old', metadata });
    await web.chat.update({ channel: INCIDENTS, ts, text: 'new' });
    const stored = slack.store.message(INCIDENTS, ts);
    expect(stored).toMatchObject({ text: 'new', metadata, edits: [{ text: 'old' }] });
    await web.chat.delete({ channel: INCIDENTS, ts });
    expect(slack.store.messages(INCIDENTS)).toEqual([]);
    expect(slack.store.everything()).toContain('old');
  });

  it('shows an ephemeral message to its user alone', async () => {
    await web.chat.postEphemeral({ channel: INCIDENTS, user: 'U0ALICE01', text: 'psst' });
    expect(slack.store.ephemerals('incidents', 'U0ALICE01')).toMatchObject([{ text: 'psst' }]);
    expect(slack.store.ephemerals('incidents', 'U0BEN0001')).toEqual([]);
    expect(slack.store.messages('incidents')).toEqual([]);
  });
});

describe('refusals', () => {
  const post = (args: object) => refusal(web.apiCall('chat.postMessage', { channel: INCIDENTS, text: 'x', ...args }));

  it.each([
    ['invalid_auth', () => refusal(client('xoxb-wrong').auth.test())],
    ['not_allowed_token_type', () => refusal(client().apps.connections.open())],
    ['channel_not_found', () => post({ channel: 'C0UNKNOWN' })],
    ['not_in_channel', () => post({ channel: NO_BOT })],
    ['no_text', () => post({ text: '' })],
    ['msg_too_long', () => post({ text: 'x'.repeat(40_001) })],
    ['thread_not_found', () => post({ thread_ts: '1.000001' })],
    ['thread_not_found', () => refusal(web.conversations.replies({ channel: INCIDENTS, ts: '1.000001' }))],
    ['not_in_channel', () => refusal(web.conversations.history({ channel: NO_BOT }))],
    ['message_not_found', () => refusal(web.chat.update({ channel: INCIDENTS, ts: '1.000001', text: 'x' }))],
    ['invalid_blocks_format', () => post({ blocks: '[{' })],
    ['invalid_metadata_schema', () => post({ metadata: { event_type: 7 } })],
    ['user_not_found', () => refusal(web.users.info({ user: 'U0NOBODY1' }))],
    ['no_such_subteam', () => refusal(web.usergroups.users.list({ usergroup: 'S0' }))],
    ['unknown_method', () => refusal(web.apiCall('chat.unheardOf'))],
  ])('%s', async (error, call) => {
    expect(await call()).toBe(error);
  });

  it('says not_authed without a token', async () => {
    const answer = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('names the place of a bad block like Slack', async () => {
    const text = { type: 'mrkdwn', text: 'x'.repeat(3001) };
    const blocks = [{ type: 'divider' }, { type: 'section', text }];
    const call = web.apiCall('chat.postMessage', { channel: INCIDENTS, blocks });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: [
            '[ERROR] failed to match all allowed schemas [json-pointer:/blocks/1/text]',
            '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
          ],
        },
      },
    });
    expect(slack.store.messages(INCIDENTS)).toEqual([]);
  });

  it("does not edit another's message", async () => {
    const { ts = '' } = await slack.mention({ channel: 'incidents', user: 'alice', text: 'hi' });
    expect(await refusal(web.chat.update({ channel: INCIDENTS, ts, text: 'x' }))).toBe('cant_update_message');
  });

  it('says which scope is missing, and lists those granted', async () => {
    slack.scopes.delete('users:read');
    await expect(web.users.info({ user: 'U0ALICE01' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'users:read' },
    });
    const { response_metadata: metadata } = await web.auth.test();
    expect(metadata?.scopes).toContain('chat:write');
    expect(metadata?.scopes).not.toContain('users:read');
  });
});

describe('people and channels', () => {
  it('gives a locale only when asked', async () => {
    const bare = await web.users.info({ user: 'U0HANA001' });
    expect(bare.user).not.toHaveProperty('locale');
    const full = await web.users.info({ user: 'U0HANA001', include_locale: true });
    expect(full.user).toMatchObject({ locale: 'ja-JP', tz: 'Asia/Tokyo' });
    const guest = await web.users.info({ user: 'U0GUEST01' });
    expect(guest.user?.is_restricted).toBe(true);
  });

  it('tells shared and private channels, members and groups', async () => {
    const shared = await web.conversations.info({ channel: 'C0EXTERN1' });
    expect(shared.channel).toMatchObject({ is_ext_shared: true, is_private: false, is_member: true });
    const list = await web.conversations.list({ types: 'public_channel,private_channel' });
    expect(list.channels?.map((channel) => channel.name)).toContain('oncall-private');
    const members = await web.conversations.members({ channel: 'G0SECRET1' });
    expect(members.members).toEqual(['U0ALICE01', 'U0BEN0001', slack.botUserId]);
    const groups = await web.usergroups.list();
    expect(groups.usergroups?.[0]?.handle).toBe('sre');
    const users = await web.usergroups.users.list({ usergroup: 'S0SRE0001' });
    expect(users.users).toEqual(['U0ALICE01', 'U0HANA001']);
  });

  it('opens a direct message once and joins a public channel', async () => {
    const first = await web.conversations.open({ users: 'U0BEN0001' });
    const second = await web.conversations.open({ users: 'U0BEN0001' });
    expect(second.channel?.id).toBe(first.channel?.id);
    await web.conversations.join({ channel: NO_BOT });
    expect(await refusal(web.chat.postMessage({ channel: NO_BOT, text: 'here' }))).toBe('ok');
  });
});

describe('reactions, links, status, views and files', () => {
  it('adds a reaction once and removes it once', async () => {
    const { ts: timestamp = '' } = await web.chat.postMessage({ channel: INCIDENTS, text: 'a' });
    const args = { channel: INCIDENTS, timestamp, name: 'eyes' };
    expect([await refusal(web.reactions.add(args)), await refusal(web.reactions.add(args))]).toEqual([
      'ok',
      'already_reacted',
    ]);
    expect([await refusal(web.reactions.remove(args)), await refusal(web.reactions.remove(args))]).toEqual([
      'ok',
      'no_reaction',
    ]);
  });

  it('links to a message and clears the status with the next post', async () => {
    const { ts = '' } = await web.chat.postMessage({ channel: INCIDENTS, text: 'a' });
    const { permalink } = await web.chat.getPermalink({ channel: INCIDENTS, message_ts: ts });
    expect(permalink).toBe(`${slack.url}/archives/${INCIDENTS}/p${ts.replace('.', '')}`);
    await web.assistant.threads.setStatus({ channel_id: INCIDENTS, thread_ts: ts, status: 'is reading' });
    expect(slack.store.assistantStatus(INCIDENTS, ts)).toBe('is reading');
    await web.chat.postMessage({ channel: INCIDENTS, text: 'b', thread_ts: ts });
    expect(slack.store.assistantStatus(INCIDENTS, ts)).toBe('');
  });

  it('opens one view for a trigger id, within three seconds', async () => {
    const { triggerId } = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: '' });
    const { view } = await web.views.open({ trigger_id: triggerId, view: MODAL });
    expect(await refusal(web.views.open({ trigger_id: triggerId, view: MODAL }))).toBe('exchanged_trigger_id');
    const args = { view_id: view?.id ?? '', view: MODAL };
    expect(await refusal(web.views.update({ ...args, hash: 'stale' }))).toBe('hash_conflict');
    expect(await refusal(web.views.update({ ...args, hash: view?.hash ?? '' }))).toBe('ok');
    const late = await slack.typeCommand({ channel: 'incidents', user: 'alice', text: '' });
    clock += 3001;
    expect(await refusal(web.views.push({ trigger_id: late.triggerId, view: MODAL }))).toBe('expired_trigger_id');
    await web.views.publish({ user_id: 'U0BEN0001', view: { type: 'home', blocks: [{ type: 'divider' }] } });
    expect(slack.store.views().map((entry) => [entry.kind, entry.user])).toEqual([
      ['modal', 'U0ALICE01'],
      ['home', 'U0BEN0001'],
    ]);
  });

  it('takes an upload in three steps and gives it back to the bot alone', async () => {
    const content = Buffer.from('status of the leader\r\n--not a boundary');
    const file = { file: content, filename: 'status.txt', channel_id: INCIDENTS, initial_comment: 'as a file' };
    await web.filesUploadV2(file);
    const [message] = slack.store.messages(INCIDENTS);
    expect(message).toMatchObject({ text: 'as a file', files: [{ name: 'status.txt', content }] });
    const history = await web.conversations.history({ channel: INCIDENTS });
    const url = String(history.messages?.[0]?.files?.[0]?.url_private);
    const read = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect(await read.text()).toBe(content.toString());
    expect((await fetch(url)).status).toBe(403);
    expect(slack.store.receivedFromApp()).toContain('status of the leader');
  });
});

describe('faults', () => {
  const post = (text: string) => refusal(web.chat.postMessage({ channel: INCIDENTS, text }));
  const stored = () => slack.store.messages(INCIDENTS).map((message) => message.text);

  it('cuts before storing or after storing', async () => {
    slack.faults.add('chat.postMessage', { kind: 'cut_before' });
    slack.faults.add('chat.postMessage', { kind: 'cut_after' });
    expect(await post('lost')).toBe('slack_webapi_request_error');
    expect(await post('kept')).toBe('slack_webapi_request_error');
    expect(await post('fine')).toBe('ok');
    expect(stored()).toEqual(['kept', 'fine']);
    expect(slack.store.calls('chat.postMessage').map((call) => call.outcome)).toEqual([
      'cut_before',
      'cut_after',
      'ok',
    ]);
  });

  it('answers with an error, a status or a wait, as often as asked and only where it matches', async () => {
    const error = slack.faults.add(
      'chat.postMessage',
      { kind: 'error', error: 'not_in_channel' },
      { times: 2, match: (args) => args.text === 'a' },
    );
    expect([await post('a'), await post('b'), await post('a'), await post('a')]).toEqual([
      'not_in_channel',
      'ok',
      'not_in_channel',
      'ok',
    ]);
    expect(error.hits()).toBe(2);
    slack.faults.add('*', { kind: 'http_status', status: 500 });
    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 500 });
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 7 });
    await expect(web.chat.postMessage({ channel: INCIDENTS, text: 'c' })).rejects.toMatchObject({ retryAfter: 7 });
    expect(slack.faults.pending()).toBe(0);
  });

  it('delays a call, or holds the reply of one already carried out', async () => {
    slack.faults.add('chat.postMessage', { kind: 'hold_reply', ms: 60_000 });
    const held = post('held');
    await slack.store.waitFor(() => stored().includes('held'));
    slack.faults.add('users.info', { kind: 'delay', ms: 30 });
    const started = performance.now();
    await web.users.info({ user: 'U0ALICE01' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
    await slack.close();
    await held;
  });
});

it('lets one message a second into a channel when asked to', async () => {
  const strict = await startLocalSlack({ now: () => clock, rateLimit: true });
  try {
    const paced = new WebClient(strict.botToken, { slackApiUrl: strict.apiUrl, rejectRateLimitedCalls: true });
    await paced.chat.postMessage({ channel: INCIDENTS, text: '1' });
    await paced.chat.postMessage({ channel: 'C0PLATFOR', text: 'elsewhere' });
    clock += 999;
    await expect(paced.chat.postMessage({ channel: INCIDENTS, text: '2' })).rejects.toMatchObject({ retryAfter: 1 });
    clock += 1;
    await paced.chat.postMessage({ channel: INCIDENTS, text: '3' });
    expect(strict.store.messages(INCIDENTS).map((message) => message.text)).toEqual(['1', '3']);
  } finally {
    await strict.close();
  }
});
