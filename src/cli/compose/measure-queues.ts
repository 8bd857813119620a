import type { Inspector } from '../../queue/inspect.ts';
import { TEXT_QUEUE } from '../../queue/names.ts';
import type { Redis } from '../../redis/connection.ts';
import type { Keys } from '../../redis/keys.ts';
import { listClusters } from '../../redis/registry.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

const QUEUES = ['diagnose', 'answers'] as const;

export interface QueueMeasuring {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly inspector: Pick<Inspector, 'waiting'>;
  readonly metrics: Pick<Metrics, 'queueWaiting'>;
}

/** Makes what sets the lengths of the gateways' own queue and all registered clusters'; those of a forgotten cluster become 0. */
export function measureQueues({ redis, keys, inspector, metrics }: QueueMeasuring): () => Promise<void> {
  let measured = new Set<string>();
  return async () => {
    const clusters = new Set((await listClusters(redis, keys)).map(({ name }) => name));
    const forgotten = [...measured].filter((cluster) => !clusters.has(cluster));
    for (const cluster of forgotten) {
      for (const queue of QUEUES) metrics.queueWaiting.set({ queue, cluster }, 0);
    }
    measured = clusters;
    metrics.queueWaiting.set({ queue: TEXT_QUEUE, cluster: '' }, await inspector.waiting('diagnose', ''));
    await Promise.all(
      [...clusters].flatMap((cluster) =>
        QUEUES.map(async (queue) => {
          metrics.queueWaiting.set({ queue, cluster }, await inspector.waiting(queue, cluster));
        }),
      ),
    );
  };
}
