import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { loadConfig, missingSecrets, type Role } from '../config/load-config.ts';
import { problemText } from '../config/problem-phrases.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { localeLanguage } from './manner.ts';

/** Reads the configuration; every problem is told at once on standard error, and then there is none. `role` absent: secrets may be missing. */
export function readConfig(file: string | undefined, role?: Role): Config | undefined {
  const loaded = loadConfig({ ...(file === undefined ? {} : { file }), env: process.env, readFile: readIfThere });
  const problems: readonly ConfigProblem[] = loaded.ok
    ? role === undefined
      ? []
      : missingSecrets(loaded.config, role)
    : loaded.problems;
  if (loaded.ok && problems.length === 0) return loaded.config;
  const language = localeLanguage(process.env);
  for (const problem of problems) process.stderr.write(`${problemText(problem, language, loaded.file)}\n`);
  process.exitCode = EXIT_USAGE;
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
