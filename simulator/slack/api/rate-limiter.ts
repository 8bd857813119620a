/** Slack's pace for posting: about one message a second in a channel. */
export interface RateLimiter {
  /** Seconds to wait, or 0 when this post may go. */
  secondsToWait(channel: string): number;
}

const WINDOW_MS = 1000;

export function createRateLimiter(enabled: boolean, now: () => number): RateLimiter {
  const lastPost = new Map<string, number>();
  return {
    secondsToWait(channel) {
      if (!enabled) return 0;
      const at = now();
      const last = lastPost.get(channel);
      if (last !== undefined && at - last < WINDOW_MS) return 1;
      lastPost.set(channel, at);
      return 0;
    },
  };
}
