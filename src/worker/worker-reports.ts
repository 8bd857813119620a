import type { Finding, FindingOf } from '../domain/finding.ts';
import type { Question } from '../domain/question.ts';
import type { Why } from '../domain/reading.ts';
import { REPORT_SCHEMA, type Report } from '../domain/report.ts';

/** What a report needs that no engine had a hand in. Times are epoch milliseconds. */
export interface Occasion {
  readonly question: Question;
  readonly cluster: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The report of a question that somebody stopped. */
export function stoppedReport(occasion: Occasion, by: string): Report {
  return reportOf(occasion, {
    code: 'question-stopped',
    verdict: 'unknown',
    subject: occasion.cluster,
    facts: { by },
    evidence: [],
  });
}

/** The report of a question whose answering broke down: nothing is known, and `detail` says why. */
export function brokenReport(occasion: Occasion, why: Why, detail: string): Report {
  const { cluster } = occasion;
  return reportOf(occasion, {
    code: 'answer-failed',
    verdict: 'unknown',
    subject: cluster,
    facts: { cluster, why, detail },
    evidence: [],
  });
}

type ImpossibleCode = 'compare-impossible' | 'replay-impossible';

/** The report of a question about reports that cannot be had. */
export function impossibleReport<C extends ImpossibleCode>(
  occasion: Occasion,
  code: C,
  facts: FindingOf<C>['facts'],
): Report {
  const finding: FindingOf<C> = { code, verdict: 'unknown', subject: code, facts, evidence: [] };
  return reportOf(occasion, finding as Finding);
}

function reportOf({ question, cluster, startedAt, endedAt }: Occasion, finding: Finding): Report {
  return {
    schema: REPORT_SCHEMA,
    question,
    cluster,
    verdict: finding.verdict,
    findings: [finding],
    readings: [],
    agent: { versions: [], images: [] },
    masked: 0,
    at: new Date(endedAt).toISOString(),
    tookMs: Math.max(0, endedAt - startedAt),
  };
}
