import type { Verdict } from '../../domain/finding.ts';
import type { LogTroubleKind } from '../../domain/log-scan.ts';

/** What stops a part of the Agent's work as long as it lasts. */
const FAULTS: readonly LogTroubleKind[] = [
  'metrics-rate-limited',
  'metrics-keys-rejected',
  'metrics-keys-missing',
  'metrics-store-failing',
  'metrics-autoscalers-unlistable',
  'metrics-api-server-failed',
  'election-not-running',
  'api-server-unreachable',
  'forbidden',
  'token-refused',
  'token-too-short',
  'intake-key-invalid',
  'start-failed',
];

/**
 * What every healthy cluster logs now and then (a leader that hands over, a node that is drained, the first seconds
 * after a start), by how many lines of it make a trouble.
 */
const TROUBLE_FROM: Partial<Record<LogTroubleKind, number>> = {
  'election-lost': 5,
  'forwarding-failing': 5,
  'checks-no-nodes': 3,
  'checks-undispatchable': 3,
  'checks-node-expired': 3,
};

/** How bad so many lines of a kind are; what is over, and noise, only needs explaining. */
export function harmOfLines(kind: LogTroubleKind, times: number, over: boolean): Verdict {
  if (kind === 'noise' || over || times < (TROUBLE_FROM[kind] ?? 0)) return 'explained';
  return FAULTS.includes(kind) ? 'fault' : 'warning';
}
