import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Metrics } from '../src/telemetry/metrics.ts';

/** Middleware: measures how long a request kept Slack waiting. Listeners do nothing after their ack that takes time. */
export function ackTimes(
  metrics: Pick<Metrics, 'acks'>,
  now: () => number,
): (args: AllMiddlewareArgs & AnyMiddlewareArgs) => Promise<void> {
  return async (args) => {
    const from = now();
    try {
      await args.next();
    } finally {
      const kind = 'command' in args ? 'command' : 'event' in args ? 'mention' : 'action';
      metrics.acks.observe({ kind }, (now() - from) / 1000);
    }
  };
}
