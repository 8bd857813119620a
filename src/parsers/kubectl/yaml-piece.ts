import { asList, asObject, type JsonObject } from '../status/json-value.ts';
import { indentOf } from './document-openings.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';
import { textOf } from './object-fields.ts';
import { readObjects } from './read-objects.ts';
import { readYaml } from './read-yaml.ts';

// The outermost keys of the objects that are read here; any other word at their indent is not part of them.
const OUTER_KEY =
  /^(?:apiVersion|kind|metadata|spec|status|items|data|binaryData|immutable|type|addressType|endpoints|ports|involvedObject|message|reason|count|source|firstTimestamp|lastTimestamp|eventTime|reportingComponent|reportingInstance|action|series|related):(?: |$)/;
const OPENING = /^\s{0,200}(?:apiVersion|kind): {0,4}["']?[\w./-]{1,300}["']?$/;
/** How people mark what they left out. */
const ELISION = /^\s*(?:#.*|\[?(?:\.\.\.|…)\]?|<snip>|\(snip\))$/;
const ITEM = /^- (?:apiVersion|kind|metadata):/;

/** Reads the YAML of one object or list that this line begins; `undefined` when none does. */
export function yamlPiece(lines: readonly string[], at: number): Piece | undefined {
  if (!OPENING.test(lines[at]!)) return undefined;
  const indent = indentOf(lines[at]!);
  const end = endOf(lines, at, indent);
  const body = lines
    .slice(at, end)
    .filter((line) => line !== '' && !ELISION.test(line))
    .map((line) => line.slice(indent));
  const outer = body.filter((line) => OUTER_KEY.test(line));
  if (!outer.some((line) => line.startsWith('apiVersion:')) || body.length < 2) return undefined;
  const hasKind = outer.some((line) => line.startsWith('kind:'));
  const items = body.findIndex((line) => line.startsWith('items:'));
  const documents = items < 0 ? readSingle(body, hasKind, isTextEnd(lines, end)) : readList(body, items, hasKind);
  return { start: at, end, documents };
}

function endOf(lines: readonly string[], at: number, indent: number): number {
  const seen = new Set<string>();
  let end = at;
  let last = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end]!;
    if (line === '' || ELISION.test(line)) continue;
    const own = indentOf(line);
    if (own < indent) break;
    if (own === indent && !line.startsWith('- ', indent)) {
      const key = OUTER_KEY.exec(line.slice(indent))?.[0];
      // A key for the second time belongs to the next object.
      if (key === undefined || seen.has(key)) break;
      seen.add(key);
    }
    last = end;
  }
  return last + 1;
}

function isTextEnd(lines: readonly string[], end: number): boolean {
  let at = end;
  while (lines[at] === '') at += 1;
  return at >= lines.length;
}

function readSingle(body: readonly string[], hasKind: boolean, atTextEnd: boolean): readonly KubectlDocument[] {
  if (!hasKind) return [damaged('YAML of a Kubernetes object does not tell its kind: it is not whole')];
  const read = readYaml(body);
  const object = read.ok ? asObject(read.value) : undefined;
  if (!object)
    return [damaged(`YAML of a Kubernetes object cannot be read: ${read.ok ? 'it is no object' : read.detail}`)];
  return atTextEnd && endsEarly(object)
    ? [damaged(`YAML of ${textOf(object.kind)} ${textOf(asObject(object.metadata)?.name) ?? ''} ends early`)]
    : readObjects(object, 'yaml');
}

/** The API server prints keys in the order of the alphabet and never leaves these out of a status. */
function endsEarly(object: JsonObject): boolean {
  const status = asObject(object.status);
  const has = (key: string) => status !== undefined && key in status;
  switch (object.kind) {
    case 'HorizontalPodAutoscaler':
      return 'status' in object && !has('desiredReplicas');
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return status !== undefined && Object.keys(status).length > 0 && !has('replicas') && !has('observedGeneration');
    default:
      return false;
  }
}

/** Items are read one by one, so that a broken one does not take the others with it. */
function readList(body: readonly string[], items: number, hasKind: boolean): readonly KubectlDocument[] {
  const starts: number[] = [];
  const indent = indentOf(body[items + 1] ?? '');
  for (let i = items + 1; i < body.length; i += 1) {
    const line = body[i]!;
    if (indentOf(line) === indent && ITEM.test(line.slice(indent))) starts.push(i);
  }
  if (starts.length === 0) return readWholeList(body, hasKind);
  const after = body.findIndex((line, i) => i > starts.at(-1)! && OUTER_KEY.test(line));
  const documents = starts.flatMap((start, i): readonly KubectlDocument[] => {
    const end = starts[i + 1] ?? (after < 0 ? body.length : after);
    // The list's own kind comes last: where it is missing, so may be the end of the last item.
    if (!hasKind && i === starts.length - 1)
      return [damaged('YAML of a list ends early: its last object was left out')];
    const item = body.slice(start, end).map((line) => line.slice(indent));
    const read = readYaml([`  ${item[0]!.slice(2)}`, ...item.slice(1)]);
    const object = read.ok ? asObject(read.value) : undefined;
    if (object) return readObjects(object, 'yaml');
    return [damaged(`an object in a YAML list cannot be read: ${read.ok ? 'it is none' : read.detail}`)];
  });
  return documents;
}

/** A list in another layout: empty, or in brackets. */
function readWholeList(body: readonly string[], hasKind: boolean): readonly KubectlDocument[] {
  const read = readYaml(body);
  const object = read.ok ? asObject(read.value) : undefined;
  if (!object || !hasKind || !asList(object.items))
    return [damaged(`YAML of a list cannot be read: ${read.ok ? 'it is not whole' : read.detail}`)];
  return readObjects(object, 'yaml');
}

function damaged(detail: string): KubectlDocument {
  return { kind: 'damaged', detail };
}
