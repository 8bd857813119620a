import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  /** Milliseconds; default one minute. */
  readonly within?: number;
  /** Milliseconds between two looks; default 100. */
  readonly every?: number;
  /** Called before every look; what it throws ends the waiting. */
  readonly giveUp?: () => void | Promise<void>;
}

/**
 * Looks until there is something to see, and answers that. Rejects, with the last failure, when the time is over:
 * `look` may throw as long as nothing is there yet.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { within = 60_000, every = 100, giveUp }: UntilOptions = {},
): Promise<T> {
  const deadline = performance.now() + within;
  let last: unknown = 'not yet';
  for (;;) {
    await giveUp?.();
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      const reason = last instanceof Error ? last.message : String(last);
      throw new Error(`Waited ${within} ms for ${what}: ${reason}`, { cause: last });
    }
    await delay(every);
  }
}
