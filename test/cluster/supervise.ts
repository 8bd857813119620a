import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Program {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File that takes what it prints. */
  readonly log: string;
}

export interface Supervisor {
  start(program: Program): void;
  /** Programs that ended by themselves, with exit code, signal or reason. */
  ended(): readonly { readonly name: string; readonly code: string }[];
  /** Ends every program and removes the folder. */
  stop(): Promise<void>;
}

/** Starts the process that runs programs and ends them, and removes `folder`, when this process ends in whatever way. */
export function startSupervisor(folder: string | undefined): Supervisor {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [join(import.meta.dirname, 'supervisor.mjs'), ...(folder === undefined ? [] : [folder])],
    // Not in our process group: Ctrl-C reaches us alone, and it by the end of its input.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  child.stdin.on('error', () => {});
  const ends: { name: string; code: string }[] = [];
  const lines = createInterface({ input: child.stdout }).on('line', (line) => ends.push(JSON.parse(line)));
  const closed = once(child, 'close');
  return {
    start: (program) => void child.stdin.write(`${JSON.stringify(program)}\n`),
    ended: () => ends,
    async stop() {
      child.stdin.end();
      await closed;
      lines.close();
    },
  };
}
