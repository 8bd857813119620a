import { defineConfig } from 'vitest/config';
import projects from './scripts/test-projects.json' with { type: 'json' };

const SLOW = 120_000;
/** Milliseconds a test and a hook may take; far above what they need, since two slow cores must pass too. */
const TIMEOUTS: Readonly<Record<string, number>> = {
  unit: 20_000,
  redis: 40_000,
  slack: 40_000,
  browser: 60_000,
  cluster: SLOW,
  faults: SLOW,
};
/** These kill processes and measure what is left: one file at a time. */
const SEQUENTIAL = new Set(['browser', 'cluster', 'faults']);
const claimed = Object.values(projects).flatMap(({ folders }) => folders.map((folder) => `test/${folder}/**`));

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    restoreMocks: true,
    projects: Object.entries(projects).map(([name, { folders }]) => ({
      extends: true,
      test: {
        name,
        // Whatever no other project claims is a unit test, so that a new folder cannot be forgotten.
        include:
          folders.length === 0 ? ['test/**/*.test.ts'] : folders.map((folder: string) => `test/${folder}/**/*.test.ts`),
        exclude: folders.length === 0 ? claimed : [],
        setupFiles: ['test/open-handles.ts'],
        testTimeout: TIMEOUTS[name] ?? SLOW,
        hookTimeout: TIMEOUTS[name] ?? SLOW,
        fileParallelism: !SEQUENTIAL.has(name),
        ...(SEQUENTIAL.has(name) ? { maxWorkers: 1 } : {}),
      },
    })),
  },
});
