import { type CloseBounds, consume } from '../queue/consumer.ts';
import { diagnoseQueue, slugOf } from '../queue/names.ts';
import { openProducer } from '../queue/producer.ts';
import { watchStops } from '../redis/cancels.ts';
import { closeRedis, openBlocking, type RedisSettings } from '../redis/connection.ts';
import { keysOf } from '../redis/keys.ts';
import { openNotices } from '../redis/notices.ts';
import type { CheckedRight } from '../redis/registry.ts';
import type { Health, HealthCheck } from '../telemetry/health-server.ts';
import { hideCredentials } from '../telemetry/hide-credentials.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerAsk } from './answer-ask.ts';
import { keepRegistered } from './keep-registered.ts';
import type { Answer } from './run-engine.ts';

export interface WorkerOptions {
  readonly redis: RedisSettings;
  readonly cluster: string;
  /** dca-bot's version, shown beside the cluster. */
  readonly version: string;
  readonly answer: Answer;
  /** Asks the API server what this worker may read; the answer is shown beside the cluster. */
  readonly rights?: () => Promise<readonly CheckedRight[]>;
  /** Asks at once (default 10); those that wait for another's collection count. */
  readonly concurrency?: number;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds for one question, from when it is taken up (default 30,000). */
  readonly deadlineMs?: number;
  /** For what an engine says when it throws; its reports are masked already. */
  readonly mask?: (text: string) => { readonly text: string; readonly masked: number };
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface RunningWorker {
  /** Resolves once asks are being taken; waits while Redis is away. */
  ready(): Promise<void>;
  readonly health: { readonly redis: HealthCheck; readonly registered: HealthCheck };
  /** Takes no more asks and ends in bounded time; an ask still running then goes to another worker. */
  close(bounds?: CloseBounds): Promise<void>;
}

const DEADLINE_MS = 30_000;

/**
 * Serves the asks of one cluster until closed. Starts without waiting for Redis, and goes on by itself whenever Redis
 * comes back.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { redis: settings, cluster, metrics, now = Date.now } = options;
  const log = options.log.child({ cluster });
  const keys = keysOf(settings.prefix);
  const warn = (error: unknown) => log.warn({ err: error }, 'Redis');
  const redis = openBlocking(settings, warn);
  let readyBefore = false;
  redis.on('ready', () => {
    if (readyBefore) metrics.reconnects.add({ to: 'redis' });
    readyBefore = true;
  });
  const notices = openNotices(settings);
  const stops = watchStops(redis, keys, notices);
  const producer = openProducer(settings);
  const registered = keepRegistered({
    redis,
    keys,
    entry: { name: cluster, version: options.version, slug: slugOf(cluster) },
    ...(options.rights === undefined ? {} : { rights: options.rights }),
    now,
    onError: warn,
  });
  const work = {
    answer: options.answer,
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    mask: options.mask ?? ((text: string) => ({ text: hideCredentials(text), masked: 0 })),
    now,
    cluster,
    store: { redis, keys, notices },
    stops,
    producer,
    log,
    metrics,
  };
  const consumer = consume({
    settings,
    queue: diagnoseQueue(cluster),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    handle: (askId, signal) => answerAsk(work, askId, signal),
    onEnding: (outcome, ask, detail) => {
      metrics.jobs.add({ queue: 'diagnose', cluster, outcome });
      if (outcome === 'done') log.info({ ask }, 'ask answered');
      else if (outcome === 'stalled') log.warn({ ask }, 'a worker died over this ask, it is taken up again');
      else log.warn({ ask, outcome, detail }, 'ask not answered');
    },
    onError: warn,
  });

  const connected = (): Health =>
    redis.status === 'ready' ? { ok: true } : { ok: false, reason: `the connection is ${redis.status}` };
  return {
    ready: () => consumer.ready(),
    health: { redis: connected, registered: registered.health },
    close: async (bounds) => {
      registered.close();
      const how = await consumer.close(bounds);
      if (how !== 'drained') log.warn({ how }, 'asks were still running when the worker closed');
      stops.close();
      notices.close();
      await producer.close();
      await closeRedis(redis);
    },
  };
}
