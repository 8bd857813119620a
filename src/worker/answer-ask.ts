import type { Ask } from '../domain/ask.ts';
import type { Report } from '../domain/report.ts';
import type { Outcome } from '../queue/consumer.ts';
import type { Producer } from '../queue/producer.ts';
import { loadAsk } from '../redis/asks.ts';
import { type StopWatch, stoppedBy } from '../redis/cancels.ts';
import { progressWriter } from '../redis/progress.ts';
import { loadReport } from '../redis/reports.ts';
import type { ShareStore } from '../redis/shares.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Collected, collectShared } from './collect-shared.ts';
import { keepFlare } from './keep-flare.ts';
import { keepReport } from './keep-report.ts';
import { type EngineRun, runEngine } from './run-engine.ts';
import { stoppedReport } from './worker-reports.ts';

export interface AskWork extends Pick<EngineRun, 'answer' | 'deadlineMs' | 'mask' | 'now'> {
  readonly cluster: string;
  readonly store: ShareStore;
  readonly stops: StopWatch;
  readonly producer: Producer;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Answers one ask: collects, stores the report once, tells the gateways. Each step may be the last before the process
 * dies; the next worker starts again and repeats only what left no trace.
 */
export async function answerAsk(work: AskWork, askId: string, closing: AbortSignal): Promise<Outcome> {
  const stop = new AbortController();
  const unwatch = work.stops.watch(askId, (by) => stop.abort(by));
  try {
    return await answerUnlessStopped(work, askId, stop, closing);
  } finally {
    unwatch();
  }
}

async function answerUnlessStopped(
  work: AskWork,
  askId: string,
  stop: AbortController,
  closing: AbortSignal,
): Promise<Outcome> {
  const { redis, keys } = work.store;
  const [found, report, by] = await Promise.all([
    loadAsk(redis, keys, askId),
    loadReport(redis, keys, askId),
    stoppedBy(redis, keys, askId),
  ]);
  if (found.state === 'absent') return { outcome: 'give-up', reason: 'the ask is unknown or has expired' };
  if (found.state === 'unreadable') return { outcome: 'give-up', reason: `the ask is unreadable: ${found.detail}` };
  const ask = found.value;
  if (ask.cluster !== work.cluster) return { outcome: 'give-up', reason: `the ask is for cluster ${ask.cluster}` };

  if (report.state !== 'absent') return tellGateways(work, ask);

  const startedAt = work.now();
  if (by !== undefined) stop.abort(by);
  const writer = progressWriter(redis, keys, askId);
  const keeping = ask.question.kind === 'flare' ? await keepFlare(work, ask.id) : undefined;
  try {
    const collected: Collected = await collectShared(ask, {
      store: work.store,
      stopped: stop.signal,
      closing,
      onProgress: (progress) => writer.note(progress),
      run: (signal, progress) => collectOnce(work, ask, { signal, progress, flare: keeping?.flare }),
      onError: (err) => work.log.warn({ err, ask: askId }, 'the shared report could not be passed on'),
    });
    writer.end();
    if (collected.kind === 'closing') return { outcome: 'try-later', afterMs: 0, reason: 'this worker is closing' };
    const occasion = { question: ask.question, cluster: work.cluster, startedAt, endedAt: work.now() };
    if (collected.kind === 'stopped') {
      await keepReport({ ...work, redis, keys }, ask.id, stoppedReport(occasion, String(stop.signal.reason)), occasion);
    } else {
      await keeping?.store();
      if (collected.shared) work.metrics.shared.add({ cluster: work.cluster });
      await keepReport({ ...work, redis, keys }, ask.id, { ...collected.report, question: ask.question }, occasion);
    }
    const outcome = await tellGateways(work, ask);
    if (collected.kind === 'stopped') await collected.rest;
    return outcome;
  } finally {
    writer.end();
  }
}

async function collectOnce(
  work: AskWork,
  ask: Ask,
  hooks: Pick<EngineRun, 'signal' | 'progress' | 'flare'>,
): Promise<Report | undefined> {
  const { cluster, metrics } = work;
  const startedAt = work.now();
  work.log.debug({ ask: ask.id, kind: ask.question.kind }, 'collection started');
  const report = await runEngine({ ...work, question: ask.question, ...hooks });
  if (report === undefined) return undefined;
  metrics.collections.observe({ cluster, kind: ask.question.kind }, (work.now() - startedAt) / 1000);
  metrics.masked.add({ where: 'worker' }, report.masked);
  for (const { known, why } of report.readings) if (!known && why) metrics.readingsFailed.add({ cluster, why });
  work.log.debug({ ask: ask.id, verdict: report.verdict, tookMs: report.tookMs }, 'report computed');
  return report;
}

async function tellGateways(work: AskWork, ask: Ask): Promise<Outcome> {
  await work.producer.enqueueAnswer(work.cluster, ask.id);
  work.log.debug({ ask: ask.id }, 'answer queued');
  return { outcome: 'done' };
}
