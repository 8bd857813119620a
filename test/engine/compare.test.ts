import { describe, expect, it } from 'vitest';
import type { Finding, FindingCode, FindingOf, Verdict } from '../../src/domain/finding.ts';
import { known } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { compareReports } from '../../src/engine/compare-reports.ts';
import { makeReport } from '../../src/engine/make-report.ts';
import { ago, asked, failed, inConfigMap, lease, lockReading, NOW, pod, snapshot, status } from '../diagnoses/build.ts';
import { differences, maps, metadata, view } from '../diagnoses/metadata/build-metadata.ts';
import { healthSnapshot, logs, madeReport } from './made-health.ts';

const THEN = 'ask0123456789abcdef0123456789abcdef';
const IDS = { before: THEN, after: null };
const TWO = { before: null, after: null };

function reportOf(of: Snapshot, at = NOW): Report {
  return JSON.parse(JSON.stringify(makeReport(of, { at, tookMs: 700 })));
}

function only<C extends FindingCode>(report: Report, code: C): FindingOf<C>['facts'] {
  expect(report.findings.map((one) => one.code)).toEqual([code]);
  return report.findings[0]?.facts as FindingOf<C>['facts'];
}

function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code);
}

function crash(name: string, restarts: number, verdict: Verdict = 'fault'): Finding {
  return {
    code: 'agent-crash-looping',
    verdict,
    subject: name,
    facts: {
      pod: name,
      restarts,
      exitCode: 2,
      reason: 'Error',
      finishedAt: ago(restarts),
      lastLines: [],
      logMissing: null,
      effects: null,
    },
    evidence: [`kubectl get pod ${name}`],
  };
}

function line(kind: 'forbidden' | 'token-refused', about: string | null, name = 'dca-a'): Finding {
  const facts = { kind, pods: [], times: 7, first: null, last: null, lastSeconds: null, text: '', about, over: false };
  return { code: 'logs-trouble', verdict: 'fault', subject: name, facts, evidence: [] };
}

const checksWell = (configurations: number): Finding => ({
  code: 'cluster-checks-healthy',
  verdict: 'ok',
  subject: 'dca-a',
  facts: { pod: 'dca-a', agents: 5, configurations, dispatched: 9 },
  evidence: [],
});

const well = reportOf(healthSnapshot());
const noLeader = reportOf(healthSnapshot({ locks: [lease({ renewed: ago(4_000) })] }));

describe('one cluster at two times', () => {
  it('that is as it was has not changed, whatever ages have', () => {
    const later = reportOf(healthSnapshot({ locks: [lease({ renewed: ago(33) })] }), '2026-03-05T05:06:07.000Z');
    const report = compareReports(well, later, IDS);
    expect(only(report, 'compare-same')).toEqual({
      before: { cluster: 'shop-prod', at: NOW, verdict: 'explained', report: THEN },
      after: { cluster: 'shop-prod', at: '2026-03-05T05:06:07.000Z', verdict: 'explained', report: null },
      still: [],
      unseen: [],
    });
    expect([report.verdict, report.cluster, report.at, report.tookMs]).toEqual(['ok', 'shop-prod', later.at, 700]);
    expect(report.question).toEqual({ kind: 'compare', against: { report: THEN } });
  });

  it.each([
    ['timeout', 'unknown', ['kubectl get services']],
    ['forbidden', 'unknown', ['kubectl get services']],
    ['absent', 'ok', []],
  ] as const)('says what it could not read this time: %s', (why, verdict, unseen) => {
    const note = (of: Partial<Report['readings'][number]>) => ({
      source: 'kubectl get services',
      at: NOW,
      known: true,
      ...of,
    });
    const then = { ...well, readings: [note({}), note({ source: 'kubectl get nodes', known: false, why: 'timeout' })] };
    const now = {
      ...well,
      readings: [note({ known: false, why }), note({ source: 'kubectl get nodes', known: false, why: 'timeout' })],
    };
    const report = compareReports(then, now, IDS);
    expect(only(report, 'compare-same').unseen).toEqual(unseen);
    expect(report.verdict).toBe(verdict);
    expect(only(compareReports(now, then, IDS), 'compare-same').unseen).toEqual([]);
    const elsewhere = compareReports(then, { ...now, cluster: 'shop-eu' }, { before: null, after: null });
    expect(only(elsewhere, 'compare-same').unseen).toEqual([]);
  });

  it('keeps telling what is still wrong', () => {
    const report = compareReports(noLeader, noLeader, IDS);
    expect(codes(only(report, 'compare-same').still)).toEqual(['leader-renewal-stale']);
    expect(report.verdict).toBe('fault');
  });

  it.each<[string, Report, Report, string[], string[], Verdict]>([
    ['has got worse', well, noLeader, [], ['leader-renewal-stale'], 'fault'],
    ['has got better', noLeader, well, ['leader-renewal-stale'], [], 'ok'],
  ])('%s', (_name, before, after, gone, appeared, verdict) => {
    const report = compareReports(before, after, IDS);
    const facts = only(report, 'compare-changed');
    expect([codes(facts.gone), codes(facts.appeared), codes(facts.still)]).toEqual([gone, appeared, []]);
    expect(report.verdict).toBe(verdict);
  });

  it('tells findings of one code apart by what they are about', () => {
    const before = madeReport([crash('dca-a', 3), line('forbidden', 'watch events'), line('forbidden', 'list nodes')]);
    const after = madeReport([crash('dca-b', 3), line('forbidden', 'list nodes'), line('token-refused', null)]);
    const { gone, appeared, still } = only(compareReports(before, after, IDS), 'compare-changed');
    expect(gone).toEqual([crash('dca-a', 3), line('forbidden', 'watch events')]);
    expect(appeared).toEqual([crash('dca-b', 3), line('token-refused', null)]);
    expect(still).toEqual([line('forbidden', 'list nodes')]);
  });

  it('pairs as many of a kind as there are on both sides', () => {
    const two = [line('forbidden', 'list nodes'), { ...line('forbidden', 'list nodes'), evidence: ['kubectl logs'] }];
    const facts = only(compareReports(madeReport(two), madeReport(two.slice(1)), IDS), 'compare-changed');
    expect([facts.gone.length, facts.still.length, facts.appeared.length]).toEqual([1, 1, 0]);
  });

  it('takes a pod that a rollout replaced for the one it replaced', () => {
    const of = (name: string) => {
      const made = reportOf(snapshot({ pods: [pod(name), pod('dca-c')] }));
      return { ...made, findings: [crash(name, 3), crash('dca-c', 5)] };
    };
    const { still } = only(compareReports(of('dca-a'), of('dca-z'), IDS), 'compare-same');
    expect(still.map(({ subject }) => subject).toSorted()).toEqual(['dca-c', 'dca-z']);
    const unreadable = { ...of('dca-z'), snapshot: snapshot({ pods: failed('timeout') }) };
    expect(codes(only(compareReports(of('dca-a'), unreadable, IDS), 'compare-changed').gone)).toHaveLength(1);
  });

  it('takes no pod for another that was there before as well', () => {
    const of = (troubled: string, other: string) => {
      const made = reportOf(snapshot({ pods: [pod(troubled), pod(other)] }));
      return { ...made, findings: [crash(troubled, 3)] };
    };
    const facts = only(compareReports(of('dca-a', 'dca-c'), of('dca-c', 'dca-z'), IDS), 'compare-changed');
    expect([facts.gone, facts.appeared, facts.still]).toEqual([[crash('dca-a', 3)], [crash('dca-c', 3)], []]);
  });

  it.each<[Verdict, Verdict, number, number, number]>([
    ['fault', 'explained', 1, 0, 0],
    ['explained', 'fault', 0, 1, 0],
    ['warning', 'fault', 0, 0, 1],
    ['ok', 'explained', 0, 0, 0],
  ])('a finding that was %s and is %s', (was, is, gone, appeared, still) => {
    const report = compareReports(madeReport([crash('dca-a', 3, was)]), madeReport([crash('dca-a', 3, is)]), IDS);
    const [finding] = report.findings;
    if (gone + appeared + still === 0) return void expect(finding?.code).toBe('compare-same');
    const facts = only(report, 'compare-changed');
    expect([facts.gone.length, facts.appeared.length, facts.still.length]).toEqual([gone, appeared, still]);
    expect(facts.moved.map(({ fact, before, after }) => [fact, before, after])).toEqual(
      still === 1 ? [['verdict', was, is]] : [],
    );
  });

  it('does not take one of several that are well for another', () => {
    const of = (...subjects: string[]) =>
      madeReport(subjects.map((subject) => ({ ...checksWell(subject.charCodeAt(0)), subject })));
    expect(only(compareReports(of('a', 'b'), of('a', 'c'), IDS), 'compare-same').still).toEqual([]);
  });

  it('does not tell of what is well on one side only', () => {
    const report = compareReports(madeReport([checksWell(9)]), madeReport([]), IDS);
    expect(only(report, 'compare-same').still).toEqual([]);
  });
});

describe('figures that moved', () => {
  it('are told of what is well in an overview, and of another leader', () => {
    const pods = [pod('dca-a', { restarts: 1 }), pod('dca-b', { restarts: 4 })];
    const after = reportOf(healthSnapshot({ locks: [lease({ holder: 'dca-b', transitions: 3 })] }, { pods }));
    const facts = only(compareReports(well, after, IDS), 'compare-changed');
    expect([facts.gone, facts.appeared, facts.still]).toEqual([[], [], []]);
    expect(facts.moved.map(({ code, fact, before, after: now }) => `${code} ${fact} ${before} ${now}`)).toEqual([
      'agent-running restarts 0 5',
      'leader-healthy holder dca-a dca-b',
      'leader-healthy transitions 2 3',
      'leader-healthy agreeing 2 0',
    ]);
  });

  it('are told of the same finding, troubles first, without ages, times and running counts', () => {
    const before = madeReport([checksWell(9), crash('dca-a', 3)]);
    const after = madeReport([checksWell(412), crash('dca-a', 8)]);
    expect(only(compareReports(before, after, IDS), 'compare-changed').moved).toEqual([
      { code: 'agent-crash-looping', subject: 'dca-a', fact: 'restarts', before: '3', after: '8' },
      { code: 'cluster-checks-healthy', subject: 'dca-a', fact: 'configurations', before: '9', after: '412' },
    ]);
  });

  it.each([
    ['a leader that changed', { holder: 'dca-a' }, { holder: 'dca-b' }, ['holder']],
    ['transitions', { transitions: 2 }, { transitions: 5 }, ['transitions']],
    ['an age', { ageSeconds: 2 }, { ageSeconds: 50 }, []],
    ['a time', { renewedAt: ago(3) }, { renewedAt: ago(2) }, []],
    ['a long text', { holder: 'x'.repeat(81) }, { holder: 'y'.repeat(81) }, []],
    ['a figure that was not known', { transitions: null }, { transitions: 5 }, []],
    ['a list', { tried: ['a'] }, { tried: ['b'] }, []],
  ])('%s', (_name, was, is, moved) => {
    const [healthy] = reportOf(snapshot({ kind: 'leader' })).findings;
    const of = (facts: object) => {
      const subject = 'holder' in facts ? String(facts.holder) : 'dca-a';
      return madeReport([{ ...healthy!, subject, facts: { ...healthy!.facts, ...facts } } as Finding]);
    };
    const [finding] = compareReports(of(was), of(is), IDS).findings;
    const told = finding?.code === 'compare-changed' ? finding.facts.moved.map(({ fact }) => fact) : [];
    expect(told).toEqual(moved);
  });

  it('are at most twenty', () => {
    const many = (extra: number) =>
      madeReport(Array.from({ length: 30 }, (_, at) => crash(`dca-${at}`, at + extra, 'warning')));
    expect(only(compareReports(many(1), many(2), IDS), 'compare-changed').moved).toHaveLength(20);
  });
});

describe('versions', () => {
  const of = (...versions: string[]) => madeReport([], { agent: { versions, images: [] } });
  it.each([
    [of('7.62.0'), of('7.63.0'), { before: ['7.62.0'], after: ['7.63.0'] }],
    [of('7.62.0', '7.63.0'), of('7.63.0'), { before: ['7.62.0', '7.63.0'], after: ['7.63.0'] }],
  ])('that differ are told', (before, after, versions) => {
    expect(only(compareReports(before, after, IDS), 'compare-changed').versions).toEqual(versions);
  });

  it.each([
    ['in another order', of('7.62.0', '7.63.0'), of('7.63.0', '7.62.0')],
    ['not known', of(), of('7.63.0')],
  ])('%s are no change', (_name, before, after) => {
    expect(only(compareReports(before, after, IDS), 'compare-same').still).toEqual([]);
  });
});

describe('what the later look could not see', () => {
  const stale = metadata({ replicas: maps(view({ differences: differences({ missingNodes: ['worker-3'] }) })) });
  const before = reportOf(
    healthSnapshot({ metadata: stale, logs: logs({ kind: 'token-refused', times: 4, text: 'no' }) }),
  );

  it('is not called gone, while the rest is', () => {
    const after = reportOf(healthSnapshot({ metadata: metadata({ replicas: maps(failed('timeout')) }) }));
    const { gone, appeared } = only(compareReports(before, after, IDS), 'compare-changed');
    expect(codes(gone)).toEqual(['logs-trouble']);
    expect(codes(appeared)).toEqual(['metadata-unread']);
  });

  it('is nothing that is gone where the cluster did not answer', () => {
    const after = reportOf(healthSnapshot({ locks: [], statuses: [] }, { pods: failed('unreachable') }));
    const report = compareReports(before, after, IDS);
    const { gone, appeared } = only(report, 'compare-changed');
    expect([gone, codes(appeared), report.verdict]).toEqual([[], ['cluster-unreachable'], 'unknown']);
  });

  it('of one thing hides nothing of another by the same finding', () => {
    const before = madeReport([crash('dca-a', 3, 'unknown')]);
    const report = compareReports(before, madeReport([crash('dca-b', 3, 'unknown')]), IDS);
    expect(codes(only(report, 'compare-changed').gone)).toEqual(['agent-crash-looping']);
  });

  it('may hide nothing that stood beside it before as well', () => {
    const unread: Finding = {
      code: 'rights-missing',
      verdict: 'unknown',
      subject: 'shop-prod',
      facts: { rights: [], refused: [] },
      evidence: [],
    };
    const report = compareReports(madeReport([unread, crash('dca-a', 1)]), madeReport([unread]), IDS);
    expect(codes(only(report, 'compare-changed').gone)).toEqual(['agent-crash-looping']);
  });

  it('is among the readings of the comparison', () => {
    const after = reportOf(healthSnapshot({ metadata: metadata({ nodes: failed('timeout', 'late', 'get nodes') }) }));
    const report = compareReports(before, after, IDS);
    expect(report.readings.map(({ source, why }) => [source, why])).toEqual([['get nodes', 'timeout']]);
  });
});

describe('what the earlier look could not see', () => {
  const stale = metadata({ replicas: maps(view({ differences: differences({ missingNodes: ['worker-3'] }) })) });
  const after = reportOf(
    healthSnapshot({ metadata: stale, logs: logs({ kind: 'token-refused', times: 4, text: 'no' }) }),
  );

  it('is not called new, while the rest is', () => {
    const before = reportOf(healthSnapshot({ metadata: metadata({ replicas: maps(failed('timeout')) }) }));
    const report = compareReports(before, after, IDS);
    const { gone, appeared, unseenBefore } = only(report, 'compare-changed');
    expect([codes(gone), codes(appeared), codes(unseenBefore)]).toEqual([
      ['metadata-unread'],
      ['logs-trouble'],
      ['metadata-node-missing'],
    ]);
    expect(report.verdict).toBe('fault');
    for (const source of unseenBefore[0]?.evidence ?? []) expect(report.findings[0]?.evidence).toContain(source);
  });

  it('is nothing new where the cluster did not answer', () => {
    const before = reportOf(healthSnapshot({ locks: [], statuses: [] }, { pods: failed('unreachable') }));
    const { appeared, unseenBefore } = only(compareReports(before, after, IDS), 'compare-changed');
    expect(codes(appeared.filter(({ verdict }) => verdict !== 'explained'))).toEqual([]);
    expect(codes(unseenBefore)).toEqual(['logs-trouble', 'metadata-node-missing']);
  });

  const note = (source: string, known: boolean) => ({ source, at: NOW, known, ...(known ? {} : { why: 'timeout' }) });
  const unread: Finding = {
    code: 'rights-missing',
    verdict: 'unknown',
    subject: 'shop-prod',
    facts: { rights: [], refused: [] },
    evidence: [],
  };
  const POD = 'kubectl get pod dca-a';

  it.each<[string, readonly Finding[], ReturnType<typeof note>[], boolean]>([
    ['a reading that shows it failed', [], [note(POD, false)], true],
    ['what shows it was read', [], [note(POD, true)], false],
    ['something else failed', [], [note(POD, true), note('kubectl get nodes', false)], false],
    ['anything may have been missed', [unread], [], true],
    ['something was missed, and what shows it was read', [unread], [note(POD, true)], false],
  ])('by its readings: %s', (_name, findings, readings, hidden) => {
    const before = madeReport(findings, { readings: readings as Report['readings'] });
    const facts = only(compareReports(before, madeReport([crash('dca-a', 1)]), IDS), 'compare-changed');
    expect([facts.appeared.length, facts.unseenBefore.length]).toEqual(hidden ? [0, 1] : [1, 0]);
  });
});

describe('two clusters', () => {
  const other = (findings: readonly Finding[]) => madeReport(findings, { cluster: 'shop-staging' });

  it('are compared by code alone, and by figures', () => {
    const before = madeReport([crash('dca-a', 3), line('forbidden', 'list nodes'), checksWell(9)]);
    const after = other([crash('agent-x', 9), line('forbidden', 'watch pods', 'agent-x'), checksWell(41)]);
    const report = compareReports(before, after, TWO);
    const { gone, appeared, still, moved } = only(report, 'compare-changed');
    expect([codes(gone), codes(appeared), codes(still)]).toEqual([
      ['logs-trouble'],
      ['logs-trouble'],
      ['agent-crash-looping'],
    ]);
    expect(moved).toEqual([
      { code: 'agent-crash-looping', subject: '', fact: 'restarts', before: '3', after: '9' },
      { code: 'cluster-checks-healthy', subject: '', fact: 'configurations', before: '9', after: '41' },
    ]);
    expect(report.question).toEqual({
      kind: 'compare',
      cluster: 'shop-prod',
      against: { cluster: 'shop-staging' },
    });
  });

  it('have the trouble of either', () => {
    const report = compareReports(madeReport([crash('dca-a', 3)]), other([]), TWO);
    expect([codes(only(report, 'compare-changed').gone), report.verdict]).toEqual([['agent-crash-looping'], 'fault']);
  });

  it('that are alike do not differ', () => {
    const report = compareReports(madeReport([crash('dca-a', 3)]), other([crash('agent-x', 3)]), TWO);
    expect(codes(only(report, 'compare-same').still)).toEqual(['agent-crash-looping']);
  });
});

describe('what cannot be compared', () => {
  const silent = madeReport([
    {
      code: 'worker-silent',
      verdict: 'unknown',
      subject: 'x',
      facts: { cluster: 'x', lastSeenSeconds: 9 },
      evidence: [],
    },
  ]);

  it.each([
    ['an answer that did not come, before', silent, well, { side: 'before', what: THEN, cause: 'late' }],
    ['an answer that did not come, after', well, silent, { side: 'after', what: 'shop-prod', cause: 'late' }],
    ['another question', well, reportOf(snapshot()), { side: 'after', what: 'shop-prod', cause: 'other-question' }],
    [
      'another subject',
      madeReport([], { question: { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } } }),
      madeReport([], { question: { kind: 'hpa', subject: { namespace: 'shop', name: 'api' } } }),
      { side: 'after', what: 'shop-prod', cause: 'other-question' },
    ],
  ] as const)('%s', (_name, before, after, facts) => {
    const report = compareReports(before, after, IDS);
    expect(only(report, 'compare-impossible')).toEqual(facts);
    expect(report.verdict).toBe('unknown');
  });

  it('is not the same question with its cluster and page', () => {
    const page = { ...well, question: { kind: 'health', cluster: 'shop-prod', page: 2 } as const };
    expect(codes(compareReports(page, well, IDS).findings)).toEqual(['compare-same']);
  });
});

it('counts what was masked on either side, and holds no readings to replay', () => {
  const report = compareReports(madeReport([], { masked: 3 }), madeReport([], { masked: 8 }), IDS);
  expect([report.masked, report.snapshot]).toEqual([11, undefined]);
});

it('of real answers says what changed in the cluster', () => {
  const locks = [lockReading(known(null, 'kubectl get lease', NOW))];
  const before = reportOf(
    snapshot({ statuses: [asked('dca-a', status({ externalMetrics: inConfigMap({ total: 4, valid: 4 }) }))] }),
  );
  const after = reportOf(
    snapshot({
      locks,
      statuses: [
        asked(
          'dca-a',
          status({
            externalMetrics: inConfigMap({ total: 9, valid: 9 }),
            leaderElection: { state: 'error', text: 'no' },
          }),
        ),
      ],
    }),
  );
  const { appeared, moved } = only(compareReports(before, after, IDS), 'compare-changed');
  expect(codes(appeared)).toContain('leader-missing');
  expect(moved).toContainEqual(expect.objectContaining({ fact: 'total', before: '4', after: '9' }));
});
