import type { Finding, Verdict } from './finding.ts';
import type { Question } from './question.ts';
import type { Why } from './reading.ts';
import type { Snapshot } from './snapshot.ts';

/** Raised whenever the shape of a report changes in a way an older reader would misread. */
export const REPORT_SCHEMA = 1;

/** One reading in brief: what was looked at, when, and why it failed if it did. */
export interface ReadingNote {
  readonly source: string;
  readonly at: string;
  readonly known: boolean;
  readonly why?: Why;
  readonly detail?: string;
}

/** The answer to one question, free of prose and of secrets; stored once, shown in any language and depth. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly question: Question;
  readonly cluster: string;
  /** The worst finding's verdict. */
  readonly verdict: Verdict;
  /** In the order in which they are to be told: the asked question first. */
  readonly findings: readonly Finding[];
  readonly readings: readonly ReadingNote[];
  /** Absent when nothing was collected (deadline answers). Masked. */
  readonly snapshot?: Snapshot;
  /** The Agent's versions as its own title tells them, and its images. */
  readonly agent: { readonly versions: readonly string[]; readonly images: readonly string[] };
  /** How many secret values were masked. */
  readonly masked: number;
  /** When the reading ended, ISO 8601, by the API server's clock where it is known. */
  readonly at: string;
  readonly tookMs: number;
}

/** Something a person sees while a question is being answered. */
export interface Progress {
  readonly step: 'pods' | 'locks' | 'status' | 'kubernetes' | 'flare' | 'diagnosis';
  readonly done: number;
  readonly total: number;
}
