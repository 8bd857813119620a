import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { boltLogger } from '../../handlers/bolt-logger.ts';
import { inFlight } from '../../handlers/in-flight.ts';
import { slackClientOptions } from '../../handlers/slack-client.ts';
import type { EventSink, SlackDoor } from '../../handlers/slack-door.ts';
import { socketDoor } from '../../handlers/socket-door.ts';
import { sortFrame } from '../../handlers/socket-frames.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

/** The other end of Socket Mode, bare: it keeps every frame that comes. */
async function startWire() {
  const received: Record<string, unknown>[] = [];
  const sockets: WebSocket[] = [];
  const server = createServer((_request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
  });
  const wires = new WebSocketServer({ server });
  wires.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => received.push(JSON.parse(String(data))));
    socket.send(JSON.stringify({ type: 'hello' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    received,
    send: (frame: object) => sockets.at(-1)?.send(JSON.stringify(frame)),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      wires.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let wire: Awaited<ReturnType<typeof startWire>>;
let door: SlackDoor;
let process: EventSink['processEvent'];

beforeEach(async () => {
  wire = await startWire();
  const log = createLog({ level: 'silent' });
  const logger = boltLogger(log);
  door = socketDoor({
    appToken: 'xapp-1-wire',
    clientOptions: slackClientOptions({ apiUrl: wire.apiUrl, logger, closing: new AbortController().signal }),
    logger,
    log,
    metrics: createMetrics(),
    now: Date.now,
    flights: inFlight(),
    onFatal: () => {},
  });
  process = async ({ ack }) => ack();
  const sink: EventSink = { processEvent: (event) => process(event) };
  door.receiver.init(sink as App);
  await door.open();
});

afterEach(async () => {
  await door.close();
  await wire.close();
});

const mention = {
  type: 'events_api',
  envelope_id: 'e-mention',
  payload: { type: 'event_callback', event: { type: 'app_mention' } },
};

const command = { type: 'slash_commands', envelope_id: 'e-command', payload: { command: '/dca' } };

describe('what goes back to Slack', () => {
  test.each([
    { name: 'app_rate_limited', type: 'events_api', payload: { type: 'app_rate_limited' } },
    { name: 'an event without a payload', type: 'events_api', payload: undefined },
    { name: 'a kind of envelope that is new', type: 'brand_new', payload: { type: 'x' } },
  ])('for $name: an ack', async ({ type, payload }) => {
    wire.send({ type, envelope_id: 'e-7', payload });
    await vi.waitFor(() => expect(wire.received).toEqual([{ envelope_id: 'e-7', payload: {} }]));
  });

  test('for an event: an ack when its listeners are done, not before', async () => {
    let end: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    process = async ({ body, ack }) => {
      await ack();
      if ('event' in body) await done;
    };
    wire.send(mention);
    wire.send(command);
    await vi.waitFor(() => expect(wire.received).toEqual([{ envelope_id: 'e-command', payload: {} }]));
    end();
    await vi.waitFor(() => expect(wire.received).toContainEqual({ envelope_id: 'e-mention', payload: {} }));
  });

  test('for an event that could not be processed: nothing, so that it comes again', async () => {
    process = ({ body, ack }) => ('event' in body ? Promise.reject(new Error('in trouble')) : ack({ text: 'hello' }));
    wire.send(mention);
    wire.send(command);
    await vi.waitFor(() => expect(wire.received).toHaveLength(1));
    expect(wire.received).toEqual([{ envelope_id: 'e-command', payload: { text: 'hello' } }]);
  });
});

describe('a frame', () => {
  test.each([
    { data: '{"type":"hello"}', frame: { frame: 'usable' } },
    { data: '{"type":"disconnect","reason":"warning"}', frame: { frame: 'usable' } },
    { data: JSON.stringify(mention), frame: { frame: 'usable' } },
    {
      data: '{"type":"events_api","envelope_id":"e1","payload":{"type":"app_rate_limited"}}',
      frame: { frame: 'notice', envelopeId: 'e1', what: 'app_rate_limited' },
    },
    { data: '{"type":"interactive","envelope_id":"e2"}', frame: { frame: 'notice', envelopeId: 'e2' } },
    { data: '{"type":"close"}', frame: { frame: 'notice', envelopeId: undefined, what: 'close' } },
    { data: 'null', frame: { frame: 'junk' } },
    { data: '{"type":', frame: { frame: 'junk' } },
  ])('$data', ({ data, frame }) => {
    expect(sortFrame(data, false)).toMatchObject(frame);
  });

  test('in binary is junk', () => {
    expect(sortFrame(new ArrayBuffer(2), true)).toEqual({ frame: 'junk' });
  });
});
