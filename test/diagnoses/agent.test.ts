import { describe, expect, it } from 'vitest';
import { rightsMissing } from '../../src/diagnoses/rights-missing.ts';
import type { Admission } from '../../src/domain/agent-status.ts';
import { known } from '../../src/domain/reading.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { diagnose } from '../../src/engine/diagnose.ts';
import {
  ago,
  asked,
  brief,
  dispatching,
  failed,
  forwarding,
  inConfigMap,
  lease,
  lockReading,
  NOW,
  pasted,
  pod,
  snapshot,
  status,
} from './build.ts';

/** What an unremarkable cluster says; rows below list what is added to it, or replaces it. */
const QUIET = ['admission-disabled explained', 'external-metrics-disabled explained'];
const WELL = [...QUIET, 'agent-running ok', 'cluster-checks-healthy ok', 'leader-healthy ok'];

const killed = (over = {}) =>
  pod('dca-a', {
    ready: false,
    state: 'waiting',
    reason: 'CrashLoopBackOff',
    restarts: 14,
    memoryLimit: '256Mi',
    lastTermination: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(222) },
    ...over,
  });
const metric = (name: string, valid: boolean) => ({
  name,
  labels: {},
  at: ago(17),
  reference: { kind: 'horizontal' as const, namespace: 'shop', name: `hpa-${name}` },
  value: valid ? '2472' : '0',
  valid,
});
const webhooks = (digests: readonly string[], secret: Partial<NonNullable<Admission['secret']>> = {}) => ({
  admission: {
    state: 'present' as const,
    value: {
      configurations: [
        {
          kind: 'Mutating' as const,
          name: 'datadog-webhook',
          webhooks: digests.map((caBundleDigest, index) => ({ name: `hook-${index}`, caBundleDigest })),
        },
      ],
      secret: { name: 'webhook-certificate', caBundleDigest: 'd1', validSeconds: 28_000_000, ...secret },
    },
  },
});
const leaderSays = (over: Parameters<typeof status>[0]) => snapshot({ statuses: [asked('dca-a', status(over))] });
const without = (...codes: string[]) => WELL.filter((line) => !codes.some((code) => line.startsWith(code)));

describe.each<[string, Snapshot, string[]]>([
  ['all is well', snapshot(), WELL],
  [
    'no pods anywhere',
    snapshot({ pods: [], statuses: [], wanted: failed('absent'), locks: [lockReading(failed('absent'))] }),
    ['agent-not-running fault', 'leader-missing fault'],
  ],
  [
    'pods forbidden is not "no pods"',
    snapshot({ pods: failed('forbidden'), statuses: [] }),
    ['leader-healthy ok', 'rights-missing unknown'],
  ],
  [
    'the API server is silent',
    snapshot({ pods: failed('timeout'), statuses: [], locks: [lockReading(failed('timeout'))] }),
    ['cluster-unreachable unknown'],
  ],
  [
    'out of memory, one replica',
    snapshot({ pods: [killed()], wanted: 1, statuses: [], locks: [lease({ renewed: ago(360) })] }),
    [
      'agent-not-running fault',
      'agent-oom-killed fault',
      'leader-renewal-stale fault',
      'leader-single-replica explained',
    ],
  ],
  [
    'out of memory an hour ago, running again',
    snapshot({
      pods: [
        killed({
          ready: true,
          state: 'running',
          reason: undefined,
          lastTermination: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(3600) },
        }),
        pod('dca-b'),
      ],
    }),
    [...WELL, 'agent-oom-killed warning'],
  ],
  [
    'out of memory two days ago is history',
    snapshot({
      pods: [
        killed({
          ready: true,
          state: 'running',
          reason: undefined,
          lastTermination: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(172_801) },
        }),
        pod('dca-b'),
      ],
    }),
    WELL,
  ],
  [
    'one of two replicas crash-loops',
    snapshot({
      pods: [
        pod('dca-a'),
        killed({ name: 'dca-b', lastTermination: { exitCode: 1, reason: 'Error', finishedAt: ago(33) } }),
      ],
      statuses: [asked('dca-a', status())],
    }),
    [...WELL, 'agent-crash-looping fault', 'agent-not-ready warning'],
  ],
  ['a replica is missing', snapshot({ pods: [pod('dca-a')], wanted: 3 }), [...WELL, 'agent-not-ready warning']],
  [
    'a replica that is being deleted is no trouble',
    snapshot({ pods: [pod('dca-a'), pod('dca-b'), pod('dca-c', { ready: false, leaving: true })] }),
    WELL,
  ],
  [
    'two installations',
    snapshot({ pods: [pod('dca-a'), pod('dca-b', { owner: 'dca-operator', managedBy: 'datadog-operator' })] }),
    [...WELL, 'two-cluster-agents warning'],
  ],
  [
    'the title and the image tell two versions',
    snapshot({ statuses: [asked('dca-a', status({ version: '6.0.0' }))] }),
    [...WELL, 'agent-version-unclear explained'],
  ],
  ['a release candidate of the same version', leaderSays({ version: '7.63.0-rc.2' }), WELL],
  [
    'exec of a replica times out',
    snapshot({ statuses: [asked('dca-a', status()), { from: 'dca-b', reading: failed('timeout') }] }),
    [...WELL, 'agent-command-failed unknown'],
  ],
  [
    'exec timed out does not matter to who leads',
    snapshot({ kind: 'leader', statuses: [{ from: 'dca-a', reading: failed('timeout') }] }),
    ['leader-healthy ok'],
  ],
  [
    'exec is off',
    snapshot({ statuses: [] }, { execAllowed: false }),
    ['agent-running ok', 'exec-off unknown', 'leader-healthy ok'],
  ],
  [
    'only a follower answered',
    snapshot({
      statuses: [
        { from: 'dca-a', reading: failed('timeout') },
        asked('dca-b', status({ clusterChecks: dispatching({ role: 'follower', leaderIp: '10.1.2.3' }) })),
      ],
    }),
    [...without('cluster-checks'), 'agent-command-failed unknown', 'asked-a-follower unknown'],
  ],
  [
    'a pasted follower',
    pasted(asked('paste', status({ clusterChecks: dispatching({ role: 'follower', leaderIp: '10.1.2.3' }) }))),
    [...QUIET, 'agent-status-read ok', 'asked-a-follower explained', 'leader-healthy ok'],
  ],
  ['a pasted node Agent', pasted(asked('paste', status({ flavor: 'node-agent' }))), ['node-agent-status explained']],
  ['an empty paste', pasted({ from: 'paste', reading: failed('absent') }), ['nothing-to-explain unknown']],
  ['pasted garbage', pasted({ from: 'paste', reading: failed('unreadable') }), ['output-not-recognised unknown']],
  ['a layout nobody knows', pasted({ from: 'paste', reading: failed('unsupported') }), ['version-unsupported unknown']],
  [
    'a text cut off before its end',
    leaderSays({
      cutOff: true,
      clusterChecks: { state: 'absent' },
      externalMetrics: { state: 'absent' },
      admission: { state: 'absent' },
    }),
    ['agent-running ok', 'leader-healthy ok', 'output-not-recognised unknown'],
  ],
  [
    'a section nobody taught us',
    leaderSays({ unknownSections: [{ title: 'Quantum Explorer', text: 'x' }] }),
    [...WELL, 'output-not-recognised explained'],
  ],
  [
    'cluster checks off',
    leaderSays({ clusterChecks: { state: 'disabled', text: 'Not Enabled' } }),
    [...without('cluster-checks'), 'cluster-checks-disabled explained'],
  ],
  [
    'warming up',
    leaderSays({ clusterChecks: dispatching({ role: 'warming-up' }) }),
    [...without('cluster-checks'), 'cluster-checks-warming-up explained'],
  ],
  [
    'starting',
    leaderSays({ clusterChecks: dispatching({ role: 'unknown' }) }),
    [...without('cluster-checks'), 'cluster-checks-state-unknown unknown'],
  ],
  [
    'two of eleven checks have no node',
    leaderSays({ clusterChecks: dispatching({ configurations: 11, dispatched: 9, unassigned: 2 }) }),
    [...without('cluster-checks'), 'check-unassigned warning'],
  ],
  [
    'no node Agent reports and checks wait',
    leaderSays({ clusterChecks: dispatching({ activeAgents: 0, configurations: 4, dispatched: 0, unassigned: 4 }) }),
    [...without('cluster-checks'), 'no-node-agents-reporting fault'],
  ],
  [
    'no node Agent reports and nothing is to be dispatched',
    leaderSays({ clusterChecks: dispatching({ activeAgents: 0, configurations: 0, dispatched: 0 }) }),
    [...without('cluster-checks'), 'no-node-agents-reporting warning'],
  ],
  [
    'the counts contradict each other',
    leaderSays({ clusterChecks: dispatching({ configurations: 12, dispatched: 9 }) }),
    [...without('cluster-checks'), 'cluster-checks-contradiction unknown'],
  ],
  [
    'every metric is valid',
    leaderSays({
      externalMetrics: inConfigMap({ total: 2, valid: 2, metrics: [metric('a', true), metric('b', true)] }),
    }),
    [...without('external-metrics'), 'external-metrics-healthy ok'],
  ],
  [
    'no metric is asked for',
    leaderSays({ externalMetrics: inConfigMap({ total: 0, valid: 0 }) }),
    [...without('external-metrics'), 'external-metrics-healthy ok'],
  ],
  [
    'one of three metrics is invalid',
    leaderSays({ externalMetrics: inConfigMap({ total: 3, valid: 2 }) }),
    [...without('external-metrics'), 'external-metric-invalid warning'],
  ],
  [
    'every metric is invalid',
    leaderSays({ externalMetrics: inConfigMap({ total: 3, valid: 0 }) }),
    [...without('external-metrics'), 'external-metric-invalid fault'],
  ],
  [
    'the counts are missing: not healthy',
    leaderSays({ externalMetrics: inConfigMap({}) }),
    [...without('external-metrics'), 'external-metrics-error fault'],
  ],
  [
    'the store cannot be read',
    leaderSays({ externalMetrics: inConfigMap({ storeError: 'configmaps "datadog-custom-metrics" is forbidden' }) }),
    [...without('external-metrics'), 'external-metrics-error fault'],
  ],
  [
    'keys are missing',
    leaderSays({ externalMetrics: { state: 'error', text: 'missing the api/app key pair to query Datadog' } }),
    [...without('external-metrics'), 'external-metrics-keys-rejected fault'],
  ],
  [
    'rate limited',
    leaderSays({ externalMetrics: { state: 'error', text: 'API error 429 Too Many Requests' } }),
    [...without('external-metrics'), 'external-metrics-rate-limited fault'],
  ],
  [
    'values live in DatadogMetrics',
    leaderSays({ externalMetrics: { state: 'present', value: { mode: 'datadogmetric', sources: [] } } }),
    [...without('external-metrics'), 'external-metrics-in-datadogmetrics explained'],
  ],
  [
    'one of two endpoints fails',
    leaderSays({
      externalMetrics: inConfigMap({
        total: 1,
        valid: 1,
        sources: [
          { url: 'https://a.example', status: 'Failed', lastFailure: ago(4) },
          { url: 'https://b.example', status: 'OK' },
        ],
      }),
    }),
    [...without('external-metrics'), 'external-metrics-batch-failed warning'],
  ],
  [
    'the intake refuses the key',
    leaderSays({ forwarder: forwarding({ successes: 0, httpErrors: { 403: 31 } }) }),
    [...WELL, 'api-key-rejected fault'],
  ],
  [
    'the intake refused the key at times',
    leaderSays({ forwarder: forwarding({ httpErrors: { 403: 31 } }) }),
    [...WELL, 'api-key-rejected warning'],
  ],
  [
    'data was dropped',
    leaderSays({ forwarder: forwarding({ dropped: 5, retryQueueSize: 7 }) }),
    [...WELL, 'forwarder-dropping warning'],
  ],
  [
    '3 errors of 4,000 are noise',
    leaderSays({ forwarder: forwarding({ errors: 3, errorsByType: { DNSErrors: 3 } }) }),
    [...WELL, 'intake-failing explained'],
  ],
  [
    '90 errors of 4,000 are not',
    leaderSays({ forwarder: forwarding({ errors: 90, errorsByType: { DNSErrors: 90 } }) }),
    [...WELL, 'intake-failing warning'],
  ],
  [
    'every series flush fails',
    leaderSays({ aggregator: { state: 'present', value: { flushes: 33, seriesFlushed: 51, seriesFlushErrors: 33 } } }),
    [...WELL, 'intake-failing warning'],
  ],
  ['webhooks in order', leaderSays(webhooks(['d1', 'd1'])), [...without('admission'), 'admission-healthy ok']],
  [
    'a webhook with another certificate',
    leaderSays(webhooks(['d1', 'd2'])),
    [...without('admission'), 'admission-failing fault'],
  ],
  [
    'an expired certificate',
    leaderSays(webhooks(['d1'], { validSeconds: -5 })),
    [...without('admission'), 'admission-failing fault'],
  ],
  [
    'a certificate about to expire',
    leaderSays(webhooks(['d1'], { validSeconds: 86_400 })),
    [...without('admission'), 'admission-failing warning'],
  ],
  [
    'admission not started',
    leaderSays({ admission: { state: 'error', text: 'admission controller not started' } }),
    [...without('admission'), 'admission-failing fault'],
  ],
])('%s', (_name, given, expected) => {
  it(`gives ${expected.length} findings`, () => expect(brief(diagnose(given))).toEqual(expected.toSorted()));
});

describe('a missing right', () => {
  it('is named with verb, resource and namespace', () => {
    const message =
      'pods "dca-a" is forbidden: User "system:serviceaccount:ops:dca-bot" cannot create resource "pods/exec" in API group "" in the namespace "monitoring"';
    const given = snapshot({ statuses: [{ from: 'dca-a', reading: failed('forbidden', message) }] });
    expect(rightsMissing.diagnose(given)[0]?.facts).toMatchObject({
      rights: [{ verb: 'create', group: '', resource: 'pods/exec', namespace: 'monitoring' }],
    });
  });

  it('that the question did not need stays a footnote', () => {
    expect(rightsMissing.diagnose(snapshot({ wanted: failed('forbidden') }))).toEqual([]);
  });
});

describe('the order of telling', () => {
  it('starts with who leads when that was asked, and adds what is worse', () => {
    const pods = [pod('dca-a'), killed({ name: 'dca-b' })];
    const codes = diagnose(snapshot({ kind: 'leader', pods })).map(({ code }) => code);
    expect(codes).toEqual(['leader-healthy', 'agent-oom-killed', 'agent-not-ready']);
  });

  it('starts with the worst when the state was asked, and ends with what only needs explaining', () => {
    const given = leaderSays({ clusterChecks: dispatching({ configurations: 11, dispatched: 9, unassigned: 2 }) });
    const codes = diagnose(given).map(({ code }) => code);
    expect(codes).toEqual([
      'check-unassigned',
      'agent-running',
      'leader-healthy',
      'external-metrics-disabled',
      'admission-disabled',
    ]);
  });
});

describe('replicas that fail alike', () => {
  const flushing = (seriesFlushErrors: number) =>
    status({ aggregator: { state: 'present', value: { flushes: 33, seriesFlushed: 51, seriesFlushErrors } } });

  it('are one finding about the one that fails most', () => {
    const given = snapshot({ statuses: [asked('dca-a', flushing(21)), asked('dca-b', flushing(33))] });
    const failing = diagnose(given).filter(({ code }) => code === 'intake-failing');
    expect(failing).toHaveLength(1);
    expect(failing[0]?.facts).toMatchObject({ pod: 'dca-b', alsoOn: ['dca-a'], seriesFlushErrors: 33 });
  });
});

describe('a log of a crash', () => {
  it('brings its last five lines', () => {
    const given = snapshot(
      { pods: [killed({ lastTermination: { exitCode: 2, reason: 'Error', finishedAt: ago(9) } })], statuses: [] },
      {
        previousLogs: [
          { pod: 'dca-a', reading: known(['1', '2', '3', '4', '5', '6'], 'kubectl logs --previous', NOW) },
        ],
      },
    );
    const crash = diagnose(given).find(({ code }) => code === 'agent-crash-looping');
    expect(crash?.facts).toMatchObject({ exitCode: 2, restarts: 14, lastLines: ['2', '3', '4', '5', '6'] });
  });
});
