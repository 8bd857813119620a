import { describe, expect, it } from 'vitest';
import { runDca, startDca } from '../cli/run-dca.ts';
import { inventCluster, writeScenario } from '../engine/made-cluster.ts';
import { LEADER } from '../kube/open-simulated.ts';
import { seeded } from '../seeded-random.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TIMEOUT = 90_000;

describe(`dca demo (DCA_TEST_SEED=${SEED})`, () => {
  it(
    '--ask "/dca leader" names the leader of the capture with the age of its renewal',
    async () => {
      const { code, stdout, stderr } = await runDca(['demo', '--ask', '/dca leader']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`${LEADER}, renewed \\d+ s ago`));
      // Its age is that of the capture, not of the day on which it was made.
      expect(Number(/renewed (\d+) s ago/.exec(stdout)?.[1])).toBeLessThanOrEqual(20);
    },
    TIMEOUT,
  );

  it(
    '--ask "/dca status --lang ja" answers in Japanese, and so it does for a Japanese person',
    async () => {
      const [words, person] = await Promise.all([
        runDca(['demo', '--ask', '/dca status --lang ja']),
        runDca(['demo', '--ask', '@dca status', '--lang', 'ja', '--channel', 'kubernetes-jp']),
      ]);
      for (const { code, stdout } of [words, person]) {
        expect(code).toBe(0);
        expect(stdout).toMatch(/外部メトリクス/);
        expect(stdout).toContain('missing.metric');
      }
    },
    TIMEOUT,
  );

  it(
    '--ask "/dca sttaus" is told the nearest right word',
    async () => {
      const { stdout } = await runDca(['demo', '--ask', '/dca sttaus']);
      expect(stdout).toMatch(/status/);
      expect(stdout).not.toContain(LEADER);
    },
    TIMEOUT,
  );

  it(
    '--scenario plays whatever folder it is given',
    async () => {
      const made = inventCluster(seeded(SEED));
      const scenario = await writeScenario(made);
      try {
        const { code, stdout } = await runDca([
          'demo',
          '--ask',
          '/dca status --depth teach',
          '--scenario',
          scenario.folder,
        ]);
        expect(code).toBe(0);
        for (const name of [made.leader, made.cluster, made.namespace, made.version]) expect(stdout).toContain(name);
        expect(stdout).toContain(`1 of ${made.metrics.length} external metrics`);
        expect(stdout).not.toMatch(/8qmb7|missing\.metric/);
      } finally {
        await scenario.remove();
      }
    },
    TIMEOUT,
  );

  it(
    'a scenario that is not there ends with a sentence, not with a trace',
    async () => {
      const { code, stdout, stderr } = await runDca(['demo', '--ask', 'leader', '--scenario', '/nonexistent/s-17']);
      expect([code, stdout]).toEqual([64, '']);
      expect(stderr).toContain('/nonexistent/s-17');
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    TIMEOUT,
  );

  it(
    'prints one address and ends at once on SIGINT, with everything closed',
    async () => {
      const demo = startDca(['demo']);
      const started = performance.now();
      while (!/http:\/\/127\.0\.0\.1:\d+\n/.test(demo.stdout()) && performance.now() - started < 60_000)
        await new Promise((resolve) => demo.child.stdout?.once('data', resolve));
      demo.child.kill('SIGINT');
      const { code, stdout } = await demo.ended;
      expect([code, stdout.trim().split('\n').length]).toEqual([0, 1]);
    },
    TIMEOUT,
  );
});
