import type { Notices } from '../redis/notices.ts';
import { listenProgress, readProgress } from '../redis/progress.ts';
import { answerOverdue, type CauseOf } from './deadline-answers.ts';
import { makeProgressEditor } from './progress-editor.ts';
import { type Acceptance, acceptReport, type ReportNote } from './receive-reports.ts';
import { removeRepeats } from './remove-repeats.ts';
import { startSender } from './sender.ts';
import { SENDING_LIMITS, type SendingLimits } from './sending-limits.ts';
import type { SendingTools } from './sending-tools.ts';

export interface AnswersOptions extends Omit<SendingTools, 'limits' | 'readProgress'> {
  readonly notices: Notices;
  readonly causeOf: CauseOf;
  readonly limits?: SendingLimits;
}

/** The answering side of a gateway. */
export interface Answers {
  /** What the consumer of the answers queues calls for each note; rejects when Redis does, so that it comes again. */
  acceptReport(note: ReportNote): Promise<Acceptance>;
  /** Something was put into a channel's outbox by this process. */
  ring(channel: string): void;
  /** Ends within the time of one call to Slack. */
  close(): Promise<void>;
}

/**
 * Starts sending, progress edits and deadline answers. They wake by pub/sub or `ring`, and look by themselves every
 * second. Redis, notices and Slack's client stay the caller's to close.
 */
export function startAnswers(options: AnswersOptions): Answers {
  const { redis, keys, now, log, notices, causeOf } = options;
  const limits = options.limits ?? SENDING_LIMITS;
  const tools: SendingTools = { ...options, limits, readProgress: (askId) => readProgress(redis, keys, askId) };
  const sender = startSender(tools);
  const receiving = { redis, keys, now, ring: sender.ring };
  const progress = makeProgressEditor(receiving, limits.progressMs);
  const unlisten = [
    notices.listen(keys.mailChannel(), sender.ring),
    listenProgress(notices, keys, (askId) => progress.moved(askId)),
  ];

  const rounds = [
    everyRound(limits.sweepMs, 'deadlines and outboxes could not be looked through', async () => {
      await answerOverdue({ ...receiving, causeOf, log });
      await sender.sweep();
    }),
    // Apart from the others: looking through Slack's history may take long, and no answer waits for it.
    everyRound(limits.sweepMs, 'repeated messages could not be looked for', () => removeRepeats(tools)),
  ];

  function everyRound(ms: number, failure: string, work: () => Promise<void>): { end(): Promise<void> } {
    let running: Promise<void> | undefined;
    const start = () => {
      running ??= work()
        .catch((error: unknown) => log?.(failure, { err: error }))
        .finally(() => {
          running = undefined;
        });
    };
    const timer = setInterval(start, ms);
    start();
    return {
      end: async () => {
        clearInterval(timer);
        await running;
      },
    };
  }

  return {
    acceptReport: (note) => acceptReport(receiving, note),
    ring: sender.ring,
    close: async () => {
      for (const stop of unlisten) stop();
      await Promise.all([...rounds.map((round) => round.end()), progress.close(), sender.close()]);
    },
  };
}
