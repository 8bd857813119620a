import { describe, expect, it } from 'vitest';
import { seeded } from '../seeded-random.ts';
import { type AskedCluster, askedCluster, codesOf, finding, said, sentToSlack } from './ask-cluster.ts';
import { between, inventCluster, type MadeCluster, type WriteOptions, writeScenario } from './made-cluster.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Words of the captures; an answer about another cluster that holds one was not read from that cluster. */
const OF_THE_CAPTURE = /8qmb7|ljbd8|missing\.metric|badmetric|nginx|7\.81\.1|dca-host|\bexample\b/;

async function withCluster<T>(
  made: MadeCluster,
  options: WriteOptions,
  use: (cluster: AskedCluster) => Promise<T>,
): Promise<T> {
  const scenario = await writeScenario(made, options);
  const cluster = await askedCluster(scenario.folder);
  try {
    return await use(cluster);
  } finally {
    await cluster.close();
    await scenario.remove();
  }
}

describe(`clusters made up by chance (DCA_TEST_SEED=${SEED})`, () => {
  describe.each([1, 2, 3, 4, 5, 6])('cluster %i', (round) => {
    const random = seeded(SEED + round);
    const made = inventCluster(random);
    const forms = round % 3 === 0 ? (['text'] as const) : round % 3 === 1 ? (['json'] as const) : undefined;
    const options: WriteOptions = {
      shiftMs: -between(random, 1, 900) * 86_400_000,
      ...(forms === undefined ? {} : { forms }),
    };
    const replicas = 1 + made.followers.length;

    it('status tells its names and numbers, and none of the capture', async () => {
      const report = await withCluster(made, options, ({ ask }) => ask('status'));
      expect(report.cluster).not.toBe('');
      expect(finding(report, 'leader-healthy').facts).toMatchObject({
        holder: made.leader,
        lock: { kind: made.lock, namespace: made.namespace, name: made.lockName },
        leaseSeconds: made.leaseSeconds,
        transitions: made.transitions,
        asked: replicas,
        agreeing: replicas,
      });
      expect(finding(report, 'agent-running').facts).toMatchObject({
        namespace: made.namespace,
        ready: replicas,
        wanted: replicas,
        version: made.version,
        image: `registry.example/cluster-agent:${made.version}`,
      });
      const invalid = made.metrics.filter(({ valid }) => !valid);
      const facts = finding(report, 'external-metric-invalid').facts;
      expect(facts).toMatchObject({
        configMap: `${made.namespace}/datadog-custom-metrics`,
        total: made.metrics.length,
        valid: made.metrics.length - invalid.length,
      });
      if (facts.invalid !== null)
        expect(facts.invalid.map(({ name, autoscaler }) => [name, autoscaler])).toEqual(
          invalid.map(({ name, hpa }) => [name, hpa]),
        );
      expect(finding(report, 'cluster-checks-healthy').facts).toMatchObject({
        agents: made.agents,
        configurations: made.configurations,
        dispatched: made.configurations,
      });
      for (const language of ['en', 'ja'] as const) {
        const words = said(report, language);
        expect(words).toContain(made.leader);
        expect(words).toContain(made.namespace);
        expect(words).toContain(made.version);
        expect(words).toMatch(new RegExp(`\\b${made.agents}\\b`));
        expect(words.replaceAll(',', '')).toMatch(new RegExp(`\\b${made.configurations}\\b`));
        expect(words).not.toMatch(OF_THE_CAPTURE);
      }
      expect(sentToSlack(report)).not.toMatch(OF_THE_CAPTURE);
    });

    it('leader names the leader and the age of its renewal', async () => {
      const report = await withCluster(made, { ...options, renewedAgo: 9 }, ({ ask }) => ask('leader'));
      const { holder, ageSeconds, lock } = finding(report, 'leader-healthy').facts;
      expect([holder, lock?.name, lock?.kind]).toEqual([made.leader, made.lockName, made.lock]);
      // A living lock goes on being renewed, so its age stays under a quarter of its lease.
      expect(ageSeconds).toBeLessThanOrEqual(15);
      expect(codesOf(report)[0]).toBe('leader-healthy');
      expect(said(report)).toContain(made.leader);
    });

    it('a renewal that stopped is told with its age', async () => {
      const renewedAgo = 2 * made.leaseSeconds + between(random, 100, 3000);
      const report = await withCluster(made, { ...options, renewedAgo }, ({ ask }) => ask('leader'));
      const { holder, ageSeconds, leaseSeconds } = finding(report, 'leader-renewal-stale').facts;
      expect([holder, leaseSeconds, report.verdict]).toEqual([made.leader, made.leaseSeconds, 'fault']);
      expect(ageSeconds).toBeGreaterThanOrEqual(renewedAgo - 1);
      expect(ageSeconds).toBeLessThan(renewedAgo + 20);
    });

    it('unassigned checks are counted', async () => {
      const unassigned = between(random, 2, 11);
      const report = await withCluster({ ...made, unassigned }, options, ({ ask }) => ask('status'));
      expect(finding(report, 'check-unassigned').facts).toMatchObject({
        unassigned,
        configurations: made.configurations,
        dispatched: made.configurations - unassigned,
        agents: made.agents,
      });
    });
  });
});
