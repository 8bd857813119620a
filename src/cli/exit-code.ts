import type { Verdict } from '../domain/finding.ts';

/** sysexits' EX_USAGE: the question or the options could not be read. */
export const EXIT_USAGE = 64;

/** The exit code of `ask` and `explain`, for scripts: 0 all well or explained, 1 something is wrong, 2 not known. */
export function exitCodeOf(verdict: Verdict): 0 | 1 | 2 {
  switch (verdict) {
    case 'ok':
    case 'explained':
      return 0;
    case 'warning':
    case 'fault':
      return 1;
    case 'unknown':
      return 2;
  }
}
