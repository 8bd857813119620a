import { openBlocking } from '../../src/redis/connection.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import { PREFIX } from '../queue/asks.ts';
import { logTo, makeReport } from './worker-fixtures.ts';

/**
 * A worker in a process of its own. It ends itself as a crash would when its log reaches `killAt`; with `hold` its
 * engine answers only when it is told to stop. Each call of the engine is counted in Redis.
 */
const [url = '', cluster = '', killAt = '', hold = ''] = process.argv.slice(2);
const settings = { url, prefix: PREFIX };
const redis = openBlocking(settings);

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('dead by now');
}

await startWorker({
  redis: settings,
  cluster,
  version: '1',
  metrics: createMetrics(),
  log: logTo((message) => {
    if (message === killAt) die();
    process.stdout.write(`${message}\n`);
  }),
  answer: async (question, { signal }) => {
    await redis.incr(`calls:${cluster}`);
    if (killAt === 'engine called') die();
    process.stdout.write('engine called\n');
    if (hold === 'hold') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      process.stdout.write('engine aborted\n');
    }
    return makeReport(question, 'child', { cluster });
  },
});
process.stdout.write('serving\n');
