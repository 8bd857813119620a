import { availableParallelism } from 'node:os';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { FlareKeeping } from '../domain/flare.ts';
import type { Progress, Report } from '../domain/report.ts';
import type { EngineOrder, FromThread, ToThread } from './engine-order.ts';

export interface OrderHooks {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly flare?: FlareKeeping;
}

/** Engines in threads of this process: what they compute holds up neither lock renewals nor health checks. */
export interface EngineThreads {
  /** Rejects with the reason when the order fails, when its thread dies, or once `signal` aborts. */
  run(order: EngineOrder, hooks: OrderHooks): Promise<Report>;
  /** Ends all threads; orders that are still running reject. */
  close(): Promise<void>;
}

export interface EngineThreadsOptions {
  /** Threads at most (default: one for each processor, from two to four); orders beyond that share them. */
  readonly most?: number;
  /** Milliseconds in which a thread must have ended an order that was stopped, before it is ended itself. */
  readonly graceMs?: number;
  /** The file that a thread runs. */
  readonly entry?: URL;
  /** Of each thread; by default what Node gives a process. */
  readonly resourceLimits?: ResourceLimits;
}

interface Job {
  readonly progress: (progress: Progress) => void;
  readonly flare: FlareKeeping | undefined;
  readonly resolve: (report: Report) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  /** Why it was ended, or what it said when it died. */
  reason?: string;
}

const GRACE_MS = 5_000;
/** The built program lies in one folder of JavaScript. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');

/** Opens a pool; a thread is started when there is an order for it, and kept. */
export function openEngineThreads(options: EngineThreadsOptions = {}): EngineThreads {
  const most = options.most ?? Math.min(4, Math.max(2, availableParallelism()));
  const entry = options.entry ?? new URL(`./engine-thread.${FROM_SOURCE ? 'ts' : 'js'}`, import.meta.url);
  const threads = new Set<Thread>();
  let orders = 0;
  let closed = false;

  const start = (): Thread => {
    const worker = new Worker(FROM_SOURCE ? new URL('./thread-from-source.mjs', import.meta.url) : entry, {
      name: 'dca-engine',
      workerData: entry.href,
      ...(options.resourceLimits && { resourceLimits: options.resourceLimits }),
    });
    const thread: Thread = { worker, jobs: new Map() };
    worker.on('message', (message: FromThread) => hear(thread, message));
    worker.on('messageerror', (error) => end(thread, error.message));
    worker.on('error', (error) => {
      thread.reason ??= error instanceof Error ? error.message : String(error);
    });
    worker.once('exit', (code) => {
      threads.delete(thread);
      const why = closed ? 'dca-bot is closing' : `the engine's thread died: ${thread.reason ?? `exit code ${code}`}`;
      for (const job of thread.jobs.values()) job.reject(new Error(why));
      thread.jobs.clear();
    });
    threads.add(thread);
    return thread;
  };

  /** An idle thread, else a new one, else the one with the least to do: most of an order is waiting for a cluster. */
  const choose = (): Thread => {
    const [freest] = [...threads].sort((a, b) => a.jobs.size - b.jobs.size);
    return freest === undefined || (freest.jobs.size > 0 && threads.size < most) ? start() : freest;
  };

  return {
    run: async (order, { signal, progress, flare }) => {
      signal.throwIfAborted();
      if (closed) throw new Error('dca-bot is closing');
      const thread = choose();
      orders += 1;
      const id = orders;
      const tell = (message: ToThread) => thread.worker.postMessage(message);
      let grace: NodeJS.Timeout | undefined;
      const stop = () => {
        const { reason } = signal;
        tell({ say: 'stop', id, reason: reason instanceof Error ? reason.message : String(reason) });
        grace = setTimeout(() => end(thread, 'it did not end what was stopped'), options.graceMs ?? GRACE_MS);
      };
      try {
        return await new Promise<Report>((resolve, reject) => {
          thread.jobs.set(id, { progress, flare, resolve, reject });
          tell({ say: 'run', id, order, left: flare?.left ?? [] });
          signal.addEventListener('abort', stop, { once: true });
        });
      } finally {
        clearTimeout(grace);
        signal.removeEventListener('abort', stop);
        thread.jobs.delete(id);
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

function end(thread: Thread, reason: string): void {
  thread.reason ??= reason;
  void thread.worker.terminate();
}

function hear({ jobs }: Thread, message: FromThread): void {
  const job = jobs.get(message.id);
  switch (message.say) {
    case 'progress':
      job?.progress(message.progress);
      break;
    case 'flare':
      job?.flare?.tell(message.news);
      break;
    case 'report':
      job?.resolve(message.report);
      break;
    case 'failed':
      job?.reject(new Error(message.reason));
      break;
  }
}
