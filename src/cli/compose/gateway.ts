import { makeAskDesk } from '../../../handlers/ask-desk.ts';
import type { HandlerError } from '../../../handlers/handler-error.ts';
import { startSlack } from '../../../handlers/start-slack.ts';
import { startAnswers } from '../../answers/start-answers.ts';
import { makeWebClient, webClientPort } from '../../answers/web-client-port.ts';
import { makeAuditLog } from '../../audit/audit-log.ts';
import type { Config } from '../../config/config.ts';
import { maskText } from '../../masking/mask-text.ts';
import { openInspector } from '../../queue/inspect.ts';
import { openProducer } from '../../queue/producer.ts';
import { startSweeper } from '../../queue/sweeper.ts';
import { openCommands, type RedisSettings, whenReady } from '../../redis/connection.ts';
import { gatheredWithinMs } from '../../redis/deadlines.ts';
import { keysOf } from '../../redis/keys.ts';
import { openNotices } from '../../redis/notices.ts';
import type { HealthCheck } from '../../telemetry/health-server.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { EngineThreads } from '../../worker/engine-threads.ts';
import { startTextWorker } from '../../worker/start-text-worker.ts';
import { consumeAnswers, outcomeOf } from './answer-consumers.ts';
import { closeInReverse } from './close-in-reverse.ts';
import { lateCause } from './late-cause.ts';
import { measureQueues } from './measure-queues.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly redis: RedisSettings;
  /** For texts that were pasted and reports that are looked at again. */
  readonly threads: Pick<EngineThreads, 'run'>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Nothing but a restart can help, as with a revoked Slack token. */
  readonly onFatal: (error: HandlerError) => void;
}

export interface Gateway {
  /** HTTP mode only. */
  readonly port?: number;
  readonly ready: Readonly<Record<string, HealthCheck>>;
  close(): Promise<void>;
}

/** Wires the Slack side. Rejects with a `HandlerError` when Slack refuses us, or when Redis never answered. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, redis: settings, metrics } = options;
  const log = options.log.child({ role: 'gateway' });
  const now = Date.now;
  const keys = keysOf(settings.prefix);
  const opened = closeInReverse();
  try {
    const redis = openCommands(settings, (error) => log.warn({ err: error }, 'Redis'));
    opened.add(() => redis.disconnect());
    await whenReady(redis, 10_000);
    redis.on('ready', () => metrics.reconnects.add({ to: 'redis' }));
    const notices = openNotices(settings);
    opened.add(() => notices.close());
    const producer = openProducer(settings);
    opened.add(() => producer.close());
    const inspector = openInspector(settings);
    opened.add(() => inspector.close());
    opened.add(metrics.beforeScrape(measureQueues({ redis, keys, inspector, metrics })));
    const sweeper = startSweeper({
      settings,
      producer,
      now,
      onSwept: (ask) => log.warn({ ask }, 'an ask without a job was queued'),
      onError: (error) => log.warn({ err: error }, 'asks could not be swept'),
    });
    opened.add(() => sweeper.close());
    const audit = makeAuditLog({
      redis,
      keys,
      mask: maskText,
      metrics,
      log: (message, facts) => log.error(facts, message),
    });
    const { slack } = config;
    const botToken = slack.botToken ?? '';
    const answers = startAnswers({
      redis,
      keys,
      notices,
      now,
      port: webClientPort(makeWebClient(botToken, slack.apiUrl)),
      mask: maskText,
      causeOf: lateCause(redis, keys, inspector, now),
      audit,
      metrics,
      log: (message, facts) => log.info(facts, message),
    });
    opened.add(() => answers.close());
    const consumers = await consumeAnswers({ settings, redis, keys, answers, log, metrics });
    opened.add(() => consumers.close());
    const texts = startTextWorker({
      settings,
      notices,
      producer,
      run: options.threads.run,
      accept: async (askId) => outcomeOf(await answers.acceptReport({ askId, fromCluster: '' })),
      gatheredWithinMs: gatheredWithinMs(config.deadlines),
      mask: maskText,
      log,
      metrics,
      now,
    });
    opened.add(() => texts.close());
    const app = await startSlack({
      mode: slack.mode,
      tokens: {
        bot: botToken,
        ...(slack.appToken === undefined ? {} : { app: slack.appToken }),
        ...(slack.signingSecret === undefined ? {} : { signingSecret: slack.signingSecret }),
      },
      port: slack.port,
      host: slack.host,
      path: slack.path,
      ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }),
      desk: makeAskDesk({ redis, keys, producer, config, mask: maskText, audit, log, metrics, now }),
      access: config.access,
      language: config.language,
      log,
      metrics,
      now,
      onFatal: options.onFatal,
    });
    opened.add(() => app.close());
    const connected: HealthCheck = () =>
      redis.status === 'ready' ? { ok: true } : { ok: false, reason: `the connection is ${redis.status}` };
    const listening: HealthCheck = () => {
      const { ok, reason } = app.ready();
      return ok ? { ok } : { ok, reason: reason ?? 'not connected' };
    };
    return {
      ...(app.port === undefined ? {} : { port: app.port }),
      ready: { slack: listening, redis: connected },
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
