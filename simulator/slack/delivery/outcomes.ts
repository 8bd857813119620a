import type { Ts } from '../state/entities.ts';

/** How Slack would tell the person that their command failed. */
export type ShownError = 'dispatch_failed' | 'operation_timeout' | 'invalid_command_response';

interface Outcome {
  /** For `redeliver`. */
  envelopeId: string;
  acked: boolean;
  /** The body of the ack, as the app sent it. */
  ack: unknown;
  elapsedMs: number;
  error: ShownError | undefined;
}

export interface CommandOutcome extends Outcome {
  triggerId: string;
  /** The text of an ack shown to the asker alone, or of one shown to all. */
  text: string | undefined;
}

export interface EventOutcome extends Outcome {
  eventId: string;
  /** The message that was posted; undefined for events without one. */
  ts: Ts | undefined;
  /** False where Slack sends the app nothing: the bot is not in the channel. */
  delivered: boolean;
}

export interface ActionOutcome extends Outcome {
  triggerId: string;
}
