import type { App, Receiver } from '@slack/bolt';

export interface Readiness {
  readonly ok: boolean;
  readonly reason?: string;
}

/** One way from Slack to us: Socket Mode or HTTP. */
export interface SlackDoor {
  /** For Bolt's App. */
  readonly receiver: Pick<Receiver, 'init' | 'start' | 'stop'>;
  /** Resolves once Slack can reach us; rejects with a `HandlerError`. */
  open(): Promise<{ readonly port?: number }>;
  ready(): Readiness;
  /** Takes nothing more from Slack. Ends within a few seconds whatever the other side does. */
  close(): Promise<void>;
}

/** The part of Bolt's App a receiver uses. */
export type EventSink = Pick<App, 'processEvent'>;
