import { isDeepStrictEqual } from 'node:util';
import { type Finding, harm, VERDICTS, type Verdict } from '../domain/finding.ts';
import type { ComparedReport, HealthRow, HealthTopic } from '../domain/health-facts.ts';

/** Rows that one line of an overview tells of. */
export interface HealthLine {
  readonly verdict: Verdict;
  readonly topics: readonly HealthTopic[];
  /** `null`: what an earlier line tells is also why nothing is known of these. */
  readonly top: Finding | null;
  readonly more: number;
}

/** The rows of an overview by what is to be said of them, each part in its given order, worst first. */
export function rowsOf(rows: readonly HealthRow[]): {
  readonly bad: readonly HealthRow[];
  readonly unknown: readonly HealthRow[];
  readonly well: readonly HealthRow[];
  readonly lines: readonly HealthLine[];
  /** Those without a line of their own. */
  readonly ok: readonly HealthRow[];
} {
  return {
    bad: rows.filter(({ verdict }) => harm(verdict) >= harm('warning')),
    unknown: rows.filter(({ verdict }) => verdict === 'unknown'),
    well: rows.filter(({ verdict }) => harm(verdict) < harm('unknown')),
    lines: linesOf(rows.filter(({ verdict }) => verdict !== 'ok')),
    ok: rows.filter(({ verdict }) => verdict === 'ok'),
  };
}

/** No sentence twice: rows that rest on the same finding share a line, or point to the one above. */
function linesOf(rows: readonly HealthRow[]): readonly HealthLine[] {
  const lines: HealthLine[] = [];
  for (const { topic, verdict, top, more } of rows) {
    const isSame = (line: HealthLine) => isDeepStrictEqual(line.top, top);
    const above = lines.some((line) => line.verdict !== verdict && isSame(line));
    const at = lines.findIndex((line) => line.verdict === verdict && (above ? line.top === null : isSame(line)));
    const same = lines[at];
    if (same === undefined) lines.push({ verdict, topics: [topic], top: above ? null : top, more });
    else lines[at] = { ...same, topics: [...same.topics, topic], more: Math.max(same.more, more) };
  }
  return lines;
}

/** Whether a verdict that moved has moved to the worse; a word that is none is the least. */
export function isWorse(before: string, after: string): boolean {
  const order: readonly string[] = VERDICTS;
  return order.indexOf(after) > order.indexOf(before);
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
