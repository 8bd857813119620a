import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { DeliveryResult, Transport } from './transport.ts';

export interface SocketMode extends Transport {
  issueUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): number;
  drop(): void;
  /** To every connection, as it stands. */
  sendRaw(frame: string): void;
  /** Ends every connection with a close frame; one that does not answer within half a second is cut. */
  close(): Promise<void>;
}

const CLOSE_PATIENCE_MS = 500;

interface Waiting {
  settle(acked: boolean, ack: unknown): void;
}

/** Socket Mode: single-use connection URLs, `hello`, envelopes to one of the open connections, acks by envelope id. */
export function createSocketMode(options: {
  baseUrl: () => string;
  appId: string;
  ackTimeoutMs: number;
  onReceived: (payload: unknown) => void;
  onConnectionsChanged: () => void;
}): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  let turn = 0;

  function accept(socket: WebSocket): void {
    sockets.push(socket);
    socket.on('message', (data) => onFrame(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.splice(sockets.indexOf(socket), 1);
      options.onConnectionsChanged();
    });
    const debug = { host: 'local-slack', build_number: 1, approximate_connection_time: 18060 };
    const info = { app_id: options.appId };
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.length, debug_info: debug, connection_info: info }),
    );
    options.onConnectionsChanged();
  }

  function onFrame(text: string): void {
    let frame: { envelope_id?: string; payload?: unknown };
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    options.onReceived(frame.payload);
    if (frame.envelope_id) waiting.get(frame.envelope_id)?.settle(true, frame.payload);
  }

  return {
    issueUrl() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${options.baseUrl().replace(/^http/, 'ws')}/socket/?ticket=${ticket}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', options.baseUrl());
      if (url.pathname !== '/socket/' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    connections: () => sockets.length,
    drop() {
      for (const socket of [...sockets]) socket.terminate();
    },
    sendRaw(frame) {
      for (const socket of sockets) socket.send(frame);
    },
    deliver(delivery) {
      const envelopeId = randomUUID();
      const started = performance.now();
      const result = (rest: Pick<DeliveryResult, 'acked' | 'ack' | 'error'>): DeliveryResult => ({
        envelopeId,
        elapsedMs: performance.now() - started,
        ...rest,
      });
      const open = sockets.filter((socket) => socket.readyState === WebSocket.OPEN);
      const socket = open[turn++ % Math.max(1, open.length)];
      if (!socket) return Promise.resolve(result({ acked: false, ack: undefined, error: 'dispatch_failed' }));
      return new Promise((resolve) => {
        const settle = (acked: boolean, ack: unknown) => {
          clearTimeout(timer);
          waiting.delete(envelopeId);
          resolve(result({ acked, ack, error: acked ? undefined : 'operation_timeout' }));
        };
        const timer = setTimeout(() => settle(false, undefined), options.ackTimeoutMs);
        waiting.set(envelopeId, { settle });
        socket.send(
          JSON.stringify({
            envelope_id: envelopeId,
            type: delivery.kind,
            payload: delivery.payload,
            accepts_response_payload: delivery.kind !== 'events_api',
            ...(delivery.kind === 'events_api'
              ? { retry_attempt: delivery.retryNum ?? 0, retry_reason: delivery.retryReason ?? '' }
              : {}),
          }),
        );
      });
    },
    async close() {
      for (const entry of [...waiting.values()]) entry.settle(false, undefined);
      await Promise.all([...sockets].map(endPolitely));
      server.close();
    },
  };
}

function endPolitely(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => socket.terminate(), CLOSE_PATIENCE_MS);
    socket.once('close', () => {
      clearTimeout(patience);
      resolve();
    });
    socket.close(1001);
  });
}
