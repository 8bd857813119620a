import { isObjectName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { type Draft, kindSoFar } from './draft.ts';
import type { PlainWord } from './plain-words.ts';
import { mayBeName, RESOURCES, readSubject } from './subject-word.ts';
import { NAME_KINDS } from './words.ts';

/** After `hpa` and the like a quoted word is a name, whatever else it could be. */
export function takeQuoted(draft: Draft, list: readonly PlainWord[], at: number): number | undefined {
  const { text, quoted } = list[at]!;
  const kind = kindSoFar(draft);
  const named = quoted && kind !== undefined && NAME_KINDS.has(kind);
  return named ? add(draft, { word: text, at, subject: readSubject(text) ?? asName(text) }, 1) : undefined;
}

/** What cannot be anything but a name: `shop/web`, `deploy/web`, `deployment web`. */
export function takeSubject(draft: Draft, list: readonly PlainWord[], at: number): number | undefined {
  const { text } = list[at]!;
  draft.check ||= /^checks?\//i.test(text);
  draft.node ||= /^(?:nodes?|ノード)\//i.test(text);
  const resource = RESOURCES.get(bareWord(text));
  if (resource !== undefined && resource !== 'hpa') {
    const next = list[at + 1];
    if (!mayBeName(next)) {
      return 1;
    }
    const read = readSubject(next.text) ?? asName(next.text);
    const subject = typeof read === 'object' ? { ...read, resource } : read;
    return add(draft, { word: next.text, at, subject }, 2);
  }
  const read = readSubject(text);
  return read === undefined ? undefined : add(draft, { word: text, at, subject: read }, 1);
}

/** A word alone as the name of something. */
export function asName(word: string): Subject | 'bad-name' {
  const name = bareWord(word).replace(/'s$/, '');
  return isObjectName(name) ? { name } : 'bad-name';
}

/** Takes `words` words. */
function add(draft: Draft, named: Draft['named'][number], words: number): number {
  const { subject } = named;
  if (subject !== 'bad-name' && subject.name === undefined && subject.namespace !== undefined) {
    draft.namespace = subject.namespace;
  } else {
    draft.named.push(named);
  }
  return words;
}
