/** Something to wait at. A ring while nobody waits is kept for the next who does. */
export interface Bell {
  ring(): void;
  /** Resolves when rung, or after `ms`. */
  wait(ms: number): Promise<void>;
  /** Takes a ring that is kept; `false` when there is none. */
  take(): boolean;
}

export function makeBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  const take = () => {
    const was = rung;
    rung = false;
    return was;
  };
  return {
    take,
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (ms) => {
      if (take()) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
      wake = undefined;
      rung = false;
    },
  };
}
