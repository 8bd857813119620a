/** All that Redis may take of one request; Slack gives up after 3 s. */
export const PATIENCE_MS = 1_000;

/** One time limit over several steps: what remains of it is what the next step may take. */
export interface Patience {
  /** The value, or `silent` once the time is over; what still runs then is left alone, however it ends. */
  await<T>(work: Promise<T>): Promise<T | 'silent'>;
  end(): void;
}

export function startPatience(ms: number): Patience {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), ms);
  });
  return {
    await: (work) => Promise.race([work, over]),
    end: () => clearTimeout(timer),
  };
}
