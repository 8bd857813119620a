import * as v from 'valibot';

const frameSchema = v.looseObject({
  type: v.string(),
  envelope_id: v.optional(v.string()),
  payload: v.optional(v.unknown()),
});
const callbackSchema = v.looseObject({ event: v.looseObject({ type: v.string() }) });
const noEventSchema = v.looseObject({ type: v.string() });

const HANDLED = new Set(['hello', 'disconnect', 'slash_commands', 'interactive']);

/** What came over the socket, as far as deciding who handles it needs. */
export type Frame =
  /** The client can read it. */
  | { readonly frame: 'usable' }
  /** An envelope it would stumble over; `what` is Slack's word for it (`app_rate_limited`). */
  | { readonly frame: 'notice'; readonly envelopeId: string | undefined; readonly what: string }
  | { readonly frame: 'junk' };

/** Sorts a frame of Socket Mode. Slack also sends envelopes without an event, such as `app_rate_limited`. */
export function sortFrame(data: unknown, isBinary: boolean): Frame {
  if (isBinary || typeof data !== 'string') return { frame: 'junk' };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { frame: 'junk' };
  }
  const parsed = v.safeParse(frameSchema, json);
  if (!parsed.success) return { frame: 'junk' };
  const { type, envelope_id: envelopeId, payload } = parsed.output;
  if (type === 'events_api' && v.is(callbackSchema, payload)) return { frame: 'usable' };
  if (HANDLED.has(type) && (envelopeId === undefined || typeof payload === 'object')) return { frame: 'usable' };
  return { frame: 'notice', envelopeId, what: v.is(noEventSchema, payload) ? payload.type : type };
}
