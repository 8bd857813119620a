import type { IncomingMessage } from 'node:http';
import WebSocket, { type RawData } from 'ws';
import type { ApiConnection } from './api-connection.ts';
import type { CallDeadline } from './call-deadline.ts';
import { ApiRefusal, BrokenOff } from './call-failures.ts';

/** Far more than a kubelet puts in one frame. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const MAX_REFUSAL_BYTES = 64 * 1024;
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
/** Channels of the remote command protocol; 0 is stdin, which is never opened. */
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;

/** Where an exec's output goes. */
export interface ExecSink {
  /** Of stdout and stderr together; more ends the call. */
  readonly maxBytes: number;
  /** May split characters. What it throws ends the call. */
  readonly onStdout: (piece: Buffer) => void;
}

/** What one exec sent besides stdout; `status` is the raw text of the Kubernetes `Status`. */
export interface ExecEnd {
  readonly stderr: string;
  readonly status: string;
}

/**
 * Runs one exec over a WebSocket of its own. Not client-node's Exec: that one has no deadline, throws away the body of
 * a refusal, never reports a dropped connection, and dies of a status that is not JSON.
 */
export async function runExec(
  path: string,
  connection: ApiConnection,
  deadline: CallDeadline,
  sink: ExecSink,
): Promise<ExecEnd> {
  const credentials = await connection.credentials(deadline);
  const socket = new WebSocket(`${connection.server.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`, PROTOCOLS, {
    ...credentials.tls,
    ...(credentials.proxyAgent ? { agent: credentials.proxyAgent } : {}),
    headers: Object.fromEntries(Object.entries(credentials.headers)),
    handshakeTimeout: deadline.timeoutMs,
    maxPayload: MAX_FRAME_BYTES + 1024,
    perMessageDeflate: false,
    followRedirects: false,
  });
  try {
    return await listen(socket, deadline, sink);
  } finally {
    socket.terminate();
  }
}

function listen(socket: WebSocket, deadline: CallDeadline, { maxBytes, onStdout }: ExecSink): Promise<ExecEnd> {
  return new Promise((resolve, reject) => {
    const stderr: Buffer[] = [];
    let bytes = 0;
    const onAbort = () => reject(deadline.signal.reason);
    if (deadline.signal.aborted) onAbort();
    deadline.signal.addEventListener('abort', onAbort, { once: true });

    // Stays registered for good: terminating a socket that is still connecting emits an error after this call ended.
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => readRefusal(response).then(reject, reject));
    socket.on('message', (data) => {
      const frame = toBuffer(data);
      const channel = frame[0];
      const content = frame.subarray(1);
      if (channel === STDOUT || channel === STDERR) {
        bytes += content.length;
        if (bytes > maxBytes) {
          reject(new BrokenOff('truncated', `the command printed more than ${maxBytes} bytes`));
        } else if (channel === STDERR) {
          stderr.push(content);
        } else {
          try {
            onStdout(content);
          } catch (error) {
            reject(error);
          }
        }
      } else if (channel === STATUS) {
        // Joined before decoding: a character may be split between two frames.
        resolve({ stderr: Buffer.concat(stderr).toString('utf8'), status: content.toString('utf8') });
      }
    });
    socket.on('close', (code) => {
      deadline.signal.removeEventListener('abort', onAbort);
      reject(
        new BrokenOff('unreachable', `the connection ended without a status (code ${code}, after ${bytes} bytes)`),
      );
    });
  });
}

async function readRefusal(response: IncomingMessage): Promise<ApiRefusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REFUSAL_BYTES) break;
    chunks.push(chunk);
  }
  return new ApiRefusal(
    response.statusCode ?? 0,
    Buffer.concat(chunks).toString('utf8'),
    response.headers['retry-after'],
  );
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
