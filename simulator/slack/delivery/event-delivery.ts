import type { Delivery, DeliveryResult, Transport } from './transport.ts';

/** Deliveries kept for `redeliver`, and the retries Slack makes of an event that was not acked. */
export interface EventDelivery {
  /** Delivers and remembers under every id the payload carries. Events are retried in the background. */
  send(delivery: Delivery): Promise<DeliveryResult>;
  /** The same payload again under a new envelope. Knows envelope, event and trigger ids. */
  redeliver(id: string): Promise<DeliveryResult>;
  close(): void;
}

/** `retryDelaysMs` are the waits before each retry of an event; Slack's are none, one minute, five minutes. */
export function createEventDelivery(transport: () => Transport, retryDelaysMs: readonly number[]): EventDelivery {
  const sent = new Map<string, Delivery>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  async function attempt(delivery: Delivery): Promise<DeliveryResult> {
    const result = await transport().deliver(delivery);
    for (const id of [result.envelopeId, delivery.payload.event_id, delivery.payload.trigger_id]) {
      if (typeof id === 'string') sent.set(id, delivery);
    }
    if (delivery.kind === 'events_api' && !result.acked && !result.noRetry) scheduleRetry(delivery, result);
    return result;
  }

  function scheduleRetry(delivery: Delivery, result: DeliveryResult): void {
    const retryNum = (delivery.retryNum ?? 0) + 1;
    const delay = retryDelaysMs[retryNum - 1];
    if (delay === undefined || closed) return;
    const retryReason =
      result.error === 'operation_timeout'
        ? 'http_timeout'
        : result.status === undefined
          ? 'connection_failed'
          : 'http_error';
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt({ ...delivery, retryNum, retryReason });
    }, delay);
    timers.add(timer);
  }

  return {
    send: attempt,
    redeliver(id) {
      const delivery = sent.get(id);
      if (!delivery) return Promise.reject(new Error(`local Slack: nothing was delivered under the id ${id}`));
      const again =
        delivery.kind === 'events_api'
          ? { ...delivery, retryNum: (delivery.retryNum ?? 0) + 1, retryReason: 'http_timeout' }
          : delivery;
      return attempt(again);
    },
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
