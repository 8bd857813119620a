import type { Report } from '../domain/report.ts';
import { jsonAnswer } from '../formatters/json-answer.ts';
import { terminalAnswer } from '../formatters/terminal-answer.ts';
import type { View } from '../formatters/view.ts';
import { exitCodeOf } from './exit-code.ts';

/** Prints a report to standard output and sets the exit code by its verdict. */
export function printReport(
  report: Report,
  view: View,
  look: { readonly json: boolean; readonly colour: boolean },
): void {
  process.stdout.write(look.json ? `${jsonAnswer(report)}\n` : terminalAnswer(report, view, { colour: look.colour }));
  process.exitCode = exitCodeOf(report.verdict);
}

/** Colour where a person looks: a terminal that did not ask for none (https://no-color.org). */
export function wantsColour(flag: boolean, env: NodeJS.ProcessEnv): boolean {
  return flag && process.stdout.isTTY === true && (env.NO_COLOR ?? '') === '';
}
