import { clusterEntry } from '../../handlers/cluster-entry.ts';
import type { Language } from '../domain/question.ts';
import { terminalClusters } from '../formatters/terminal-notices.ts';
import { forgetCluster, listClusters } from '../redis/registry.ts';
import { localeLanguage } from './manner.ts';
import { wantsColour } from './print-report.ts';
import { withRedis } from './with-redis.ts';

interface ClustersFlags {
  readonly config?: string;
  readonly lang?: Language;
}

/** `dca clusters`: the registry, as `/dca clusters` shows it. */
export async function runClusters(flags: ClustersFlags): Promise<void> {
  await withRedis(flags.config, async (redis, keys) => {
    const entries = (await listClusters(redis, keys)).map((cluster) => clusterEntry(cluster, Date.now()));
    const look = { colour: wantsColour(true, process.env) };
    process.stdout.write(terminalClusters(entries, flags.lang ?? localeLanguage(process.env), look));
  });
}

/** `dca clusters forget NAME`: exit code 1 when there is none of that name. A worker that still runs enters it again. */
export async function runForget(name: string, flags: ClustersFlags): Promise<void> {
  await withRedis(flags.config, async (redis, keys) => {
    if (!(await forgetCluster(redis, keys, name))) process.exitCode = 1;
  });
}
