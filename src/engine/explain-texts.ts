import type { AgentStatus } from '../domain/agent-status.ts';
import { known, type Reading, unknown, type Why } from '../domain/reading.ts';
import type { Report } from '../domain/report.ts';
import type { StatusReading } from '../domain/snapshot.ts';
import { type ExplainedDocument, readDocuments } from '../parsers/documents.ts';
import { makeReport } from './make-report.ts';

export interface NamedText {
  /** A file's name, or what to call the text. */
  readonly name: string;
  readonly text: string;
}

/** Explains pasted text or saved output. A document's own date is taken for now; without one, ages stay unknown. */
export function explainTexts(texts: readonly NamedText[], clock: () => number): Report {
  const started = clock();
  const statuses = texts.flatMap(({ name, text }) => readDocuments(name, text)).map(asReading);
  const dates = statuses.flatMap(({ reading }) => (reading.known && reading.value.time ? [reading.value.time] : []));
  const now = dates.toSorted().at(-1);
  const nothingLive = unknown('absent', 'read from text, not from a cluster', '', '');
  const ended = clock();
  return makeReport(
    {
      question: { kind: 'explain' },
      origin: 'text',
      cluster: '',
      namespace: namespaceIn(statuses),
      pods: nothingLive,
      searched: [],
      replicasWanted: nothingLive,
      locks: [],
      statuses,
      previousLogs: [],
      execAllowed: true,
      ...(now === undefined ? {} : { now }),
    },
    { at: now ?? new Date(ended).toISOString(), tookMs: ended - started },
  );
}

/** The Agent names its own namespace in front of its ConfigMap; empty where no document does. */
function namespaceIn(statuses: readonly StatusReading[]): string {
  for (const { reading } of statuses) {
    const metrics = reading.known ? reading.value.externalMetrics : undefined;
    if (metrics?.state === 'present' && metrics.value.mode === 'configmap')
      return metrics.value.configMap.split('/')[0] ?? '';
  }
  return '';
}

function asReading(document: ExplainedDocument): StatusReading {
  return { from: document.from, reading: read(document) };
}

/** An empty text holds nothing to read, which is not the same as one that nobody can read. */
const WHYS: Readonly<Record<Extract<ExplainedDocument, { kind: 'unrecognised' }>['why'], Why>> = {
  empty: 'absent',
  'unknown-generation': 'unsupported',
  'not-a-status': 'unreadable',
  'broken-json': 'unreadable',
  'agent-unreachable': 'unreadable',
  'error-text': 'unreadable',
};

function read(document: ExplainedDocument): Reading<AgentStatus> {
  if (document.kind === 'status') return known(document.status, document.from, document.status.time ?? '');
  return unknown(WHYS[document.why], document.title ?? document.detail, document.from, '');
}
