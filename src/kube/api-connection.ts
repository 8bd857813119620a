import type { AgentOptions } from 'node:https';
import type { CallDeadline } from './call-deadline.ts';
import { ApiRefusal, BrokenOff } from './call-failures.ts';
import { type Credentials, forgetAgents, type Headers, readCredentials } from './cluster-credentials.ts';
import type { LoadedKubeConfig } from './kube-config.ts';

/** No answer dca-bot asks for comes near this; a page of 500 large pods is about 12 MB. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** What dca-bot uses of the undici dispatcher that client-node makes. */
interface Dispatcher {
  request(options: {
    readonly origin: string;
    readonly path: string;
    readonly method: 'GET' | 'POST';
    readonly headers: Headers;
    readonly body?: string;
    readonly signal: AbortSignal;
  }): Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: AsyncIterable<Uint8Array>;
  }>;
  close(): Promise<void>;
  destroy(): Promise<void>;
}

export interface ApiRequest {
  /** Absolute, with its names already checked. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** JSON to POST; without it the request is a GET. */
  readonly body?: unknown;
  /** A log is plain text; everything else is JSON. */
  readonly accept?: string;
  /** A longer body is an error; of a stream the rest is left. */
  readonly maxBytes?: number;
}

/** The connection to one API server. */
export interface ApiConnection {
  readonly server: string;
  /** Credentials for the next call, within its deadline. */
  credentials(deadline: CallDeadline): Promise<Credentials>;
  /** The body of a 2xx answer. Rejects with ApiRefusal, BrokenOff, CredentialProblem or the connection's own error. */
  send(request: ApiRequest, deadline: CallDeadline): Promise<string>;
  /** The same piece by piece, its first `maxBytes`; ends with whether there was more. What `onPiece` throws ends it too. */
  stream(
    request: ApiRequest & { readonly maxBytes: number },
    onPiece: (piece: Uint8Array) => void,
    deadline: CallDeadline,
  ): Promise<{ readonly bytes: number; readonly more: boolean }>;
  /** Milliseconds our clock is ahead; absent before the first answer. */
  skewMs(): number | undefined;
  close(): Promise<void>;
}

/**
 * Opens a connection that keeps its sockets: client-node would make a TLS handshake for every single call. The kept
 * dispatcher is replaced when the certificates behind it were rotated.
 */
export function openConnection(loaded: LoadedKubeConfig, now: () => number): ApiConnection {
  let kept: { readonly fingerprint: string; readonly dispatcher: Dispatcher } | undefined;
  let skew: number | undefined;

  function dispatcherFor(credentials: Credentials): Dispatcher {
    if (kept?.fingerprint !== credentials.fingerprint) {
      const outdated = kept?.dispatcher;
      kept = { fingerprint: credentials.fingerprint, dispatcher: createDispatcher(loaded, credentials.tls) };
      // Calls still running on the old one may end in peace; a failure to end is of no interest to anyone.
      outdated?.close().catch(() => undefined);
    }
    return kept.dispatcher;
  }

  function noteDate(date: string | string[] | undefined, sentAt: number): void {
    const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(theirs)) return;
    // The header is cut to whole seconds and was written while the request was under way: compare the middles.
    skew = Math.round((sentAt + now()) / 2 - (theirs + 500));
  }

  async function credentials(deadline: CallDeadline): Promise<Credentials> {
    const current = await deadline.race(readCredentials(loaded));
    if (kept && kept.fingerprint !== current.fingerprint && current.proxyAgent) {
      forgetAgents(loaded.config);
      return deadline.race(readCredentials(loaded));
    }
    return current;
  }

  /** The answer before its body is read; an answer other than 2xx throws with its body. */
  async function answerTo(request: ApiRequest, deadline: CallDeadline): Promise<AsyncIterable<Uint8Array>> {
    const current = await credentials(deadline);
    const url = new URL(loaded.server);
    const sentAt = now();
    const response = await dispatcherFor(current).request({
      origin: url.origin,
      path: `${url.pathname.replace(/\/$/, '')}${request.path}${queryText(request.query)}`,
      method: request.body === undefined ? 'GET' : 'POST',
      headers: {
        ...current.headers,
        accept: request.accept ?? 'application/json',
        'user-agent': 'dca-bot',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: deadline.signal,
    });
    noteDate(response.headers.date, sentAt);
    if (response.statusCode < 200 || response.statusCode > 299) {
      const body = await readBody(response.body, MAX_BODY_BYTES);
      const retryAfter = response.headers['retry-after'];
      throw new ApiRefusal(response.statusCode, body, typeof retryAfter === 'string' ? retryAfter : undefined);
    }
    return response.body;
  }

  return {
    server: loaded.server,
    credentials,
    skewMs: () => skew,
    async send(request, deadline) {
      return readBody(await answerTo(request, deadline), request.maxBytes ?? MAX_BODY_BYTES);
    },
    async stream(request, onPiece, deadline) {
      const { maxBytes } = request;
      let bytes = 0;
      for await (const piece of await answerTo(request, deadline)) {
        const wanted = piece.subarray(0, maxBytes - bytes);
        bytes += wanted.length;
        if (wanted.length > 0) onPiece(wanted);
        // Leaving the loop closes the connection: the rest is never sent.
        if (wanted.length < piece.length) return { bytes, more: true };
      }
      return { bytes, more: false };
    },
    async close() {
      const closing = kept?.dispatcher;
      kept = undefined;
      await closing?.destroy();
    },
  };
}

/** client-node's own choice of agent, proxy or SOCKS connector, which it does not offer publicly. */
function createDispatcher(loaded: LoadedKubeConfig, tls: AgentOptions): Dispatcher {
  const maker = loaded.config as unknown as {
    createDispatcher(cluster: unknown, options: AgentOptions): Dispatcher | undefined;
  };
  // Without any TLS setting it would leave the choice to the global dispatcher, which nobody closes.
  const options = Object.keys(tls).length > 0 ? tls : { rejectUnauthorized: true };
  const dispatcher = maker.createDispatcher(loaded.config.getCurrentCluster(), options);
  if (!dispatcher) throw new Error('the Kubernetes client made no connection');
  return dispatcher;
}

async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new BrokenOff('truncated', `the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function queryText(query: ApiRequest['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) parameters.set(name, value);
  const written = parameters.toString();
  return written === '' ? '' : `?${written}`;
}
