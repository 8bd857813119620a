import type { FlareKeeping } from '../domain/flare.ts';
import type { Question } from '../domain/question.ts';
import type { Progress, Report } from '../domain/report.ts';
import { brokenReport, type Occasion } from './worker-reports.ts';

/** Answers a question from a cluster; what the engine offers once its cluster is bound. */
export type Answer = (
  question: Question,
  hooks: {
    readonly signal: AbortSignal;
    readonly progress: (progress: Progress) => void;
    /** For the question `flare` alone. */
    readonly flare?: FlareKeeping;
  },
) => Promise<Report>;

export interface EngineRun {
  readonly answer: Answer;
  readonly question: Question;
  readonly cluster: string;
  /** Milliseconds for the whole question. */
  readonly deadlineMs: number;
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly flare?: FlareKeeping | undefined;
  /** Secrets out of what an engine says when it throws. */
  readonly mask: (text: string) => { readonly text: string; readonly masked: number };
  readonly now: () => number;
}

/** An engine past its deadline reports what it has by then; after this long it is not waited for. */
const LAST_WORDS_MS = 2000;

/**
 * Runs the engine and always ends: with its report, with a report that says how it failed, or with `undefined` once
 * `signal` aborts.
 */
export async function runEngine(run: EngineRun): Promise<Report | undefined> {
  const startedAt = run.now();
  const occasion = (): Occasion => ({
    question: run.question,
    cluster: run.cluster,
    startedAt,
    endedAt: run.now(),
  });
  const deadline = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let onAbort = () => {};
  const unwanted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    run.signal.addEventListener('abort', onAbort, { once: true });
    if (run.signal.aborted) onAbort();
  });
  const silent = new Promise<Report>((resolve) => {
    const seconds = run.deadlineMs / 1000;
    timers.push(
      setTimeout(() => deadline.abort(new Error(`the question took longer than ${seconds} s`)), run.deadlineMs),
      setTimeout(
        () => resolve(brokenReport(occasion(), 'timeout', `no answer within ${seconds} s`)),
        run.deadlineMs + LAST_WORDS_MS,
      ),
    );
  });
  const engine = async (): Promise<Report | undefined> => {
    if (run.signal.aborted) return undefined;
    try {
      const signal = AbortSignal.any([run.signal, deadline.signal]);
      return await run.answer(run.question, { signal, progress: run.progress, ...(run.flare && { flare: run.flare }) });
    } catch (error) {
      const { text, masked } = run.mask(error instanceof Error ? error.message : String(error));
      return { ...brokenReport(occasion(), deadline.signal.aborted ? 'timeout' : 'unreadable', text), masked };
    }
  };
  try {
    return await Promise.race([engine(), unwanted, silent]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    run.signal.removeEventListener('abort', onAbort);
  }
}
