import { parentPort } from 'node:worker_threads';
import type { FlareKeeping } from '../domain/flare.ts';
import type { Progress, Report } from '../domain/report.ts';
import { answerQuestion } from '../engine/answer-question.ts';
import { compareReports } from '../engine/compare-reports.ts';
import { explainTexts } from '../engine/explain-texts.ts';
import { replayReport } from '../engine/replay-report.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { openCluster } from '../kube/live-cluster.ts';
import { fitReport } from '../redis/reports.ts';
import type { EngineOrder, FromThread, ToThread } from './engine-order.ts';

// The entry of an engine's thread: whatever is parsed, judged and masked here holds up nobody who renews a lock.

type ClusterOrder = Extract<EngineOrder, { readonly do: 'answer' }>;

const readers = new Map<string, Promise<ClusterReader>>();
const stops = new Map<number, AbortController>();

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

/** One connection to each cluster for as long as the thread lives; one that could not be opened is tried anew. */
function readerOf(cluster: ClusterOrder['cluster']): Promise<ClusterReader> {
  const name = JSON.stringify(cluster);
  const known = readers.get(name);
  if (known !== undefined) return known;
  const opening = openCluster(cluster);
  readers.set(name, opening);
  opening.catch(() => readers.delete(name));
  return opening;
}

async function carryOut(
  order: EngineOrder,
  signal: AbortSignal,
  progress: (progress: Progress) => void,
  flare: FlareKeeping,
): Promise<Report> {
  switch (order.do) {
    case 'answer': {
      const reader = await readerOf(order.cluster);
      const hooks = { signal, progress, flare };
      return answerQuestion(reader, order.question, { ...order.options, clock: Date.now }, hooks);
    }
    case 'explain':
      return explainTexts(order.texts, Date.now);
    case 'compare':
      return compareReports(order.before, order.after, order.ids);
    case 'replay':
      return replayReport(order.stored, order.id);
  }
}

async function run({ id, order, left }: Extract<ToThread, { readonly say: 'run' }>): Promise<void> {
  const stop = new AbortController();
  stops.set(id, stop);
  try {
    const report = await carryOut(order, stop.signal, (progress) => tell({ say: 'progress', id, progress }), {
      left,
      tell: (news) => tell({ say: 'flare', id, news }),
    });
    // What will not be kept need not be handed over either: taking it in would hold up the main thread.
    tell({ say: 'report', id, report: fitReport(report) });
  } catch (error) {
    tell({ say: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
  } finally {
    stops.delete(id);
  }
}

parentPort?.on('message', (message: ToThread) => {
  if (message.say === 'run') void run(message);
  else stops.get(message.id)?.abort(new Error(message.reason));
});
