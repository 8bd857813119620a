import type { NodeAgentStory, NodeFactsByCode } from '../../src/domain/node-facts.ts';

export const ON_WORKER: NodeAgentStory = { node: 'worker-3', pod: 'datadog-z7jgp', version: '7.63.0' };
/** Of a pasted text, which names its node or does not. */
const PASTED: NodeAgentStory = { node: 'worker-4', pod: 'text 1', version: '7.52.1' };
const NAMELESS: NodeAgentStory = { node: 'text 1', pod: 'text 1', version: null };
const VARIABLE = 'DATADOG_CLUSTER_AGENT_SERVICE_HOST';
export const SECRET = { name: 'datadog-cluster-agent', key: 'token' } as const;
const STARTED = '2026-11-23T09:02:11Z';
const RESTARTED = '2026-11-23T11:20:04Z';

/** Node Agents by number, all started before the Cluster Agent. */
export function refused(count: number): NodeFactsByCode['node-agent-token-mismatch']['agents'] {
  return Array.from({ length: count }, (_, index) => ({
    node: `worker-${index + 1}`,
    pod: `datadog-${'bcdfghjklmnp'[index % 12]}7jg${'qrstvwxz'[index % 8]}`,
    version: '7.63.0',
    startedAt: STARTED,
  }));
}

/** Facts of every code about node Agents. */
export const NODE_SAMPLE_FACTS = {
  'node-agent-connected': [
    { ...ON_WORKER, endpoint: 'https://10.96.13.7:5005', clusterAgentVersion: '7.63.0', proof: 'reporting' },
    { ...PASTED, endpoint: null, clusterAgentVersion: '1.14.0+commit.abc1234', proof: 'live' },
    { ...NAMELESS, endpoint: null, clusterAgentVersion: null, proof: 'live' },
  ],
  'node-agent-connection-unproven': [
    { ...ON_WORKER, endpoint: 'https://10.96.13.7:5005', clusterAgentVersion: '0.0.0', reporting: 'missing' },
    { ...ON_WORKER, endpoint: 'https://10.96.13.7:5005', clusterAgentVersion: null, reporting: 'off' },
    { ...PASTED, endpoint: null, clusterAgentVersion: '7.63.0', reporting: 'unread' },
    { ...NAMELESS, endpoint: null, clusterAgentVersion: null, reporting: 'runners' },
  ],
  'node-agent-disconnected': [
    {
      ...ON_WORKER,
      error: 'temporary failure in clusterAgentClient, will retry later: try delay not elapsed yet',
      logLine: 'Could not query the cluster agent: unexpected EOF',
    },
    { ...NAMELESS, error: 'unexpected EOF', logLine: null },
    { ...PASTED, error: '', logLine: null },
  ],
  'node-agent-token-mismatch': [
    {
      agents: refused(20),
      total: 41,
      of: 58,
      asked: null,
      error: '"https://10.96.13.7:5005/version" is unavailable: 403 Forbidden',
      secret: SECRET,
      sameSecret: true,
      clusterAgentSecret: SECRET,
      clusterAgentStartedAt: RESTARTED,
      refusedAreOlder: true,
      owner: 'datadog',
    },
    {
      agents: [{ ...ON_WORKER, startedAt: RESTARTED }],
      total: 1,
      of: 58,
      asked: null,
      error: null,
      secret: { name: 'old-token', key: 'token' },
      sameSecret: false,
      clusterAgentSecret: SECRET,
      clusterAgentStartedAt: null,
      refusedAreOlder: null,
      owner: null,
    },
    {
      agents: refused(3),
      total: 3,
      of: 3,
      asked: null,
      error: '403',
      secret: SECRET,
      sameSecret: true,
      clusterAgentSecret: SECRET,
      clusterAgentStartedAt: STARTED,
      refusedAreOlder: false,
      owner: 'datadog',
    },
    {
      agents: refused(2),
      total: 2,
      of: null,
      asked: null,
      error: null,
      secret: null,
      sameSecret: null,
      clusterAgentSecret: null,
      clusterAgentStartedAt: null,
      refusedAreOlder: null,
      owner: null,
    },
    {
      agents: [{ ...NAMELESS, startedAt: null }],
      total: 1,
      of: 1,
      asked: null,
      error: 'unexpected status code from cluster agent: 403',
      secret: null,
      sameSecret: null,
      clusterAgentSecret: SECRET,
      clusterAgentStartedAt: null,
      refusedAreOlder: null,
      owner: null,
    },
    {
      agents: [{ ...ON_WORKER, startedAt: STARTED }],
      total: 1,
      of: 4,
      asked: null,
      error: null,
      secret: SECRET,
      sameSecret: null,
      clusterAgentSecret: null,
      clusterAgentStartedAt: RESTARTED,
      refusedAreOlder: true,
      owner: 'DaemonSet/datadog',
    },
    {
      agents: refused(20),
      total: 20,
      of: 58,
      asked: { total: 20, silent: 41 },
      error: '"https://10.96.13.7:5005/version" is unavailable: 403 Forbidden',
      secret: SECRET,
      sameSecret: true,
      clusterAgentSecret: SECRET,
      clusterAgentStartedAt: RESTARTED,
      refusedAreOlder: true,
      owner: 'datadog',
    },
  ],
  'node-agent-started-before-service': [
    {
      ...ON_WORKER,
      variable: VARIABLE,
      service: 'datadog-cluster-agent',
      startedAt: STARTED,
      serviceCreatedAt: RESTARTED,
      cause: 'older',
      owner: 'datadog',
    },
    {
      ...ON_WORKER,
      variable: VARIABLE,
      service: 'datadog-cluster-agent',
      startedAt: null,
      serviceCreatedAt: null,
      cause: 'links-off',
      owner: 'datadog',
    },
    {
      ...NAMELESS,
      variable: 'DCA_SERVICE_HOST',
      service: 'dca',
      startedAt: null,
      serviceCreatedAt: STARTED,
      cause: 'unclear',
      owner: null,
    },
  ],
  'node-agent-stale-service-address': [
    {
      ...ON_WORKER,
      variable: VARIABLE,
      host: '10.96.13.7',
      service: 'datadog-cluster-agent',
      clusterIP: '10.96.44.2',
      startedAt: STARTED,
      serviceCreatedAt: RESTARTED,
      owner: 'datadog',
    },
    {
      ...ON_WORKER,
      variable: VARIABLE,
      host: '10.96.13.7',
      service: 'datadog-cluster-agent',
      clusterIP: '10.96.44.2',
      startedAt: null,
      serviceCreatedAt: null,
      owner: null,
    },
  ],
  'node-agent-wrong-service': [
    {
      ...ON_WORKER,
      service: 'datadog-agent-cluster-agent',
      cause: 'absent',
      right: ['datadog-cluster-agent', 'dca'],
      detail: null,
    },
    {
      ...ON_WORKER,
      service: 'datadog-cluster-agent',
      cause: 'selects-others',
      right: ['dca', 'dca-2', 'dca-3'],
      detail: null,
    },
    { ...ON_WORKER, service: 'datadog-cluster-agent', cause: 'no-port', right: [], detail: '443 → 8443' },
    {
      ...PASTED,
      service: 'http://datadog-cluster-agent:5005',
      cause: 'not-https',
      right: [],
      detail: 'cannot get cluster agent endpoint, not a https scheme: http',
    },
  ],
  'node-agent-timeout': [
    {
      ...ON_WORKER,
      error: 'timeout calling "https://10.96.13.7:5005/version"',
      service: 'datadog-cluster-agent',
      ready: 0,
    },
    {
      ...ON_WORKER,
      error: 'timeout calling "https://10.96.13.7:5005/version"',
      service: 'datadog-cluster-agent',
      ready: 1,
    },
    { ...NAMELESS, error: '', service: null, ready: null },
    { ...ON_WORKER, error: 'i/o timeout', service: null, ready: 2 },
  ],
  'node-agent-tls-failing': [
    { ...ON_WORKER, error: 'x509: certificate signed by unknown authority' },
    { ...NAMELESS, error: '' },
  ],
  'node-agent-token-unusable': [
    { ...ON_WORKER, cause: 'empty', error: 'empty cluster_agent.auth_token and cannot find /etc/datadog-agent/token' },
    {
      ...PASTED,
      cause: 'too-short',
      error: 'cluster agent authentication token length must be greater than 32, curently: 12',
    },
    { ...NAMELESS, cause: 'empty', error: '' },
  ],
  'node-agent-disabled': [
    { ...ON_WORKER, setting: 'DD_CLUSTER_AGENT_ENABLED', value: 'false' },
    { ...ON_WORKER, setting: 'DD_CLUSTER_AGENT_ENABLED', value: null },
    { ...NAMELESS, setting: null, value: null },
  ],
  'node-agent-not-running': [
    { ...ON_WORKER, reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container', restarts: 14 },
    { ...ON_WORKER, version: null, reason: 'ImagePullBackOff', message: null, restarts: 0 },
    { ...ON_WORKER, version: null, reason: null, message: '', restarts: 1 },
  ],
  'node-agent-absent': [
    { node: 'worker-9', nodeReady: true },
    { node: 'worker-9', nodeReady: false },
    { node: 'worker-9', nodeReady: null },
  ],
  'node-not-found': [
    { asked: 'worker-33', near: ['worker-3', 'worker-30', 'shop/worker-3'] },
    { asked: 'wrker-3', near: ['worker-3'] },
    { asked: 'x', near: [] },
  ],
  'node-name-ambiguous': [{ asked: 'web-0', choices: ['shop/web-0', 'demo/web-0', 'node/web-0'] }],
  'node-agent-unseen': [
    {
      ...ON_WORKER,
      version: null,
      attempts: [{ source: 'agent status on datadog-z7jgp', why: 'forbidden', detail: 'pods/exec is forbidden' }],
    },
    { ...NAMELESS, attempts: [] },
    { node: '', pod: '', version: null, attempts: [] },
  ],
  'node-agents-overview': [
    {
      total: 58,
      ready: 56,
      notReady: [
        { node: 'worker-9', pod: 'datadog-4kw9c', version: null, reason: 'CrashLoopBackOff' },
        { node: 'worker-8', pod: 'datadog-4kw9d', version: null, reason: null },
        { node: 'worker-7', pod: 'datadog-4kw9f', version: null, reason: null },
        { node: 'worker-6', pod: 'datadog-4kw9g', version: null, reason: null },
      ],
      reporting: 17,
      silent: [ON_WORKER, { node: 'worker-4', pod: 'datadog-9hx2m', version: null }],
      silentTotal: 39,
      asked: 20,
    },
    { total: 3, ready: 3, notReady: [], reporting: 3, silent: [], silentTotal: 0, asked: 3 },
    { total: 1, ready: 1, notReady: [], reporting: null, silent: [], silentTotal: 0, asked: 1 },
    { total: 12, ready: 12, notReady: [], reporting: 1, silent: [], silentTotal: 11, asked: 0 },
  ],
} as const satisfies { readonly [C in keyof NodeFactsByCode]: readonly NodeFactsByCode[C][] };
