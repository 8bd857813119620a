import type { Why } from '../domain/reading.ts';
import type { CallDeadline } from './call-deadline.ts';
import {
  ApiRefusal,
  BrokenOff,
  CredentialProblem,
  ExecutableMissing,
  NotOffered,
  UnreadableBody,
} from './call-failures.ts';
import { NameProblem } from './check-names.ts';
import { ShapeError } from './json-shape.ts';

export interface Failure {
  readonly why: Why;
  readonly detail: string;
}

/** Bodies with which kubelet and API server refuse a log or exec because the thing asked for is not there. */
const NOTHING_THERE =
  /previous terminated container .* not found|container .* is not valid for pod|is waiting to start|container not found|does not have a host assigned|not created or running|completed pod|container is in .* state/i;

/** Turns whatever a call to the cluster ended with into a reason; the one place where that is decided. */
export function translateFailure(error: unknown, deadline: CallDeadline): Failure {
  const ended = deadline.endedBy();
  if (ended === 'stopped') return { why: 'timeout', detail: 'stopped' };
  if (ended === 'closed') return { why: 'unreachable', detail: 'the connection to the cluster was closed' };
  if (ended === 'timeout') return { why: 'timeout', detail: `no answer within ${deadline.timeoutMs} ms` };
  if (error instanceof ApiRefusal) return translateRefusal(error);
  if (error instanceof NotOffered) return { why: 'unsupported', detail: error.message };
  if (error instanceof ExecutableMissing) return { why: 'absent', detail: error.message };
  if (error instanceof BrokenOff) return { why: error.why, detail: error.message };
  if (error instanceof CredentialProblem) return { why: 'unreachable', detail: `credentials: ${error.message}` };
  if (error instanceof UnreadableBody || error instanceof ShapeError || error instanceof NameProblem) {
    return { why: 'unreadable', detail: error.message };
  }
  return translateConnectionError(error);
}

function translateRefusal({ status, body, message, retryAfter }: ApiRefusal): Failure {
  switch (status) {
    case 401:
    case 403:
      return { why: 'forbidden', detail: message };
    case 404:
      // An unknown path of the API (a group that is not served) is answered with a plain text or a Status without a name.
      return body.named || NOTHING_THERE.test(message)
        ? { why: 'absent', detail: message }
        : { why: 'unsupported', detail: body.message ?? 'the server could not find the requested resource' };
    case 408:
    case 504:
      return { why: 'timeout', detail: message };
    case 429:
      return { why: 'unreachable', detail: retryAfter ? `${message} (retry after ${retryAfter} s)` : message };
    default:
      if (NOTHING_THERE.test(message)) return { why: 'absent', detail: message };
      if (status >= 500) return { why: 'unreachable', detail: message };
      return { why: 'unreadable', detail: body.message ? `HTTP ${status}: ${message}` : message };
  }
}

function translateConnectionError(error: unknown): Failure {
  const { code, message } = rootCause(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return { why: 'timeout', detail: `${code}: ${message}` };
  if (error instanceof Error && error.name === 'HTTPParserError') return { why: 'unreadable', detail: message };
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return { why: 'truncated', detail: message };
  if (code?.startsWith('WS_ERR_')) return { why: 'unreadable', detail: `${code}: ${message}` };
  return { why: 'unreachable', detail: code ? `${code}: ${message}` : message };
}

/** The innermost error that carries a code: wrappers such as `fetch failed` say nothing themselves. */
function rootCause(error: unknown): { code: string | undefined; message: string } {
  let found = {
    code: undefined as string | undefined,
    message: error instanceof Error ? error.message : String(error),
  };
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') found = { code, message: current.message };
    current = current instanceof AggregateError ? (current.errors[0] ?? current.cause) : current.cause;
  }
  return found;
}
