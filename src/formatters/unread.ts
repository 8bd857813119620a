import type { Why } from '../domain/reading.ts';
import type { Report } from '../domain/report.ts';

export interface Unread {
  readonly source: string;
  readonly why: Why;
  /** `null` where the word alone says it. */
  readonly detail: string | null;
}

/**
 * Readings that failed and that no finding tells of. What is merely not there is left out: locks are looked for under
 * several names, and most of those never exist.
 */
export function unreadOf(report: Report): readonly Unread[] {
  const told = new Set(report.findings.flatMap(({ evidence }) => evidence));
  const seen = new Set<string>();
  return report.readings.flatMap(({ source, known, why, detail }) => {
    if (known || why === undefined || why === 'absent' || told.has(source) || seen.has(source)) return [];
    seen.add(source);
    const said = why === 'forbidden' || why === 'timeout' || detail === '' ? undefined : detail;
    return [{ source, why, detail: said ?? null }];
  });
}
