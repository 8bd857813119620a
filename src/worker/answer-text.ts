import type { Ask } from '../domain/ask.ts';
import type { Report } from '../domain/report.ts';
import type { Outcome } from '../queue/consumer.ts';
import { loadAskText } from '../redis/ask-texts.ts';
import { loadAsk } from '../redis/asks.ts';
import { type StopWatch, stoppedBy } from '../redis/cancels.ts';
import { findReportId, loadReport } from '../redis/reports.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { EngineOrder } from './engine-order.ts';
import type { EngineThreads } from './engine-threads.ts';
import { type Gathering, gatherComparison, stopGathering } from './gather-comparison.ts';
import { keepReport, type ReportKeeping } from './keep-report.ts';
import { runEngine } from './run-engine.ts';
import { brokenReport, impossibleReport, type Occasion, stoppedReport } from './worker-reports.ts';

export interface TextWork extends Gathering, ReportKeeping {
  readonly stops: StopWatch;
  readonly run: EngineThreads['run'];
  /** Milliseconds for one order to the engine. */
  readonly deadlineMs: number;
  /** Sees to it that the stored report of an ask is told; doing it again does nothing. */
  accept(askId: string): Promise<Outcome>;
  readonly metrics: Pick<Metrics, 'collections' | 'masked'>;
}

/** Why a comparison is looked at again, which is no trouble. */
export const GATHERING = 'the reports to compare are not there yet';
const LOOK_AGAIN_MS = 500;

type Task =
  /** `masked`: secrets that were taken out before the engine saw anything. */
  | { readonly task: 'order'; readonly order: EngineOrder; readonly masked: number }
  | { readonly task: 'report'; readonly report: Report }
  | { readonly task: 'later' };

/**
 * Answers one ask that needs no cluster: makes the report, stores it once and has it told. As with a worker's asks each
 * step may be the last before the process dies; the next gateway repeats only what left no trace.
 */
export async function answerText(work: TextWork, askId: string, closing: AbortSignal): Promise<Outcome> {
  const stop = new AbortController();
  const unwatch = work.stops.watch(askId, (by) => stop.abort(by));
  try {
    return await answerUnlessStopped(work, askId, stop, closing);
  } finally {
    unwatch();
  }
}

async function answerUnlessStopped(
  work: TextWork,
  askId: string,
  stop: AbortController,
  closing: AbortSignal,
): Promise<Outcome> {
  const { redis, keys, now } = work;
  const [found, report, by] = await Promise.all([
    loadAsk(redis, keys, askId),
    loadReport(redis, keys, askId),
    stoppedBy(redis, keys, askId),
  ]);
  if (found.state === 'absent') return { outcome: 'give-up', reason: 'the ask is unknown or has expired' };
  if (found.state === 'unreadable') return { outcome: 'give-up', reason: `the ask is unreadable: ${found.detail}` };
  const ask = found.value;
  if (ask.cluster !== '') return { outcome: 'give-up', reason: `the ask is for cluster ${ask.cluster}` };
  if (report.state === 'absent') {
    if (by !== undefined) stop.abort(by);
    const startedAt = now();
    const occasion = (): Occasion => ({ question: ask.question, cluster: '', startedAt, endedAt: now() });
    const made = await makeUnlessStopped(work, ask, stop.signal, closing, occasion);
    if ('outcome' in made) return made;
    await keepReport(work, askId, { ...made, question: ask.question }, occasion());
  }
  return work.accept(askId);
}

async function makeUnlessStopped(
  work: TextWork,
  ask: Ask,
  stopped: AbortSignal,
  closing: AbortSignal,
  occasion: () => Occasion,
): Promise<Report | Outcome> {
  const task = stopped.aborted ? undefined : await prepare(work, ask, occasion);
  if (task?.task === 'later' && !stopped.aborted)
    return { outcome: 'try-later', afterMs: LOOK_AGAIN_MS, reason: GATHERING };
  if (task?.task === 'report') return task.report;
  if (task?.task === 'order') {
    const report = await carryOut(work, ask, task, AbortSignal.any([stopped, closing]));
    if (report !== undefined) return { ...report, masked: report.masked + task.masked };
    if (!stopped.aborted) return { outcome: 'try-later', afterMs: 0, reason: 'this gateway is closing' };
  }
  const by = String(stopped.reason);
  if (ask.question.kind === 'compare') await stopGathering(work, ask, by);
  return stoppedReport(occasion(), by);
}

async function carryOut(
  work: TextWork,
  ask: Ask,
  { order, masked }: Extract<Task, { task: 'order' }>,
  signal: AbortSignal,
): Promise<Report | undefined> {
  const { now, metrics } = work;
  const { kind } = ask.question;
  const startedAt = now();
  work.log.debug({ ask: ask.id, kind }, 'work on a text started');
  const report = await runEngine({
    ...work,
    answer: (_question, hooks) => work.run(order, hooks),
    question: ask.question,
    cluster: '',
    signal,
    progress: () => {},
  });
  if (report === undefined) return undefined;
  metrics.collections.observe({ cluster: '', kind }, (now() - startedAt) / 1000);
  metrics.masked.add({ where: 'worker' }, report.masked + masked);
  work.log.debug({ ask: ask.id, verdict: report.verdict, tookMs: report.tookMs }, 'report computed');
  return report;
}

async function prepare(work: TextWork, ask: Ask, occasion: () => Occasion): Promise<Task> {
  const { redis, keys } = work;
  const { question } = ask;
  switch (question.kind) {
    case 'explain': {
      const pasted = await loadAskText(redis, keys, ask.id);
      if (pasted.state === 'found') {
        const { text, masked } = pasted.value;
        return { task: 'order', order: { do: 'explain', texts: [{ name: 'text', text }] }, masked };
      }
      const detail = pasted.state === 'absent' ? 'the text is not kept any more' : pasted.detail;
      const why = pasted.state === 'absent' ? 'absent' : 'unreadable';
      return { task: 'report', report: brokenReport(occasion(), why, detail) };
    }
    case 'replay':
      return prepareReplay(work, question.report ?? '', occasion);
    case 'compare': {
      const gathered = await gatherComparison(work, ask);
      if (gathered.state === 'waiting') return { task: 'later' };
      if (gathered.state === 'impossible')
        return { task: 'report', report: impossibleReport(occasion(), 'compare-impossible', gathered.facts) };
      const { before, after, ids } = gathered;
      return { task: 'order', order: { do: 'compare', before, after, ids }, masked: 0 };
    }
    default:
      return {
        task: 'report',
        report: brokenReport(occasion(), 'unsupported', `${question.kind} needs a cluster`),
      };
  }
}

async function prepareReplay({ redis, keys }: TextWork, typed: string, occasion: () => Occasion): Promise<Task> {
  const id = await findReportId(redis, keys, typed);
  const record = id === undefined ? undefined : await loadReport(redis, keys, id);
  if (id !== undefined && record?.state === 'found')
    return { task: 'order', order: { do: 'replay', stored: record.value, id }, masked: 0 };
  const cause = record?.state === 'unreadable' ? 'unreadable' : 'no-report';
  const report = impossibleReport(occasion(), 'replay-impossible', { report: typed, cause });
  return { task: 'report', report };
}
