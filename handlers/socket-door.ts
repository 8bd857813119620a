import { type AckFn, type App, type Logger, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../src/telemetry/log.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';
import { HandlerError } from './handler-error.ts';
import type { InFlight } from './in-flight.ts';
import { isTokenRefusal, type SlackClientOptions } from './slack-client.ts';
import type { EventSink, Readiness, SlackDoor } from './slack-door.ts';
import { acknowledge, guardFrames, guardReconnecting, isActive, listenToPings } from './socket-client.ts';
import { sortFrame } from './socket-frames.ts';
import { startFailure } from './start-failure.ts';

export interface SocketDoorOptions {
  readonly appToken: string;
  readonly clientOptions: SlackClientOptions;
  readonly logger: Logger;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'reconnects'>;
  readonly now: () => number;
  readonly flights: InFlight;
  /** Slack refuses the token for good: only a restart with another one helps. */
  readonly onFatal: (error: HandlerError) => void;
}

/** Also the pause before a reconnection, and three times the pause between pings. */
const PING_TIMEOUT_MS = 2_000;
/** Pings come more often than once a second; a connection this quiet is not one. */
const QUIET_MS = 10_000;
const START_MS = 15_000;
const CLOSE_MS = 2_000;

interface Envelope {
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** Socket Mode. Events are acknowledged when their listeners are done, so that an ack means "stored", as with HTTP. */
export function socketDoor(options: SocketDoorOptions): SlackDoor {
  const { log, now } = options;
  const inner = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.logger,
    clientPingTimeout: PING_TIMEOUT_MS,
    installerOptions: { clientOptions: options.clientOptions },
  });
  const { client } = inner;
  let sink: EventSink | undefined;
  let connected = false;
  let everConnected = false;
  let lastHeard = now();
  let fatal: HandlerError | undefined;
  let tellFatal = options.onFatal;
  let closing = false;

  const heard = () => {
    lastHeard = now();
  };
  const stopListening = listenToPings(client, heard);

  guardReconnecting(client, {
    closing: () => closing,
    onFailure: (error) => {
      if (!isTokenRefusal(error)) {
        log.warn({ err: error }, 'Slack cannot be reached, trying again');
        return 'retry';
      }
      fatal = startFailure(error, 'SLACK_APP_TOKEN');
      log.fatal({ err: fatal }, 'Slack does not let us in any more');
      tellFatal(fatal);
      return 'give-up';
    },
  });

  guardFrames(
    client,
    (data, isBinary) => {
      heard();
      const frame = sortFrame(data, isBinary);
      if (frame.frame === 'usable') return 'pass';
      log.warn({ what: frame.frame === 'notice' ? frame.what : 'junk' }, 'an envelope without a request');
      if (frame.frame === 'notice' && frame.envelopeId !== undefined) {
        acknowledge(client, frame.envelopeId).catch((error: unknown) => log.warn({ err: error }, 'ack failed'));
      }
      return 'keep';
    },
    (error) => log.warn({ err: error }, 'an envelope could not be read'),
  );

  client.on('connected', () => {
    if (everConnected) options.metrics.reconnects.add({ to: 'slack' });
    connected = true;
    everConnected = true;
    heard();
    log.info({}, 'connected to Slack');
  });
  client.on('close', () => {
    if (isActive(client)) return;
    if (connected && !closing) log.warn({}, 'the connection to Slack is gone');
    connected = false;
  });
  client.on('reconnecting', () => log.info({}, 'connecting to Slack again'));
  client.on('disconnected', () => {
    connected = false;
  });

  const handle = async ({ type, body, ack, retry_num, retry_reason }: Envelope): Promise<void> => {
    const later = type === 'events_api';
    const given: AckFn<unknown> = later ? async () => {} : ack;
    await sink?.processEvent({
      body,
      ack: given,
      ...(retry_num === undefined ? {} : { retryNum: retry_num }),
      ...(retry_reason === undefined ? {} : { retryReason: retry_reason }),
    });
    if (later) await ack();
  };
  client.removeAllListeners('slack_event');
  client.on('slack_event', (envelope: Envelope) => {
    // Slack delivers what was not acked once more, to any of our connections.
    options.flights
      .track(handle(envelope))
      .catch((error: unknown) => log.warn({ err: error, envelope: envelope.type }, 'an envelope was not acked'));
  });

  const disconnect = async () => {
    const gone = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), CLOSE_MS);
    });
    inner.stop().catch(() => {});
    // A second time while the closing handshake is awaited drops the connection.
    if ((await Promise.race([gone, late])) === 'late') inner.stop().catch(() => {});
    clearTimeout(timer);
  };

  return {
    receiver: {
      init: (app: App) => {
        sink = app;
      },
      start: () => client.start(),
      stop: () => inner.stop(),
    },
    open: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        const message = `Slack gave no connection within ${START_MS / 1000} s`;
        timer = setTimeout(() => reject(new HandlerError('slack-unreachable', message, { word: 'timeout' })), START_MS);
        // Until the door is open, a failure of its opening is all there is to tell.
        tellFatal = reject;
      });
      try {
        await Promise.race([client.start(), late]);
        return {};
      } catch (error) {
        if (error instanceof HandlerError) throw error;
        throw startFailure(error, 'SLACK_APP_TOKEN');
      } finally {
        clearTimeout(timer);
        tellFatal = options.onFatal;
      }
    },
    ready: (): Readiness => {
      if (fatal !== undefined) return { ok: false, reason: fatal.message };
      if (!connected) return { ok: false, reason: 'no connection to Slack' };
      const quietMs = now() - lastHeard;
      if (quietMs <= QUIET_MS) return { ok: true };
      return { ok: false, reason: `nothing heard from Slack for ${Math.round(quietMs / 1000)} s` };
    },
    close: async () => {
      closing = true;
      stopListening();
      await disconnect();
    },
  };
}
