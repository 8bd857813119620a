import type { Report } from '../domain/report.ts';

/** The report itself, pretty-printed, with `findings[].code` at the top level. */
export function jsonAnswer(report: Report): string {
  return JSON.stringify(report, null, 2);
}
