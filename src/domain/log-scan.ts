import type { Reading } from './reading.ts';

/** Lines of one pod's log that mean the same trouble, counted. */
export interface LogTrouble {
  readonly kind: LogTroubleKind;
  readonly times: number;
  /** ISO 8601, by the log's own clock; absent when no line bears a time that can be read. */
  readonly first?: string;
  readonly last?: string;
  /** The newest such line without its prefix, at most 600 characters. */
  readonly text: string;
  /** What the line names where that tells troubles of one kind apart: a query, a resource and verb, a webhook, a check. */
  readonly about?: string;
}

export const LOG_TROUBLE_KINDS = [
  // external metrics
  'metrics-no-series',
  'metrics-multiple-series',
  'metrics-rate-limited',
  'metrics-keys-rejected',
  'metrics-keys-missing',
  'metrics-bad-query',
  'metrics-query-too-long',
  'metrics-fetch-failed',
  'metrics-store-failing',
  'metrics-datadogmetric-failing',
  'metrics-autoscalers-unlistable',
  'metrics-api-server-failed',
  // leader election and the API server
  'election-not-running',
  'election-lost',
  'election-off',
  'events-not-collected',
  'api-server-unreachable',
  'api-server-slow',
  'forbidden',
  // cluster checks
  'checks-no-nodes',
  'checks-node-expired',
  'checks-undispatchable',
  'checks-unscheduled',
  'checks-unpatched',
  'checks-runner-clients',
  // metadata, node Agents, forwarding between replicas
  'metadata-failing',
  'token-refused',
  'token-too-short',
  'tls-refused',
  'forwarding-failing',
  // intake, admission, life cycle
  'intake-key-invalid',
  'intake-rejected',
  'intake-unreachable',
  'admission-failing',
  'start-failed',
  // known not to matter
  'noise',
  // errors nobody taught dca-bot to know
  'unknown-error',
] as const;
export type LogTroubleKind = (typeof LOG_TROUBLE_KINDS)[number];

/** What the last lines of one replica's log hold. */
export interface LogScan {
  readonly pod: string;
  readonly reading: Reading<{
    readonly troubles: readonly LogTrouble[];
    readonly lines: number;
    readonly bytes: number;
    /** Lines that have the form of the Agent's log. */
    readonly recognised: number;
    /** The oldest and newest line, ISO 8601. */
    readonly from?: string;
    readonly to?: string;
    /** The log goes back further than what was read. */
    readonly more: boolean;
  }>;
}
