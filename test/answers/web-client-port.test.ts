import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import type { SlackPort } from '../../src/answers/slack-port.ts';
import { makeWebClient, webClientPort } from '../../src/answers/web-client-port.ts';

const CHANNEL = 'C0PLATFOR';
const USER = 'U0ALICE01';
const MESSAGE = { text: 'hello', blocks: [{ type: 'divider' }] } as const;
const target = { channel: CHANNEL, askId: 'a1', entryId: 'a1:answer' };

let slack: LocalSlack;
let port: SlackPort;

beforeEach(async () => {
  slack = await startLocalSlack();
  port = webClientPort(makeWebClient(slack.botToken, slack.apiUrl, 300), { timeoutMs: 300 });
});
afterEach(() => slack.close());

async function post(changes: { thread?: string; entryId?: string } = {}): Promise<string> {
  const outcome = await port.post({ ...target, ...changes }, MESSAGE);
  if (outcome.end !== 'done') throw new Error(outcome.raw);
  return outcome.ts;
}

describe('how a post ends', () => {
  it.each([
    [{ kind: 'cut_after' }, { end: 'ambiguous', lost: true }],
    [{ kind: 'cut_before' }, { end: 'ambiguous', lost: true }],
    [
      { kind: 'hold_reply', ms: 600 },
      { end: 'ambiguous', lost: true },
    ],
    [
      { kind: 'http_status', status: 500 },
      { end: 'ambiguous', lost: false, raw: 'HTTP 500' },
    ],
    [
      { kind: 'error', error: 'fatal_error' },
      { end: 'ambiguous', lost: false, raw: 'fatal_error' },
    ],
    [
      { kind: 'rate_limited', retryAfterSeconds: 7 },
      { end: 'wait', why: 'rate', ms: 7_000 },
    ],
    [
      { kind: 'error', error: 'not_in_channel' },
      { end: 'refused', why: 'not_in_channel', raw: 'not_in_channel' },
    ],
    [
      { kind: 'error', error: 'channel_not_found' },
      { end: 'refused', why: 'not_in_channel', raw: 'channel_not_found' },
    ],
    [
      { kind: 'error', error: 'is_archived' },
      { end: 'refused', why: 'channel_gone', raw: 'is_archived' },
    ],
    [
      { kind: 'error', error: 'invalid_blocks' },
      { end: 'refused', why: 'invalid_blocks', raw: 'invalid_blocks' },
    ],
    [
      { kind: 'error', error: 'msg_too_long' },
      { end: 'refused', why: 'too_long', raw: 'msg_too_long' },
    ],
    [
      { kind: 'error', error: 'invalid_auth' },
      { end: 'refused', why: 'auth', raw: 'invalid_auth' },
    ],
    [
      { kind: 'error', error: 'brand_new_word' },
      { end: 'refused', why: 'other', raw: 'brand_new_word' },
    ],
  ] as const)('%o is %o, after one call', async (effect, expected) => {
    slack.faults.add('chat.postMessage', effect);
    expect(await port.post(target, MESSAGE)).toMatchObject(expected);
    expect(slack.store.calls('chat.postMessage').length).toBeLessThanOrEqual(1);
  });

  it('knows that a Slack nobody could reach has not got it', async () => {
    const closed = await startLocalSlack();
    await closed.close();
    const away = webClientPort(makeWebClient(closed.botToken, closed.apiUrl, 300));
    expect(await away.post(target, MESSAGE)).toMatchObject({ end: 'wait', why: 'away', raw: 'ECONNREFUSED' });
  });
});

describe('finding its own messages', () => {
  it('reads channel and thread by what the metadata says', async () => {
    const root = await post({ entryId: 'a1:opening' });
    const inThread = await post({ thread: root });
    const since = Date.now() - 60_000;
    expect(await port.findOwn({ ...target, thread: root }, since)).toEqual({ end: 'done', ts: [inThread] });
    expect(await port.findOwn({ ...target, entryId: 'a1:opening' }, since)).toEqual({ end: 'done', ts: [root] });
    expect(await port.findOwn({ ...target, entryId: 'a2:answer' }, since)).toEqual({ end: 'done', ts: [] });
  });

  it('looks through all pages', async () => {
    const first = await post();
    for (let i = 0; i < 450; i += 1) slack.store.addMessage({ channel: CHANNEL, user: USER, text: `chat ${i}` });
    const last = await post();
    expect(await port.findOwn(target, Date.now() - 60_000)).toEqual({ end: 'done', ts: [first, last].sort() });
    expect(slack.store.calls('conversations.history')).toHaveLength(3);
  });

  it('does not take what it may not read for absent', async () => {
    slack.scopes.delete('channels:history');
    expect(await port.findOwn(target, 0)).toEqual({ end: 'refused', why: 'scope', raw: 'missing_scope' });
  });

  it('finds a file by its name', async () => {
    const root = await post({ entryId: 'a1:opening' });
    const place = { ...target, thread: root };
    expect(await port.uploadText(place, { title: 'answer', text: 'long\ntext', comment: 'long' })).toEqual({
      end: 'done',
    });
    const found = await port.findOwn(place, Date.now() - 60_000);
    expect(found).toEqual({ end: 'done', ts: [slack.store.thread(CHANNEL, root).at(-1)?.ts] });
    expect(slack.store.files()[0]?.content?.toString()).toBe('long\ntext');
  });
});

it('edits, keeping what the message is found by, and removes, also what is gone', async () => {
  const ts = await post();
  expect(await port.update(target, ts, { text: 'changed', blocks: [] })).toEqual({ end: 'done' });
  expect(slack.store.message(CHANNEL, ts)).toMatchObject({
    text: 'changed',
    metadata: { event_payload: { entry: 'a1:answer' } },
  });
  expect(await port.remove(CHANNEL, ts)).toEqual({ end: 'done' });
  expect(await port.remove(CHANNEL, ts)).toEqual({ end: 'done' });
  expect(await port.update(target, ts, MESSAGE)).toMatchObject({ end: 'refused', why: 'message_gone' });
});

describe('telling the asker', () => {
  it('speaks as an ephemeral message where the bot is a member', async () => {
    expect(await port.tellAsker({ channel: CHANNEL, user: USER }, target, MESSAGE)).toEqual({
      end: 'done',
      via: 'ephemeral',
    });
    expect(slack.store.ephemerals(CHANNEL, USER)).toHaveLength(1);
  });

  it('speaks in a direct message elsewhere', async () => {
    const asker = { channel: 'C0NOBOT01', user: USER };
    expect(await port.tellAsker(asker, target, MESSAGE)).toEqual({ end: 'done', via: 'direct' });
  });

  it.each([
    [200, { end: 'done', via: 'response_url' }],
    [404, { end: 'done', via: 'ephemeral' }],
    [503, { end: 'ambiguous', lost: false, raw: 'HTTP 503' }],
  ] as const)('by a response URL that answers %i', async (status, expected) => {
    const bodies: unknown[] = [];
    const byUrl = webClientPort(makeWebClient(slack.botToken, slack.apiUrl, 300), {
      fetch: async (_url, init) => {
        bodies.push(JSON.parse(String(init?.body)));
        return new Response('ok', { status });
      },
    });
    const asker = { channel: CHANNEL, user: USER, responseUrl: 'http://127.0.0.1:1/response' };
    expect(await byUrl.tellAsker(asker, target, MESSAGE)).toEqual(expected);
    expect(bodies).toEqual([{ response_type: 'ephemeral', ...MESSAGE }]);
  });
});
