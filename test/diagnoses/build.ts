import type {
  AgentStatus,
  ClusterChecks,
  ExternalMetrics,
  Forwarder,
  LeaderElection,
} from '../../src/domain/agent-status.ts';
import type { LeaderLock, LockRef } from '../../src/domain/leader-lock.ts';
import type { QuestionKind } from '../../src/domain/question.ts';
import { known, type Reading, unknown, type Why } from '../../src/domain/reading.ts';
import type { AgentPod, LockReading, Snapshot, StatusReading } from '../../src/domain/snapshot.ts';

/** The moment every test snapshot was taken. */
export const NOW = '2026-03-04T05:06:07.000Z';

/** An ISO time so many seconds before NOW; negative: after it. */
export function ago(seconds: number): string {
  return new Date(Date.parse(NOW) - seconds * 1000).toISOString();
}

export function failed(why: Why, detail: string = why, source = `kubectl ${why}`) {
  return unknown(why, detail, source, NOW);
}

export function pod(name: string, over: Partial<AgentPod> = {}): AgentPod {
  return {
    name,
    namespace: 'monitoring',
    node: `node-of-${name}`,
    phase: 'Running',
    ready: true,
    leaving: false,
    container: 'cluster-agent',
    image: 'registry.example/cluster-agent:7.63.0',
    restarts: 0,
    state: 'running',
    env: {},
    owner: 'dca',
    ...over,
  };
}

export function election(leaderName: string, renewedAgo = 7): AgentStatus['leaderElection'] {
  const value: LeaderElection = { leaderName, renewed: ago(renewedAgo), transitions: 3 };
  return { state: 'present', value };
}

export function dispatching(value: Partial<ClusterChecks>): AgentStatus['clusterChecks'] {
  return {
    state: 'present',
    value: {
      role: 'leader',
      activeAgents: 5,
      configurations: 9,
      dispatched: 9,
      unassigned: 0,
      unscheduled: [],
      ...value,
    },
  };
}

export function inConfigMap(
  value: Partial<Extract<ExternalMetrics, { mode: 'configmap' }>>,
): AgentStatus['externalMetrics'] {
  return {
    state: 'present',
    value: { mode: 'configmap', configMap: 'monitoring/datadog-custom-metrics', sources: [], ...value },
  };
}

export function forwarding(value: Partial<Forwarder>): AgentStatus['forwarder'] {
  return {
    state: 'present',
    value: {
      dropped: 0,
      retried: 0,
      retryQueueSize: 0,
      successes: 4000,
      errors: 0,
      errorsByType: {},
      httpErrors: {},
      apiKeys: [],
      ...value,
    },
  };
}

export function status(over: Partial<AgentStatus> = {}): AgentStatus {
  const absent = { state: 'absent' } as const;
  return {
    flavor: 'cluster-agent',
    form: 'json',
    version: '7.63.0',
    time: NOW,
    leaderElection: election('dca-a'),
    externalMetrics: { state: 'disabled', text: '' },
    clusterChecks: dispatching({}),
    admission: { state: 'disabled', text: '' },
    forwarder: forwarding({}),
    aggregator: absent,
    collector: absent,
    clusterAgentLink: absent,
    renderErrors: [],
    unknownSections: [],
    cutOff: false,
    ...over,
  };
}

export function asked(from: string, value: AgentStatus): StatusReading {
  return { from, reading: known(value, `kubectl exec ${from} status`, NOW) };
}

export function lease(over: Partial<LeaderLock> = {}, ref: Partial<LockRef> = {}): LockReading {
  const record = { holder: 'dca-a', leaseSeconds: 60, renewed: ago(6), transitions: 2, ...over };
  return lockReading(known(record, 'kubectl get lease', NOW), ref);
}

export function lockReading(reading: Reading<LeaderLock | null>, ref: Partial<LockRef> = {}): LockReading {
  return { lock: { kind: 'Lease', namespace: 'monitoring', name: 'dca-lock', ...ref }, reading };
}

export interface Parts {
  readonly kind?: QuestionKind;
  readonly pods?: readonly AgentPod[] | Reading<readonly AgentPod[]>;
  readonly wanted?: number | Reading<number>;
  readonly locks?: readonly LockReading[];
  readonly statuses?: readonly StatusReading[];
}

/** A live cluster in which all is well, with two replicas of which `dca-a` leads, changed as a test wants it. */
export function snapshot(parts: Parts = {}, over: Partial<Snapshot> = {}): Snapshot {
  const pods = parts.pods ?? [pod('dca-a'), pod('dca-b')];
  const wanted = parts.wanted ?? 2;
  return {
    question: { kind: parts.kind ?? 'status' },
    origin: 'cluster',
    cluster: 'shop-prod',
    namespace: 'monitoring',
    now: NOW,
    pods: 'known' in pods ? pods : known(pods, 'kubectl get pods', NOW),
    searched: ['kubectl get pods -n monitoring'],
    replicasWanted: typeof wanted === 'number' ? known(wanted, 'kubectl get deployment dca', NOW) : wanted,
    locks: parts.locks ?? [lease()],
    statuses: parts.statuses ?? [
      asked('dca-a', status()),
      asked('dca-b', status({ clusterChecks: dispatching({ role: 'follower', leaderIp: '10.1.2.3' }) })),
    ],
    previousLogs: [],
    execAllowed: true,
    ...over,
  };
}

/** What `dca explain` makes of pasted documents. */
export function pasted(...statuses: readonly StatusReading[]): Snapshot {
  const nothing = failed('absent');
  return snapshot(
    { kind: 'explain', pods: nothing, wanted: nothing, locks: [], statuses },
    { origin: 'text', cluster: '', namespace: '' },
  );
}

/** Findings in brief: `code verdict`, sorted. */
export function brief(findings: readonly { code: string; verdict: string }[]): string[] {
  return findings.map(({ code, verdict }) => `${code} ${verdict}`).toSorted();
}
