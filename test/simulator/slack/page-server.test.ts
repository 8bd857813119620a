import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../simulator/slack/local-slack.ts';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startLocalSlack({ ackTimeoutMs: 50 });
});
afterEach(() => slack.close());

/** Status of a request with headers `fetch` would not let through. */
function status(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${slack.url}${path}`, { headers }, (response) => {
      response.destroy();
      resolve(response.statusCode);
    });
    call.on('error', reject).end();
  });
}

const post = (path: string, body: unknown, type = 'application/json') =>
  fetch(`${slack.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

interface State {
  channels: { name: string; messages: { text: string }[] }[];
}

async function stateFor(user: string): Promise<State> {
  return (await fetch(`${slack.url}/local/state?user=${user}`)).json() as Promise<State>;
}

it('serves the page with its scripts and no way to other origins', async () => {
  const page = await fetch(slack.url);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  const script = /src="([\w.]+)"/.exec(html)?.[1];
  const todo = [`/${script}`, '/slack.css'];
  const served = new Set<string>();
  for (const path of todo) {
    if (served.has(path)) continue;
    served.add(path);
    const file = await fetch(`${slack.url}${path}`);
    expect([path, file.status]).toEqual([path, 200]);
    const source = await file.text();
    expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|https?:\/\/(?!www\.w3\.org)/);
    for (const [, name] of source.matchAll(/from '\.(\/[\w.]+)'/g)) todo.push(String(name));
  }
  expect(served.size).toBe(8);
  expect((await fetch(`${slack.url}/../../package.json`)).status).toBe(404);
});

it.each([
  ['another Host', { host: 'rebound.example' }, 403],
  ['the right name at another port', { host: '127.0.0.1:1' }, 403],
  ['another Origin', { origin: 'http://evil.example' }, 403],
  ['a null Origin', { origin: 'null' }, 403],
  ['no Origin', {}, 200],
])('%s: %j gives %i', async (_name, headers, expected) => {
  expect(await status('/local/state', headers)).toBe(expected);
  expect(await status('/', headers)).toBe(expected);
});

it('takes its own origin', async () => {
  expect(await status('/local/state', { origin: slack.url })).toBe(200);
});

it('is driven by HTTP: a mention, its state for two people, a plain message', async () => {
  await post('/local/mention', { channel: 'incidents', user: 'hana', text: '@dca status' });
  await post('/local/message', { channel: 'incidents', user: 'hana', text: 'a < b & <@U1>' });
  const state = await stateFor('alice');
  const incidents = state.channels.find((channel) => channel.name === 'incidents');
  expect(incidents?.messages.map((message) => message.text)).toEqual([
    `<@${slack.botUserId}> status`,
    'a &lt; b &amp; <@U1>',
  ]);
  const guest = await stateFor('gus');
  expect(guest.channels.map((channel) => channel.name)).toEqual(['incidents', 'random']);
});

it('answers a bad request with what is missing and refuses form posts', async () => {
  const bad = await post('/local/command', { channel: 'incidents', user: 'alice' });
  expect([bad.status, await bad.json()]).toEqual([400, { error: 'missing field: text' }]);
  const form = await post('/local/command', { channel: 'incidents', user: 'alice', text: 'x' }, 'text/plain');
  expect(form.status).toBe(415);
  expect((await post('/local/nothing', {})).status).toBe(404);
});

it('announces changes by server-sent events', async () => {
  const stream = await fetch(`${slack.url}/local/events`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  await slack.say({ channel: 'incidents', user: 'alice', text: 'hello' });
  const second = await reader?.read();
  expect(Number(second?.value?.slice(6))).toBeGreaterThan(Number(first?.value?.slice(6)));
  await reader?.cancel();
});
