import { StringDecoder } from 'node:string_decoder';
import type { Reading } from '../domain/reading.ts';
import { AGENT_COMMANDS, type AgentCall, argvOf, WORD_COMMANDS } from './agent-commands.ts';
import type { ApiConnection } from './api-connection.ts';
import { NameProblem } from './check-names.ts';
import type { ClusterCalls } from './cluster-calls.ts';
import type { CallBounds, ClusterReader, ExecOutput, ExecTarget } from './cluster-reader.ts';
import { readOutcome, SHORT_OUTPUT } from './exec-outcome.ts';
import { type ExecSink, runExec } from './exec-session.ts';
import type { KubectlCommands } from './kubectl-command.ts';
import { PODS, pathOf } from './resources.ts';

/** What a command may print that is kept whole. */
const MAX_EXEC_BYTES = 8 * 1024 * 1024;

/** Runs one of the Agent's commands and keeps what it prints. */
export function runCommand(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  target: ExecTarget,
  bounds: CallBounds,
): Promise<Reading<ExecOutput>> {
  return run(calls, connection, kubectl, target, bounds, () => {
    const pieces: Buffer[] = [];
    return {
      sink: { maxBytes: MAX_EXEC_BYTES, onStdout: (piece) => pieces.push(piece) },
      // Joined before decoding: a character may be split between two frames.
      printed: () => Buffer.concat(pieces).toString('utf8'),
    };
  });
}

/** The same with stdout as it arrives, characters whole; see `ClusterReader.streamExec`. */
export function streamCommand(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  target: Parameters<ClusterReader['streamExec']>[0],
  onStdout: (text: string) => void,
  bounds: CallBounds,
): ReturnType<ClusterReader['streamExec']> {
  return runOnwards(calls, connection, kubectl, target, bounds, () => {
    const decoder = new StringDecoder('utf8');
    let start = '';
    const pass = (text: string) => {
      if (start.length < SHORT_OUTPUT) start += text.slice(0, SHORT_OUTPUT - start.length);
      if (text !== '') onStdout(text);
    };
    return {
      sink: { maxBytes: target.maxBytes, onStdout: (piece) => pass(decoder.write(piece)) },
      printed: () => {
        pass(decoder.end());
        return start;
      },
    };
  });
}

/** The same with the very bytes of stdout; see `ClusterReader.streamExecBytes`. */
export function streamBytes(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  target: Parameters<ClusterReader['streamExecBytes']>[0],
  onStdout: (bytes: Uint8Array) => void,
  bounds: CallBounds,
): ReturnType<ClusterReader['streamExecBytes']> {
  return runOnwards(calls, connection, kubectl, target, bounds, () => {
    const start: Buffer[] = [];
    let kept = 0;
    const pass = (piece: Buffer) => {
      if (kept < SHORT_OUTPUT) start.push(piece.subarray(0, SHORT_OUTPUT - kept));
      kept += piece.length;
      if (piece.length > 0) onStdout(piece);
    };
    return {
      sink: { maxBytes: target.maxBytes, onStdout: pass },
      printed: () => Buffer.concat(start).toString('latin1'),
    };
  });
}

/** Runs a command whose stdout went elsewhere. */
async function runOnwards(...call: Parameters<typeof run>): ReturnType<ClusterReader['streamExec']> {
  const reading = await run(...call);
  if (!reading.known) return reading;
  const { stderr, exitCode } = reading.value;
  return { ...reading, value: { stderr, exitCode } };
}

interface Kept {
  readonly sink: ExecSink;
  /** What was printed, or its beginning; called when the command has ended. */
  readonly printed: () => string;
}

function run(
  calls: ClusterCalls,
  connection: ApiConnection,
  kubectl: KubectlCommands,
  { namespace, pod, container, command }: ExecTarget,
  bounds: CallBounds,
  keep: () => Kept,
): Promise<Reading<ExecOutput>> {
  const words = argvOf(command);
  const query = new URLSearchParams({ container, stdin: 'false', stdout: 'true', stderr: 'true', tty: 'false' });
  for (const word of words ?? []) query.append('command', word);
  const source = kubectl.exec(namespace, pod, container, words ?? wordsShown(command));
  return calls.read(source, { namespace, pod, container }, bounds, async (deadline) => {
    if (words === undefined)
      throw new NameProblem('word for this command', typeof command === 'string' ? '' : command.word);
    const { sink, printed } = keep();
    const end = await runExec(`${pathOf(PODS, namespace, pod)}/exec?${query}`, connection, deadline, sink);
    return readOutcome({ ...end, stdout: printed() });
  });
}

/** A call that is refused, as its source shows it: nobody is to repeat what was put in its word's place. */
function wordsShown(call: AgentCall): readonly string[] {
  return typeof call === 'string' ? AGENT_COMMANDS[call] : [...WORD_COMMANDS[call.run].argv, '…'];
}
