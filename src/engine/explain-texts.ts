import { leaderName, leadership } from '../diagnoses/leadership.ts';
import type { AgentStatus } from '../domain/agent-status.ts';
import type { LogScan } from '../domain/log-scan.ts';
import { known, type Reading, unknown, type Why } from '../domain/reading.ts';
import type { Report } from '../domain/report.ts';
import type { LockReading, Snapshot, StatusReading } from '../domain/snapshot.ts';
import { type ExplainedDocument, readDocuments, type WhyUnrecognised } from '../parsers/documents.ts';
import { gatherAutoscaling } from './explain-autoscaling.ts';
import { gatherChecks } from './explain-checks.ts';
import { flareDocuments, flareLogs, flareLook, type NamedFlare } from './explain-flare.ts';
import { gatherMetadata } from './explain-metadata.ts';
import { pastedTexts } from './explain-pieces.ts';
import { makeReport } from './make-report.ts';

export interface NamedText {
  /** A file's name, or what to call the text. */
  readonly name: string;
  readonly text: string;
}

type AgentDocument = Extract<
  ExplainedDocument,
  { readonly kind: 'status' | 'running-checks' | 'unrecognised' | 'no-news' }
>;

/**
 * Explains pasted text, saved output and flares. A document's own date is taken for now; without one, ages stay unknown.
 */
export function explainTexts(
  texts: readonly NamedText[],
  clock: () => number,
  flares: readonly NamedFlare[] = [],
): Report {
  const started = clock();
  const names = texts.map(({ name }) => name);
  const documents = [
    ...texts.flatMap(({ name, text }) => readDocuments(name, text)),
    ...flares.flatMap((flare) => flareDocuments(flare)),
  ];
  const dates = documents.flatMap((one) => (one.kind === 'status' && one.status.time ? [one.status.time] : []));
  const now = dates.toSorted().at(-1);
  const { autoscaling, notLookedAt } = gatherAutoscaling(documents, now);
  const statuses = [
    ...documents.filter((one) => isAgentDocument(one, documents.length)).map(asReading),
    ...notLookedAt,
  ];
  const nothingLive = unknown('absent', 'read from text, not from a cluster', '', '');
  const ended = clock();
  const said: Snapshot = {
    question: { kind: 'explain' },
    origin: 'text',
    cluster: '',
    namespace: namespaceIn(documents),
    pods: nothingLive,
    searched: [],
    replicasWanted: nothingLive,
    locks: documents.flatMap(lockIn),
    statuses,
    previousLogs: [],
    execAllowed: true,
    ...(now === undefined ? {} : { now }),
  };
  const checks = gatherChecks(documents, leaderName(leadership(said)) || null);
  const metadata = gatherMetadata(documents);
  const logs = [...documents.flatMap(logIn), ...flares.flatMap(flareLogs)];
  const pasted = pastedTexts(names, documents);
  return makeReport(
    {
      ...said,
      ...(autoscaling && { autoscaling }),
      ...(checks && { checks }),
      ...(metadata && { metadata }),
      ...(logs.length > 0 && { logs }),
      ...(flares.length > 0 && { flares: { looks: flares.map(flareLook) } }),
      ...(pasted.length > 0 && { texts: pasted }),
    },
    { at: now ?? new Date(ended).toISOString(), tookMs: ended - started },
  );
}

function lockIn(one: ExplainedDocument): readonly LockReading[] {
  return one.kind === 'lock' ? [{ lock: one.lock, reading: known(one.record, one.from, '') }] : [];
}

function logIn(one: ExplainedDocument): readonly LogScan[] {
  return one.kind === 'pasted-log' ? [{ pod: one.from, reading: known(one.scan, one.from, '') }] : [];
}

/** A file that proves nothing is worth a word only where it stands alone. */
function isAgentDocument(document: ExplainedDocument, count: number): document is AgentDocument {
  const { kind } = document;
  return (
    kind === 'status' || kind === 'running-checks' || kind === 'unrecognised' || (kind === 'no-news' && count === 1)
  );
}

/** The Agent names its own namespace in front of its ConfigMap, which lies there; empty where no document tells. */
function namespaceIn(documents: readonly ExplainedDocument[]): string {
  const configMaps = documents.flatMap((document) => {
    if (document.kind === 'stored') return document.configMap ?? [];
    const metrics = document.kind === 'status' ? document.status.externalMetrics : undefined;
    return metrics?.state === 'present' && metrics.value.mode === 'configmap' ? metrics.value.configMap : [];
  });
  return configMaps[0]?.split('/')[0] ?? '';
}

function asReading(document: AgentDocument): StatusReading {
  return { from: document.from, reading: read(document) };
}

/** An empty text holds nothing to read, which is not the same as one that nobody can read. */
const WHYS: Readonly<Record<WhyUnrecognised, Why>> = {
  empty: 'absent',
  'unknown-generation': 'unsupported',
  'not-a-status': 'unreadable',
  'broken-json': 'unreadable',
  'agent-unreachable': 'unreadable',
  'error-text': 'unreadable',
  damaged: 'unreadable',
};

function read(document: AgentDocument): Reading<AgentStatus> {
  if (document.kind === 'status') return known(document.status, document.from, document.status.time ?? '');
  if (document.kind === 'running-checks') return known(document.status, document.from, '');
  if (document.kind === 'no-news') return unknown('absent', document.detail, document.from, '');
  return unknown(WHYS[document.why], document.title ?? document.detail, document.from, '');
}
