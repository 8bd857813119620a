import { type Ask, isReportOf } from '../domain/ask.ts';
import type { Report } from '../domain/report.ts';
import type { DeliveryState } from '../redis/delivery-state.ts';

/** What an answer is made from at this moment: the report, else what the deadline put in its place. */
export type Basis =
  | { readonly basis: 'report' | 'overdue'; readonly report: Report }
  /** Neither is there, or only a newer dca-bot can read it. */
  | { readonly basis: 'missing' };

export function answerBasis(state: DeliveryState, ask: Ask): Basis {
  const report = state.report();
  // A report from another cluster is not this ask's, however it came here.
  if (report.state === 'found' && isReportOf(ask, report.value)) return { basis: 'report', report: report.value };
  const overdue = state.overdue();
  if (overdue.state === 'found') return { basis: 'overdue', report: overdue.value };
  return { basis: 'missing' };
}
