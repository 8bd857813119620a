import * as v from 'valibot';

/** Raised when an older consumer would misread the payload. */
export const PAYLOAD_SCHEMA = 1;

/** A job carries nothing but the ask's id: all else is read from Redis by whoever takes it. */
export interface Payload {
  readonly schema: typeof PAYLOAD_SCHEMA;
  readonly ask: string;
}

/** Bytes of JSON one job may carry. */
export const PAYLOAD_LIMIT = 256 * 1024;

const payloadSchema = v.object({
  schema: v.literal(PAYLOAD_SCHEMA),
  ask: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
});

export function payloadFor(askId: string): Payload {
  return { schema: PAYLOAD_SCHEMA, ask: askId };
}

/** The ask's id, or `undefined` when the payload was written by a version with another shape. */
export function askIdIn(data: unknown): string | undefined {
  const result = v.safeParse(payloadSchema, data);
  return result.success ? result.output.ask : undefined;
}
