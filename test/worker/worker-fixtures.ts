import type { Question } from '../../src/domain/question.ts';
import { REPORT_SCHEMA, type Report } from '../../src/domain/report.ts';
import type { Log } from '../../src/telemetry/log.ts';

/** A report that tells apart who computed it: `holder` is in its facts. */
export function makeReport(question: Question, holder: string, change: Partial<Report> = {}): Report {
  return {
    schema: REPORT_SCHEMA,
    question,
    cluster: 'prod-eu',
    verdict: 'ok',
    findings: [
      {
        code: 'leader-single-replica',
        verdict: 'ok',
        subject: holder,
        facts: { holder },
        evidence: ['kubectl get lease'],
      },
    ],
    readings: [{ source: 'kubectl get lease', at: '2026-11-23T10:00:00Z', known: true }],
    agent: { versions: ['7.71.0'], images: ['agent:7.71.0'] },
    masked: 0,
    at: '2026-11-23T10:00:00Z',
    tookMs: 41,
    ...change,
  };
}

/** A log that hands each message to `onLine`. */
export function logTo(onLine: (message: string, fields: Readonly<Record<string, unknown>>) => void): Log {
  const write = (fields: Readonly<Record<string, unknown>>, message: string) => onLine(message, fields);
  const log: Log = {
    debug: write,
    info: write,
    warn: write,
    error: write,
    fatal: write,
    child: (more) => logTo((message, fields) => onLine(message, { ...more, ...fields })),
  };
  return log;
}
