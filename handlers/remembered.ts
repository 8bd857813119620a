/** Facts that are looked up elsewhere and remembered for a while. */
export interface Remembered<T> {
  /** `undefined` when it is not known, or was not said in time. Never rejects. */
  of(key: string): Promise<T | undefined>;
}

export interface RememberedOptions<T> {
  readonly lookUp: (key: string) => Promise<T>;
  readonly now: () => number;
  /** Milliseconds one question waits for a look-up (default 500). One that comes later serves the next question. */
  readonly patienceMs?: number;
  /** Milliseconds until a fact is looked up again, if it is kept so long. */
  readonly freshMs: number;
  /** Milliseconds a fact is believed at most, while looking it up again fails. */
  readonly keptMs: (value: T) => number;
  /** Milliseconds after a failure, or one that took too long, in which nobody waits for another try. */
  readonly retryMs: number;
  /** Facts remembered at most (default 5,000). */
  readonly limit?: number;
}

interface Known<T> {
  readonly value: T | undefined;
  readonly believedUntil: number;
  /** Until then it is not looked up. */
  readonly restUntil: number;
}

/** Looks each fact up once for everybody who asks at the same time, and again when it is old. */
export function remembered<T>(options: RememberedOptions<T>): Remembered<T> {
  const { lookUp, now, patienceMs = 500, freshMs, keptMs, retryMs, limit = 5_000 } = options;
  const known = new Map<string, Known<T>>();
  const running = new Map<string, Promise<unknown>>();

  const keep = (key: string, fact: Known<T>) => {
    known.delete(key);
    known.set(key, fact);
    const [oldest] = known.keys();
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
  };
  const rest = (key: string) => {
    const { value, believedUntil } = known.get(key) ?? { value: undefined, believedUntil: 0 };
    keep(key, { value, believedUntil, restUntil: now() + retryMs });
  };
  const start = (key: string) => {
    const asked = lookUp(key)
      .then(
        (value) => {
          const keptFor = keptMs(value);
          keep(key, { value, believedUntil: now() + keptFor, restUntil: now() + Math.min(freshMs, keptFor) });
        },
        () => rest(key),
      )
      .finally(() => running.delete(key));
    running.set(key, asked);
    return asked;
  };
  const believed = (key: string): T | undefined => {
    const found = known.get(key);
    return found !== undefined && found.believedUntil > now() ? found.value : undefined;
  };

  return {
    of: async (key) => {
      const found = known.get(key);
      if (found !== undefined && found.restUntil > now()) return believed(key);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          // Until the answer comes, the next questions do not wait for it again.
          if (running.has(key)) rest(key);
          resolve();
        }, patienceMs);
      });
      await Promise.race([running.get(key) ?? start(key), late]);
      clearTimeout(timer);
      return believed(key);
    },
  };
}
