import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery, DeliveryResult, Transport } from './transport.ts';

export interface HttpDeliveryInput extends Delivery {
  /** Moves the request's timestamp: -301 is stale, 3600 lies in the future. Default 0. */
  timestampOffsetSeconds?: number;
  /** Default `valid`. */
  signature?: 'valid' | 'wrong' | 'missing';
}

export interface HttpDelivery extends Transport {
  deliver(input: HttpDeliveryInput): Promise<DeliveryResult & { status?: number }>;
  close(): void;
}

/** Slack's v0 request signature over the raw body. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Signed delivery to the app's request URL, with Slack's clock for the ack (`ackTimeoutMs`). */
export function createHttpDelivery(options: {
  requestUrl: () => string;
  signingSecret: string;
  now: () => number;
  ackTimeoutMs: number;
  onReceived: (payload: unknown) => void;
}): HttpDelivery {
  const closing = new AbortController();
  return {
    async deliver(input) {
      const { body, contentType } = encode(input);
      const timestamp = String(Math.floor(options.now() / 1000) + (input.timestampOffsetSeconds ?? 0));
      const secret = input.signature === 'wrong' ? `${options.signingSecret}-wrong` : options.signingSecret;
      const headers: Record<string, string> = {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (local)',
        'x-slack-request-timestamp': timestamp,
      };
      if (input.signature !== 'missing') headers['x-slack-signature'] = sign(secret, timestamp, body);
      if (input.retryNum) {
        headers['x-slack-retry-num'] = String(input.retryNum);
        headers['x-slack-retry-reason'] = input.retryReason ?? 'http_error';
      }
      const envelopeId = randomUUID();
      const started = performance.now();
      const clock = AbortSignal.timeout(options.ackTimeoutMs);
      try {
        const signal = AbortSignal.any([clock, closing.signal]);
        const response = await fetch(options.requestUrl(), {
          method: 'POST',
          headers,
          body,
          redirect: 'manual',
          signal,
        });
        const text = await response.text();
        const elapsedMs = performance.now() - started;
        const ack = decode(text, response.headers.get('content-type') ?? '');
        options.onReceived(ack);
        return {
          envelopeId,
          elapsedMs,
          ack,
          acked: response.status === 200,
          status: response.status,
          noRetry: response.headers.get('x-slack-no-retry') === '1',
          error: response.status === 200 ? undefined : 'dispatch_failed',
        };
      } catch {
        const error = clock.aborted ? 'operation_timeout' : 'dispatch_failed';
        return { envelopeId, elapsedMs: performance.now() - started, acked: false, ack: undefined, error };
      }
    },
    close: () => closing.abort(),
  };
}

function encode({ kind, payload }: Delivery): { body: string; contentType: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : stringFields(payload);
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function stringFields(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}

function decode(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  if (!contentType.includes('json')) return { text };
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
