import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiContext } from './api/call.ts';
import { readBody } from './api/read-body.ts';
import { messageJson } from './api/render.ts';
import { sendJson } from './api/replies.ts';
import { isObject } from './blocks/schema.ts';
import type { ClickInput, CommandInput, MentionInput, Person } from './delivery/person.ts';

const PAGE = new Map([
  ['/', ['index.html', 'text/html; charset=utf-8']],
  ['/slack.css', ['slack.css', 'text/css; charset=utf-8']],
  ...['app', 'blocks', 'dom', 'emoji', 'inline', 'messages', 'mrkdwn'].map(
    (name) => [`/${name}.js`, [`${name}.js`, 'text/javascript; charset=utf-8']] as const,
  ),
] as [string, [string, string]][]);

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
};

/** Files that messages show: `/local/files/<id>?user=<who looks>`. */
const FILES = '/local/files/';

type Body = Record<string, unknown>;

/** The web page, its live updates and the `/local/` endpoints, which serve a script as well as the page. */
export interface PageServer {
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  close(): void;
}

export function createPageServer(
  context: ApiContext,
  person: Person,
  directory = fileURLToPath(new URL('./page/', import.meta.url)),
): PageServer {
  const { store } = context;
  const streams = new Set<ServerResponse>();
  let announced = false;
  const stopListening = store.onChange(() => {
    if (announced || streams.size === 0) return;
    announced = true;
    // One frame for a burst of changes.
    setImmediate(() => {
      announced = false;
      for (const stream of streams) stream.write(`data: ${store.revision}\n\n`);
    });
  });

  const actions: Record<string, (body: Body) => Promise<unknown>> = {
    '/local/command': (body) =>
      person.typeCommand(
        fields(body, ['channel', 'user', 'text'], ['command', 'triggerId']) as unknown as CommandInput,
      ),
    '/local/mention': (body) =>
      person.mention(fields(body, ['channel', 'user', 'text'], ['threadTs']) as unknown as MentionInput),
    '/local/message': (body) =>
      person.say(fields(body, ['channel', 'user', 'text'], ['threadTs']) as unknown as MentionInput),
    '/local/click': (body) =>
      person.click(
        fields(body, ['channel', 'messageTs', 'user', 'actionId'], ['value', 'blockId']) as unknown as ClickInput,
      ),
  };

  async function act(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const action = actions[path];
    if (!action) return sendJson(response, 404, { error: `no such endpoint: ${path}` });
    // A form of another site cannot send this type without asking first.
    if (!request.headers['content-type']?.includes('application/json')) {
      return sendJson(response, 415, { error: 'content-type must be application/json' });
    }
    try {
      const body: unknown = JSON.parse((await readBody(request)).toString('utf8'));
      sendJson(response, 200, await action(isObject(body) ? body : {}));
    } catch (error) {
      sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    async handle(request, response, url) {
      if (request.method === 'POST') return act(request, response, url.pathname);
      if (request.method !== 'GET') return sendJson(response, 405, { error: 'GET or POST' });
      if (url.pathname === '/local/state')
        return sendJson(response, 200, snapshot(url.searchParams.get('user') ?? '', context));
      if (url.pathname === '/local/events') {
        response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
        response.write(`data: ${store.revision}\n\n`);
        streams.add(response);
        response.on('close', () => streams.delete(response));
        return;
      }
      if (url.pathname.startsWith(FILES)) return sendFile(response, url, context);
      const file = PAGE.get(url.pathname);
      if (!file) return sendJson(response, 404, { error: 'not found' });
      const [name, type] = file;
      response.writeHead(200, { ...HEADERS, 'content-type': type }).end(await readFile(join(directory, name)));
    },
    close() {
      stopListening();
      for (const stream of streams) stream.end();
    },
  };
}

/** The named strings of a request body; a missing one is an error that names it. */
function fields(body: Body, required: string[], optional: string[]): Record<string, string> {
  const missing = required.find((name) => typeof body[name] !== 'string');
  if (missing) throw new Error(`missing field: ${missing}`);
  const present = [...required, ...optional].filter((name) => typeof body[name] === 'string');
  return Object.fromEntries(present.map((name) => [name, body[name] as string]));
}

/** Gives a file to whoever can see the conversation that shows it. */
function sendFile(response: ServerResponse, url: URL, { store }: ApiContext): void {
  const file = store.files().find(({ id }) => id === url.pathname.slice(FILES.length));
  const channel = store.channels().find(({ id }) => id === file?.channel);
  if (!file?.content || !channel?.members.has(url.searchParams.get('user') ?? '')) {
    sendJson(response, 404, { error: 'no such file' });
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.name.replace(/[^\w.-]/g, '_')}"`,
    'content-length': file.content.length,
  });
  response.end(file.content);
}

/** What one person can see: members' channels with their messages, their own ephemerals, their open modal. */
function snapshot(userId: string, context: ApiContext) {
  const { store, seed } = context;
  const people = store.users().filter((user) => !user.isBot);
  const viewer = people.find((user) => user.id === userId || user.name === userId) ?? people[0];
  const visible = store.channels().filter((channel) => viewer && channel.members.has(viewer.id));
  return {
    revision: store.revision,
    team: seed.team,
    botUserId: seed.botUserId,
    user: viewer?.id,
    users: store.users(),
    userGroups: store.userGroups().map(({ id, handle }) => ({ id, handle })),
    channels: visible.map((channel) => ({
      id: channel.id,
      name: channel.name,
      kind: channel.kind,
      isExtShared: channel.isExtShared,
      hasBot: channel.members.has(seed.botUserId),
      messages: store.messages(channel.id).map((message) => ({
        ...messageJson(message, context, false),
        status: store.assistantStatus(channel.id, message.ts) || undefined,
        files: message.files.map(({ id, name, title, content }) => ({ id, name, title, bytes: content?.length ?? 0 })),
      })),
      ephemerals: viewer
        ? store
            .ephemerals(channel.id, viewer.id)
            .map(({ ts, text, blocks, threadTs }) => ({ ts, text, blocks, thread_ts: threadTs }))
        : [],
    })),
    modal: store.views().findLast((view) => view.kind === 'modal' && view.open && view.user === viewer?.id),
  };
}
