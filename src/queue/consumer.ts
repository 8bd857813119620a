import { setMaxListeners } from 'node:events';
import { DelayedError, type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { openBlocking, type RedisSettings } from '../redis/connection.ts';
import { askIdIn } from './payload.ts';

/** How a handler ended. A throw is none of these: it is tried again a few times, then the job has failed. */
export type Outcome =
  | { readonly outcome: 'done' }
  /** Trying again cannot help. */
  | { readonly outcome: 'give-up'; readonly reason: string }
  /** Not now; uses up none of the job's attempts. `afterMs` 0 hands it to the next free consumer. */
  | { readonly outcome: 'try-later'; readonly afterMs: number; readonly reason: string };

export type Ending = Outcome['outcome'] | 'failed' | 'stalled';

export interface ConsumeOptions {
  readonly settings: RedisSettings;
  /** A name made by names.ts. */
  readonly queue: string;
  /** Jobs at once (default 10). */
  readonly concurrency?: number;
  /**
   * Called once per taken job, and again for the same ask after a crash. `signal` aborts when the consumer is closed
   * and will not wait any longer: then end with `try-later` so that another consumer goes on.
   */
  handle(askId: string, signal: AbortSignal): Promise<Outcome>;
  /**
   * Every end of a job or of one attempt at it, `detail` saying why it was not done. `stalled`: whoever had it before
   * has died, and it is taken up again.
   */
  onEnding?(ending: Ending, askId: string, detail?: string): void;
  /** Trouble with Redis or BullMQ; the consumer goes on by itself. */
  onError?(error: Error): void;
}

export interface CloseBounds {
  /** Milliseconds in which running jobs may finish undisturbed (default 10,000). */
  readonly drainMs?: number;
  /** Milliseconds they then have to react to their signal (default 3,000). */
  readonly cancelMs?: number;
}

export interface Consumer {
  /** Resolves once jobs are being taken. */
  ready(): Promise<void>;
  /** Jobs running now. */
  running(): number;
  /** Takes no more jobs and ends in bounded time; a job still running then is put back for another consumer. */
  close(bounds?: CloseBounds): Promise<'drained' | 'cancelled' | 'forced'>;
}

/**
 * A dead consumer's job is taken over after its lock (4 s) and at the next check for lost locks (every 4 s), so within
 * about 8 s. Both must be equal everywhere: the slowest consumer of a queue sets the pace.
 */
const LOCK_MS = 4000;
/** A job whose second consumer died as well is given up: it may be what kills them. */
export const MAX_DEATHS = 1;
const FORCE_MS = 1000;
/** Closing without running jobs takes milliseconds, unless Redis is gone. */
const IDLE_MS = 1000;

/** A worker that can be left without waiting for Redis. */
class LeavableWorker extends Worker {
  /**
   * Ends the renewing of locks, which `close` does only after its blocking connection has ended; and that never ends
   * while it is being made again.
   */
  async leave(): Promise<void> {
    await this.lockManager.close();
  }
}

/** Starts to take jobs from a queue. */
export function consume(options: ConsumeOptions): Consumer {
  const connection = openBlocking(options.settings);
  const onError = options.onError ?? (() => {});
  const running = new Set<Job>();
  const force = new AbortController();
  // Each running job listens to it; Node would take more than ten for a leak.
  setMaxListeners(0, force.signal);

  const take = async (job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<void> => {
    const askId = askIdIn(job.data);
    if (askId === undefined) throw new UnrecoverableError('the payload is of another version');
    running.add(job);
    const forced = whenAborted(force.signal);
    try {
      const outcome = await Promise.race([
        options.handle(askId, signal ?? force.signal),
        forced.promise.then(() => ({ outcome: 'try-later', afterMs: 0, reason: 'closing' }) satisfies Outcome),
      ]);
      await settle(job, token, outcome);
    } finally {
      forced.forget();
      running.delete(job);
    }
  };

  const settle = async (job: Job, token: string | undefined, outcome: Outcome): Promise<void> => {
    const askId = askIdIn(job.data) ?? '';
    if (outcome.outcome === 'done') return;
    if (outcome.outcome === 'give-up') throw new UnrecoverableError(outcome.reason);
    options.onEnding?.('try-later', askId, outcome.reason);
    if (outcome.afterMs > 0) {
      await job.moveToDelayed(Date.now() + outcome.afterMs, token);
      throw new DelayedError(outcome.reason);
    }
    await job.moveToWait(token);
    throw new WaitingError(outcome.reason);
  };

  const worker = new LeavableWorker(options.queue, take, {
    connection,
    prefix: options.settings.prefix,
    concurrency: options.concurrency ?? 10,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS,
    maxStalledCount: MAX_DEATHS,
    // How long BullMQ rests after a failed command; its own 15 s would eat half a question's deadline.
    runRetryDelay: 1000,
  });
  worker.on('error', onError);
  worker.on('completed', (job) => options.onEnding?.('done', askIdIn(job.data) ?? ''));
  worker.on('stalled', (jobId) => options.onEnding?.('stalled', jobId));
  worker.on('failed', (job, error) => {
    if (job === undefined) return;
    const ending = error instanceof UnrecoverableError ? 'give-up' : 'failed';
    options.onEnding?.(ending, askIdIn(job.data) ?? '', error.message);
  });

  return {
    ready: () => worker.waitUntilReady(),
    running: () => running.size,
    close: async (bounds = {}) => {
      let how: 'drained' | 'cancelled' | 'forced' = 'drained';
      const idle = running.size === 0;
      const closed = worker.close();
      let ended = await endsWithin(closed, idle ? IDLE_MS : (bounds.drainMs ?? 10_000));
      if (!ended && !idle) {
        how = 'cancelled';
        worker.cancelAllJobs('closing');
        ended = await endsWithin(closed, bounds.cancelMs ?? 3000);
      }
      if (!ended) {
        if (!idle) how = 'forced';
        force.abort('closing');
        await endsWithin(closed, FORCE_MS);
      }
      // Only now: running jobs report their end over these. Where Redis is gone, this is what ends the reconnecting.
      await worker.leave();
      await endsWithin(worker.disconnect(), FORCE_MS);
      connection.disconnect();
      return how;
    },
  };
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<void>; forget(): void } {
  let settle: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  if (signal.aborted) settle();
  else signal.addEventListener('abort', settle, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', settle) };
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([ended, late]);
  clearTimeout(timer);
  return inTime;
}
