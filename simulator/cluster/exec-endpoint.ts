import type { WebSocket } from 'ws';
import { isAllowed } from './access.ts';
import { type CommandOutput, runCommand } from './agent-output.ts';
import type { ApiTarget } from './api-path.ts';
import type { ExecSpoil, FaultBoard } from './faults.ts';
import type { PodObject } from './kube-object.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, badRequest, forbidden, notFound, statusAnswer } from './status-bodies.ts';

const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CHUNK = 32 * 1024;

export interface ExecRequest {
  readonly target: ApiTarget;
  readonly pod: string;
  readonly container: string;
  readonly argv: readonly string[];
}

/** How an exec goes on after its rights were looked at: refused over HTTP, or run on a WebSocket. */
export type ExecPlan =
  | { readonly refuse: Answer; readonly delayMs: number }
  | { readonly run: (socket: WebSocket) => void; readonly delayMs: number };

/** The container is not running; a v5 client hears of it on the status channel, an older one before the upgrade. */
type Outcome = { readonly output: CommandOutput } | { readonly failure: Answer };

/** Decides what an exec request gets, in the order of a real API server: rights, pod, container, command. */
export function planExec(
  { target, pod: name, container, argv }: ExecRequest,
  protocol: string,
  world: SimulatedWorld,
  faults: FaultBoard,
): ExecPlan {
  const { namespace } = target;
  for (const verb of ['get', 'create']) {
    const attempted = { verb, group: '', resource: 'pods', subresource: 'exec', namespace, name };
    if (!isAllowed(attempted, faults)) return { refuse: forbidden(attempted), delayMs: 0 };
  }
  const pod = world.pod(namespace ?? '', name);
  if (!pod) return { refuse: notFound(target.resource, name), delayMs: 0 };
  const chosen = container === '' ? pod.spec.containers[0]?.name : container;
  if (!pod.spec.containers.some((candidate) => candidate.name === chosen)) {
    return { refuse: badRequest(`container ${container} is not valid for pod ${name}`), delayMs: 0 };
  }
  if (pod.spec.nodeName === undefined) {
    return { refuse: badRequest(`pod ${name} does not have a host assigned`), delayMs: 0 };
  }
  const command = argv.join(' ');
  const fault = faults.strike(
    'exec',
    (candidate) =>
      isMeant(candidate.pod, pod, world) && (candidate.command === undefined || command.includes(candidate.command)),
  );
  const delayMs = fault?.delayMs ?? 0;
  if (fault?.spoil?.do === 'refuse') {
    const { code, message } = fault.spoil;
    return { refuse: statusAnswer(code, code === 403 ? 'Forbidden' : 'InternalError', message), delayMs };
  }
  const outcome = runIn(world, pod, chosen ?? '', argv);
  if ('failure' in outcome && protocol !== 'v5.channel.k8s.io') return { refuse: outcome.failure, delayMs };
  const script = writeScript(outcome, fault?.spoil, argv);
  return { run: (socket) => play(socket, script), delayMs };
}

function isMeant(wanted: string | undefined, pod: PodObject, world: SimulatedWorld): boolean {
  const role = world.roleOf(pod).is;
  return (
    wanted === undefined ||
    wanted === pod.metadata.name ||
    (wanted === 'leader' && role === 'leader') ||
    (wanted === 'followers' && role === 'follower')
  );
}

function runIn(world: SimulatedWorld, pod: PodObject, container: string, argv: readonly string[]): Outcome {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container);
  if (pod.status?.phase !== 'Running' || !status?.state?.running) {
    const message = `unable to upgrade connection: container not found ("${container}")`;
    return {
      failure: statusAnswer(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] }),
    };
  }
  const output = runCommand(world, pod, argv);
  return output ? { output } : { failure: executableMissing(argv) };
}

function executableMissing(argv: readonly string[]): Answer {
  const message = `error executing command in container: failed to exec in container: failed to start exec "2e1f": OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0]}": executable file not found in $PATH`;
  return statusAnswer(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** What is sent, in order, and how it ends: with a status, by losing the connection, or not at all. */
interface Script {
  readonly stdout: Buffer;
  readonly stderr?: Buffer;
  readonly end: { readonly status: string } | 'drop' | 'never';
}

function writeScript(outcome: Outcome, spoil: ExecSpoil | undefined, argv: readonly string[]): Script {
  const nothing = Buffer.alloc(0);
  if (spoil?.do === 'executable-missing') return { stdout: nothing, end: statusText(executableMissing(argv).body) };
  if ('failure' in outcome && spoil === undefined) return { stdout: nothing, end: statusText(outcome.failure.body) };
  const output: CommandOutput = 'output' in outcome ? outcome.output : { stdout: '', stderr: '', exitCode: 0 };
  const stdout = Buffer.from(output.stdout);
  const half = stdout.subarray(0, Math.floor(stdout.length / 2));
  switch (spoil?.do) {
    case 'hang':
      return { stdout: nothing, end: 'never' };
    case 'drop':
      return { stdout: half, end: 'drop' };
    case 'truncate':
      return { stdout: half, end: endOf(0) };
    case 'binary':
      return { stdout: Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256)), end: endOf(0) };
    case 'exit':
      return {
        stdout: Buffer.from(spoil.stdout ?? ''),
        stderr: Buffer.from(spoil.stderr ?? ''),
        end: endOf(spoil.code),
      };
    case 'print':
      return { stdout: Buffer.alloc(spoil.bytes, 'x'), end: endOf(0) };
    case 'stdout':
      return { stdout: Buffer.from(spoil.text), end: endOf(0) };
    case 'garbage-status':
      return { stdout, end: { status: '<html>no status</html>' } };
    default:
      return { stdout, stderr: Buffer.from(output.stderr), end: endOf(output.exitCode) };
  }
}

function play(socket: WebSocket, { stdout, stderr, end }: Script): void {
  print(socket, STDOUT, stdout);
  if (stderr) print(socket, STDERR, stderr);
  // After an empty frame, so that what was printed is on its way before the connection is lost.
  if (end === 'drop') socket.send(Buffer.from([STDOUT]), () => socket.terminate());
  if (typeof end === 'string') return;
  print(socket, STATUS, Buffer.from(end.status));
  socket.close(1000);
}

function endOf(exitCode: number): { readonly status: string } {
  if (exitCode === 0) return statusText({ metadata: {}, status: 'Success' });
  return statusText({
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  });
}

function statusText(status: unknown): { readonly status: string } {
  return { status: JSON.stringify(status) };
}

/** In frames of 32 KiB, as a kubelet sends them, so that characters get split between frames. */
function print(socket: WebSocket, channel: number, content: Buffer): void {
  for (let start = 0; start < content.length; start += CHUNK) {
    socket.send(Buffer.concat([Buffer.from([channel]), content.subarray(start, start + CHUNK)]));
  }
}
