import type { LockRef } from '../../src/domain/leader-lock.ts';
import type { ReadingNote, Report } from '../../src/domain/report.ts';
import { CHECKS_REPORTS } from './golden-checks-reports.ts';
import { EVENTS_REPORTS } from './golden-events-reports.ts';
import { HEALTH_REPORTS } from './golden-health-reports.ts';
import { HPA_REPORTS } from './golden-hpa-reports.ts';
import { METADATA_REPORTS } from './golden-metadata-reports.ts';
import { METRICS_REPORTS } from './golden-metrics-reports.ts';
import { NODE_REPORTS } from './golden-node-reports.ts';
import { AT, FOLLOWER, finding, IMAGE, LEADER, report } from './report-builders.ts';

const LEASE: LockRef = { kind: 'Lease', namespace: 'datadog', name: 'datadog-leader-election' };
const CONFIG_MAP: LockRef = { ...LEASE, kind: 'ConfigMap' };
const EFFECTS = { externalMetrics: true, externalHpas: 9, events: true, clusterChecks: true, admission: null };

const HEALTHY = finding('leader-healthy', 'ok', {
  holder: LEADER,
  lock: LEASE,
  renewedAt: '2026-11-23T18:35:36Z',
  ageSeconds: 14,
  leaseSeconds: 60,
  transitions: 4,
  asked: 2,
  agreeing: 2,
  movedBetweenReads: false,
});
const RUNNING = finding('agent-running', 'ok', {
  namespace: 'datadog',
  ready: 2,
  wanted: 2,
  version: '6.0.0',
  image: IMAGE,
  restarts: 0,
});
const CHECKS = finding('cluster-checks-healthy', 'ok', { pod: LEADER, agents: 3, configurations: 4, dispatched: 4 });
const VERSION = finding('agent-version-unclear', 'explained', { title: '6.0.0', image: IMAGE });
const RENDER_BUG = finding('status-render-error', 'explained', {
  from: LEADER,
  errors: [
    `template: custommetrics.tmpl:24:13: executing "custommetrics.tmpl" at <$metric.reference.type>: can't evaluate field reference in type custommetrics.ExternalMetricValue`,
  ],
  knownBug: true,
});

const LEASE_REFUSED: ReadingNote = {
  source: 'kubectl get lease datadog-leader-election -n datadog',
  at: AT,
  known: false,
  why: 'forbidden',
  detail:
    'leases.coordination.k8s.io "datadog-leader-election" is forbidden: User "system:serviceaccount:dca-bot:worker" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "datadog"',
};
const HPAS_TIMED_OUT: ReadingNote = {
  source: 'kubectl get hpa -A',
  at: AT,
  known: false,
  why: 'timeout',
  detail: 'no answer in 5 s',
};
const NO_CONFIG_MAP: ReadingNote = {
  source: 'kubectl get configmap datadog-leader-election -n datadog',
  at: AT,
  known: false,
  why: 'absent',
  detail: 'not found',
};

/** Reports as a person would meet them, by the name of their golden files. */
export const GOLDEN_REPORTS: Readonly<Record<string, Report>> = {
  ...HPA_REPORTS,
  ...METRICS_REPORTS,
  ...CHECKS_REPORTS,
  ...METADATA_REPORTS,
  ...NODE_REPORTS,
  ...EVENTS_REPORTS,
  ...HEALTH_REPORTS,
  'leader-healthy': report('leader', [HEALTHY], { readings: [NO_CONFIG_MAP] }),
  'status-of-the-capture': report(
    'status',
    [
      RUNNING,
      HEALTHY,
      finding('external-metric-invalid', 'warning', {
        configMap: 'datadog/datadog-custom-metrics',
        total: 2,
        valid: 1,
        invalid: [{ name: 'no.such.metric', autoscaler: 'default/badmetric', ageSeconds: 21 }],
      }),
      CHECKS,
      finding('intake-failing', 'warning', {
        pod: LEADER,
        alsoOn: [FOLLOWER],
        httpErrors: [],
        errorsByType: [],
        seriesFlushErrors: 33,
        flushes: 33,
        successes: 34,
      }),
      finding('admission-disabled', 'explained', { pod: LEADER }),
      VERSION,
      RENDER_BUG,
      finding('status-render-error', 'explained', { ...RENDER_BUG.facts, from: FOLLOWER } as never),
    ],
    { readings: [HPAS_TIMED_OUT], masked: 2 },
  ),
  'out-of-memory': report(
    'status',
    [
      finding('agent-oom-killed', 'fault', {
        pod: LEADER,
        memoryLimit: '256Mi',
        restarts: 14,
        killedAt: '2026-11-23T18:32:40Z',
        ageSeconds: 190,
        runningNow: false,
        effects: EFFECTS,
      }),
      finding('leader-renewal-stale', 'fault', {
        holder: LEADER,
        lock: LEASE,
        ageSeconds: 372,
        leaseSeconds: 60,
        replicas: 1,
        retrySeconds: 0,
      }),
      finding('leader-single-replica', 'warning', { holder: LEADER }),
    ],
    { agent: { versions: [], images: [IMAGE] } },
  ),
  'two-leaders': report('leader', [
    finding('leaders-disagree', 'fault', {
      claims: [
        { by: 'datadog/datadog-leader-election', kind: 'Lease', leader: LEADER, ageSeconds: 4 },
        { by: 'datadog/datadog-leader-election', kind: 'ConfigMap', leader: FOLLOWER, ageSeconds: 9 },
      ],
    }),
  ]),
  'renewal-late': report('leader', [
    finding('leader-renewal-stale', 'warning', {
      holder: LEADER,
      lock: LEASE,
      ageSeconds: 75,
      leaseSeconds: 60,
      replicas: 2,
      retrySeconds: 45,
    }),
  ]),
  'holder-gone': report('leader', [
    finding('leader-holder-gone', 'warning', {
      holder: 'datadog-cluster-agent-5d9c7f6b8-x2x7q',
      lock: LEASE,
      ageSeconds: 21,
      leaseSeconds: 60,
      pods: [LEADER, FOLLOWER],
    }),
  ]),
  'lock-leftover': report('leader', [
    HEALTHY,
    finding('leader-lock-leftover', 'explained', {
      used: { ...LEASE, name: 'datadog-agent-leader-election' },
      leftover: CONFIG_MAP,
      holder: 'cluster-agent-rhttz',
      ageSeconds: 3_542_400,
      holderGone: true,
    }),
  ]),
  'clock-ahead': report('leader', [
    finding('leader-healthy', 'ok', {
      holder: LEADER,
      lock: LEASE,
      renewedAt: '2026-11-23T18:37:24Z',
      ageSeconds: null,
      leaseSeconds: 60,
      transitions: 4,
      asked: 2,
      agreeing: 2,
      movedBetweenReads: true,
    }),
    finding('clock-skew', 'warning', { who: 'holder', node: 'ip-10-0-7-21', aheadSeconds: 94 }),
  ]),
  'rights-missing': report(
    'leader',
    [
      finding('leader-unreadable', 'unknown', {
        attempts: [{ source: LEASE_REFUSED.source, why: 'forbidden', detail: LEASE_REFUSED.detail ?? '' }],
      }),
      finding(
        'rights-missing',
        'unknown',
        {
          rights: [{ verb: 'get', group: 'coordination.k8s.io', resource: 'leases', namespace: 'datadog' }],
          refused: [{ source: LEASE_REFUSED.source, why: 'forbidden', detail: LEASE_REFUSED.detail ?? '' }],
        },
        [LEASE_REFUSED.source],
      ),
    ],
    { readings: [LEASE_REFUSED], agent: { versions: [], images: [] } },
  ),
  'worker-silent': report(
    'status',
    [finding('worker-silent', 'unknown', { cluster: 'example', lastSeenSeconds: 312 })],
    {
      agent: { versions: [], images: [] },
      tookMs: 60_000,
    },
  ),
  'follower-pasted': report('explain', [
    finding('asked-a-follower', 'explained', { pod: FOLLOWER, leader: LEADER, leaderIp: null }),
    finding('leader-healthy', 'ok', {
      holder: LEADER,
      lock: null,
      renewedAt: '2026-11-23T18:35:36Z',
      ageSeconds: 14,
      leaseSeconds: null,
      transitions: 4,
      asked: 1,
      agreeing: 1,
      movedBetweenReads: false,
    }),
    finding('agent-status-read', 'ok', {
      version: '6.0.0',
      hostname: 'dca-host-2',
      startedAt: '2026-11-23T18:30:27Z',
      statusAt: '2026-11-23T18:35:50Z',
    }),
  ]),
  'node-agent-pasted': report('explain', [
    finding('node-agent-status', 'explained', { from: 'text 1', version: '7.50.0', hostname: 'worker-3' }),
  ]),
  'rate-limited': report('status', [
    RUNNING,
    finding('external-metrics-rate-limited', 'fault', {
      pod: LEADER,
      detail:
        'API error 429 Too Many Requests: {"status":"error","errors":["Rate limit of 1600 requests in 3600 s reached"]}',
      times: null,
      since: null,
      metrics: null,
      refreshSeconds: 30,
    }),
    HEALTHY,
  ]),
  'exec-off': report('status', [
    RUNNING,
    HEALTHY,
    finding('exec-off', 'unknown', { lost: ['external-metrics', 'cluster-checks', 'admission', 'forwarder'] }),
  ]),
  'not-installed': report(
    'status',
    [
      finding('agent-not-running', 'fault', {
        namespace: 'datadog',
        cause: 'no-pods',
        pods: [],
        tried: [
          'kubectl get pods -n datadog -l agent.datadoghq.com/component=cluster-agent',
          'kubectl get pods -n datadog -l app=datadog-cluster-agent',
        ],
        effects: { externalMetrics: null, externalHpas: 9, events: null, clusterChecks: null, admission: null },
      }),
      finding('leader-missing', 'fault', { cause: 'no-lock', detail: null, tried: [LEASE, CONFIG_MAP] }),
    ],
    { agent: { versions: [], images: [] } },
  ),
  'logs-of-many-troubles': report('logs', [
    finding('logs-trouble', 'fault', {
      kind: 'metrics-rate-limited',
      pods: [{ pod: LEADER, times: 41 }],
      times: 41,
      first: '2026-11-23T13:58:04Z',
      last: '2026-11-23T18:35:11Z',
      lastSeconds: 39,
      text: 'Unable to fetch external metrics: API error 429 Too Many Requests: {"errors":["Rate limit"]}',
      about: null,
      over: false,
    }),
    finding('logs-more', 'warning', {
      troubles: 5,
      kinds: [
        { kind: 'admission-failing', troubles: 1, times: 12, over: false },
        { kind: 'unknown-error', troubles: 3, times: 1_204, over: false },
        { kind: 'election-lost', troubles: 1, times: 1, over: true },
      ],
    }),
  ]),
};
