import type { LogTroubleKind } from '../../domain/log-scan.ts';

/** Words that the Agent logs, and what they mean. */
export interface KnownLine {
  readonly kind: LogTroubleKind;
  /** In lower case, as is what they are compared with: capitals differ between versions, files and functions moved. */
  readonly words: string | RegExp;
  /** Looked for in the message as written; its groups, joined by a space, are what the line names. */
  readonly about?: RegExp;
  /** The Agent says it below the level of a warning, in some version at least. */
  readonly quiet?: true;
}

/** What looks like trouble and is none, or is the echo of something that was meant: a probe, a shutdown, a missing build tag. */
export const KNOWN_NOISE: readonly KnownLine[] = [
  // Whoever opens the port to see that it is open, and closes it.
  { kind: 'noise', words: /tls handshake error from \S{1,300}: (?:eof|read tcp .{0,200}: connection reset by peer)/ },
  { kind: 'noise', words: /(?:error while processing transaction|fail to read the response body): context canceled/ },
  { kind: 'noise', words: 'stream compression not available' },
  { kind: 'noise', words: 'invalid compression set' },
  { kind: 'noise', words: 'unable to find this provider in the catalog: file' },
  // The Agent looks for its own metrics API before it serves it.
  { kind: 'noise', words: 'stale groupversion discovery: external.metrics.k8s.io' },
  { kind: 'noise', words: 'using the discovery client to select the lock' },
  { kind: 'noise', words: 'querying external metrics with a time window larger than' },
  { kind: 'noise', words: "you're using an older cluster agent version" },
];

/** What other troubles come from: looked for before them. */
export const KNOWN_CAUSES: readonly KnownLine[] = [
  {
    kind: 'api-server-unreachable',
    words:
      /failed to (?:list|watch) \*?\w{1,40}\.\w{1,80}: .{0,300}(?:connection refused|i\/o timeout|no route to host|no such host|context deadline exceeded)/,
  },
  { kind: 'api-server-unreachable', words: 'cannot connect to the apiserver' },
  { kind: 'api-server-unreachable', words: 'error retrieving resource lock' },
  { kind: 'token-refused', words: 'invalid session token' },
  { kind: 'token-refused', words: 'no session token provided' },
  { kind: 'token-refused', words: 'unsupported authorization scheme' },
  { kind: 'token-refused', words: /unexpected status code from cluster agent: 40[13]\b/ },
  {
    kind: 'token-refused',
    words:
      /(?:cluster-checks|endpoints-checks|cluster agent|clusteragentclient|dca client).{0,400}is unavailable: 40[13]\b/,
  },
  { kind: 'token-too-short', words: 'authentication token length must be greater than' },
];

/** Everything else the Agent is known to complain of, external metrics apart. */
export const KNOWN_LINES: readonly KnownLine[] = [
  { kind: 'metrics-store-failing', words: 'external metrics invalid' },
  {
    kind: 'metrics-datadogmetric-failing',
    words: 'externalmetric does not follow datadogmetric format',
    about: /format: (\S{1,300})/,
  },
  {
    kind: 'metrics-datadogmetric-failing',
    words: 'datadogmetric not found for metric name',
    about: /datadogmetricid: (\S{1,300})/,
  },

  { kind: 'election-not-running', words: 'leader election still not running' },
  { kind: 'election-not-running', words: 'could not initialize the leader election process' },
  { kind: 'election-not-running', words: 'not able to set up a client for the leader election' },
  { kind: 'election-not-running', words: /cannot retrieve configmap from the \S{1,253} namespace/ },
  { kind: 'election-not-running', words: 'unable to retrieve available resources' },
  { kind: 'election-not-running', words: 'leader election error. not running the' },
  { kind: 'election-not-running', words: 'could not refresh leadership status' },
  { kind: 'election-lost', words: 'stopped leading "', quiet: true },
  { kind: 'election-lost', words: 'leader election lost', quiet: true },
  { kind: 'election-lost', words: 'lost leadership, reverting to follower', quiet: true },
  { kind: 'election-lost', words: 'failed to renew lease', quiet: true },
  { kind: 'election-off', words: 'leader election not enabled. not running' },
  { kind: 'events-not-collected', words: 'could not collect events from the api server' },
  { kind: 'api-server-slow', words: "couldn't sync informer", about: /sync informer (\S{1,200}) in/ },
  { kind: 'api-server-slow', words: 'timeout trying to make the request in' },
  { kind: 'api-server-unreachable', words: "can't list nodes from the api server" },

  { kind: 'checks-no-nodes', words: 'no nodes reporting, cluster checks will not run' },
  {
    kind: 'checks-node-expired',
    words: 'expiring out node',
    about: /expiring out node ([^\s,]{1,253})/i,
    quiet: true,
  },
  {
    kind: 'checks-undispatchable',
    words: /no available node to dispatch .{1,300} on, will retry later/,
    about: /to dispatch ([^\s:]{1,200})/,
  },
  {
    kind: 'checks-unscheduled',
    words: 'detected unscheduled check config',
    about: /Name:([^\s,]{1,200})(?:, Source:(\S{1,300}))?/,
  },
  { kind: 'checks-unpatched', words: 'cannot patch configuration', about: /configuration ([^\s:]{1,200})/ },
  { kind: 'checks-runner-clients', words: 'cannot create clc runners client' },
  { kind: 'checks-runner-clients', words: 'cannot get runner ip from http headers' },
  { kind: 'start-failed', words: 'error while setting up cluster check autodiscovery' },

  // A node Agent's side of the talk with the Cluster Agent.
  { kind: 'forwarding-failing', words: /unable to collect configurations from provider (?:cluster|endpoints)-checks/ },
  {
    kind: 'forwarding-failing',
    words: /cache processing of (?:cluster|endpoints)-checks configuration provider failed/,
  },
  { kind: 'forwarding-failing', words: 'unable to send extra heartbeat to cluster agent' },
  { kind: 'forwarding-failing', words: 'cannot get dca client' },
  {
    kind: 'forwarding-failing',
    words: /could not initialise the communication with the (?:datadog cluster agent|cluster agent|dca)\b/,
  },
  { kind: 'forwarding-failing', words: /(?:temporary|permanent) failure in clusteragentclient/ },
  { kind: 'forwarding-failing', words: 'cannot get a cluster agent endpoint' },
  { kind: 'forwarding-failing', words: 'cannot get cluster agent endpoint' },
  { kind: 'forwarding-failing', words: /empty cluster_agent[._]auth_token and cannot (?:find|read)/ },
  { kind: 'forwarding-failing', words: 'failed to refresh cluster agent version' },
  // And between replicas.
  { kind: 'forwarding-failing', words: 'follower unable to forward as leaderforwarder is not available' },
  { kind: 'forwarding-failing', words: 'leader forwarder is not available' },
  { kind: 'forwarding-failing', words: 'query was already forwarded from' },

  { kind: 'metadata-failing', words: /could not retrieve the metadata of: .{0,300} from the cache/ },
  { kind: 'metadata-failing', words: 'could not collect the service map for' },
  { kind: 'metadata-failing', words: 'there was an error querying the nodes from the api' },
  {
    kind: 'tls-refused',
    words: 'http: tls handshake error from',
    about: /TLS handshake error from \S{1,300}: ([^\n]{1,200})/,
  },

  { kind: 'intake-key-invalid', words: 'api key invalid, dropping transaction' },
  { kind: 'intake-key-invalid', words: 'no valid api key found' },
  { kind: 'intake-key-invalid', words: /api_key '.{0,100}' for domain \S{1,300} is invalid/ },
  {
    kind: 'intake-rejected',
    words: /error code .{1,100} received while sending transaction to/,
    about: /error code "([^"]{1,100})"/i,
  },
  { kind: 'intake-unreachable', words: 'too many errors for endpoint' },
  { kind: 'intake-unreachable', words: 'error while processing transaction' },
  { kind: 'intake-unreachable', words: 'tls handshake failure' },

  { kind: 'admission-failing', words: 'could not start admission controller' },
  {
    kind: 'admission-failing',
    words: "couldn't reconcile webhook",
    about: /reconcile webhook ([^\s:]{1,253})/i,
    quiet: true,
  },
  { kind: 'admission-failing', words: "couldn't reconcile secret", about: /reconcile secret ([^\s:]{1,507})/i },
  {
    kind: 'admission-failing',
    words: /failed to (?:create|update|get|delete) (?:mutating|validating) ?webhook/,
    about: /(?:Mutating|Validating) ?Webhook ([^\s:]{1,253})/i,
  },
  { kind: 'admission-failing', words: 'webhook informer not synced' },
  { kind: 'admission-failing', words: "couldn't fetch certificate" },
  { kind: 'admission-failing', words: 'error in the admission controller webhook server' },
  { kind: 'admission-failing', words: 'could not deserialize request' },
  { kind: 'admission-failing', words: 'vertical autoscaling requires the admission controller' },

  { kind: 'start-failed', words: 'no api key configured, exiting' },
  { kind: 'start-failed', words: 'error while getting hostname, exiting' },
  // Such a provider is not tried again before the Agent restarts.
  {
    kind: 'start-failed',
    words: 'error while adding config provider',
    about: /config provider ([^\s:]{1,100})/,
  },
];
