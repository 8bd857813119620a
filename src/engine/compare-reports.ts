import { isDeepStrictEqual } from 'node:util';
import { RULES } from '../diagnoses/rules.ts';
import { type Finding, type FindingCode, type Verdict, worst } from '../domain/finding.ts';
import type { ComparedReport } from '../domain/health-facts.ts';
import type { Question } from '../domain/question.ts';
import { REPORT_SCHEMA, type ReadingNote, type Report } from '../domain/report.ts';
import { isTrouble, matchFindings } from './match-findings.ts';
import { movedFigures } from './moved-figures.ts';

/** Ids of two reports that are compared; `null` for one that was asked just now. */
export interface ComparedIds {
  readonly before: string | null;
  readonly after: string | null;
}

/** What dca-bot says where no worker looked at the cluster. */
const NO_ANSWER: readonly FindingCode[] = ['worker-silent', 'worker-died', 'queue-full', 'question-stopped'];

/**
 * Holds two answers to the same question against each other: of one cluster at two times, or of two clusters. What the
 * later look could not see is not called gone, and what the earlier one could not is not called new.
 */
export function compareReports(before: Report, after: Report, ids: ComparedIds): Report {
  const findings = [unanswered(before, after, ids) ?? otherQuestion(before, after, ids) ?? told(before, after, ids)];
  return {
    schema: REPORT_SCHEMA,
    question: questionOf(before, after, ids),
    cluster: after.cluster,
    verdict: worst(findings),
    findings,
    readings: failures(before, after),
    agent: after.agent,
    masked: before.masked + after.masked,
    at: after.at,
    tookMs: Math.max(...[ids.before === null ? before.tookMs : 0, ids.after === null ? after.tookMs : 0]),
  };
}

function questionOf(before: Report, after: Report, ids: ComparedIds): Question {
  return ids.before === null
    ? { kind: 'compare', cluster: before.cluster, against: { cluster: after.cluster } }
    : { kind: 'compare', against: { report: ids.before } };
}

function unanswered(before: Report, after: Report, ids: ComparedIds): Finding | undefined {
  const isNone = ({ findings }: Report) => findings.some(({ code }) => NO_ANSWER.includes(code));
  const side = isNone(before) ? 'before' : isNone(after) ? 'after' : undefined;
  if (side === undefined) return undefined;
  const what = ids[side] ?? { before, after }[side].cluster;
  return impossible(side, what, 'late');
}

function otherQuestion(before: Report, after: Report, ids: ComparedIds): Finding | undefined {
  const of = ({ question: { kind, subject } }: Report) => ({ kind, subject: subject ?? null });
  const isSame = isDeepStrictEqual(of(before), of(after));
  return isSame ? undefined : impossible('after', ids.after ?? after.cluster, 'other-question');
}

function impossible(side: 'before' | 'after', what: string, cause: 'late' | 'other-question'): Finding {
  return { code: 'compare-impossible', verdict: 'unknown', subject: what, facts: { side, what, cause }, evidence: [] };
}

function told(before: Report, after: Report, ids: ComparedIds): Finding {
  const isOneCluster = before.cluster === after.cluster;
  const { pairs, onlyBefore, onlyAfter } = matchFindings(before, after);
  const still = pairs.filter((pair) => isTrouble(pair.before) && isTrouble(pair.after)).map((pair) => pair.after);
  // What has become harmless is gone as a trouble, and the other way about.
  const [better, worse] = [
    pairs.filter((pair) => isTrouble(pair.before) && !isTrouble(pair.after)).map((pair) => pair.before),
    pairs.filter((pair) => !isTrouble(pair.before) && isTrouble(pair.after)).map((pair) => pair.after),
  ];
  // That something is well is not told where it is not: the trouble is.
  const news = onlyAfter.filter(isNews);
  const wasUnseen = (finding: Finding) =>
    isTrouble(finding) &&
    (restsOnLost(finding, before) || (isHidden(finding, onlyBefore) && !wasAllRead(finding, before)));
  const appeared = [...worse, ...news.filter((finding) => !wasUnseen(finding))];
  const unseenBefore = news.filter(wasUnseen);
  const gone = [...better, ...onlyBefore.filter((finding) => isNews(finding) && !isHidden(finding, onlyAfter))];
  const moved = movedFigures(pairs, isOneCluster);
  const sides = { before: sideOf(before, ids.before), after: sideOf(after, ids.after) };
  const versions = changedVersions(before, after);
  const subject = after.cluster;
  const unseen = lostSight(before, after);
  const evidence = [
    ...new Set([...[...still, ...appeared, ...unseenBefore].flatMap((finding) => finding.evidence), ...unseen]),
  ];
  if (gone.length + appeared.length + unseenBefore.length + moved.length === 0 && versions === null) {
    // That nothing has changed is not known of what was not seen.
    const verdict = worstOr(unseen.length === 0 ? 'ok' : 'unknown', still);
    return { code: 'compare-same', verdict, subject, facts: { ...sides, still, unseen }, evidence };
  }
  // A trouble that is gone is good news of one cluster, and is there all the same in one of two.
  const verdict = worstOr('ok', [...still, ...appeared, ...unseenBefore, ...(isOneCluster ? [] : gone)]);
  const facts = { ...sides, gone, appeared, unseenBefore, still, moved, versions, unseen };
  return { code: 'compare-changed', verdict, subject, facts, evidence };
}

function worstOr(least: Verdict, findings: readonly Finding[]): Verdict {
  return worst([{ verdict: least }, ...findings]);
}

function isNews({ verdict }: Finding): boolean {
  return verdict !== 'ok';
}

/** Whether the other look could not see what the finding is about, by what it alone says: then it may have been there all the same. */
function isHidden(finding: Finding, onlyThere: readonly Finding[]): boolean {
  const mine = topicsOf(finding.code);
  return onlyThere.some(({ code, verdict }) => {
    if (verdict !== 'unknown' || code === finding.code) return false;
    const topics = topicsOf(code);
    // What could not be read at all may hold anything.
    return topics.includes('running') || topics.some((topic) => mine.includes(topic));
  });
}

/** Whether a reading that shows the finding was tried in the other look, and failed. */
function restsOnLost({ evidence }: Finding, { readings }: Report): boolean {
  return readings.some(({ known, why, source }) => !known && why !== 'absent' && evidence.includes(source));
}

/** Of a cluster that does not answer nothing is told but that, whatever was read of it. */
function wasAllRead({ evidence }: Finding, { findings, readings }: Report): boolean {
  if (findings.some(({ code }) => code === 'cluster-unreachable' || code === 'answer-failed')) return false;
  return evidence.length > 0 && evidence.every((one) => readings.some(({ known, source }) => known && source === one));
}

function topicsOf(code: FindingCode): readonly string[] {
  return RULES.filter(({ codes }) => codes.includes(code)).map(({ topic }) => topic);
}

function sideOf({ cluster, at, verdict }: Report, report: string | null): ComparedReport {
  return { cluster, at, verdict, report };
}

function changedVersions(
  { agent: before }: Report,
  { agent: after }: Report,
): { readonly before: readonly string[]; readonly after: readonly string[] } | null {
  const [earlier, later] = [before.versions.toSorted(), after.versions.toSorted()];
  return isDeepStrictEqual(earlier, later) || earlier.length === 0 || later.length === 0
    ? null
    : { before: earlier, after: later };
}

/** What only the later look failed to read; of another cluster nothing has the same source. */
function lostSight(before: Report, after: Report): readonly string[] {
  if (before.cluster !== after.cluster) return [];
  const seen = new Set(before.readings.filter(({ known }) => known).map(({ source }) => source));
  const failed = after.readings.filter(({ known, why, source }) => !known && why !== 'absent' && seen.has(source));
  return [...new Set(failed.map(({ source }) => source))];
}

/** What either side could not read. */
function failures(before: Report, after: Report): readonly ReadingNote[] {
  const failed = [...before.readings, ...after.readings].filter(({ known }) => !known);
  return [...new Map(failed.map((note) => [`${note.source} ${note.why}`, note])).values()];
}
