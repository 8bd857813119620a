import { readFile } from 'node:fs/promises';
import { STATE } from './state.ts';

/** The process that keeps the cluster running; undefined when it does not run. */
export async function runningPid(): Promise<number | undefined> {
  const pid = Number(await readFile(STATE.pid, 'utf8').catch(() => ''));
  if (!(pid > 0)) return undefined;
  // After a crash the number may be another process's by now.
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.includes(STATE.program) ? pid : undefined;
}
