import { StringDecoder } from 'node:string_decoder';
import type { Reading } from '../domain/reading.ts';
import type { ApiConnection } from './api-connection.ts';
import { BrokenOff } from './call-failures.ts';
import type { ClusterCalls } from './cluster-calls.ts';
import type { CallBounds, ClusterReader, LogTarget } from './cluster-reader.ts';
import type { KubectlCommands } from './kubectl-command.ts';
import { PODS, pathOf } from './resources.ts';

const MAX_LOG_BYTES = 8 * 1024 * 1024;
const LINE_FEED = 10;

/** The last lines of a log as one text; more than 8 MiB of them are `truncated`. */
export function readLog(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  target: LogTarget,
  bounds: CallBounds,
): Promise<Reading<string>> {
  return calls.read(kubectl.logs(target), namesOf(target), bounds, async (deadline) => {
    const request = requestFor(target, MAX_LOG_BYTES);
    const log = await connection.send({ ...request, maxBytes: MAX_LOG_BYTES + 1024 }, deadline);
    if (Buffer.byteLength(log) >= MAX_LOG_BYTES) {
      throw new BrokenOff('truncated', `the log is larger than ${MAX_LOG_BYTES} bytes`);
    }
    return log;
  });
}

/** The last lines of a log as they arrive, characters whole; see `ClusterReader.streamLog`. */
export function streamLog(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  target: Parameters<ClusterReader['streamLog']>[0],
  onText: (text: string) => void,
  bounds: CallBounds,
): ReturnType<ClusterReader['streamLog']> {
  const { maxBytes, tailLines } = target;
  return calls.read(kubectl.logs(target), namesOf(target), bounds, async (deadline) => {
    const decoder = new StringDecoder('utf8');
    let lines = 0;
    const pass = (text: string) => {
      if (text !== '') onText(text);
    };
    const onPiece = (piece: Uint8Array) => {
      for (const byte of piece) if (byte === LINE_FEED) lines++;
      pass(decoder.write(piece));
    };
    // One byte more than wanted tells a log that ends there from one that is cut there.
    const { bytes, more } = await connection.stream(
      { ...requestFor(target, maxBytes + 1), maxBytes },
      onPiece,
      deadline,
    );
    if (!more) pass(decoder.end());
    return { bytes, more: more || lines >= tailLines };
  });
}

function namesOf({ namespace, pod, container }: LogTarget) {
  return { namespace, pod, container };
}

function requestFor({ namespace, pod, container, previous, tailLines }: LogTarget, limitBytes: number) {
  return {
    path: `${pathOf(PODS, namespace, pod)}/log`,
    query: {
      container,
      previous: String(previous),
      tailLines: String(tailLines),
      limitBytes: String(limitBytes),
    },
    accept: '*/*',
  };
}
