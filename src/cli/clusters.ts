import { clusterEntry } from '../../handlers/cluster-entry.ts';
import type { Language } from '../domain/question.ts';
import { terminalClusters } from '../formatters/terminal-notices.ts';
import { openCommands, type Redis, whenReady } from '../redis/connection.ts';
import { type Keys, keysOf } from '../redis/keys.ts';
import { forgetCluster, listClusters } from '../redis/registry.ts';
import { localeLanguage } from './manner.ts';
import { wantsColour } from './print-report.ts';
import { readConfig } from './read-config.ts';

interface ClustersFlags {
  readonly config?: string;
  readonly lang?: Language;
}

/** `dca clusters`: the registry, as `/dca clusters` shows it. */
export async function runClusters(flags: ClustersFlags): Promise<void> {
  await withRegistry(flags, async (redis, keys) => {
    const entries = (await listClusters(redis, keys)).map((cluster) => clusterEntry(cluster, Date.now()));
    const look = { colour: wantsColour(true, process.env) };
    process.stdout.write(terminalClusters(entries, flags.lang ?? localeLanguage(process.env), look));
  });
}

/** `dca clusters forget NAME`: exit code 1 when there is none of that name. A worker that still runs enters it again. */
export async function runForget(name: string, flags: ClustersFlags): Promise<void> {
  await withRegistry(flags, async (redis, keys) => {
    if (!(await forgetCluster(redis, keys, name))) process.exitCode = 1;
  });
}

async function withRegistry(flags: ClustersFlags, use: (redis: Redis, keys: Keys) => Promise<void>): Promise<void> {
  const config = readConfig(flags.config, 'worker');
  if (config?.redis.url === undefined) return;
  const redis = openCommands({ url: config.redis.url, prefix: config.redis.prefix });
  try {
    await whenReady(redis, 5_000);
    await use(redis, keysOf(config.redis.prefix));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  } finally {
    redis.disconnect();
  }
}
