import { type Finding, type FindingCode, harm } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';

/** A finding of each report about the same thing. */
export interface FindingPair {
  readonly before: Finding;
  readonly after: Finding;
}

export interface MatchedFindings {
  readonly pairs: readonly FindingPair[];
  readonly onlyBefore: readonly Finding[];
  readonly onlyAfter: readonly Finding[];
}

/** Answers about reports, which compare nothing themselves. */
const ABOUT_REPORTS: readonly FindingCode[] = [
  'health-overview',
  'compare-same',
  'compare-changed',
  'compare-impossible',
  'replay-same',
  'replay-differs',
  'replay-impossible',
];

/**
 * Pairs the findings of two reports by code and subject, a single harmless one by code. What names a pod that the other report
 * does not know is paired with the like of it, since a rollout gives every pod a new name; between two clusters subjects
 * are left out.
 */
export function matchFindings(before: Report, after: Report): MatchedFindings {
  const earlier = comparable(before);
  const later = comparable(after);
  if (before.cluster !== after.cluster) return pairBy(earlier, later, meaning, meaning);
  const bySubject = (finding: Finding) => JSON.stringify([meaning(finding), finding.subject]);
  const same = pairBy(earlier, later, bySubject, bySubject);
  const replaced = pairBy(same.onlyBefore, same.onlyAfter, replacedPod(before, after), replacedPod(after, before));
  // Another leader that is well is no other thing; of several checks that are well each is.
  const [one, other] = [onlyOneOf(earlier), onlyOneOf(later)];
  const harmless = (finding: Finding) =>
    isTrouble(finding) || !one(finding) || !other(finding) ? undefined : meaning(finding);
  const well = pairBy(replaced.onlyBefore, replaced.onlyAfter, harmless, harmless);
  return { ...well, pairs: [...same.pairs, ...replaced.pairs, ...well.pairs] };
}

/** What is well stands in an overview's rows alone. */
function comparable({ findings }: Report): readonly Finding[] {
  const inRows = findings.flatMap((one) =>
    one.code === 'health-overview' ? one.facts.rows.map(({ top }) => top) : [],
  );
  const told = findings.filter(({ code }) => !ABOUT_REPORTS.includes(code));
  return [...new Map([...told, ...inRows].map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Whether a report has a finding of that code once. */
function onlyOneOf(findings: readonly Finding[]): (finding: Finding) => boolean {
  return ({ code }) => findings.filter((finding) => finding.code === code).length === 1;
}

/** Several findings of one code about one pod are told apart by their kind, as lines of a log are. */
function meaning({ code, facts }: Finding): string {
  const kind = 'kind' in facts ? facts.kind : null;
  const about = 'about' in facts ? facts.about : null;
  return JSON.stringify([code, kind, about]);
}

/** The meaning alone of what is about a pod that only this report knows; `undefined`: it is about something else. */
function replacedPod(own: Report, other: Report): (finding: Finding) => string | undefined {
  const names = podsOf(own);
  const others = podsOf(other);
  return (finding) => {
    const isReplaced = names !== undefined && others !== undefined && !others.has(finding.subject);
    return isReplaced && names.has(finding.subject) ? meaning(finding) : undefined;
  };
}

function podsOf({ snapshot }: Report): ReadonlySet<string> | undefined {
  return snapshot?.pods.known ? new Set(snapshot.pods.value.map(({ name }) => name)) : undefined;
}

type KeyOf = (finding: Finding) => string | undefined;

/** One with one, in their order; what has no key, or nobody with the same, is left over. */
function pairBy(
  before: readonly Finding[],
  after: readonly Finding[],
  keyBefore: KeyOf,
  keyAfter: KeyOf,
): MatchedFindings {
  const waiting = new Map<string, Finding[]>();
  for (const finding of before) {
    const key = keyBefore(finding);
    if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), finding]);
  }
  const pairs = new Map<Finding, Finding>();
  const onlyAfter = after.filter((finding) => {
    const key = keyAfter(finding);
    const match = key === undefined ? undefined : waiting.get(key)?.shift();
    if (match !== undefined) pairs.set(match, finding);
    return match === undefined;
  });
  return {
    pairs: [...pairs].map(([earlier, later]) => ({ before: earlier, after: later })),
    onlyBefore: before.filter((finding) => !pairs.has(finding)),
    onlyAfter,
  };
}

/** More than well or explained. */
export function isTrouble({ verdict }: Finding): boolean {
  return harm(verdict) >= harm('unknown');
}
