import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { LockRef } from '../../src/domain/leader-lock.ts';
import { CHECKS_SAMPLE_FACTS } from './checks-sample-facts.ts';
import { EVENTS_SAMPLE_FACTS } from './events-sample-facts.ts';
import { FLARE_SAMPLE_FACTS } from './flare-sample-facts.ts';
import { HEALTH_SAMPLE_FACTS } from './health-sample-facts.ts';
import { HPA_SAMPLE_FACTS } from './hpa-sample-facts.ts';
import { LOGS_SAMPLE_FACTS } from './logs-sample-facts.ts';
import { METADATA_SAMPLE_FACTS } from './metadata-sample-facts.ts';
import { METRICS_SAMPLE_FACTS } from './metrics-sample-facts.ts';
import { NODE_SAMPLE_FACTS } from './node-sample-facts.ts';
import { TEXT_SAMPLE_FACTS } from './text-sample-facts.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-ljbd8';
const LEASE: LockRef = { kind: 'Lease', namespace: 'datadog', name: 'datadog-leader-election' };
const CONFIG_MAP: LockRef = { kind: 'ConfigMap', namespace: 'datadog', name: 'datadog-leader-election' };
const NO_EFFECTS = { externalMetrics: null, externalHpas: null, events: null, clusterChecks: null, admission: null };
const ALL_EFFECTS = { externalMetrics: true, externalHpas: 9, events: true, clusterChecks: true, admission: true };
const CRASHED = { name: LEADER, phase: 'Running', reason: 'CrashLoopBackOff', message: 'back-off 5m0s' };
const PENDING = { name: FOLLOWER, phase: 'Pending', reason: null, message: null };

/** Facts of every code: full ones, and ones with everything unknown, empty, one or many. Every code is here by construction. */
export const SAMPLE_FACTS: { readonly [C in keyof FactsByCode]: readonly FactsByCode[C][] } = {
  ...HPA_SAMPLE_FACTS,
  ...METRICS_SAMPLE_FACTS,
  ...CHECKS_SAMPLE_FACTS,
  ...LOGS_SAMPLE_FACTS,
  ...METADATA_SAMPLE_FACTS,
  ...NODE_SAMPLE_FACTS,
  ...EVENTS_SAMPLE_FACTS,
  ...HEALTH_SAMPLE_FACTS,
  ...FLARE_SAMPLE_FACTS,
  ...TEXT_SAMPLE_FACTS,
  'leader-healthy': [
    {
      holder: LEADER,
      lock: LEASE,
      renewedAt: '2026-11-23T18:35:36Z',
      ageSeconds: 14,
      leaseSeconds: 60,
      transitions: 4,
      asked: 2,
      agreeing: 2,
      movedBetweenReads: false,
    },
    {
      holder: LEADER,
      lock: null,
      renewedAt: null,
      ageSeconds: null,
      leaseSeconds: null,
      transitions: null,
      asked: 0,
      agreeing: 0,
      movedBetweenReads: false,
    },
    {
      holder: LEADER,
      lock: LEASE,
      renewedAt: '2026-11-23T18:37:24Z',
      ageSeconds: null,
      leaseSeconds: 15,
      transitions: 1,
      asked: 3,
      agreeing: 1,
      movedBetweenReads: true,
    },
  ],
  'leader-single-replica': [{ holder: LEADER }],
  'leader-missing': [
    { cause: 'no-holder', detail: null, tried: [LEASE, CONFIG_MAP] },
    { cause: 'no-lock', detail: null, tried: [] },
    { cause: 'election-off', detail: 'configmaps "datadog-leader-election" not found', tried: [CONFIG_MAP] },
    { cause: 'failing', detail: 'try delay not elapsed yet', tried: [LEASE] },
  ],
  'leader-unreadable': [
    { attempts: [] },
    { attempts: [{ source: 'kubectl get lease datadog-leader-election', why: 'forbidden', detail: 'forbidden' }] },
    {
      attempts: [
        { source: 'kubectl get lease datadog-leader-election', why: 'timeout', detail: '' },
        { source: 'kubectl get configmap datadog-leader-election', why: 'unreachable', detail: 'ECONNREFUSED' },
      ],
    },
  ],
  'leader-renewal-stale': [
    { holder: LEADER, lock: LEASE, ageSeconds: 75, leaseSeconds: 60, replicas: 2, retrySeconds: 46 },
    { holder: LEADER, lock: LEASE, ageSeconds: 76, leaseSeconds: 60, replicas: 1, retrySeconds: 45 },
    { holder: LEADER, lock: null, ageSeconds: 372, leaseSeconds: 60, replicas: 3, retrySeconds: 0 },
    { holder: LEADER, lock: null, ageSeconds: 373, leaseSeconds: 60, replicas: 1, retrySeconds: 0 },
    { holder: LEADER, lock: null, ageSeconds: 374, leaseSeconds: 60, replicas: null, retrySeconds: 0 },
  ],
  'leader-renewal-unclear': [
    { holder: LEADER, lock: LEASE, aheadSeconds: 94, readTwice: true },
    { holder: LEADER, lock: null, aheadSeconds: null, readTwice: false },
  ],
  'leader-holder-gone': [
    { holder: LEADER, lock: LEASE, ageSeconds: 21, leaseSeconds: 60, pods: [FOLLOWER] },
    { holder: LEADER, lock: null, ageSeconds: null, leaseSeconds: null, pods: [] },
    { holder: LEADER, lock: LEASE, ageSeconds: 300, leaseSeconds: null, pods: [FOLLOWER, 'dca-2'] },
  ],
  'leader-holder-down': [
    {
      holder: LEADER,
      lock: LEASE,
      ageSeconds: 21,
      leaseSeconds: 60,
      reason: 'CrashLoopBackOff',
      otherPods: [FOLLOWER],
    },
    { holder: LEADER, lock: CONFIG_MAP, ageSeconds: null, leaseSeconds: 15, reason: null, otherPods: [] },
  ],
  'leaders-disagree': [
    {
      claims: [
        { by: 'datadog/datadog-leader-election', kind: 'Lease', leader: LEADER, ageSeconds: 4 },
        { by: 'datadog/datadog-leader-election', kind: 'ConfigMap', leader: FOLLOWER, ageSeconds: 9 },
      ],
    },
    {
      claims: [
        { by: 'a-1', kind: 'pod', leader: 'a-1', ageSeconds: null },
        { by: 'a-2', kind: 'pod', leader: 'a-2', ageSeconds: 3 },
        { by: 'a-3', kind: 'pod', leader: 'a-3', ageSeconds: 5 },
      ],
    },
  ],
  'leader-lock-leftover': [
    { used: LEASE, leftover: CONFIG_MAP, holder: 'cluster-agent-rhttz', ageSeconds: 3_542_400, holderGone: true },
    { used: LEASE, leftover: CONFIG_MAP, holder: FOLLOWER, ageSeconds: null, holderGone: false },
  ],
  'asked-a-follower': [
    { pod: FOLLOWER, leader: LEADER, leaderIp: null },
    { pod: 'text 1', leader: null, leaderIp: '10.0.0.7' },
    { pod: 'status.txt', leader: null, leaderIp: null },
  ],
  'clock-skew': [
    { who: 'holder', node: 'ip-10-0-7-21', aheadSeconds: 94 },
    { who: 'holder', node: null, aheadSeconds: -12 },
    { who: 'bot', node: null, aheadSeconds: 7 },
    { who: 'bot', node: 'node-3', aheadSeconds: -8 },
  ],
  'agent-running': [
    {
      namespace: 'datadog',
      ready: 2,
      wanted: 2,
      version: '7.63.0',
      image: 'gcr.io/datadoghq/cluster-agent:7.63.0',
      restarts: 0,
    },
    { namespace: 'datadog', ready: 1, wanted: null, version: null, image: null, restarts: 1 },
    { namespace: 'datadog', ready: 3, wanted: 3, version: null, image: 'cluster-agent:7.81.1', restarts: 5 },
  ],
  'agent-status-read': [
    {
      version: '6.0.0',
      hostname: 'dca-host-1',
      startedAt: '2026-11-23T18:27:25Z',
      statusAt: '2026-11-23T18:35:50Z',
    },
    { version: '', hostname: null, startedAt: null, statusAt: null },
  ],
  'agent-not-running': [
    { namespace: 'datadog', cause: 'no-pods', pods: [], tried: ['app=datadog-cluster-agent'], effects: ALL_EFFECTS },
    { namespace: 'datadog', cause: 'pending', pods: [PENDING], tried: [], effects: NO_EFFECTS },
    { namespace: 'datadog', cause: 'not-ready', pods: [PENDING, CRASHED], tried: [], effects: NO_EFFECTS },
    {
      namespace: 'datadog',
      cause: 'stopped',
      pods: [CRASHED],
      tried: [],
      effects: { ...ALL_EFFECTS, externalHpas: 1 },
    },
    { namespace: 'datadog', cause: 'no-pods', pods: [], tried: [], effects: { ...ALL_EFFECTS, externalHpas: null } },
  ],
  'agent-oom-killed': [
    {
      pod: LEADER,
      memoryLimit: '256Mi',
      restarts: 14,
      killedAt: '2026-11-23T03:12:40Z',
      ageSeconds: 190,
      runningNow: false,
      effects: ALL_EFFECTS,
    },
    {
      pod: LEADER,
      memoryLimit: null,
      restarts: 1,
      killedAt: null,
      ageSeconds: null,
      runningNow: true,
      effects: null,
    },
    {
      pod: LEADER,
      memoryLimit: '512Mi',
      restarts: 2,
      killedAt: '2026-11-23T03:12:41Z',
      ageSeconds: null,
      runningNow: true,
      effects: null,
    },
  ],
  'agent-crash-looping': [
    {
      pod: LEADER,
      restarts: 23,
      exitCode: 255,
      reason: 'Error',
      finishedAt: '2026-11-23T03:12:40Z',
      lastLines: ['no API key configured, exiting', 'See ya'],
      logMissing: null,
      effects: ALL_EFFECTS,
    },
    {
      pod: LEADER,
      restarts: 1,
      exitCode: null,
      reason: null,
      finishedAt: null,
      lastLines: [],
      logMissing: 'previous terminated container not found',
      effects: null,
    },
  ],
  'agent-not-ready': [
    { trouble: [PENDING], ready: 1, wanted: 2 },
    { trouble: [PENDING, CRASHED], ready: 3, wanted: null },
    { trouble: [], ready: 2, wanted: 3 },
  ],
  'agent-command-failed': [
    { pod: LEADER, command: 'kubectl exec datadog-cluster-agent', why: 'timeout', detail: 'no answer in 8 s' },
    { pod: LEADER, command: 'kubectl exec datadog-cluster-agent', why: 'truncated', detail: '' },
    { pod: '', command: 'kubectl get pods -n datadog', why: 'absent', detail: '' },
  ],
  'agent-version-unclear': [{ title: '6.0.0', image: 'cluster-agent:7.81.1' }],
  'two-cluster-agents': [
    {
      installs: [
        { owner: 'datadog/datadog-cluster-agent', managedBy: 'Helm', pods: 2 },
        { owner: 'datadog/dda-cluster-agent', managedBy: null, pods: 1 },
      ],
    },
  ],
  'intake-failing': [
    {
      pod: LEADER,
      alsoOn: ['datadog-cluster-agent-6c9c858f76-ljbd8'],
      httpErrors: [{ code: '429', times: 3 }],
      errorsByType: [{ type: 'DNSErrors', times: 41 }],
      seriesFlushErrors: 2,
      flushes: 33,
      successes: 1234,
    },
    { pod: LEADER, alsoOn: [], httpErrors: [], errorsByType: [], seriesFlushErrors: 33, flushes: 33, successes: 34 },
    { pod: LEADER, alsoOn: [], httpErrors: [], errorsByType: [], seriesFlushErrors: 1, flushes: 1, successes: 1 },
  ],
  'forwarder-dropping': [
    { pod: LEADER, dropped: 1, retryQueueSize: 0 },
    { pod: LEADER, dropped: 1200, retryQueueSize: 7 },
  ],
  'api-key-rejected': [
    { pod: LEADER, forbidden: 3, keys: [] },
    { pod: LEADER, forbidden: 0, keys: [{ endsWith: 'bcdef', text: 'API Key invalid' }] },
  ],
  'admission-disabled': [{ pod: LEADER }],
  'admission-healthy': [
    { pod: LEADER, webhooks: 3, certificateSeconds: 28_930_000 },
    { pod: LEADER, webhooks: 1, certificateSeconds: null },
  ],
  'admission-failing': [
    {
      pod: LEADER,
      problems: [
        { what: 'error', detail: 'admission controller not started' },
        { what: 'webhook-error', detail: 'Mutating datadog-webhook: not found' },
        { what: 'secret-error', detail: 'webhook-certificate: not found' },
        { what: 'digest-differs', detail: 'datadog.webhook.config: 9f2c ≠ 11aa' },
        { what: 'certificate-expired', detail: '7200' },
        { what: 'certificate-expired', detail: 'long ago' },
      ],
    },
    { pod: LEADER, problems: [{ what: 'certificate-expiring', detail: '400000' }] },
  ],
  'output-not-recognised': [
    { from: 'text 1', kind: 'document', sections: [], detail: null },
    { from: 'text 1', kind: 'document', sections: [], detail: 'no title line' },
    { from: LEADER, kind: 'sections', sections: ['Remote Configuration'], detail: null },
    { from: LEADER, kind: 'sections', sections: ['One', 'Two', 'Three'], detail: null },
    { from: 'text 1', kind: 'cut-off', sections: [], detail: null },
    { from: 'text 1', kind: 'cut-off', sections: [], detail: 'ends inside Forwarder' },
  ],
  'status-render-error': [
    { from: LEADER, errors: ['template: custommetrics.tmpl:24:13'], knownBug: true },
    { from: 'text 1', errors: ['template: a.tmpl', 'template: b.tmpl'], knownBug: false },
  ],
  'version-unsupported': [
    { from: 'text 1', title: 'Agent 9 (v9.0.0)' },
    { from: 'text 1', title: '' },
  ],
  'node-agent-status': [
    { from: 'text 1', version: '7.50.0', hostname: 'node-3' },
    { from: 'text 1', version: '', hostname: null },
  ],
  'external-metrics-healthy': [
    { configMap: 'datadog/datadog-custom-metrics', total: 55, oldestSeconds: 54 },
    { configMap: 'datadog/datadog-custom-metrics', total: 1, oldestSeconds: 12 },
    { configMap: 'datadog/datadog-custom-metrics', total: 0, oldestSeconds: null },
    { configMap: '', total: 2, oldestSeconds: 33 },
  ],
  'external-metrics-disabled': [{ pod: LEADER }],
  'external-metrics-in-datadogmetrics': [{ pod: LEADER }],
  'external-metrics-error': [
    { pod: LEADER, store: 'datadog/datadog-custom-metrics', detail: 'configmaps is forbidden' },
    { pod: LEADER, store: null, detail: 'not available' },
  ],
  'external-metric-invalid': [
    {
      configMap: 'datadog/datadog-custom-metrics',
      total: 2,
      valid: 1,
      invalid: [{ name: 'no.such.metric', autoscaler: 'default/badmetric', ageSeconds: 21 }],
    },
    { configMap: 'datadog/datadog-custom-metrics', total: 55, valid: 43, invalid: null },
    { configMap: 'datadog/datadog-custom-metrics', total: 1, valid: 0, invalid: [] },
    {
      configMap: 'datadog/datadog-custom-metrics',
      total: 3,
      valid: 0,
      invalid: [{ name: 'a', autoscaler: 'b/c', ageSeconds: null }],
    },
    {
      configMap: '',
      total: 4,
      valid: 3,
      invalid: [{ name: 'datadogmetric@shop:a', autoscaler: '', ageSeconds: 7 }],
    },
  ],
  'external-metrics-keys-rejected': [{ pod: LEADER, detail: 'missing the api/app key pair to query Datadog' }],
  'cluster-checks-healthy': [
    { pod: LEADER, agents: 3, configurations: 4, dispatched: 4 },
    { pod: LEADER, agents: 1, configurations: 0, dispatched: 0 },
    { pod: LEADER, agents: 1, configurations: 1, dispatched: 1 },
  ],
  'cluster-checks-disabled': [{ pod: LEADER }],
  'cluster-checks-warming-up': [{ pod: LEADER }],
  'cluster-checks-state-unknown': [
    { pod: LEADER, detail: '' },
    { pod: LEADER, detail: 'unknown' },
  ],
  'cluster-checks-contradiction': [{ pod: LEADER, configurations: 5, dispatched: 3, unassigned: 1 }],
  'no-node-agents-reporting': [
    { pod: LEADER, configurations: 0 },
    { pod: LEADER, configurations: 1 },
    { pod: LEADER, configurations: 12 },
  ],
  'check-unassigned': [
    {
      pod: LEADER,
      unassigned: 1,
      configurations: 5,
      dispatched: 4,
      agents: 3,
      unscheduled: ['http_check'],
    },
    { pod: LEADER, unassigned: 2, configurations: 3, dispatched: 1, agents: 1, unscheduled: [] },
  ],
  'rights-missing': [
    {
      rights: [
        { verb: 'get', group: 'coordination.k8s.io', resource: 'leases', namespace: 'datadog' },
        { verb: 'create', group: '', resource: 'pods/exec', namespace: null },
      ],
      refused: [{ source: 'kubectl get leases -n datadog', why: 'forbidden', detail: 'leases is forbidden' }],
    },
    { rights: [], refused: [{ source: 'kubectl get pods', why: 'forbidden', detail: '' }] },
  ],
  'exec-off': [{ lost: ['external-metrics', 'cluster-checks', 'admission', 'forwarder'] }, { lost: [] }],
  'answer-failed': [
    { cluster: '', why: 'absent', detail: 'the text is not kept any more' },
    { cluster: '', why: 'timeout', detail: '' },
    { cluster: 'example', why: 'unreadable', detail: 'out of memory' },
    { cluster: 'example', why: 'timeout', detail: '' },
  ],
  'cluster-unreachable': [
    { cluster: 'example', why: 'unreachable', detail: 'ECONNREFUSED' },
    { cluster: 'example', why: 'timeout', detail: '' },
  ],
  'worker-silent': [
    { cluster: 'example', lastSeenSeconds: 312 },
    { cluster: 'example', lastSeenSeconds: null },
  ],
  'worker-died': [
    { cluster: 'example', times: 1 },
    { cluster: 'example', times: 2 },
    { cluster: 'example', times: 3 },
    { cluster: '', times: 1 },
    { cluster: '', times: 2 },
  ],
  'queue-full': [
    { cluster: 'example', waiting: 1 },
    { cluster: '', waiting: 1 },
    { cluster: '', waiting: 12 },
    { cluster: 'example', waiting: 17 },
  ],
  'question-stopped': [{ by: 'mika' }, { by: '' }],
  'nothing-to-explain': [{ from: 'text 1' }, { from: '' }],
};
