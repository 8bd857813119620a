import diagnostics from 'node:diagnostics_channel';
import type { SocketModeReceiver } from '@slack/bolt';

type SocketModeClient = SocketModeReceiver['client'];

/**
 * What dca-bot changes in `@slack/socket-mode` 3.1, which else ends the process or loses an envelope. None of it is
 * public, so this is the one place that names it; the tests of Socket Mode fail when a new version moves it.
 */
interface Internals {
  delayReconnectAttempt(attempt: () => Promise<unknown>): Promise<unknown>;
  onWebSocketMessage(data: unknown, isBinary: boolean): Promise<void>;
  send(envelopeId: string, body?: unknown): Promise<void>;
  numOfConsecutiveReconnectionFailures: number;
  websocket?: { readonly websocket: unknown; isActive(): boolean };
}

export interface ReconnectHooks {
  /** After this nothing is tried again. */
  readonly closing: () => boolean;
  /** A reconnection failed; `give-up` ends the trying. */
  readonly onFailure: (error: unknown) => 'retry' | 'give-up';
}

/** The pause before a reconnection grows with every failure, up to this many times the ping timeout. */
const MAX_PAUSES = 6;
const PINGS = ['undici:websocket:ping', 'undici:websocket:pong'] as const;

/**
 * Reconnects as the client does, but a failure on the way ends in `onFailure` and another try instead of an unhandled
 * rejection that would end the process or leave it deaf for good.
 */
export function guardReconnecting(client: SocketModeClient, hooks: ReconnectHooks): void {
  const internals = internalsOf(client);
  const delay = internals.delayReconnectAttempt.bind(client);
  const never = new Promise<never>(() => {});
  internals.delayReconnectAttempt = (attempt) => {
    const failures = Math.min(internals.numOfConsecutiveReconnectionFailures, MAX_PAUSES - 1);
    internals.numOfConsecutiveReconnectionFailures = failures;
    return delay(async () => {
      try {
        return await attempt.call(client);
      } catch (error) {
        if (!hooks.closing() && hooks.onFailure(error) === 'retry') return internals.delayReconnectAttempt(attempt);
        return never;
      }
    });
  };
}

/** Replaces how frames are read: `read` sees each first, and says whether the client may have it. */
export function guardFrames(
  client: SocketModeClient,
  read: (data: unknown, isBinary: boolean) => 'pass' | 'keep',
  onError: (error: unknown) => void,
): void {
  const internals = internalsOf(client);
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    if (read(data, isBinary) === 'pass') internals.onWebSocketMessage(data, isBinary).catch(onError);
  });
}

/** Acknowledges an envelope that the client itself cannot handle. */
export function acknowledge(client: SocketModeClient, envelopeId: string): Promise<void> {
  return internalsOf(client).send(envelopeId);
}

export function isActive(client: SocketModeClient): boolean {
  return internalsOf(client).websocket?.isActive() === true;
}

/** Calls `heard` for every ping and pong of the client's connection; returns how to stop. */
export function listenToPings(client: SocketModeClient, heard: () => void): () => void {
  const internals = internalsOf(client);
  // The channels tell of every WebSocket in the process.
  const onFrame = (message: unknown) => {
    const own = internals.websocket?.websocket;
    if (typeof message === 'object' && message !== null && 'websocket' in message && message.websocket === own) heard();
  };
  for (const name of PINGS) diagnostics.subscribe(name, onFrame);
  return () => {
    for (const name of PINGS) diagnostics.unsubscribe(name, onFrame);
  };
}

function internalsOf(client: SocketModeClient): Internals {
  return client as unknown as Internals;
}
