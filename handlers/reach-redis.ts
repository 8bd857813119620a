import { HandlerError } from './handler-error.ts';
import type { Patience } from './patience.ts';

/** Waits for Redis as long as `patience` lasts; rejects with a `HandlerError` when it is away or silent. */
export async function reachRedis<T>(patience: Patience, work: Promise<T>): Promise<T> {
  const reached = await patience.await(work).catch(unreachable);
  return reached === 'silent' ? unreachable() : reached;
}

function unreachable(cause?: unknown): never {
  throw new HandlerError('redis-unreachable', 'a click could not be taken', { cause });
}
