/** An error about a connection is far shorter; what is longer is left out, for half a secret could not be masked. */
const MAX_PLAIN_WORDS = 500;

/** The API server (or something in front of it) answered with an HTTP status other than 2xx. */
export class ApiRefusal extends Error {
  readonly status: number;
  /** The Status object of the body, as far as it is one. */
  readonly body: StatusBody;
  readonly retryAfter: string | undefined;
  constructor(status: number, bodyText: string, retryAfter?: string) {
    const body = readStatusBody(bodyText);
    super(body.message ?? [`HTTP ${status}`, ...plainWords(bodyText)].join(': '));
    this.name = 'ApiRefusal';
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** A connection or output that ended, or was ended, before it was whole. */
export class BrokenOff extends Error {
  readonly why: 'truncated' | 'unreachable';
  constructor(why: 'truncated' | 'unreachable', detail: string) {
    super(detail);
    this.name = 'BrokenOff';
    this.why = why;
  }
}

/** A document that arrived whole and is not what was asked for. */
export class UnreadableBody extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, cause === undefined ? {} : { cause });
    this.name = 'UnreadableBody';
  }
}

/** Credentials could not be made: a credential plugin or a token, certificate or key file failed. */
export class CredentialProblem extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'CredentialProblem';
  }
}

/** The image has no such command. The message holds `executable file not found` whatever the runtime's own words are. */
export class ExecutableMissing extends Error {
  constructor(message: string) {
    super(/executable file not found/.test(message) ? message : `executable file not found: ${message}`);
    this.name = 'ExecutableMissing';
  }
}

/** Something this API server cannot be asked for; known without asking, or from what it offers. */
export class NotOffered extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'NotOffered';
  }
}

/** The fields of a Kubernetes `Status` that tell one failure from another. */
export interface StatusBody {
  readonly message?: string;
  readonly reason?: string;
  readonly named?: boolean;
}

function readStatusBody(bodyText: string): StatusBody {
  let body: unknown;
  try {
    body = JSON.parse(bodyText);
  } catch {
    return {};
  }
  if (typeof body !== 'object' || body === null) return {};
  const { message, reason, details } = body as Record<string, unknown>;
  const name = typeof details === 'object' && details !== null ? (details as Record<string, unknown>).name : undefined;
  return {
    ...(typeof message === 'string' && message !== '' ? { message } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof name === 'string' && name !== '' ? { named: true } : {}),
  };
}

/** The first line of a body that is plain text, as the aggregation layer writes why it cannot reach a service. */
function plainWords(bodyText: string): readonly string[] {
  const line = bodyText.trim().split('\n', 1)[0] ?? '';
  return line === '' || line.length > MAX_PLAIN_WORDS || /^[<[{"]/.test(line) ? [] : [line];
}
