/** Work that is under way and that a stop should wait for. */
export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** `false` when something still runs after `ms`. */
  idleWithin(ms: number): Promise<boolean>;
}

export function inFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      running.add(work);
      const forget = () => running.delete(work);
      work.then(forget, forget);
      return work;
    },
    idleWithin: async (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      const idle = async () => {
        while (running.size > 0) await Promise.allSettled(running);
      };
      await Promise.race([idle(), late]);
      clearTimeout(timer);
      return running.size === 0;
    },
  };
}
