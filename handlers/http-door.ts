import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver, type Logger } from '@slack/bolt';
import { HandlerError } from './handler-error.ts';
import { slackErrorWord } from './slack-client.ts';
import type { SlackDoor } from './slack-door.ts';

export interface HttpDoorOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly logger: Logger;
  readonly now: () => number;
}

const TIMESTAMP_WINDOW_SECONDS = 5 * 60;
const BODY_BYTES = 1024 * 1024;
const CLOSE_MS = 2_000;
const SWEEP_MS = 50;

/** Slack's requests over HTTP. The reply is sent when the listener is done, so that an ack means "stored". */
export function httpDoor(options: HttpDoorOptions): SlackDoor {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: [options.path],
    processBeforeResponse: true,
    logger: options.logger,
    bodyLimit: BODY_BYTES,
  });
  const listener = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (!isFromTheFuture(request, options.now())) return listener(request, response);
    request.resume();
    response.writeHead(401).end();
  };
  let server: Server | undefined;

  return {
    receiver,
    open: async () => {
      try {
        const limits = { headersTimeout: 5_000, requestTimeout: 10_000 };
        const started = await receiver.start({ port: options.port, host: options.host }, limits);
        server = started as Server;
        return { port: (server.address() as AddressInfo).port };
      } catch (error) {
        const place = `${options.host}:${options.port}`;
        throw new HandlerError('port-unavailable', `Slack's requests cannot be listened for on ${place}`, {
          cause: error,
          about: place,
          word: slackErrorWord(error),
        });
      }
    },
    ready: () => (server?.listening === true ? { ok: true } : { ok: false, reason: 'not listening' }),
    close: async () => {
      if (server === undefined) return;
      const open = server;
      const force = setTimeout(() => open.closeAllConnections(), CLOSE_MS);
      // A connection whose last reply is on its way now would be kept alive for a next request.
      const sweep = setInterval(() => open.closeIdleConnections(), SWEEP_MS);
      await receiver.stop();
      clearTimeout(force);
      clearInterval(sweep);
      server = undefined;
    },
  };
}

/**
 * Bolt refuses requests older than five minutes, not those dated ahead: a request signed for tomorrow could be replayed
 * until then. The signature covers the timestamp, so the header may be judged before it is verified.
 */
function isFromTheFuture(request: IncomingMessage, nowMs: number): boolean {
  const timestamp = Number(request.headers['x-slack-request-timestamp']);
  return timestamp > nowMs / 1000 + TIMESTAMP_WINDOW_SECONDS;
}
