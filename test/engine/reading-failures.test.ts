import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterFault } from '../../simulator/cluster/faults.ts';
import type { ClusterKind } from '../../src/domain/question.ts';
import type { Why } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import { seeded } from '../seeded-random.ts';
import { type AskedCluster, askedCluster, codesOf, finding, said } from './ask-cluster.ts';
import { inventCluster, type WrittenScenario, writeScenario } from './made-cluster.ts';
import { FAILURES } from './reading-failures.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const NO_TIME_MS = 700;

/** Questions about the Agent alone; those about autoscaling read much more. */
type AgentKind = Extract<ClusterKind, 'status' | 'leader'>;

interface Expected {
  /** Whether a failure makes the answer unknown, or is a footnote only. */
  readonly verdict: 'unknown' | 'as before';
  readonly check?: (report: Report, why: Why) => void;
}

const footnote: Expected = { verdict: 'as before' };
const RESOURCES: Readonly<Record<string, Readonly<Record<AgentKind, Expected>>>> = {
  pods: {
    status: {
      verdict: 'unknown',
      check: (report, why) =>
        expect(codesOf(report)).toContain(why === 'forbidden' ? 'rights-missing' : 'cluster-unreachable'),
    },
    // The pods tell the lock's name, which is not the usual one here.
    leader: { verdict: 'unknown', check: (report) => expect(codesOf(report)).not.toContain('leader-missing') },
  },
  deployments: {
    status: {
      verdict: 'as before',
      check: (report) => expect(finding(report, 'agent-running').facts.wanted).toBeNull(),
    },
    leader: footnote,
  },
  configmaps: { status: footnote, leader: footnote },
  leases: {
    status: {
      verdict: 'as before',
      check: (report) => expect(finding(report, 'leader-healthy').facts).toMatchObject({ lock: null }),
    },
    leader: {
      verdict: 'as before',
      check: (report) => expect(finding(report, 'leader-healthy').facts).toMatchObject({ lock: null }),
    },
  },
};

describe(`every reading, failing in every way (DCA_TEST_SEED=${SEED})`, () => {
  // One replica more or less changes nothing here; nothing is wrong in this cluster.
  const invented = inventCluster(seeded(SEED), { lock: 'Lease', namespace: 'datadog' });
  const made = { ...invented, metrics: invented.metrics.map((metric) => ({ ...metric, valid: true })) };
  let scenario: WrittenScenario;
  let cluster: AskedCluster;
  beforeAll(async () => {
    scenario = await writeScenario(made);
    cluster = await askedCluster(scenario.folder);
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(async () => {
    await cluster.close();
    await scenario.remove();
  });
  const askUnder = (faults: readonly ClusterFault[], kind: ClusterKind, spoil?: { do: string }) => {
    for (const fault of faults) cluster.simulated.faults.add(fault);
    const slow = spoil?.do === 'silent' || spoil?.do === 'hang';
    return cluster.ask(kind, { namespace: 'datadog', deadlineMs: slow ? NO_TIME_MS : 15_000 });
  };

  it('is well before anything fails', async () => {
    expect((await askUnder([], 'leader')).verdict).toBe('ok');
    expect((await askUnder([], 'status')).verdict).toBe('explained');
  });

  describe.each(Object.entries(RESOURCES))('%s', (resource, kinds) => {
    describe.each(FAILURES)('%s', (_name, spoil, why) => {
      it.each(Object.entries(kinds) as [AgentKind, Expected][])('%s', async (kind, { verdict, check }) => {
        const report = await askUnder([{ kind: 'request', resource, spoil }], kind, spoil);
        // A lock that is not there is a refusal with a body of its own, so that half of it is no JSON but still a 404.
        const alsoFits = spoil.do === 'half-json' && resource === 'configmaps' ? 'unsupported' : why;
        const failed = report.readings.filter((note) => note.why === why || note.why === alsoFits);
        expect(failed.length, JSON.stringify(report.readings)).toBeGreaterThan(0);
        const lifted = verdict === 'unknown';
        expect(report.verdict).toBe(lifted ? 'unknown' : kind === 'leader' ? 'ok' : 'explained');
        check?.(report, why);
        if (resource === 'pods') expect(codesOf(report)).not.toContain('agent-running');
        if (codesOf(report).includes('cluster-unreachable')) return;
        // Whoever reads the answer learns what could not be seen.
        for (const language of ['en', 'ja'] as const)
          expect(said(report, language)).toMatch(new RegExp(`kubectl get ${resource.slice(0, -1)}`));
      });
    });
  });

  describe.each(FAILURES)('the list of HPAs, when nothing works: %s', (_name, spoil) => {
    it('how many stand still is not known, and is not told as none', async () => {
      const report = await askUnder(
        [
          { kind: 'pod', pod: 'every', change: { to: 'not-ready' } },
          { kind: 'request', resource: 'horizontalpodautoscalers', spoil },
        ],
        'status',
        spoil,
      );
      expect(finding(report, 'agent-not-running').facts.effects.externalHpas).toBeNull();
      expect(said(report)).not.toMatch(/\b(0|no) HPAs?\b/i);
    });
  });

  describe.each(FAILURES.filter(([, { do: what }]) => what !== 'half-json' && what !== 'body'))(
    'the previous log: %s',
    (_name, spoil, why) => {
      it('is told as not read', async () => {
        const change = { to: 'crash-looping', restarts: 7, exitCode: 9, previousLog: 'out of luck\n' } as const;
        const report = await askUnder(
          [
            { kind: 'pod', pod: 'every', change },
            { kind: 'request', resource: 'pods/log', spoil },
          ],
          'status',
          spoil,
        );
        const looping = report.findings.filter(({ code }) => code === 'agent-crash-looping');
        expect(looping).toHaveLength(1 + made.followers.length);
        for (const { facts } of looping)
          expect(facts).toMatchObject({ lastLines: [], logMissing: expect.stringMatching(/./) });
        expect(report.readings.map((note) => note.why)).toContain(why);
      });
    },
  );

  it('everything refused at once: unknown, and nothing is claimed', async () => {
    for (const kind of ['status', 'leader'] as const) {
      const report = await askUnder([{ kind: 'deny', verb: '*', resource: '*' }], kind);
      expect(report.verdict).toBe('unknown');
      expect(report.findings.every(({ verdict }) => verdict === 'unknown')).toBe(true);
      expect(codesOf(report)).toContain('rights-missing');
    }
  });

  it('a server nobody trusts: unknown', async () => {
    const report = await askUnder([{ kind: 'certificate' }], 'status');
    expect([codesOf(report), report.verdict]).toEqual([['cluster-unreachable'], 'unknown']);
  });

  it('no server at all: unknown', async () => {
    const other = await askedCluster(scenario.folder);
    await other.simulated.close();
    try {
      for (const kind of ['status', 'leader'] as const) {
        const report = await other.ask(kind);
        expect([codesOf(report)[0], report.verdict]).toEqual(['cluster-unreachable', 'unknown']);
      }
    } finally {
      await other.reader.close();
    }
  });
});
