import type { FactsByCode } from './finding-facts.ts';

/** From harmless to harmful is: ok, explained, unknown, warning, fault. */
export const VERDICTS = ['ok', 'explained', 'unknown', 'warning', 'fault'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type FindingCode = keyof FactsByCode;

/** One thing a rule found. Facts only: phrases find the words. `evidence` names readings by their `source`. */
export type Finding = { [C in FindingCode]: FindingOf<C> }[FindingCode];

export interface FindingOf<C extends FindingCode> {
  readonly code: C;
  readonly verdict: Verdict;
  /** What it is about: a pod, a lock, a metric, a cluster. */
  readonly subject: string;
  readonly facts: FactsByCode[C];
  readonly evidence: readonly string[];
}

/** The harm of a verdict as a number; higher is worse. */
export function harm(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}

/** The worst verdict of a list; an empty list is `unknown`, since nothing found is not the same as nothing wrong. */
export function worst(findings: readonly { readonly verdict: Verdict }[]): Verdict {
  let result: Verdict | undefined;
  for (const { verdict } of findings) if (result === undefined || harm(verdict) > harm(result)) result = verdict;
  return result ?? 'unknown';
}
