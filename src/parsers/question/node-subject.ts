import { isLabelName, isObjectName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { CHECK_NOUNS, readCheckSubject } from './check-subject.ts';
import { isFigure, isPlainName } from './subject-word.ts';
import { METADATA_TALK, NODE_TALK } from './words.ts';

const POD_NOUNS: ReadonlySet<string> = new Set(['pod', 'pods', 'po', 'ポッド']);

/** Everything besides a workload that can stand in front of a name. */
export const SUBJECT_NOUNS: ReadonlySet<string> = new Set([...CHECK_NOUNS.keys(), ...POD_NOUNS]);

export function isNodeNoun(word: string): boolean {
  return CHECK_NOUNS.get(word) === 'node';
}

export function isPodNoun(word: string): boolean {
  return POD_NOUNS.has(word);
}

/**
 * Reads `node/worker-3`, `pod/web-7xk2p`, `shop/web-7xk2p` and `shop/pod/web-7xk2p`; checks and Services too, so that the
 * question that takes them can be named. `undefined`: the word names nothing in this way.
 */
export function readNodeSubject(word: string): Subject | 'bad-name' | undefined {
  const text = asTyped(word);
  const parts = text.toLowerCase().split('/', 4);
  const [first = '', second = '', third] = parts;
  if (parts.length === 1 || first === '' || isFigure(text)) {
    return undefined;
  }
  if (third !== undefined && (POD_NOUNS.has(first) || POD_NOUNS.has(second))) {
    const namespace = POD_NOUNS.has(first) ? second : first;
    return parts.length === 3 ? podNamed(third, namespace) : 'bad-name';
  }
  if (third !== undefined || CHECK_NOUNS.has(first)) {
    return readCheckSubject(word);
  }
  return POD_NOUNS.has(first) ? podNamed(second, undefined) : podNamed(second, first);
}

/** A name whose kind was said. */
export function podNamed(word: string, place: string | undefined): Subject | 'bad-name' {
  const [name, namespace] = [asTyped(word).toLowerCase(), place?.toLowerCase()];
  if (!isObjectName(name) || (namespace !== undefined && !isLabelName(namespace))) {
    return 'bad-name';
  }
  return { ...(namespace !== undefined && { namespace }), name, resource: 'pod' };
}

/** A word alone: the name of a node or a pod; only the cluster tells which. */
export function anyNodeName(word: string): Subject | 'bad-name' {
  const name = asTyped(word).toLowerCase();
  return isObjectName(name) ? { name } : 'bad-name';
}

const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Some nodes are called by their address, which else looks like a figure. */
export function isTalkedFigure(word: string): boolean {
  return isFigure(word) && !ADDRESS.test(asTyped(word));
}

/** Whether a word behind `metadata` or `node` is read as a name. */
export function isPlainNodeName(text: string, kind: 'metadata' | 'node'): boolean {
  const lower = text.toLowerCase();
  const talk = kind === 'node' ? NODE_TALK : METADATA_TALK;
  return isPlainName(text) && !SUBJECT_NOUNS.has(lower) && !talk.has(lower);
}

function asTyped(word: string): string {
  return word.replace(/[?!]{1,20}$/, '').replace(/'s$/, '');
}
