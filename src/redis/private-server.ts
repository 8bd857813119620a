import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, fetchValkey, findOnPath } from './redis-server-program.ts';

const READY_MS = 20_000;
const READY_IN_DOCKER_MS = 120_000;
const STOP_MS = 10_000;
/** A unix socket's path may have 103 bytes on macOS and 107 on Linux. */
const LONGEST_SOCKET_PATH = 100;
const IMAGE = 'valkey/valkey:9.1-alpine';

export interface PrivateRedisOptions {
  /** Where the data lives on; absent: a temporary folder that goes with the server. */
  readonly dir?: string;
  /** Whether every change is written to an append-only file, synced before the reply, so that even a killed server forgets nothing it acknowledged. Default true. */
  readonly aof?: boolean;
  readonly env: Environment;
  readonly onProgress?: (step: 'fetching-valkey' | 'starting-docker') => void;
}

export interface PrivateRedis {
  /** `unix:/…/redis.sock`; with docker `redis://:password@127.0.0.1:port`. */
  readonly url: string;
  /** Stops the server after it has written its data, and waits for it. */
  close(): Promise<void>;
}

export type PrivateRedisProblem =
  | { readonly code: 'redis-not-found'; readonly valkey: string; readonly docker: string }
  | { readonly code: 'redis-did-not-start'; readonly program: string; readonly output: string }
  | { readonly code: 'redis-already-running'; readonly dir: string }
  | { readonly code: 'redis-folder-not-ours'; readonly dir: string };

/** Why no private Redis could be started; the sentence for a person is made elsewhere. */
export class PrivateRedisError extends Error {
  readonly problem: PrivateRedisProblem;

  constructor(problem: PrivateRedisProblem) {
    super(JSON.stringify(problem));
    this.name = 'PrivateRedisError';
    this.problem = problem;
  }
}

/**
 * Starts a Redis of our own, which dies with this process: `redis-server` or `valkey-server` on PATH, else the valkey-server
 * of a pinned wheel, else docker. Reached by a unix socket in a folder only this user can enter. Rejects with PrivateRedisError.
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const found = await findRedisServer(options.env, options.onProgress);
  if ('program' in found) return startProgram(found.program, options);
  const docker = await findOnPath(['docker'], options.env);
  if (docker === undefined)
    throw new PrivateRedisError({ code: 'redis-not-found', valkey: found.reason, docker: 'no docker on PATH' });
  options.onProgress?.('starting-docker');
  return startInDocker(docker, options, found.reason);
}

/** The program a private Redis would run, fetched if need be; or why there is none. */
export async function findRedisServer(
  env: Environment,
  onProgress: PrivateRedisOptions['onProgress'] = () => {},
): Promise<{ readonly program: string } | { readonly reason: string }> {
  const program = await findOnPath(['redis-server', 'valkey-server'], env);
  return program === undefined ? fetchValkey(env, onProgress) : { program };
}

async function startProgram(program: string, options: PrivateRedisOptions): Promise<PrivateRedis> {
  const dir = options.dir === undefined ? await mkdtemp(join(tmpdir(), 'dca-')) : resolve(options.dir);
  await makePrivate(dir);
  const socketDir = Buffer.byteLength(join(dir, 'redis.sock')) <= LONGEST_SOCKET_PATH ? dir : shortFolderFor(dir);
  await makePrivate(socketDir);
  const socket = join(socketDir, 'redis.sock');
  if (await answers(socket)) throw new PrivateRedisError({ code: 'redis-already-running', dir });
  const args = [...settings(options.aof ?? true), '--dir', dir, '--port', '0'];
  args.push('--unixsocket', socket, '--unixsocketperm', '700');
  const child = await spawnMortal(program, args, options.env);
  const cleanUp = async () => {
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    if (socketDir !== dir) await rm(socketDir, { recursive: true, force: true });
  };
  try {
    await ready(child, program, READY_MS);
  } catch (error) {
    await stop(child);
    await cleanUp();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    url: `unix:${socket}`,
    close: () => {
      closing ??= stop(child).then(cleanUp);
      return closing;
    },
  };
}

/** Docker Desktop cannot share unix sockets with a container, hence a loopback port and a password. */
async function startInDocker(docker: string, options: PrivateRedisOptions, valkey: string): Promise<PrivateRedis> {
  const name = `dca-redis-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(24).toString('hex');
  const args = ['run', '--rm', '--name', name, '--publish', '127.0.0.1::6379'];
  if (options.dir !== undefined) {
    await makePrivate(resolve(options.dir));
    args.push(
      '--user',
      `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
      '--volume',
      `${resolve(options.dir)}:/data`,
    );
  }
  args.push(IMAGE, 'valkey-server', ...settings(options.aof ?? true), '--dir', '/data', '--requirepass', password);
  const child = await spawnMortal(docker, args, options.env);
  try {
    await ready(child, docker, READY_IN_DOCKER_MS);
    const { stdout } = await promisify(execFile)(docker, ['port', name, '6379/tcp'], { env: { ...options.env } });
    const port = /:(\d+)\s*$/m.exec(stdout)?.[1];
    if (port === undefined) throw new Error(`docker port: ${stdout}`);
    return { url: `redis://:${password}@127.0.0.1:${port}`, close: () => stop(child) };
  } catch (error) {
    await stop(child);
    const detail =
      error instanceof PrivateRedisError && 'output' in error.problem ? error.problem.output : String(error);
    throw new PrivateRedisError({ code: 'redis-not-found', valkey, docker: detail });
  }
}

function settings(aof: boolean): string[] {
  const durable = ['--appendonly', aof ? 'yes' : 'no', '--appendfsync', 'always', '--save', ''];
  return [...durable, '--maxmemory-policy', 'noeviction', '--daemonize', 'no'];
}

/** Runs the program, waits for its end, and ends it when nobody holds our standard input any more. */
const WATCH = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
(while read -r line <&3; do :; done; kill $child) >/dev/null 2>&1 &
trap 'kill $child 2>/dev/null' TERM
while kill -0 $child 2>/dev/null; do wait $child; done`;

/** A child that ends with this process however that ends. In a group of its own, so that Ctrl-C reaches only us. */
async function spawnMortal(program: string, args: readonly string[], env: Environment): Promise<ChildProcess> {
  const setpriv = process.platform === 'linux' ? await findOnPath(['setpriv'], env) : undefined;
  const [command, before] =
    setpriv === undefined ? ['/bin/sh', ['-c', WATCH, 'sh', program]] : [setpriv, ['--pdeathsig', 'TERM', program]];
  return spawn(command, [...before, ...args], { env: { ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
}

async function ready(child: ChildProcess, program: string, patience: number): Promise<void> {
  let output = '';
  const failed = () =>
    new PrivateRedisError({ code: 'redis-did-not-start', program, output: output.slice(-600).trim() });
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(failed()), patience);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    const read = (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-4000);
      if (/ready to accept/i.test(output)) settle(done);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => {
      output += error.message;
      settle(() => fail(failed()));
    });
    // Not 'exit': what it said last may still be on its way then.
    child.once('close', () => settle(() => fail(failed())));
  });
  child.stdout?.removeAllListeners('data').resume();
  child.stderr?.removeAllListeners('data').resume();
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
  for (const stream of child.stdio) stream?.destroy();
}

/** A folder for the socket where the data's own path is too long; the same for the same data, so that two servers meet. */
function shortFolderFor(dir: string): string {
  return join(tmpdir(), `dca-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);
}

async function makePrivate(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(dir);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new PrivateRedisError({ code: 'redis-folder-not-ours', dir });
  await chmod(dir, 0o700);
}

/** Whether a server listens there; a socket file alone may be what a killed one left. */
function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}
