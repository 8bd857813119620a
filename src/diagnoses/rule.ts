import type { Finding, FindingCode } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** Which part of an answer a rule belongs to; a question names the topics it is about, in order. */
export type Topic =
  | 'leader'
  | 'agent'
  | 'hpa'
  | 'external-metrics'
  | 'checks'
  | 'cluster-checks'
  | 'metadata'
  | 'node'
  | 'events'
  | 'logs'
  | 'flare'
  | 'text'
  | 'delivery'
  | 'running';

/** One diagnosis. Pure: the same snapshot gives the same findings. */
export interface Rule {
  readonly topic: Topic;
  /** Every code this rule can give. */
  readonly codes: readonly FindingCode[];
  /** What it looks at, for the generated list of findings. */
  readonly looksAt: string;
  readonly diagnose: (snapshot: Snapshot) => readonly Finding[];
}
