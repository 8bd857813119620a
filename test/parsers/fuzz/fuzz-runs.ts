import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';

// Between batches the process can tell vitest that it lives. A failing batch prints its own seed, which as
// DCA_TEST_SEED makes it the first batch of the next run.
const BATCH = 2_000;
const PINNED_SEED = 824;
const asked = process.env.DCA_FUZZ_RUNS;

/** How many inputs each property is tried with. */
export const FUZZ_RUNS = Number(asked ?? BATCH);
if (!Number.isInteger(FUZZ_RUNS) || FUZZ_RUNS < 1) throw new Error(`DCA_FUZZ_RUNS=${asked} is no number of runs`);

/** Always the same in the normal run; a longer one looks elsewhere each time. */
export const FUZZ_SEED = Number(
  process.env.DCA_TEST_SEED ?? (asked === undefined ? PINNED_SEED : Math.floor(Math.random() * 2 ** 31)),
);

/** Milliseconds that a test of this many runs may take on two slow cores. */
export const FUZZ_TIMEOUT = 30_000 + FUZZ_RUNS * 30;

/** Tries a property with as many inputs; fails with the seed that plays the failure again. */
export async function tryOften<Inputs>(
  property: fc.IProperty<Inputs> | fc.IAsyncProperty<Inputs>,
  runs = FUZZ_RUNS,
): Promise<void> {
  for (let done = 0; done < runs; done += BATCH) {
    await fc.assert(property, { seed: FUZZ_SEED + done / BATCH, numRuns: Math.min(BATCH, runs - done) });
    await setImmediate();
  }
}
