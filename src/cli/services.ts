import type { Config } from '../config/config.ts';
import type { Role } from '../config/load-config.ts';
import { KubeConfigProblem } from '../kube/kube-config-problem.ts';
import { type HealthCheck, startHealthServer } from '../telemetry/health-server.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { openEngineThreads } from '../worker/engine-threads.ts';
import { closeInReverse, type Opened } from './compose/close-in-reverse.ts';
import { openGateway } from './compose/gateway.ts';
import { openWorker } from './compose/worker.ts';
import { localeLanguage } from './manner.ts';
import { kubeConfigSentence } from './open-cluster.ts';
import { startRedisOrExplain } from './private-redis.ts';
import { readConfig } from './read-config.ts';
import { slackSentence } from './slack-start.ts';

interface Service {
  readonly config: Config;
  readonly redis: { readonly url: string; readonly prefix: string };
  readonly log: Log;
  readonly metrics: Metrics;
  readonly opened: Opened;
  readonly stop: (reason: string, exitCode: number) => void;
}

/** `dca all`, `dca gateway`, `dca worker`: runs until SIGTERM or SIGINT, or until only a restart can help (exit code 1). */
export async function runService(role: Role, flags: { readonly config?: string }): Promise<void> {
  const config = readConfig(flags.config, role);
  if (config === undefined) return;
  const log = createLog({ level: config.log.level });
  const metrics = createMetrics({ process: true });
  const opened = closeInReverse();
  let stop: Service['stop'] = () => {};
  const ended = new Promise<{ reason: string; exitCode: number }>((resolve) => {
    stop = (reason, exitCode) => resolve({ reason, exitCode });
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal, 0));
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'a failure nobody handled');
    stop('unhandledRejection', 1);
  });
  try {
    const url = config.redis.url ?? (await openOwnRedis(opened));
    if (url === undefined) return;
    const service: Service = { config, redis: { url, prefix: config.redis.prefix }, log, metrics, opened, stop };
    await start(role, service);
    log.info({ role }, 'started');
    const { reason, exitCode } = await ended;
    log.info({ reason }, 'closing');
    process.exitCode = exitCode;
  } catch (error) {
    const language = localeLanguage(process.env);
    const words = error instanceof KubeConfigProblem ? kubeConfigSentence(error, language) : undefined;
    log.fatal({ err: error }, words ?? 'could not start');
    tellOnStandardError(slackSentence(error, language));
    process.exitCode = 1;
  } finally {
    await opened.close();
  }
}

async function openOwnRedis(opened: Opened): Promise<string | undefined> {
  const redis = await startRedisOrExplain({ env: process.env }, localeLanguage(process.env));
  if (redis !== undefined) opened.add(() => redis.close());
  return redis?.url;
}

/** For the person who starts it; the log line beside it is for machines. */
function tellOnStandardError(sentence: string | undefined): void {
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
}

async function start(role: Role, { config, redis, log, metrics, opened, stop }: Service): Promise<void> {
  let started = false;
  const ready: Record<string, HealthCheck> = {
    started: () => (started ? { ok: true } : { ok: false, reason: 'starting' }),
  };
  // Health comes first: a process that waits for Slack or Redis is alive and not ready, not dead.
  const health = await startHealthServer({
    host: config.health.host === '127.0.0.1' ? '127.0.0.1' : '0.0.0.0',
    port: config.health.port,
    live: {},
    ready,
    metrics,
  });
  opened.add(() => health.close());
  log.info({ port: health.port }, 'health');
  const threads = openEngineThreads();
  opened.add(() => threads.close());
  if (role !== 'gateway') {
    for (const served of config.clusters) {
      const worker = await openWorker({ config, served, redis, threads, log, metrics });
      opened.add(() => worker.close());
      Object.assign(ready, worker.ready);
      log.info({ cluster: worker.cluster }, 'serving');
    }
  }
  if (role !== 'worker') {
    const gateway = await openGateway({
      config,
      redis,
      threads,
      log,
      metrics,
      onFatal: (error) => {
        log.fatal({ err: error }, 'Slack');
        tellOnStandardError(slackSentence(error, localeLanguage(process.env)));
        stop(error.code, 1);
      },
    });
    opened.add(() => gateway.close());
    Object.assign(ready, gateway.ready);
    if (gateway.port !== undefined) log.info({ port: gateway.port }, 'listening for Slack');
  }
  started = true;
}
