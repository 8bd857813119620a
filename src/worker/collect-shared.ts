import { createHash } from 'node:crypto';
import type { Ask } from '../domain/ask.ts';
import type { Progress, Report } from '../domain/report.ts';
import { joinShare, type SharedLease, type ShareStore } from '../redis/shares.ts';

export type Collected =
  | { readonly kind: 'report'; readonly report: Report; readonly shared: boolean }
  /** The asker does not want it any more; `rest` is the collection going on for others, if there are any. */
  | { readonly kind: 'stopped'; readonly rest: Promise<void> }
  | { readonly kind: 'closing' };

export interface SharedCollection {
  readonly store: ShareStore;
  /** Runs the collection once; `undefined` when `signal` aborted first. */
  run(signal: AbortSignal, progress: (progress: Progress) => void): Promise<Report | undefined>;
  readonly stopped: AbortSignal;
  readonly closing: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  onError(error: unknown): void;
}

const LOOK_FOR_OTHERS_MS = 500;

/**
 * Gets the report for an ask: by collecting, or from whoever collects for the same question right now. A stop ends
 * only this ask's part in it; the collection ends when nobody waits for it any more.
 */
export async function collectShared(ask: Ask, collection: SharedCollection): Promise<Collected> {
  const { store, stopped, closing, onProgress } = collection;
  const turn = await joinShare(store, shareName(ask), ask.id, {
    signal: AbortSignal.any([stopped, closing]),
    onProgress,
  });
  if (turn.turn === 'shared') return { kind: 'report', report: turn.report, shared: true };
  if (turn.turn === 'left') return gone(stopped);

  const end = new AbortController();
  const running = collectFor(turn.lease, collection, end.signal);
  const report = await unless(running, [stopped, closing]);
  if (report !== undefined) return { kind: 'report', report, shared: false };
  if (stopped.aborted) return { kind: 'stopped', rest: carryOn(running, turn.lease, end, closing) };
  end.abort();
  await running;
  return { kind: 'closing' };
}

/**
 * One name per cluster and question, whatever order its parts were stored in; how an answer is shown and who asked are
 * no part of it.
 */
function shareName({ id, cluster, question }: Ask): string {
  const { cluster: _asked, subject = {}, ...asked } = question;
  // The file that goes with a flare is for its own asker.
  const own = question.kind === 'flare' ? [id] : [];
  const parts = [...own, cluster, sortedEntries(asked), sortedEntries(subject)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function sortedEntries(part: object): readonly (readonly [string, unknown])[] {
  return Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
}

function gone(stopped: AbortSignal): Collected {
  return stopped.aborted ? { kind: 'stopped', rest: Promise.resolve() } : { kind: 'closing' };
}

async function collectFor(
  lease: SharedLease,
  { run, onProgress, onError }: SharedCollection,
  signal: AbortSignal,
): Promise<Report | undefined> {
  let report: Report | undefined;
  try {
    report = await run(signal, (progress) => {
      onProgress(progress);
      lease.tell(progress);
    });
  } finally {
    // Where this fails the others notice that the lease has run out, and collect themselves.
    await (report === undefined ? lease.release() : lease.publish(report)).catch(onError);
  }
  return report;
}

/** Keeps a collection alive for the asks that still wait, after its own ask was stopped. */
async function carryOn(
  running: Promise<unknown>,
  lease: SharedLease,
  end: AbortController,
  closing: AbortSignal,
): Promise<void> {
  let ended = false;
  const over = running.then(() => {
    ended = true;
  });
  while (!ended) {
    // Not knowing is no reason to stop: the question's deadline ends it in any case.
    const others = await lease.others().catch(() => 1);
    if (others === 0 || closing.aborted) end.abort();
    let timer: NodeJS.Timeout | undefined;
    const rest = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LOOK_FOR_OTHERS_MS);
    });
    await Promise.race([over, rest]);
    clearTimeout(timer);
  }
}

/** The result of `work`, or `undefined` as soon as one of the signals aborts. */
async function unless<T>(work: Promise<T>, signals: readonly AbortSignal[]): Promise<T | undefined> {
  const signal = AbortSignal.any([...signals]);
  if (signal.aborted) return undefined;
  let onAbort = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
