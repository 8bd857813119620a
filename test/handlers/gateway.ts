import { Writable } from 'node:stream';
import { type AskDesk, makeAskDesk } from '../../handlers/ask-desk.ts';
import type { DeskConfig } from '../../handlers/desk-tools.ts';
import type { HandlerError } from '../../handlers/handler-error.ts';
import { type SlackApp, type SlackOptions, startSlack } from '../../handlers/start-slack.ts';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import { makeAuditLog } from '../../src/audit/audit-log.ts';
import { DEFAULTS } from '../../src/config/config.ts';
import type { AccessRule } from '../../src/domain/access-rule.ts';
import { maskText } from '../../src/masking/mask-text.ts';
import { slugOf } from '../../src/queue/names.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { closeRedis, openCommands, type Redis, type RedisSettings, whenReady } from '../../src/redis/connection.ts';
import { type Keys, keysOf } from '../../src/redis/keys.ts';
import { heartbeat } from '../../src/redis/registry.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

export const CONFIG: DeskConfig = { language: 'en', channels: {}, deadlines: DEFAULTS.deadlines };

/** The Slack side of a gateway with everything around it real: Bolt, a local Slack, Redis, BullMQ. */
export interface Gateway {
  readonly slack: LocalSlack;
  readonly app: SlackApp;
  readonly server: TestRedis;
  readonly settings: RedisSettings;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly desk: AskDesk;
  readonly metrics: Metrics;
  readonly fatal: readonly HandlerError[];
  /** All log lines so far. */
  logged(): string;
  register(...clusters: readonly string[]): Promise<void>;
  /** Ids of stored asks. */
  asks(): Promise<string[]>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly mode?: 'socket' | 'http';
  readonly config?: DeskConfig;
  readonly access?: readonly AccessRule[];
  readonly now?: () => number;
  readonly slack?: LocalSlackOptions;
  readonly producer?: (real: Producer) => Pick<Producer, 'enqueueAsk'>;
  readonly desk?: (real: AskDesk) => AskDesk;
  readonly app?: Partial<SlackOptions>;
}

export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { mode = 'socket', now = Date.now } = options;
  let port = 0;
  const delivery =
    mode === 'http' ? ({ mode, url: () => `http://127.0.0.1:${port}/slack/events` } as const) : ({ mode } as const);
  const [slack, server] = await Promise.all([startLocalSlack({ delivery, ...options.slack }), startTestRedis()]);
  const settings = { url: server.url, prefix: '{dca}' };
  const redis = openCommands(settings);
  await whenReady(redis, 5_000);
  const keys = keysOf(settings.prefix);
  const producer = openProducer(settings);
  const metrics = createMetrics();
  const lines: string[] = [];
  const log = createLog(
    { level: 'debug' },
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const real = makeAskDesk({
    redis,
    keys,
    producer: options.producer?.(producer) ?? producer,
    config: options.config ?? CONFIG,
    mask: maskText,
    audit: makeAuditLog({ redis, keys, mask: maskText, metrics, log: (message, facts) => log.error(facts, message) }),
    log,
    metrics,
    now,
  });
  const desk = options.desk?.(real) ?? real;
  const fatal: HandlerError[] = [];
  const shut = async () => {
    await producer.close();
    await closeRedis(redis);
    await Promise.all([server.stop(), slack.close()]);
  };
  try {
    const app = await startSlack({
      mode,
      tokens: { bot: slack.botToken, app: slack.appToken, signingSecret: slack.signingSecret },
      port: 0,
      host: '127.0.0.1',
      apiUrl: slack.apiUrl,
      desk,
      access: options.access ?? [],
      log,
      metrics,
      now,
      onFatal: (error) => fatal.push(error),
      ...options.app,
    });
    port = app.port ?? 0;
    return {
      slack,
      app,
      server,
      settings,
      redis,
      keys,
      desk,
      metrics,
      fatal,
      logged: () => lines.join(''),
      register: async (...clusters) => {
        for (const name of clusters) {
          await heartbeat(redis, keys, { name, version: '0.1.0', slug: slugOf(name), rights: [] });
        }
      },
      asks: async () => {
        const found = await redis.keys(keys.ask('*'));
        return found.map((key) => key.slice(keys.ask('').length));
      },
      close: async () => {
        await app.close();
        await shut();
      },
    };
  } catch (error) {
    await shut();
    throw error;
  }
}
