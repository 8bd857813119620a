import type { AgentStatus } from '../domain/agent-status.ts';
import type { FlareLook } from '../domain/flare.ts';
import type { LogScan } from '../domain/log-scan.ts';
import { known, type Reading } from '../domain/reading.ts';
import { type ExplainedDocument, readDocuments } from '../parsers/documents.ts';
import type { Refused } from '../parsers/flare/zip-limits.ts';
import type { FlareContents, FlareText } from './read-flare.ts';

/** A flare beside the texts of a question. */
export interface NamedFlare {
  /** The file's name, or the pod that it was built in. */
  readonly name: string;
  readonly read: FlareContents | Refused;
}

/** The texts that are understood as pasted ones are; what the others say is told by no rule of explained text. */
const EXPLAINED: readonly FlareText['kind'][] = [
  'status',
  'node-status',
  'metamap',
  'clusterchecks',
  'configcheck',
  'external-metrics',
  'telemetry',
];

/** The documents in a flare's files, each named after its file. */
export function flareDocuments({ name, read }: NamedFlare): readonly ExplainedDocument[] {
  return explained(read).flatMap(({ file, text }) => readDocuments(`${name}: ${file}`, text));
}

/** The Cluster Agent's `status` in a flare. */
export function flareStatuses(flare: NamedFlare): readonly Reading<AgentStatus>[] {
  return flareDocuments(flare).flatMap((one) =>
    one.kind === 'status' ? [known(one.status, one.from, one.status.time ?? '')] : [],
  );
}

export function flareLogs({ read }: NamedFlare): readonly LogScan[] {
  return 'refusal' in read ? [] : read.logs.map(({ pod, reading }) => ({ pod, reading }));
}

/** What is told of the flare as such. */
export function flareLook({ name, read }: NamedFlare): FlareLook {
  if ('refusal' in read) return { read: false, from: name, refusal: read.refusal, detail: read.detail };
  const understood = [...explained(read).map(({ file }) => file), ...read.logs.map(({ file }) => file)];
  return { read: true, from: name, files: read.files, understood, hostname: read.host };
}

function explained(read: NamedFlare['read']): readonly FlareText[] {
  if ('refusal' in read) return [];
  // An Agent whose process did not answer leaves the file empty.
  return read.texts.filter(({ kind, text }) => EXPLAINED.includes(kind) && text.trim() !== '');
}
