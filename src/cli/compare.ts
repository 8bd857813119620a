import { existsSync } from 'node:fs';
import { DEFAULTS } from '../config/config.ts';
import type { FactsByCode } from '../domain/finding-facts.ts';
import { isClusterKind, type Language, type Question } from '../domain/question.ts';
import type { Report } from '../domain/report.ts';
import { answerQuestion } from '../engine/answer-question.ts';
import { compareReports } from '../engine/compare-reports.ts';
import { impossibleReport } from '../worker/worker-reports.ts';
import { isReportId, type KeptReport, readKept } from './kept-report.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { openClusterOrExplain } from './open-cluster.ts';
import { printReport, wantsColour } from './print-report.ts';

export interface CompareFlags extends MannerFlags {
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly exec: boolean;
}

/** One side: a report that is kept somewhere, or a context of the kubeconfig to be asked now ('': the current one). */
type Side = { readonly kind: 'kept'; readonly kept: KeptReport } | { readonly kind: 'context'; readonly name: string };
type Impossible = FactsByCode['compare-impossible'];

/**
 * `dca compare`: two clusters asked at once (all of their health), two kept reports, or a kept report and its question
 * asked of a cluster now.
 */
export async function runCompare(before: string, after: string, flags: CompareFlags): Promise<void> {
  const view = mannerOf(flags, undefined, process.env);
  const { language } = view;
  // One after the other: each may have something to tell on standard error.
  const first = await sideOf(before, flags, language);
  const second = first === undefined ? undefined : await sideOf(after, flags, language);
  if (first === undefined || second === undefined) return;
  const report = impossibleSide(first, second) ?? (await compared(first, second, flags, language));
  if (report === undefined) return;
  printReport(report, view, { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) });
}

async function sideOf(word: string, { config }: CompareFlags, language: Language): Promise<Side | undefined> {
  // A context may be called anything, also like a file that is not there.
  if (!isReportId(word) && !existsSync(word)) return { kind: 'context', name: word };
  const kept = await readKept(word, { config, language });
  return kept === undefined ? undefined : { kind: 'kept', kept };
}

function impossibleSide(first: Side, second: Side): Report | undefined {
  for (const [side, { kind, ...rest }] of [['before', first] as const, ['after', second] as const]) {
    if (kind !== 'kept' || !('kept' in rest)) continue;
    const { kept } = rest;
    if (kept.state !== 'found')
      return impossible({ side, what: kept.id, cause: kept.state === 'absent' ? 'no-report' : 'unreadable' });
    const other = side === 'before' ? second : first;
    const { question } = kept.report;
    if (other.kind === 'context' && !isAskable(question))
      return impossible({ side, what: kept.id, cause: 'other-question' });
  }
  return undefined;
}

/** A flare is built only for whoever agrees to that. */
function isAskable({ kind }: Question): boolean {
  return isClusterKind(kind) && kind !== 'flare';
}

function impossible(facts: Impossible): Report {
  const now = Date.now();
  const occasion = { question: { kind: 'compare' }, cluster: '', startedAt: now, endedAt: now } as const;
  return impossibleReport(occasion, 'compare-impossible', facts);
}

async function compared(
  first: Side,
  second: Side,
  flags: CompareFlags,
  language: Language,
): Promise<Report | undefined> {
  const [before, after] = await Promise.all([
    reportOf(first, questionOf(second), flags, language),
    reportOf(second, questionOf(first), flags, language),
  ]);
  if (before === undefined || after === undefined) return undefined;
  return compareReports(before.report, after.report, { before: before.id, after: after.id });
}

/** What is asked of a context that is held against this. */
function questionOf(side: Side): Question {
  if (side.kind === 'context' || side.kept.state !== 'found') return { kind: 'health' };
  const { cluster: _cluster, ...question } = side.kept.report.question;
  return question;
}

async function reportOf(
  side: Side,
  question: Question,
  flags: CompareFlags,
  language: Language,
): Promise<{ readonly report: Report; readonly id: string | null } | undefined> {
  if (side.kind === 'kept') return side.kept.state === 'found' ? side.kept : undefined;
  const { kubeconfig } = flags;
  const reader = await openClusterOrExplain(
    {
      namesContext: true,
      ...(side.name === '' ? {} : { context: side.name }),
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
    },
    language,
  );
  if (reader === undefined) return undefined;
  try {
    const kind = isClusterKind(question.kind) ? question.kind : 'health';
    const report = await answerQuestion(reader, question, {
      cluster: reader.cluster,
      exec: flags.exec,
      clock: Date.now,
      deadlineMs: DEFAULTS.deadlines[kind],
    });
    return { report, id: null };
  } finally {
    await reader.close();
  }
}
