import type { Verdict } from '../domain/finding.ts';

/** One sign per verdict: Slack's emoji name, the terminal's character, and its colour (ANSI). */
export const SIGNS = {
  ok: { emoji: 'white_check_mark', mark: '✔', colour: 32 },
  explained: { emoji: 'information_source', mark: 'ℹ', colour: 36 },
  unknown: { emoji: 'grey_question', mark: '?', colour: 90 },
  warning: { emoji: 'warning', mark: '⚠', colour: 33 },
  fault: { emoji: 'red_circle', mark: '●', colour: 31 },
} as const satisfies Record<Verdict, { emoji: string; mark: string; colour: number }>;
