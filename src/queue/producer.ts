import type { JobsOptions } from 'bullmq';
import { markEnqueued } from '../redis/asks.ts';
import type { RedisSettings } from '../redis/connection.ts';
import { keysOf } from '../redis/keys.ts';
import { answersQueue, askQueue, jobIdOf } from './names.ts';
import { openQueues } from './open-queues.ts';
import { PAYLOAD_LIMIT, payloadFor } from './payload.ts';

/** Puts work on queues. Adding the same ask twice adds one job. */
export interface Producer {
  /**
   * Hands a stored ask to the workers of its cluster, or to the gateways where it needs none; once that is done the ask leaves the sweeper's list, for which
   * nobody waits. Rejects within about a second when Redis does not answer; the sweeper then does it again.
   */
  enqueueAsk(ask: { readonly id: string; readonly cluster: string }): Promise<void>;
  /** Tells the gateways that the report of an ask is stored. Rejects likewise. */
  enqueueAnswer(cluster: string, askId: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Finished jobs stay long enough to tell a deadline answer what happened to them, not longer: that an ask is not
 * answered twice is the business of its stored report, never of BullMQ's memory of a job id.
 */
const KEPT = {
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 24 * 3600, count: 1000 },
  sizeLimit: PAYLOAD_LIMIT,
  stackTraceLimit: 5,
} satisfies JobsOptions;

const ASK_JOB = {
  ...KEPT,
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
} satisfies JobsOptions;
/** An answer waits for Slack in the outbox; these attempts only have to outlast Redis' own troubles. */
const ANSWER_JOB = {
  ...KEPT,
  attempts: 12,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
} satisfies JobsOptions;

/** Opens a producer over its own connection. */
export function openProducer(settings: RedisSettings): Producer {
  const queues = openQueues(settings);
  const keys = keysOf(settings.prefix);
  const add = (queue: string, askId: string, options: JobsOptions) =>
    queues.within(async () => {
      await queues.get(queue).add('ask', payloadFor(askId), { ...options, jobId: jobIdOf(askId) });
    });
  return {
    enqueueAsk: async (ask) => {
      await add(askQueue(ask.cluster), ask.id, ASK_JOB);
      // Failing here costs one needless look by the sweeper.
      markEnqueued(queues.connection, keys, ask.id).catch(() => {});
    },
    enqueueAnswer: (cluster, askId) => add(answersQueue(cluster), askId, ANSWER_JOB),
    close: () => queues.close(),
  };
}
