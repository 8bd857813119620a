import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Question } from '../src/domain/question.ts';
import type { Report } from '../src/domain/report.ts';
import { answerQuestion } from '../src/engine/answer-question.ts';
import { openCluster } from '../src/kube/live-cluster.ts';
import { fitReport } from '../src/redis/reports.ts';
import { openEngineThreads } from '../src/worker/engine-threads.ts';
import { MANY, openSized } from './hpa-list.ts';

const QUESTION: Question = { kind: 'hpa' };
const OPTIONS = { exec: true, deadlineMs: 60_000 };

export interface HeldUpRound {
  /** Milliseconds for which nothing else could run in this process, at the longest. */
  readonly inMainMs: number;
  readonly inThreadMs: number;
}

/**
 * Asks a cluster of 5,000 HPAs for all of them and packs the report as a worker does, once with the engine in this
 * thread and once in one of its own; what renews locks and answers health checks lives here.
 */
export async function openHeldUpBench() {
  const folder = await mkdtemp(join(tmpdir(), 'dca-bench-'));
  const many = await openSized(folder, MANY);
  const reader = await openCluster({ kubeconfig: many.kubeconfig });
  const threads = openEngineThreads({ most: 1 });
  const order = {
    do: 'answer',
    cluster: { kubeconfig: many.kubeconfig },
    question: QUESTION,
    options: OPTIONS,
  } as const;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  return {
    round: async (): Promise<HeldUpRound> => ({
      inMainMs: await longest(delay, () => answerQuestion(reader, QUESTION, { ...OPTIONS, clock: Date.now })),
      inThreadMs: await longest(delay, () =>
        threads.run(order, { signal: new AbortController().signal, progress: () => {} }),
      ),
    }),
    close: async () => {
      await threads.close();
      await reader.close();
      await many.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function longest(delay: IntervalHistogram, ask: () => Promise<Report>): Promise<number> {
  delay.reset();
  delay.enable();
  const report = await ask();
  fitReport(report);
  // The measuring timer must have its turn once more, or a hold-up at the very end is not seen.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  const list = report.findings.find(({ code }) => code === 'hpa-list');
  if (list?.code !== 'hpa-list' || list.facts.total !== MANY) throw new Error('not all HPAs were listed');
  return delay.max / 1e6;
}
