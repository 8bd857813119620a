import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalSlack } from '../../../simulator/slack/local-slack.ts';
import { type Config, DEFAULTS } from '../../config/config.ts';
import type { Language } from '../../domain/question.ts';
import { phrasesOf } from '../../phrases/phrases-of.ts';
import { createLog } from '../../telemetry/log.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { openEngineThreads } from '../../worker/engine-threads.ts';
import { closeInReverse, type Opened } from '../compose/close-in-reverse.ts';
import { openGateway } from '../compose/gateway.ts';
import { openWorker } from '../compose/worker.ts';
import { EXIT_USAGE } from '../exit-code.ts';
import { localeLanguage } from '../manner.ts';
import { startRedisOrExplain } from '../private-redis.ts';
import { askInSlack } from './ask-in-slack.ts';

export interface DemoFlags {
  readonly ask?: string;
  readonly scenario?: string;
  readonly channel: string;
  readonly lang?: Language;
}

/** `dca demo`: the whole path on this machine. With `--ask` it asks once and prints the thread; else it runs until it is stopped. */
export async function runDemo(flags: DemoFlags): Promise<void> {
  const opened = closeInReverse();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const slack = await openEverything(flags, opened);
    if (slack === undefined) return;
    if (flags.ask === undefined) {
      process.stderr.write(`${phrasesOf(flags.lang ?? localeLanguage(process.env)).ui.cli.demoReady}\n`);
      process.stdout.write(`${slack.url}\n`);
      await stopped;
      return;
    }
    const user = flags.lang === 'ja' ? 'hana' : 'alice';
    const answer = await Promise.race([askInSlack(slack, { words: flags.ask, channel: flags.channel, user }), stopped]);
    if (answer === undefined) process.exitCode = 130;
    else {
      process.stdout.write(`${answer.text}\n`);
      process.exitCode = answer.posted ? 0 : 1;
    }
  } finally {
    await opened.close();
  }
}

/** `undefined` when there can be no Redis, or no cluster that plays the scenario, which has been told then. */
async function openEverything(flags: DemoFlags, opened: Opened): Promise<LocalSlack | undefined> {
  const [{ startLocalSlack }, { startSimulatedCluster }, { DEFAULT_SCENARIO }] = await Promise.all([
    import('../../../simulator/slack/local-slack.ts'),
    import('../../../simulator/cluster/simulated-cluster.ts'),
    import('../../../simulator/cluster/default-scenario.ts'),
  ]);
  const redis = await startRedisOrExplain({ env: process.env }, flags.lang ?? localeLanguage(process.env));
  if (redis === undefined) return undefined;
  opened.add(() => redis.close());
  const folder = await mkdtemp(join(tmpdir(), 'dca-demo-'));
  opened.add(() => rm(folder, { recursive: true, force: true }));
  const scenario = flags.scenario ?? DEFAULT_SCENARIO;
  const cluster = await startSimulatedCluster({ scenario }).catch((error: unknown) => {
    // The folder is the user's own; what is wrong with it is their business, where in our code it showed is not.
    process.stderr.write(`--scenario: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT_USAGE;
    return undefined;
  });
  if (cluster === undefined) return undefined;
  opened.add(() => cluster.close());
  const kubeconfig = join(folder, 'kubeconfig');
  await cluster.writeKubeconfig(kubeconfig);
  const slack = await startLocalSlack();
  opened.add(() => slack.close());
  const config: Config = {
    ...DEFAULTS,
    clusters: [{ kubeconfig, exec: true }],
    slack: { ...DEFAULTS.slack, apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken },
  };
  const settings = { url: redis.url, prefix: config.redis.prefix };
  // Warnings go to standard error, so that standard output holds the address or the answer alone.
  const log = createLog({ level: 'warn' }, process.stderr);
  const metrics = createMetrics();
  const [served] = config.clusters;
  if (served === undefined) throw new Error('the demo serves one cluster');
  const threads = openEngineThreads();
  opened.add(() => threads.close());
  const worker = await openWorker({ config, served, redis: settings, threads, log, metrics });
  opened.add(() => worker.close());
  const gateway = await openGateway({
    config,
    redis: settings,
    threads,
    log,
    metrics,
    onFatal: (error) => log.fatal({ err: error }, 'Slack'),
  });
  opened.add(() => gateway.close());
  await worker.taking();
  return slack;
}
