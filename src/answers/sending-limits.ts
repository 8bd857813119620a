/** How long one call to Slack may take. */
export const CALL_TIMEOUT_MS = 5_000;

/** The times that sending goes by, in milliseconds; tests make them shorter. */
export interface SendingLimits {
  /** A channel's lease; over twice as long as a call, so that no call outlives the lease it was made under. */
  readonly leaseMs: number;
  /** Between two messages in a channel; Slack allows about one a second. */
  readonly paceMs: number;
  /** After an unclear end, until Slack's history can be believed. */
  readonly settleMs: number;
  /** After a message was posted again, until a copy that arrived late is looked for. */
  readonly recheckMs: number;
  /** First pause while Slack is away or the token is refused; doubles up to `awayMaxMs`. */
  readonly awayMs: number;
  readonly awayMaxMs: number;
  /** Until an entry is tried again that another version of dca-bot has to read first. */
  readonly unreadableMs: number;
  /** Age at which an entry is given up. */
  readonly giveUpMs: number;
  /** How often all outboxes and deadlines are looked through, whoever rang. */
  readonly sweepMs: number;
  /** Between two edits that show how far the work is. */
  readonly progressMs: number;
}

export const SENDING_LIMITS: SendingLimits = {
  leaseMs: 12_000,
  paceMs: 1_000,
  settleMs: 2_000,
  recheckMs: 30_000,
  awayMs: 1_000,
  awayMaxMs: 30_000,
  unreadableMs: 30_000,
  giveUpMs: 24 * 3_600_000,
  sweepMs: 1_000,
  progressMs: 2_000,
};
