import type { KubeObject } from './kube-object.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { matchesLabels } from './selectors.ts';
import { type Answer, badRequest } from './status-bodies.ts';

/**
 * Answers a list with its `labelSelector`, `fieldSelector`, `limit` and `continue`. Only the objects of the page asked
 * for are moved to now by `present`.
 */
export function listAnswer(
  all: readonly KubeObject[],
  present: (object: KubeObject) => KubeObject,
  resource: Resource,
  query: URLSearchParams,
): Answer {
  const labelSelector = query.get('labelSelector') ?? '';
  if (matchesLabels({}, labelSelector) === undefined) {
    return badRequest(`unable to parse requirement: ${labelSelector}`);
  }
  const fields = readFieldSelector(query.get('fieldSelector') ?? '', resource);
  if (fields === undefined) return badRequest(`field label not supported: ${query.get('fieldSelector')}`);
  const selected = all
    .filter((object) => matchesLabels(object.metadata.labels ?? {}, labelSelector))
    .filter((object) => fields.every(([part, field, value]) => fieldOf(object, part, field) === value))
    .sort((a, b) => sortKey(a).localeCompare(sortKey(b)));

  const start = readContinue(query.get('continue'));
  const limit = Number(query.get('limit') ?? 0);
  const page = limit > 0 ? selected.slice(start, start + limit) : selected.slice(start);
  const left = selected.length - start - page.length;
  const metadata = {
    resourceVersion: '1000',
    ...(left > 0 ? { continue: writeContinue(start + page.length), remainingItemCount: left } : {}),
  };
  // Entries of a list name neither kind nor version: the list does.
  const items = page.map(present).map(({ kind: _kind, apiVersion: _apiVersion, ...rest }) => rest);
  return { status: 200, body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items } };
}

const FIELDS: Readonly<Record<string, RegExp>> = {
  Event: /^(metadata|involvedObject)\.(name|namespace|kind|uid)==?(.*)$/,
  Pod: /^(metadata|spec)\.((?<=metadata\.)(?:name|namespace)|(?<=spec\.)nodeName)==?(.*)$/,
};

type FieldRequirement = readonly [part: string, field: string, value: string];

/** Every kind selects by name and namespace, Events also by what they are about, Pods by their node. */
function readFieldSelector(selector: string, { kind }: Resource): readonly FieldRequirement[] | undefined {
  const supported = FIELDS[kind] ?? /^(metadata)\.(name|namespace)==?(.*)$/;
  const read: FieldRequirement[] = [];
  for (const requirement of selector.split(',').filter((text) => text !== '')) {
    const match = supported.exec(requirement);
    if (!match) return undefined;
    read.push([match[1] ?? '', match[2] ?? '', match[3] ?? '']);
  }
  return read;
}

function fieldOf(object: KubeObject, part: string, field: string): unknown {
  return (object[part] as Record<string, unknown> | undefined)?.[field];
}

function sortKey({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function writeContinue(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64url');
}

function readContinue(token: string | null): number {
  if (token === null || token === '') return 0;
  return Number(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')).offset);
}
