import type { AgentStatus, RunningCheck } from '../../../src/domain/agent-status.ts';
import type { AccountRight } from '../../../src/domain/autoscaling.ts';
import type { AgentSetting, EventCollection } from '../../../src/domain/event-collection.ts';
import type { LogScan, LogTrouble } from '../../../src/domain/log-scan.ts';
import { known, type Reading } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { ago, asked, brief, dispatching, NOW, type Parts, pod, snapshot, status } from '../build.ts';

export const ACCOUNT = 'system:serviceaccount:monitoring:dca';

export function setting(name: string, over: Partial<AgentSetting> = {}): AgentSetting {
  return { name, value: 'true', from: 'pod', place: 'Deployment/dca', ...over };
}

export const election = (over: Partial<AgentSetting> = {}) => setting('DD_LEADER_ELECTION', over);
export const collection = (over: Partial<AgentSetting> = {}) => setting('DD_COLLECT_KUBERNETES_EVENTS', over);
export const NOWHERE = { value: null, from: 'default', place: null } as const;
export const IN_SECRET = { value: null, from: 'elsewhere', place: 'Secret/agent' } as const;

type Allowed = boolean | Reading<boolean>;

export function right(verb: string, allowed: Allowed, token = false): AccountRight {
  const source = `kubectl auth can-i ${verb} ${token ? 'configmap' : 'events'}`;
  return {
    who: 'agent',
    user: ACCOUNT,
    purpose: token ? 'keep-event-token' : 'collect-events',
    right: { verb, group: '', resource: token ? 'configmaps' : 'events', namespace: token ? 'monitoring' : null },
    allowed: typeof allowed === 'boolean' ? known(allowed, source, NOW) : allowed,
  };
}

export function rights(verbs: Partial<Record<'get' | 'list' | 'watch', Allowed>> = {}): readonly AccountRight[] {
  const all = { get: true, list: true, watch: true, ...verbs };
  return Object.entries(all).map(([verb, allowed]) => right(verb, allowed));
}

export function log(troubles: readonly LogTrouble[], name = 'dca-a'): LogScan {
  const value = { troubles, lines: 311, bytes: 40_000, recognised: 300, from: ago(9_000), to: ago(2), more: false };
  return { pod: name, reading: known(value, `kubectl logs ${name}`, NOW) };
}

export function refused(about: string, over: Partial<LogTrouble> = {}): LogTrouble {
  return { kind: 'forbidden', about, times: 214, first: ago(8_000), last: ago(20), text: `cannot ${about}`, ...over };
}

export const held = (count: number, newestAgo?: number, more = false, settledAgo?: number) =>
  known(
    {
      count,
      more,
      ...(newestAgo === undefined ? {} : { newest: ago(newestAgo) }),
      ...(settledAgo === undefined ? {} : { newestSettled: ago(settledAgo) }),
    },
    'kubectl get events -A',
    NOW,
  );

export const token = (keptAgo: number) =>
  known({ name: 'datadogtoken', key: '4711', at: ago(keptAgo) }, 'kubectl get configmap datadogtoken', NOW);

/** Everything is on and allowed, and the place in the events was kept 90 s ago. */
export function collecting(over: Partial<EventCollection> = {}): EventCollection {
  return {
    settings: [election(), collection()],
    rights: [...rights(), right('get', true, true), right('update', true, true)],
    token: token(90),
    inCluster: held(57, 33),
    nodeAgents: known({ total: 6, electing: [], electingTotal: 0 }, 'kubectl get pods', NOW),
    log: log([]),
    ...over,
  };
}

/** 41 runs, 3 events in the last and 100 in all. */
export function check(over: Partial<RunningCheck> = {}): RunningCheck {
  return {
    name: 'kubernetes_apiserver',
    id: 'kubernetes_apiserver',
    state: 'OK',
    runs: 41,
    lastEvents: 3,
    totalEvents: 100,
    lastRun: ago(11),
    lastSuccess: ago(11),
    ...over,
  };
}

export function checks(...list: readonly RunningCheck[]): AgentStatus['collector'] {
  return { state: 'present', value: { checks: list, loadingErrors: {} } };
}

export const disk: RunningCheck = { name: 'disk', id: 'disk', state: 'OK', runs: 77 };

/** `dca-a` leads, up for 9,000 s, `dca-b` follows and runs nothing. */
export function statuses(leader: Partial<AgentStatus> = {}) {
  return [
    asked('dca-a', status({ collector: checks(check(), disk), started: ago(9_000), ...leader })),
    asked('dca-b', status({ collector: checks(), clusterChecks: dispatching({ role: 'follower' }) })),
  ];
}

/** The question `events` in a cluster where all is well, changed as a row wants it. */
export function eventsSnapshot(
  over: Partial<EventCollection> = {},
  parts: Parts = {},
  more: Partial<Snapshot> = {},
): Snapshot {
  const pods = [
    pod('dca-a', { startedAt: ago(9_000), serviceAccount: 'dca' }),
    pod('dca-b', { startedAt: ago(9_000) }),
  ];
  return snapshot({ kind: 'events', statuses: statuses(), pods, ...parts }, { events: collecting(over), ...more });
}

/** The codes and verdicts of the topic's own findings, sorted. */
export function found(of: Snapshot): string[] {
  return brief(diagnose(of).filter(({ code }) => !code.startsWith('leader-')));
}
