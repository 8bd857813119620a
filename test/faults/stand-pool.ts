import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from './build-program.ts';
import { type Stand, type StandOptions, startStand } from './stand.ts';

/** A few stands for many rows: most of a row is waiting for what the dead held to run out. */
export interface StandPool {
  /** Runs a row on a stand that nobody else uses meanwhile. */
  use(row: (stand: Stand) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function openPool(size: number, options?: StandOptions): Promise<StandPool> {
  const folder = await mkdtemp(join(tmpdir(), 'dca-'));
  const program = await buildProgram(folder);
  const stands = await Promise.all(Array.from({ length: size }, () => startStand({ ...options, program })));
  const free = [...stands];
  const waiting: ((stand: Stand) => void)[] = [];
  return {
    use: async (row) => {
      const stand = free.pop() ?? (await new Promise<Stand>((resolve) => waiting.push(resolve)));
      try {
        await row(stand);
      } catch (error) {
        // Whatever state its processes are in, the next row is not to suffer from it.
        await Promise.all([stand.staff('gateway', 0), stand.staff('worker', 0)]);
        throw error;
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(stand);
        else next(stand);
      }
    },
    close: async () => {
      await Promise.all(stands.map((stand) => stand.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
