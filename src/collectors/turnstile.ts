/** Lets so much work run at once, whoever brings it; the rest waits in the order in which it came. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

export function turnstile(places: number): Turnstile {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
