import { type CloseBounds, consume } from '../queue/consumer.ts';
import { TEXT_QUEUE } from '../queue/names.ts';
import { watchStops } from '../redis/cancels.ts';
import { closeRedis, openBlocking, type RedisSettings } from '../redis/connection.ts';
import { keysOf } from '../redis/keys.ts';
import type { Notices } from '../redis/notices.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerText, GATHERING, type TextWork } from './answer-text.ts';

export interface TextWorkerOptions extends Pick<TextWork, 'run' | 'accept' | 'producer' | 'gatheredWithinMs' | 'mask'> {
  readonly settings: RedisSettings;
  readonly notices: Notices;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds for one order to the engine (default 30,000). */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 30_000;

/**
 * Serves the asks that need no cluster (pasted texts, stored reports) until closed. Any number of gateways may; a
 * killed one's work is taken up by another.
 */
export function startTextWorker(options: TextWorkerOptions): { close(bounds?: CloseBounds): Promise<void> } {
  const { settings, notices, log, metrics } = options;
  const keys = keysOf(settings.prefix);
  const warn = (error: unknown) => log.warn({ err: error }, 'Redis');
  // It waits through an outage of Redis, where the gateway's own connection fails fast.
  const redis = openBlocking(settings, warn);
  const stops = watchStops(redis, keys, notices);
  const work: TextWork = { ...options, redis, keys, stops, deadlineMs: options.deadlineMs ?? DEADLINE_MS };
  const consumer = consume({
    settings,
    queue: TEXT_QUEUE,
    handle: (askId, signal) => answerText(work, askId, signal),
    onEnding: (outcome, ask, detail) => {
      if (outcome === 'try-later' && detail === GATHERING) return;
      metrics.jobs.add({ queue: TEXT_QUEUE, cluster: '', outcome });
      if (outcome === 'done') log.info({ ask }, 'ask answered');
      else if (outcome === 'stalled') log.warn({ ask }, 'a gateway died over this ask, it is taken up again');
      else log.warn({ ask, outcome, detail }, 'ask not answered');
    },
    onError: warn,
  });
  return {
    close: async (bounds) => {
      await consumer.close(bounds);
      stops.close();
      await closeRedis(redis);
    },
  };
}
