import type { Why } from '../domain/reading.ts';
import type { Report } from '../domain/report.ts';

export interface Unread {
  readonly source: string;
  readonly why: Why;
  /** `null` where the word alone says it. */
  readonly detail: string | null;
}

/** How the store notes that it kept a report without what was read: nobody's answer changes by that. */
const STORE_NOTE = 'stored report';

/** In the source of every reading of the metrics API: that one which is broken serves nothing is told by its finding. */
const SERVED = '/apis/external.metrics.k8s.io/';

/**
 * Readings that failed and that no finding tells of. What is merely not there is left out: locks are looked for under
 * several names, and most of those never exist.
 */
export function unreadOf(report: Report): readonly Unread[] {
  const told = new Set(report.findings.flatMap(({ evidence }) => evidence));
  const broken = report.findings.some(({ code, verdict }) => code.startsWith('metrics-api-') && verdict === 'fault');
  const seen = new Set<string>();
  return report.readings.flatMap(({ source, known, why, detail }) => {
    if (
      source === STORE_NOTE ||
      (broken && source.includes(SERVED)) ||
      known ||
      why === undefined ||
      why === 'absent' ||
      told.has(source) ||
      seen.has(source)
    )
      return [];
    seen.add(source);
    const said = why === 'forbidden' || why === 'timeout' || detail === '' ? undefined : detail;
    return [{ source, why, detail: said ?? null }];
  });
}
