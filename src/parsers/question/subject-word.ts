import { isLabelName, isObjectName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import type { PlainWord } from './plain-words.ts';
import { ALIASES, FILLERS, LEADS, NAMESPACE_NOUNS, PAGE_NOUNS, WHY_WORDS } from './words.ts';

type Resource = Exclude<NonNullable<Subject['resource']>, 'check' | 'node' | 'service' | 'pod'>;

/** How a workload or an HPA is called in front of its name, as `kubectl` takes and prints it. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(
  Object.entries({
    hpa: 'hpa hpas autoscaler horizontalpodautoscaler horizontalpodautoscalers horizontalpodautoscaler.autoscaling horizontalpodautoscalers.autoscaling',
    deployment: 'deploy deployment deployments deployment.apps deployments.apps',
    statefulset: 'sts statefulset statefulsets statefulset.apps statefulsets.apps',
    replicaset: 'rs replicaset replicasets replicaset.apps replicasets.apps',
  } satisfies Record<Resource, string>).flatMap(([resource, words]) =>
    words.split(' ').map((word) => [word, resource as Resource] as const),
  ),
);

const FIGURE = /^[<>~≈]?\d[\d.,]*[a-z%]{0,2}(?:\/\d[\d.,]*[a-z%]{0,2})?$/i;

/** `824`, `157500m`, `824/9`: a quantity out of an HPA's status, not a name, unless it can be nothing else. */
export function isFigure(text: string): boolean {
  return FIGURE.test(text);
}

/** Whether a word can be told from the talk around it, so that after `hpa` it is read as a name. */
export function isPlainName(text: string): boolean {
  const known = [FILLERS, ALIASES, WHY_WORDS, LEADS, NAMESPACE_NOUNS, PAGE_NOUNS, RESOURCES];
  return !text.startsWith('-') && !isFigure(text) && !known.some((words) => words.has(bareWord(text)));
}

/** The same for a word that may be quoted, which makes any word a name. */
export function mayBeName(word: PlainWord | undefined): word is PlainWord {
  return word !== undefined && (word.quoted || isPlainName(word.text));
}

/**
 * Reads `shop/web`, `deploy/web`, `shop/deploy/web`, `deploy/shop/web`, `shop/`, `shop/*` and `ns/shop`. Names have no
 * capital letters, so that those of a phone are undone. `undefined`: the word names nothing in this way.
 */
export function readSubject(word: string): Subject | 'bad-name' | undefined {
  const text = bareWord(word);
  if (!text.includes('/') || text.includes(':') || isFigure(text)) {
    return undefined;
  }
  const [first = '', second = '', third] = text.split('/', 4);
  if (text.split('/').length > 3 || first === '') {
    return undefined;
  }
  if (third !== undefined) {
    const [namespace, kind] = RESOURCES.has(first) ? [second, first] : [first, second];
    return named(third, namespace, RESOURCES.get(kind) ?? 'bad-name');
  }
  if (NAMESPACE_NOUNS.has(first)) {
    return isLabelName(second) ? { namespace: second } : 'bad-name';
  }
  const resource = RESOURCES.get(first);
  if (resource !== undefined) {
    return named(second, undefined, resource);
  }
  if (second === '' || second === '*') {
    return isLabelName(first) ? { namespace: first } : 'bad-name';
  }
  return named(second, first, undefined);
}

function named(
  name: string,
  namespace: string | undefined,
  resource: Resource | 'bad-name' | undefined,
): Subject | 'bad-name' {
  const legal = isObjectName(name) && (namespace === undefined || isLabelName(namespace));
  if (!legal || resource === 'bad-name') {
    return 'bad-name';
  }
  return {
    ...(namespace !== undefined && { namespace }),
    name,
    ...(resource !== undefined && { resource }),
  };
}
