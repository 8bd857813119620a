import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { stringify } from 'yaml';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { type Keys, keysOf } from '../../src/redis/keys.ts';
import { type RunningDca, startDca } from '../cli/run-dca.ts';
import { startTestRedis } from '../redis/private-redis.ts';

const PREFIX = '{dca}';
const PATIENCE = { timeout: 60_000, interval: 50 };

/** `dca gateway` and `dca worker` as two processes, between a local Slack and a simulated cluster. */
export interface Services {
  readonly slack: LocalSlack;
  readonly cluster: SimulatedCluster;
  readonly redis: Redis;
  readonly keys: Keys;
  /** What reaches the same Redis and the same Slack. */
  readonly env: Readonly<Record<string, string>>;
  /** Types `/dca …` in #incidents, and resolves with the answer once it stands in the thread. */
  ask(words: string, user?: string): Promise<StoredMessage>;
  logs(): string;
  /** The text of both `/metrics` pages. */
  metrics(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** `more`: sections of dca.yaml beside those that every test needs. */
export async function startServices(scenario: string, more: object = {}): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'dca-e2e-'));
  const [slack, cluster, server] = await Promise.all([
    startLocalSlack(),
    startSimulatedCluster({ scenario }),
    startTestRedis(),
  ]);
  const kubeconfig = join(folder, 'kubeconfig');
  await cluster.writeKubeconfig(kubeconfig);
  const configFile = join(folder, 'dca.yaml');
  await writeFile(
    configFile,
    stringify({
      redis: { prefix: PREFIX },
      clusters: [{ kubeconfig }],
      health: { host: '127.0.0.1', port: 0 },
      log: { level: 'debug' },
      ...more,
    }),
  );
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: server.url,
  };
  const processes = (['worker', 'gateway'] as const).map((role) => startDca([role, '--config', configFile], { env }));
  const redis = openBlocking({ url: server.url, prefix: PREFIX });
  const logs = () => processes.map((one) => `${one.stdout()}\n${one.stderr()}`).join('\n');
  const close = async () => {
    for (const { child } of processes) child.kill('SIGTERM');
    await Promise.all(processes.map(({ ended }) => ended));
    redis.disconnect();
    await Promise.all([slack.close(), cluster.close(), server.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const ports = await vi
    .waitFor(() => processes.map(healthPort), PATIENCE)
    .catch(async (error) => {
      await close();
      throw new Error(`not started:\n${logs()}`, { cause: error });
    });
  await vi.waitFor(async () => {
    for (const port of ports) if (!(await fetch(`http://127.0.0.1:${port}/readyz`)).ok) throw new Error(logs());
  }, PATIENCE);
  return {
    slack,
    cluster,
    redis,
    keys: keysOf(PREFIX),
    env,
    logs,
    close,
    ask: async (words, user = 'alice') => {
      const before = slack.store.nextTs();
      const outcome = await slack.typeCommand({ channel: 'incidents', user, text: words });
      if (!outcome.acked) throw new Error(`not acknowledged: ${outcome.error}\n${logs()}`);
      const answer = () =>
        slack.store
          .messages('incidents')
          .find(({ ts, metadata }) => ts > before && String(metadata?.event_payload.entry).endsWith(':answer'));
      return slack.store.waitFor(answer, { timeoutMs: 60_000 });
    },
    metrics: () => Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text())),
  };
}

function healthPort({ stdout }: RunningDca): number {
  const line = stdout()
    .split('\n')
    .find((candidate) => candidate.includes('"msg":"health"'));
  if (line === undefined) throw new Error('no health port yet');
  return JSON.parse(line).port;
}
