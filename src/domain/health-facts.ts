import type { Finding, FindingCode, Verdict } from './finding.ts';

/** What `health` looks at, each a question of its own. */
export const HEALTH_TOPICS = [
  'status',
  'leader',
  'events',
  'metrics',
  'hpa',
  'checks',
  'endpoints',
  'metadata',
  'node',
  'logs',
] as const;
export type HealthTopic = (typeof HEALTH_TOPICS)[number];

export interface HealthRow {
  readonly topic: HealthTopic;
  /** That of `top`. */
  readonly verdict: Verdict;
  /** The finding that tells it best: the worst of those that harm, else the answer to the question. */
  readonly top: Finding;
  /** Other findings of the topic that are not harmless. */
  readonly more: number;
}

/** One side of a comparison. */
export interface ComparedReport {
  readonly cluster: string;
  readonly at: string;
  readonly verdict: Verdict;
  /** The stored report's id; `null`: asked just now. */
  readonly report: string | null;
}

/** Facts of the findings about whole reports. */
export interface HealthFactsByCode {
  /** Worst first. */
  'health-overview': { readonly rows: readonly HealthRow[] };
  'compare-same': {
    readonly before: ComparedReport;
    readonly after: ComparedReport;
    /** Troubles that both have. */
    readonly still: readonly Finding[];
    readonly unseen: readonly string[];
  };
  /** Told by code and subject: a finding that is on one side only, and figures of findings on both that moved. */
  'compare-changed': {
    readonly before: ComparedReport;
    readonly after: ComparedReport;
    readonly gone: readonly Finding[];
    readonly appeared: readonly Finding[];
    /** Troubles that only the later look has, of which the earlier one could not see whether they were there. */
    readonly unseenBefore: readonly Finding[];
    readonly still: readonly Finding[];
    readonly moved: readonly {
      readonly code: FindingCode;
      readonly subject: string;
      readonly fact: string;
      readonly before: string;
      readonly after: string;
    }[];
    readonly versions: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
    /** Sources that the later look could not read and the earlier one could: what is behind them is not known to be gone. */
    readonly unseen: readonly string[];
  };
  'compare-impossible': {
    readonly side: 'before' | 'after';
    readonly what: string;
    readonly cause: 'no-report' | 'unreadable' | 'other-question' | 'late';
  };
  /** Today's rules see in the stored readings what they saw then, or not. */
  'replay-differs': {
    readonly report: string;
    readonly at: string;
    readonly gone: readonly FindingCode[];
    readonly appeared: readonly FindingCode[];
  };
  'replay-same': { readonly report: string; readonly at: string };
  'replay-impossible': { readonly report: string; readonly cause: 'no-report' | 'unreadable' | 'no-readings' };
}
