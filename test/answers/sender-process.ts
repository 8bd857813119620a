import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { SendingWorld } from './sending-world.ts';

/** A sender in a process of its own. */
export interface SenderProcess {
  /** Resolves when it has ended itself, or stands still after SIGSTOP. */
  stopped(): Promise<void>;
  /** Lets one that stands still go on. */
  goOn(): void;
  end(): Promise<void>;
}

/** `step` is `before-` or `after-` one of `intent`, `post`, `sent`, `remove`, for the message of `entry`. */
export async function startSenderProcess(
  { server, slack }: SendingWorld,
  stop: { step: string; entry: string; signal: 'SIGKILL' | 'SIGSTOP' },
): Promise<SenderProcess> {
  const script = fileURLToPath(new URL('./sender-child.ts', import.meta.url));
  const args = [server.url, slack.apiUrl, slack.botToken, stop.step, stop.entry, stop.signal];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the sender ended while starting'))),
  ]).catch((error: unknown) => {
    if (hasEnded(child) && stop.signal === 'SIGKILL') return;
    throw error;
  });
  return {
    stopped: async () => {
      await vi.waitFor(
        () => {
          if (!hasEnded(child) && !standsStill(child.pid ?? 0)) throw new Error(`not at ${stop.step} yet`);
        },
        { timeout: 15_000, interval: 20 },
      );
    },
    goOn: () => {
      child.kill('SIGCONT');
    },
    end: async () => {
      if (hasEnded(child)) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The state letter follows the command's name in brackets: `T` is stopped. */
function standsStill(pid: number): boolean {
  return / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''));
}
