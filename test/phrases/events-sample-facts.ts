import type { EventFactsByCode } from '../../src/domain/event-facts.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const ACCOUNT = 'datadog/datadog-cluster-agent';
const DEPLOYMENT = 'Deployment/datadog-cluster-agent';

/** Facts of every code about events. */
export const EVENTS_SAMPLE_FACTS = {
  'events-healthy': [
    { leader: LEADER, runs: 736, lastEvents: 3, totalEvents: 1100, lastRunSeconds: 8, tokenSeconds: 23 },
    { leader: LEADER, runs: 1, lastEvents: 1, totalEvents: 1, lastRunSeconds: null, tokenSeconds: null },
    { leader: 'text 1', runs: null, lastEvents: null, totalEvents: null, lastRunSeconds: 4, tokenSeconds: null },
  ],
  'events-leader-election-off': [
    { setting: { name: 'DD_LEADER_ELECTION', value: 'false', from: 'pod', place: DEPLOYMENT }, logTimes: 12 },
    { setting: { name: 'DD_LEADER_ELECTION', value: null, from: 'default', place: null }, logTimes: 0 },
    { setting: { name: 'DD_LEADER_ELECTION', value: null, from: 'elsewhere', place: null }, logTimes: 1 },
    {
      setting: { name: 'DD_LEADER_ELECTION', value: 'false', from: 'config-map', place: 'ConfigMap/agent-settings' },
      logTimes: 0,
    },
  ],
  'events-collection-off': [
    { setting: { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: 'false', from: 'pod', place: DEPLOYMENT } },
    { setting: { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: null, from: 'default', place: DEPLOYMENT } },
    { setting: { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: null, from: 'elsewhere', place: 'Secret/settings' } },
    { setting: { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: 'false', from: 'config-map', place: null } },
    { setting: { name: 'DD_COLLECT_KUBERNETES_EVENTS', value: null, from: 'pod', place: null } },
  ],
  'events-forbidden': [
    {
      account: ACCOUNT,
      allowed: ['get', 'list'],
      denied: ['watch'],
      unknown: [],
      logTimes: 214,
      logFirst: '2026-11-23T09:12:03Z',
      totalEvents: 100,
    },
    {
      account: ACCOUNT,
      allowed: [],
      denied: ['get', 'list', 'watch'],
      unknown: [],
      logTimes: 0,
      logFirst: null,
      totalEvents: null,
    },
    {
      account: 'not an account',
      allowed: ['get'],
      denied: ['list'],
      unknown: ['watch'],
      logTimes: 3,
      logFirst: null,
      totalEvents: 0,
    },
    {
      account: ACCOUNT,
      allowed: ['list', 'watch'],
      denied: ['get'],
      unknown: [],
      logTimes: 0,
      logFirst: null,
      totalEvents: 12,
    },
  ],
  'events-token-forbidden': [
    { account: ACCOUNT, configMap: 'datadogtoken', denied: ['update'] },
    { account: ACCOUNT, configMap: 'odd name', denied: ['get', 'create', 'update'] },
  ],
  'events-none-collected': [
    {
      leader: LEADER,
      runs: 736,
      cause: 'ever',
      totalEvents: 0,
      inCluster: 41,
      newestSeconds: 12,
      tokenSeconds: null,
    },
    {
      leader: LEADER,
      runs: 9000,
      cause: 'lately',
      totalEvents: 100,
      inCluster: 500,
      newestSeconds: 30,
      tokenSeconds: 14_400,
    },
    {
      leader: LEADER,
      runs: null,
      cause: 'lately',
      totalEvents: null,
      inCluster: null,
      newestSeconds: null,
      tokenSeconds: null,
    },
    { leader: LEADER, runs: 1, cause: 'ever', totalEvents: null, inCluster: 1, newestSeconds: null, tokenSeconds: 90 },
  ],
  'events-none-to-collect': [
    { leader: LEADER, runs: 736 },
    { leader: LEADER, runs: null },
  ],
  'events-unknown': [
    {
      attempts: [
        { source: `datadog-cluster-agent status on ${LEADER}`, why: 'timeout', detail: 'no answer in 5 s' },
        { source: 'kubectl auth can-i watch events', why: 'forbidden', detail: '' },
      ],
    },
    { attempts: [] },
  ],
  'node-agents-also-elect': [
    { agents: [{ pod: 'datadog-z7jgp', node: 'worker-3' }], total: 3, of: 58 },
    { agents: [{ pod: 'lonely', node: 'worker-3' }], total: 1, of: 1 },
    { agents: [], total: 2, of: 2 },
    { agents: [{ pod: 'datadog-z7jgp', node: '' }], total: 1, of: 2 },
  ],
  'apiserver-check-failing': [
    {
      leader: LEADER,
      state: 'ERROR',
      error: 'events is forbidden: User cannot list resource "events"',
      runs: 12,
      lastSuccessSeconds: 7300,
    },
    { leader: LEADER, state: 'WARNING', error: null, runs: null, lastSuccessSeconds: null },
  ],
  'apiserver-check-absent': [
    { leader: LEADER, otherChecks: ['kubernetes_state_core', 'orchestrator'] },
    { leader: LEADER, otherChecks: [] },
  ],
} as const satisfies { readonly [C in keyof EventFactsByCode]: readonly EventFactsByCode[C][] };
