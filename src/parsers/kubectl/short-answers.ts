import { cutText } from '../cut-text.ts';
import { opensDocument } from './document-openings.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';

const REFUSAL =
  /^\s{0,40}Error from server \((NotFound|Forbidden)\): ([a-z]{1,60})(?:\.[a-z0-9.-]{1,200})?(?: "([^"]{1,253})")? (?:not found|is forbidden)/;
const NO_TYPE = /^\s{0,40}error: the server doesn't have a resource type "([a-z]{1,60})(?:\.[a-z0-9.-]{1,200})?"/;
const READ_HERE = new Set([
  'apiservices',
  'configmaps',
  'datadogmetrics',
  'deployments',
  'horizontalpodautoscalers',
  'replicasets',
  'services',
  'statefulsets',
]);

const GROUP_VERSION = /^\s{0,40}((?:[a-z0-9.-]{1,253}\/)?v\d{1,3}(?:(?:alpha|beta)\d{1,3})?)$/;
const SERVER_VERSION = /^\s{0,40}Server Version: (?:version\.Info\{.{0,200}GitVersion:")?(v\d[\w.+-]{0,60})/;
// A cluster without these is none, and fewer lines are no `kubectl api-versions`.
const MIN_VERSIONS = 5;

/** Answers of one kind of line: a refusal of the API server, the server's version, `kubectl api-versions`. */
export function shortAnswer(lines: readonly string[], at: number): Piece | undefined {
  const line = lines[at]!;
  if (line.length > 2_000) return undefined;
  const one = (document: KubectlDocument): Piece => ({ start: at, end: at + 1, documents: [document] });
  const version = SERVER_VERSION.exec(line)?.[1];
  if (version !== undefined) return one({ kind: 'server-version', version });
  const refusal = refusalIn(line);
  return refusal ? one(refusal) : apiVersions(lines, at);
}

function refusalIn(line: string): KubectlDocument | undefined {
  const detail = cutText(line.trim(), 500);
  const type = NO_TYPE.exec(line)?.[1];
  const resource = type === undefined ? undefined : type.endsWith('s') ? type : `${type}s`;
  if (resource !== undefined && READ_HERE.has(resource)) return { kind: 'refusal', resource, why: 'absent', detail };
  const parts = REFUSAL.exec(line);
  if (!parts || !READ_HERE.has(parts[2]!)) return undefined;
  const name = parts[3];
  const why = parts[1] === 'Forbidden' ? 'forbidden' : 'absent';
  return { kind: 'refusal', resource: parts[2]!, ...(name !== undefined && { name }), why, detail };
}

function apiVersions(lines: readonly string[], at: number): Piece | undefined {
  const versions: string[] = [];
  let end = at;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '') continue;
    const version = line.length > 300 ? undefined : GROUP_VERSION.exec(line)?.[1];
    if (version === undefined || (next > at && opensDocument(lines, next))) break;
    versions.push(version);
    end = next + 1;
  }
  return versions.length < MIN_VERSIONS
    ? undefined
    : { start: at, end, documents: [{ kind: 'api-versions', versions }] };
}
