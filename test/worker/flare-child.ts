import { createMetrics } from '../../src/telemetry/metrics.ts';
import { openEngineThreads } from '../../src/worker/engine-threads.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import { PREFIX } from '../queue/asks.ts';
import { logTo } from './worker-fixtures.ts';

/** A worker with the real engine in a process of its own, which ends itself as a crash would when its log reaches `killAt`. */
const [url = '', cluster = '', kubeconfig = '', killAt = ''] = process.argv.slice(2);
const threads = openEngineThreads();

await startWorker({
  redis: { url, prefix: PREFIX },
  cluster,
  version: '1',
  metrics: createMetrics(),
  log: logTo((message) => {
    if (message === killAt) process.kill(process.pid, 'SIGKILL');
  }),
  answer: (question, hooks) => {
    const options = { cluster, exec: true, deadlineMs: 30_000 };
    return threads.run({ do: 'answer', cluster: { kubeconfig }, question, options }, hooks);
  },
});
process.stdout.write('serving\n');
