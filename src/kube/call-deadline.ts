import { setMaxListeners } from 'node:events';
import type { CallBounds } from './cluster-reader.ts';

/** The bounds of one call as one signal, which also says afterwards which of them ended it. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** `undefined` while neither bound was met. */
  endedBy(): 'stopped' | 'timeout' | 'closed' | undefined;
  /** Rejects when a bound is met first; for promises that take no signal. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Forgets the timer and the listeners; to be called when the call has ended. */
  release(): void;
}

/**
 * Starts the clock of one call. `closing` aborts every call of a reader that is being closed. Not `AbortSignal.any`:
 * its listeners on a signal that lives as long as the process are only freed by the garbage collector.
 */
export function startDeadline(bounds: CallBounds, closing: AbortSignal): CallDeadline {
  const controller = new AbortController();
  const { signal } = controller;
  let endedBy: ReturnType<CallDeadline['endedBy']>;
  const end = (by: 'stopped' | 'timeout' | 'closed') => {
    endedBy ??= by;
    controller.abort(new Error(by));
  };
  const onStop = () => end('stopped');
  const onClose = () => end('closed');
  const timer = setTimeout(() => end('timeout'), Math.max(0, bounds.timeoutMs));
  // As many calls as a question makes listen at once: a leak would be listeners that outlive their call.
  setMaxListeners(0, closing, ...(bounds.signal ? [bounds.signal] : []));
  bounds.signal?.addEventListener('abort', onStop, { once: true });
  closing.addEventListener('abort', onClose, { once: true });
  if (bounds.signal?.aborted) onStop();
  if (closing.aborted) onClose();
  return {
    signal,
    timeoutMs: bounds.timeoutMs,
    endedBy: () => endedBy,
    race(work) {
      return new Promise((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
      });
    },
    release() {
      clearTimeout(timer);
      bounds.signal?.removeEventListener('abort', onStop);
      closing.removeEventListener('abort', onClose);
    },
  };
}
