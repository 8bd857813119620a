export type DeliveryKind = 'slash_commands' | 'events_api' | 'interactive';

export interface Delivery {
  kind: DeliveryKind;
  payload: Record<string, unknown>;
  retryNum?: number;
  retryReason?: string;
}

/** How one delivery ended; `error` is the word Slack shows the person who typed. */
export interface DeliveryResult {
  envelopeId: string;
  acked: boolean;
  ack: unknown;
  elapsedMs: number;
  error: 'dispatch_failed' | 'operation_timeout' | undefined;
  /** HTTP delivery only. */
  status?: number;
  noRetry?: boolean;
}

/** A way to the app: its Socket Mode connections or its request URL. */
export interface Transport {
  deliver(delivery: Delivery): Promise<DeliveryResult>;
}
