import { type Finding, harm } from '../domain/finding.ts';
import type { ComparedReport, HealthRow } from '../domain/health-facts.ts';

/** The rows of an overview by what is to be said of them, each part in its given order, worst first. */
export function rowsOf(rows: readonly HealthRow[]): {
  readonly bad: readonly HealthRow[];
  readonly unknown: readonly HealthRow[];
  readonly well: readonly HealthRow[];
  /** Those with a line of their own. */
  readonly told: readonly HealthRow[];
  readonly ok: readonly HealthRow[];
} {
  return {
    bad: rows.filter(({ verdict }) => harm(verdict) >= harm('warning')),
    unknown: rows.filter(({ verdict }) => verdict === 'unknown'),
    well: rows.filter(({ verdict }) => harm(verdict) < harm('unknown')),
    told: rows.filter(({ verdict }) => verdict !== 'ok'),
    ok: rows.filter(({ verdict }) => verdict === 'ok'),
  };
}

/** Whether two clusters are held against each other, rather than two times of one. */
export function ofTwoClusters(before: ComparedReport, after: ComparedReport): boolean {
  return before.cluster !== after.cluster;
}

/** A trouble that is gone is good news; that a good thing is gone is none. */
export function isMoreThanExplained({ verdict }: Finding): boolean {
  return harm(verdict) >= harm('unknown');
}

/** Worst first; equal ones keep their order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((one, other) => harm(other.verdict) - harm(one.verdict));
}

/** How many of them are wrong, rather than harmless or not known. */
export function troubles(findings: readonly Finding[]): number {
  return findings.filter(({ verdict }) => harm(verdict) >= harm('warning')).length;
}
