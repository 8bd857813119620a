import type { Acceptance } from '../../answers/receive-reports.ts';
import type { Answers } from '../../answers/start-answers.ts';
import { type Consumer, consume, type Outcome } from '../../queue/consumer.ts';
import { answersQueue } from '../../queue/names.ts';
import type { Redis, RedisSettings } from '../../redis/connection.ts';
import type { Keys } from '../../redis/keys.ts';
import { listClusters } from '../../redis/registry.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** Taking a report in is a matter of waiting for Redis; fewer at once would hold up the workers of a busy cluster. */
const AT_ONCE = 50;
const LOOK_EVERY_MS = 2_000;
const UNREADABLE_MS = 5_000;

export interface AnswerConsumersOptions {
  readonly settings: RedisSettings;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly answers: Pick<Answers, 'acceptReport'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'jobs'>;
}

/** Takes reports from every registered cluster, from its queue alone: a worker can only answer for its own cluster. */
export async function consumeAnswers(options: AnswerConsumersOptions): Promise<{ close(): Promise<void> }> {
  const { settings, redis, keys, answers, log, metrics } = options;
  const consumers = new Map<string, Consumer>();

  const open = (cluster: string): Consumer =>
    consume({
      settings,
      queue: answersQueue(cluster),
      concurrency: AT_ONCE,
      handle: async (askId) => outcomeOf(await answers.acceptReport({ askId, fromCluster: cluster })),
      onEnding: (outcome, ask, detail) => {
        metrics.jobs.add({ queue: 'answers', cluster, outcome });
        if (outcome !== 'done') log.warn({ cluster, ask, outcome, detail }, 'report not taken in');
      },
      onError: (error) => log.warn({ cluster, err: error }, 'Redis'),
    });

  const look = async () => {
    try {
      for (const { name } of await listClusters(redis, keys)) {
        if (!consumers.has(name)) consumers.set(name, open(name));
      }
    } catch (error) {
      log.debug({ err: error }, 'the registry could not be read');
    }
  };
  await look();
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, LOOK_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await Promise.all([...consumers.values()].map((consumer) => consumer.close()));
    },
  };
}

/** What becomes of the job that brought a report. */
export function outcomeOf(acceptance: Acceptance): Outcome {
  if (acceptance === 'accepted' || acceptance === 'known') return { outcome: 'done' };
  // Only a newer dca-bot can read it, which may be running beside this one or about to.
  if (acceptance === 'unreadable') return { outcome: 'try-later', afterMs: UNREADABLE_MS, reason: acceptance };
  return { outcome: 'give-up', reason: acceptance };
}
