import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { harm } from '../../src/domain/finding.ts';
import { CLUSTER_KINDS, type ClusterKind } from '../../src/domain/question.ts';
import { known } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { explainTexts } from '../../src/engine/explain-texts.ts';
import { makeReport } from '../../src/engine/make-report.ts';
import { replayReport } from '../../src/engine/replay-report.ts';
import { ago, asked, election, failed, lease, NOW, pod, snapshot, status } from '../diagnoses/build.ts';
import { type AskedCluster, askedCluster, codesOf } from './ask-cluster.ts';
import { healthSnapshot, madeReport } from './made-health.ts';

const ID = 'ask0123456789abcdef0123456789abcdef';
const SCENARIOS = 'simulator/cluster/scenarios';

/** As it comes back from where reports are kept. */
function stored(report: Report): Report {
  return JSON.parse(JSON.stringify(report));
}

function reportOf(of: Snapshot): Report {
  return stored(makeReport(of, { at: NOW, tookMs: 812 }));
}

/** A scenario is asked what its name is about. */
function kindsFor(scenario: string): readonly ClusterKind[] {
  const [word = ''] = scenario.split('-');
  const kinds: Readonly<Record<string, readonly ClusterKind[]>> = {
    hpa: ['hpa', 'metrics'],
    check: ['checks'],
    checks: ['checks'],
    endpoint: ['endpoints'],
    endpoints: ['endpoints'],
    logs: ['logs'],
    metadata: ['metadata'],
    node: ['node'],
    events: ['events'],
    health: ['health'],
  };
  return kinds[word] ?? ['status', 'leader'];
}

describe('the same readings', () => {
  const scenarios = readdirSync(SCENARIOS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(scenarios.map(({ name }) => name))('give the same findings again: %s', async (scenario) => {
    const cluster = await askedCluster(`${SCENARIOS}/${scenario}`);
    try {
      for (const kind of kindsFor(scenario)) {
        const report = stored(await cluster.ask(kind));
        const again = replayReport(report, ID);
        expect([kind, ...codesOf(again)]).toEqual([kind, 'replay-same', ...codesOf(report)]);
        expect(again.findings.slice(1)).toEqual(report.findings);
        expect([again.verdict, again.at, again.cluster]).toEqual([report.verdict, report.at, report.cluster]);
      }
    } finally {
      await cluster.close();
    }
  });

  describe('of one cluster', () => {
    let cluster: AskedCluster;
    beforeAll(async () => {
      cluster = await askedCluster(`${SCENARIOS}/leader-and-follower`);
    });
    afterAll(() => cluster.close());

    it.each(CLUSTER_KINDS.filter((kind) => kind !== 'flare'))('give them for the question %s', async (kind) => {
      const report = stored(await cluster.ask(kind));
      expect(codesOf(replayReport(report, ID))).toEqual(['replay-same', ...codesOf(report)]);
    });
  });

  it('give them for pasted text', () => {
    const report = stored(explainTexts([{ name: 'text 1', text: 'Cluster Agent (v1.2.0)\n\nnothing else' }], () => 0));
    expect(codesOf(replayReport(report, ID))).toEqual(['replay-same', ...codesOf(report)]);
  });

  it('give them where they held secrets, which stay masked', () => {
    const key = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
    const lines = [
      `dialing https://bot:Tr0ub4dor@intake.example.com with api_key=${key}`,
      'Bearer abcdef0123456789abcdef',
    ];
    const report = reportOf(
      snapshot(
        {
          pods: [
            pod('dca-a', {
              restarts: 9,
              state: 'waiting',
              reason: 'CrashLoopBackOff',
              ready: false,
              env: { DD_API_KEY: key },
            }),
          ],
        },
        { previousLogs: [{ pod: 'dca-a', reading: known(lines, 'kubectl logs -p', NOW) }] },
      ),
    );
    expect(report.masked).toBeGreaterThan(0);
    const again = replayReport(report, ID);
    expect(codesOf(again)).toEqual(['replay-same', ...codesOf(report)]);
    expect(JSON.stringify(again)).not.toContain(key);
    expect([again.masked, again.snapshot]).toEqual([report.masked, report.snapshot]);
  });

  it('give them again when the replay is replayed', () => {
    const report = reportOf(healthSnapshot({ locks: [lease({ renewed: ago(4_000) })] }));
    const twice = replayReport(stored(replayReport(report, ID)), ID);
    expect(codesOf(twice)).toEqual(['replay-same', ...codesOf(report)]);
    expect(twice.question).toEqual({ kind: 'replay', report: ID });
  });
});

describe('a replay', () => {
  const report = reportOf(
    snapshot({ locks: [], statuses: [asked('dca-a', status({ leaderElection: election('dca-a') }))] }),
  );

  it('tells which findings today’s rules do not make, or make now', () => {
    const [gone] = madeReport(makeReport(snapshot({ wanted: 1 }), { at: NOW, tookMs: 1 }).findings).findings.filter(
      ({ code }) => code === 'leader-single-replica',
    );
    const [first, ...rest] = report.findings;
    const changed = replayReport({ ...report, findings: [...rest, gone ?? first!] }, ID);
    expect(changed.findings[0]).toMatchObject({
      code: 'replay-differs',
      verdict: 'explained',
      subject: ID,
      facts: { report: ID, at: report.at, appeared: [first!.code] },
    });
    expect(changed.findings.slice(1)).toEqual(report.findings);
  });

  it.each([
    ['a verdict', (one: Report['findings'][number]) => ({ ...one, verdict: 'fault' as const })],
    ['a subject', (one: Report['findings'][number]) => ({ ...one, subject: 'dca-z' })],
    ['a figure', (one: Report['findings'][number]) => ({ ...one, facts: { ...one.facts, ready: 3 } })],
  ])('tells that %s is another', (_name, change) => {
    const findings = report.findings.map((one, at) => (at === 0 ? change(one) : one)) as Report['findings'];
    const [first] = replayReport({ ...report, findings }, ID).findings;
    expect(first).toMatchObject({ code: 'replay-differs', facts: { gone: [], appeared: [] } });
  });

  it('has the verdict of what is found now', () => {
    const findings = report.findings.map((one) => ({ ...one, verdict: 'fault' as const }));
    expect(harm(replayReport({ ...report, findings, verdict: 'fault' }, ID).verdict)).toBeLessThan(harm('fault'));
  });

  it('without readings is impossible', () => {
    const again = replayReport(madeReport(report.findings), ID);
    expect(again.findings).toEqual([
      {
        code: 'replay-impossible',
        verdict: 'unknown',
        subject: ID,
        facts: { report: ID, cause: 'no-readings' },
        evidence: [],
      },
    ]);
    expect(again.verdict).toBe('unknown');
  });

  it.each([
    ['nothing', {}],
    ['a question alone', { question: { kind: 'status' }, origin: 'cluster' }],
    ['pods of another shape', { ...report.snapshot, pods: null }],
  ])('of readings that nobody understands is impossible: %s', (_name, odd) => {
    const again = replayReport({ ...report, snapshot: odd as unknown as Snapshot }, ID);
    expect(again.findings.map(({ facts }) => facts)).toEqual([{ report: ID, cause: 'unreadable' }]);
  });

  it('of a cluster that did not answer is that again', () => {
    const silent = reportOf(snapshot({ pods: failed('unreachable'), locks: [], statuses: [] }));
    expect(codesOf(replayReport(silent, ID))).toEqual(['replay-same', 'cluster-unreachable']);
  });
});
