import { type ClusterReader, collect } from '../collectors/collect.ts';
import type { FlareKeeping } from '../domain/flare.ts';
import type { Question } from '../domain/question.ts';
import type { Progress, Report } from '../domain/report.ts';
import { addFlare } from './build-flare.ts';
import { makeReport } from './make-report.ts';

/** How one cluster is read. */
export interface EngineOptions {
  /** The Agent's namespace, where it is configured. */
  readonly namespace?: string;
  readonly lockNames?: readonly string[];
  /** False: `pods/exec` is never asked for. */
  readonly exec: boolean;
  /** The name people know the cluster by; default: the reader's, else the Agent's `DD_CLUSTER_NAME`. */
  readonly cluster?: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds after which the answer is given with what was read until then. */
  readonly deadlineMs: number;
}

export interface Hooks {
  /** Aborted when somebody stopped the question: no report is made then. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** For the question `flare` alone. */
  readonly flare?: FlareKeeping;
}

/** Answers a question from a live cluster. Rejects only when `hooks.signal` is aborted; a cluster's failures are findings. */
export async function answerQuestion(
  reader: ClusterReader,
  question: Question,
  options: EngineOptions,
  hooks: Hooks = {},
): Promise<Report> {
  const started = options.clock();
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const signal = hooks.signal ? AbortSignal.any([hooks.signal, deadline]) : deadline;
  const collected = await collect(reader, {
    question,
    exec: options.exec,
    clock: options.clock,
    signal,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.lockNames === undefined ? {} : { lockNames: options.lockNames }),
    ...(hooks.progress === undefined ? {} : { progress: hooks.progress }),
  });
  if (question.kind === 'flare') hooks.progress?.({ step: 'flare', done: 3, total: 4 });
  const snapshot =
    question.kind === 'flare'
      ? await addFlare(reader, collected, { signal, ...(hooks.flare && { keeping: hooks.flare }) })
      : collected;
  hooks.signal?.throwIfAborted();
  const ended = options.clock();
  const named = { ...snapshot, cluster: options.cluster ?? snapshot.cluster };
  return makeReport(named, { at: snapshot.now ?? new Date(ended).toISOString(), tookMs: ended - started });
}
