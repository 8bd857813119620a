import { isCheckName, isLabelName, isObjectName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { isFigure, isPlainName } from './subject-word.ts';
import { CHECK_TALK, CHECK_VERBS } from './words.ts';

type CheckResource = Extract<NonNullable<Subject['resource']>, 'check' | 'node' | 'service'>;

/** What a question about checks can be about, in front of its name. */
export const CHECK_NOUNS: ReadonlyMap<string, CheckResource> = new Map([
  ['check', 'check'],
  ['checks', 'check'],
  ['node', 'node'],
  ['nodes', 'node'],
  ['ノード', 'node'],
  ['svc', 'service'],
  ['service', 'service'],
  ['services', 'service'],
  ['サービス', 'service'],
]);

/**
 * Reads `shop/web`, `svc/web`, `shop/svc/web`, `node/worker-3` and `check/http_check`. Capital letters stay in the name of
 * a check alone. `undefined`: the word names nothing in this way.
 */
export function readCheckSubject(word: string): Subject | 'bad-name' | undefined {
  const text = asTyped(word);
  const parts = text.split('/', 4);
  if (parts.length === 1 || parts[0] === '' || isFigure(text)) {
    return undefined;
  }
  const [first = '', second = '', third] = parts;
  if (third !== undefined) {
    const [namespace, noun] = CHECK_NOUNS.has(first.toLowerCase()) ? [second, first] : [first, second];
    return parts.length === 3 && CHECK_NOUNS.get(noun.toLowerCase()) === 'service'
      ? serviceNamed(third, namespace)
      : 'bad-name';
  }
  const resource = CHECK_NOUNS.get(first.toLowerCase());
  return resource === undefined ? serviceNamed(second, first) : nameOf(resource, second);
}

/** A name whose kind was said. */
export function nameOf(resource: CheckResource, word: string): Subject | 'bad-name' {
  const name = asTyped(word);
  switch (resource) {
    case 'check':
      return isCheckName(name) ? { name, resource } : 'bad-name';
    case 'node':
      return isObjectName(name.toLowerCase()) ? { name: name.toLowerCase(), resource } : 'bad-name';
    case 'service':
      return serviceNamed(name, undefined);
  }
}

/** A word alone: the name of a check, a node or a Service; only the cluster tells which. */
export function anyCheckName(word: string): Subject | 'bad-name' {
  const name = asTyped(word);
  return isCheckName(name) || isObjectName(name) ? { name } : 'bad-name';
}

/** Whether a word behind `checks` is read as a name. */
export function isPlainCheckName(text: string): boolean {
  const lower = text.toLowerCase();
  const known = [CHECK_NOUNS, CHECK_TALK, CHECK_VERBS].some((words) => words.has(lower));
  return isPlainName(text) && !known;
}

function serviceNamed(word: string, place: string | undefined): Subject | 'bad-name' {
  const [name, namespace] = [word.toLowerCase(), place?.toLowerCase()];
  if (!isLabelName(name) || (namespace !== undefined && !isLabelName(namespace))) {
    return 'bad-name';
  }
  return { ...(namespace !== undefined && { namespace }), name, resource: 'service' };
}

function asTyped(word: string): string {
  return word.replace(/[?!]{1,20}$/, '').replace(/'s$/, '');
}
