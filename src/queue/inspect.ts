import type { Job } from 'bullmq';
import type { RedisSettings } from '../redis/connection.ts';
import { MAX_DEATHS } from './consumer.ts';
import { answersQueue, askQueue, jobIdOf } from './names.ts';
import { openQueues } from './open-queues.ts';

export type JobState =
  | { readonly state: 'absent' }
  /** Nobody has taken it; `ahead` jobs were waiting in all. */
  | { readonly state: 'waiting'; readonly waiting: number }
  /** `deaths`: how many workers already died over it. `held`: whoever took it was alive a few seconds ago. */
  | { readonly state: 'active'; readonly deaths: number; readonly held: boolean }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly reason: string }
  /** Workers died over it until it was given up. */
  | { readonly state: 'worker-died'; readonly times: number };

/** Looks at the queues of asks, for the causes of late answers and for metrics. */
export interface Inspector {
  /** Jobs that nobody has taken yet, delayed ones included; cluster '': of questions that need none. */
  waiting(queue: 'diagnose' | 'answers', cluster: string): Promise<number>;
  /** What became of the job of an ask. */
  jobState(cluster: string, askId: string): Promise<JobState>;
  close(): Promise<void>;
}

/** Opens an inspector over its own connection; its calls reject within about a second when Redis does not answer. */
export function openInspector(settings: RedisSettings): Inspector {
  const queues = openQueues(settings);
  const waiting = async (name: string) => {
    const counts = await queues.get(name).getJobCounts('waiting', 'delayed', 'prioritized');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  };
  return {
    waiting: (queue, cluster) =>
      queues.within(() => waiting(queue === 'diagnose' ? askQueue(cluster) : answersQueue(cluster))),
    jobState: (cluster, askId) =>
      queues.within(async () => {
        const name = askQueue(cluster);
        const queue = queues.get(name);
        const job = await queue.getJob(jobIdOf(askId));
        if (job === undefined) return { state: 'absent' };
        const lock = queue.toKey(`${jobIdOf(askId)}:lock`);
        return stateOf(job, {
          waiting: () => waiting(name),
          held: async () => (await queues.connection.exists(lock)) === 1,
        });
      }),
    close: () => queues.close(),
  };
}

interface Around {
  waiting(): Promise<number>;
  held(): Promise<boolean>;
}

async function stateOf(job: Job, { waiting, held }: Around): Promise<JobState> {
  // A job whose workers died too often is only marked, and fails when the next worker comes to take it: if none comes,
  // the count is all there is to see.
  if (job.stalledCounter > MAX_DEATHS) return { state: 'worker-died', times: job.stalledCounter };
  const state = await job.getState();
  switch (state) {
    case 'completed':
      return { state: 'done' };
    case 'failed':
      return { state: 'failed', reason: job.failedReason };
    case 'active':
      return { state: 'active', deaths: job.stalledCounter, held: await held() };
    case 'unknown':
      return { state: 'absent' };
    default:
      return { state: 'waiting', waiting: await waiting() };
  }
}
