import type { Why } from '../domain/reading.ts';
import type { Report } from '../domain/report.ts';

export interface Unread {
  readonly source: string;
  readonly why: Why;
  /** `null` where the word alone says it. */
  readonly detail: string | null;
  /** How many other pods the same was tried on, with the same end. */
  readonly others: number;
}

/** How the store notes that it kept a report without what was read: nobody's answer changes by that. */
const STORE_NOTE = 'stored report';

/** In the source of every reading of the metrics API: that one which is broken serves nothing is told by its finding. */
const SERVED = '/apis/external.metrics.k8s.io/';

/** The pod in a command that is run in one, or that shows its log. */
const POD = /\bkubectl (?:--context \S+ )?(?:exec -n \S+|logs) (?<pod>\S+)/;

/**
 * Readings that failed and that no finding tells of, the same of several pods once. What is merely not there is left out: locks are looked for under
 * several names, and most of those never exist.
 */
export function unreadOf(report: Report): readonly Unread[] {
  const told = new Set(report.findings.flatMap(({ evidence }) => evidence));
  const broken = report.findings.some(({ code, verdict }) => code.startsWith('metrics-api-') && verdict === 'fault');
  const isHealth = report.question.kind === 'health';
  const seen = new Set<string>();
  const unread = report.readings.flatMap(({ source, known, why, detail }) => {
    if (
      source === STORE_NOTE ||
      (broken && source.includes(SERVED)) ||
      known ||
      why === undefined ||
      why === 'absent' ||
      // What a topic needs its findings tell of; that an old Agent does not know the rest is no gap in the whole.
      (isHealth && why === 'unsupported') ||
      told.has(source) ||
      seen.has(source)
    )
      return [];
    seen.add(source);
    const said = why === 'forbidden' || why === 'timeout' || detail === '' ? undefined : detail;
    return [{ source, why, detail: said ?? null, others: 0 }];
  });
  return folded(unread);
}

function folded(unread: readonly Unread[]): readonly Unread[] {
  const alike = new Map<string, Unread>();
  for (const one of unread) {
    const { source, why, detail } = one;
    const pod = POD.exec(source)?.groups?.pod;
    const words = [source, detail ?? ''].map((text) => (pod === undefined ? text : text.replaceAll(pod, '')));
    const key = JSON.stringify([why, detail === null, pod === undefined, ...words]);
    const first = alike.get(key);
    alike.set(key, first === undefined ? one : { ...first, others: first.others + 1 });
  }
  return [...alike.values()];
}
