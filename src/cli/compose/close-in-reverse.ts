/** What was opened, to be closed once and in reverse order, so that nothing loses what it stands on. */
export interface Opened {
  add(close: () => void | Promise<void>): void;
  /** Closes everything even when one of them fails. */
  close(): Promise<void>;
}

export function closeInReverse(): Opened {
  const closers: (() => void | Promise<void>)[] = [];
  return {
    add: (close) => void closers.push(close),
    close: async () => {
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch {
          // The rest must still be closed, and the process is about to end.
        }
      }
    },
  };
}
