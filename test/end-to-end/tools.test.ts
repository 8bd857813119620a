import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runDca } from '../cli/run-dca.ts';
import { inventCluster, type WrittenScenario, writeScenario } from '../engine/made-cluster.ts';
import { seeded } from '../seeded-random.ts';
import { type Services, startServices } from './services.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TIMEOUT = 90_000;

describe(`tools beside running services (DCA_TEST_SEED=${SEED})`, () => {
  const made = inventCluster(seeded(SEED), { namespace: 'monitoring-17' });
  let folder: string;
  let configFile: string;
  let scenario: WrittenScenario;
  let services: Services;
  beforeAll(async () => {
    scenario = await writeScenario(made);
    services = await startServices(scenario.folder);
    folder = await mkdtemp(join(tmpdir(), 'dca-tools-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await services.cluster.writeKubeconfig(kubeconfig);
    configFile = join(folder, 'dca.yaml');
    await writeFile(configFile, stringify({ clusters: [{ kubeconfig }] }));
  }, TIMEOUT);
  afterAll(async () => {
    await services?.close();
    await scenario?.remove();
    await rm(folder, { recursive: true });
  }, TIMEOUT);
  const run = (words: readonly string[], env: Record<string, string> = {}) =>
    runDca([...words, '--config', configFile], { env: { ...services.env, ...env } });

  it(
    'clusters lists what has registered, under the name its Agent gives it',
    async () => {
      const { code, stdout } = await run(['clusters']);
      expect([code, stdout]).toEqual([0, expect.stringContaining(made.cluster)]);
      expect((await run(['clusters', '--lang', 'ja'])).stdout).toContain(made.cluster);
    },
    TIMEOUT,
  );

  it(
    'clusters forget removes one, and says so when there is none of that name',
    async () => {
      await services.redis.hset(
        services.keys.clusters(),
        'gone-18',
        JSON.stringify({ ...(await anEntry(services)), name: 'gone-18' }),
      );
      expect((await run(['clusters'])).stdout).toContain('gone-18');
      expect((await run(['clusters', 'forget', 'gone-18'])).code).toBe(0);
      expect((await run(['clusters'])).stdout).not.toContain('gone-18');
      expect((await run(['clusters', 'forget', 'gone-18'])).code).toBe(1);
    },
    TIMEOUT,
  );

  it(
    'clusters without a Redis: a sentence and an exit code',
    async () => {
      const { code, stderr } = await run(['clusters'], { REDIS_URL: 'unix:/nonexistent/redis.sock' });
      expect(code).toBe(2);
      expect(stderr.trim()).not.toBe('');
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    TIMEOUT,
  );

  it(
    'doctor checks Node.js, Redis, Slack and each right, and says what to do',
    async () => {
      const { code, stdout } = await run(['doctor']);
      for (const word of ['Node.js', 'Redis', 'Slack', 'pods/exec', 'monitoring-17']) expect(stdout).toContain(word);
      // The test's own Redis keeps no append-only file, which is told as a failed check.
      expect([code, /append/i.test(stdout)]).toEqual([1, true]);
      expect(stdout).not.toContain(services.slack.botToken);
    },
    TIMEOUT,
  );

  it(
    'doctor names both verbs of exec one by one, and a scope that is missing',
    async () => {
      const allow = services.cluster.faults.add({ kind: 'deny', verb: 'create', resource: 'pods/exec' });
      services.slack.scopes.delete('commands');
      try {
        const { code, stdout } = await run(['doctor']);
        expect(code).toBe(1);
        const lines = stdout.split('\n').filter((line) => line.includes('pods/exec'));
        expect(lines.some((line) => /create pods\/exec/.test(line))).toBe(true);
        expect(stdout).toContain('commands');
        const japanese = await run(['doctor', '--lang', 'ja']);
        expect(japanese.stdout).toMatch(/[\u3040-\u30ff]/);
      } finally {
        allow();
        services.slack.scopes.add('commands');
      }
    },
    TIMEOUT,
  );
});

/** An entry as a worker writes it. */
async function anEntry({ redis, keys }: Services): Promise<object> {
  const [entry = '{}'] = await redis.hvals(keys.clusters());
  return JSON.parse(entry);
}
