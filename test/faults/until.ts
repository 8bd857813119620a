import { setTimeout as delay } from 'node:timers/promises';

/** What a test waits for: anything but `undefined`, `null` and `false` ends the wait. */
export type Condition<T> = () => T | Promise<T>;

const LOOK_EVERY_MS = 20;

/**
 * Looks again and again until the condition holds, or has become `hopeless`. `whatIsKnown` is read for the message of a
 * failure only.
 */
export async function until<T>(
  what: string,
  condition: Condition<T | undefined | null | false>,
  options: { ms?: number; whatIsKnown?: () => string; hopeless?: () => boolean } = {},
): Promise<T> {
  const { ms = 30_000, whatIsKnown = () => '', hopeless = () => false } = options;
  const end = performance.now() + ms;
  let trouble: unknown;
  while (performance.now() < end) {
    try {
      const result = await condition();
      if (result !== undefined && result !== null && result !== false) return result;
    } catch (error) {
      trouble = error;
    }
    if (hopeless()) break;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`not within ${ms} ms: ${what}\n${whatIsKnown()}`, { cause: trouble });
}
