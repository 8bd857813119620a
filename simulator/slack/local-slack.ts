import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiContext } from './api/call.ts';
import { handleDownload, handleUpload } from './api/file-doors.ts';
import { createRateLimiter } from './api/rate-limiter.ts';
import { BodyTooLarge } from './api/read-body.ts';
import { createResponseUrls } from './api/response-urls.ts';
import { createTriggers } from './api/triggers.ts';
import { handleApi } from './api/web-api.ts';
import { createEventDelivery } from './delivery/event-delivery.ts';
import { createHttpDelivery, type HttpDelivery } from './delivery/http-delivery.ts';
import { createPerson, type Person } from './delivery/person.ts';
import { createSocketMode } from './delivery/socket-mode.ts';
import type { DeliveryResult } from './delivery/transport.ts';
import { createFaults, type Faults } from './faults.ts';
import { isOwnRequest } from './loopback-guard.ts';
import { createPageServer } from './page-server.ts';
import { createSeed, DEFAULT_SCOPES } from './state/seed.ts';
import { createStore, type SlackStore } from './state/store.ts';

export interface LocalSlackOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Milliseconds; colours timestamps, trigger and response URL ages, and the pace of posting. Default `Date.now`. */
  now?: () => number;
  delivery?: { mode: 'socket' } | { mode: 'http'; url: () => string };
  /** Enforces one post a second in a channel. Default false. */
  rateLimit?: boolean;
  /** Bot scopes; default those of the app's manifest. */
  scopes?: readonly string[];
  /** Slack's clock for an ack; default 3000. */
  ackTimeoutMs?: number;
  /** Waits before each retry of an event; default none, one minute, five minutes. */
  retryDelaysMs?: readonly number[];
  /** Where the page's files lie, for a build that moved them; default beside this file. */
  pageDirectory?: string;
}

/** A Slack on loopback: its doors for the app, its memory, its people and its faults. */
export interface LocalSlack extends Person {
  readonly url: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly teamId: string;
  readonly store: SlackStore;
  readonly faults: Faults;
  /** The bot's scopes; take one away to see `missing_scope`. */
  readonly scopes: Set<string>;
  redeliver(envelopeOrEventId: string): Promise<DeliveryResult>;
  deliverHttp: HttpDelivery['deliver'];
  /** Open Socket Mode connections. */
  connections(): number;
  dropSockets(): void;
  sendRaw(frame: string): void;
  sendDisconnect(): void;
  sendRateLimitedEnvelope(): void;
  close(): Promise<void>;
}

const BOT_TOKEN = 'xoxb-local-bot-token';
const APP_TOKEN = 'xapp-1-local-app-token';
const SIGNING_SECRET = 'local-signing-secret';

export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const now = options.now ?? Date.now;
  const ackTimeoutMs = options.ackTimeoutMs ?? 3000;
  const seed = createSeed();
  const store = createStore(seed, now);
  const faults = createFaults();
  const closing = new AbortController();
  let baseUrl = '';

  const socketMode = createSocketMode({
    baseUrl: () => baseUrl,
    appId: seed.appId,
    ackTimeoutMs,
    onReceived: (payload) => store.recordText('app', payload),
    onConnectionsChanged: () => store.changed(),
  });
  const http = createHttpDelivery({
    requestUrl: () => (options.delivery?.mode === 'http' ? options.delivery.url() : ''),
    signingSecret: SIGNING_SECRET,
    now,
    ackTimeoutMs,
    onReceived: (payload) => store.recordText('app', payload),
  });
  const context: ApiContext = {
    store,
    seed,
    scopes: new Set(options.scopes ?? DEFAULT_SCOPES),
    now,
    baseUrl: () => baseUrl,
    triggers: createTriggers(now, store.nextId),
    rateLimiter: createRateLimiter(options.rateLimit ?? false, now),
    issueSocketUrl: socketMode.issueUrl,
  };
  const responseUrls = createResponseUrls(context, faults);
  const deliveries = createEventDelivery(
    () => (options.delivery?.mode === 'http' ? http : socketMode),
    options.retryDelaysMs ?? [0, 60_000, 300_000],
  );
  const person = createPerson(context, responseUrls, deliveries);
  const pages = createPageServer(context, person, options.pageDirectory);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnRequest(request, baseUrl)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('not from this machine');
      return;
    }
    const url = new URL(request.url ?? '/', baseUrl);
    const path = url.pathname;
    if (path.startsWith('/api/')) {
      const tokens = { botToken: BOT_TOKEN, appToken: APP_TOKEN };
      return handleApi(request, response, url, context, tokens, faults, closing.signal);
    }
    if (path.startsWith('/response/')) return responseUrls.handle(request, response, url, closing.signal);
    if (path.startsWith('/upload/')) return handleUpload(request, response, url, context, faults, closing.signal);
    if (path.startsWith('/files/')) return handleDownload(request, response, url, context, BOT_TOKEN);
    return pages.handle(request, response, url);
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      const status = error instanceof BodyTooLarge ? 413 : 500;
      response.writeHead(status, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (isOwnRequest(request, baseUrl)) socketMode.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...person,
    url: baseUrl,
    apiUrl: `${baseUrl}/api/`,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    botUserId: seed.botUserId,
    teamId: seed.team.id,
    store,
    faults,
    scopes: context.scopes,
    redeliver: deliveries.redeliver,
    deliverHttp: http.deliver,
    connections: socketMode.connections,
    dropSockets: socketMode.drop,
    sendRaw: socketMode.sendRaw,
    sendDisconnect: () =>
      socketMode.sendRaw(
        JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'local-slack' } }),
      ),
    sendRateLimitedEnvelope: () =>
      socketMode.sendRaw(
        JSON.stringify({
          envelope_id: store.nextId('env'),
          type: 'events_api',
          accepts_response_payload: false,
          payload: {
            type: 'app_rate_limited',
            team_id: seed.team.id,
            api_app_id: seed.appId,
            minute_rate_limited: Math.floor(now() / 1000),
          },
        }),
      ),
    async close() {
      closing.abort();
      deliveries.close();
      http.close();
      pages.close();
      await socketMode.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
