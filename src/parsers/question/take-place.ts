import { bareWord } from './bare-word.ts';
import { type Draft, kindSoFar, type Step } from './draft.ts';
import { isNodeNoun, SUBJECT_NOUNS } from './node-subject.ts';
import { failure } from './parsed-question.ts';
import type { PlainWord } from './plain-words.ts';
import { isPlainName, mayBeName, readSubject } from './subject-word.ts';
import { legalValues, setOption } from './take-option.ts';
import { ALIASES, type AskableKind, FILLERS, LEADS, NAME_KINDS, NAMESPACE_NOUNS, PAGE_NOUNS } from './words.ts';

/** `page 2`, `2ページ目`. */
export function takePage(draft: Draft, list: readonly PlainWord[], at: number): Step {
  const [first = '', second = ''] = [list[at], list[at + 1]].map((word) => bareWord(word?.text ?? ''));
  const digits = /^\d{1,9}$/;
  if (PAGE_NOUNS.has(first) && digits.test(second)) {
    return setOption(draft, '--page', second) ?? 2;
  }
  return digits.test(first) && PAGE_NOUNS.has(second) ? (setOption(draft, '--page', first) ?? 2) : undefined;
}

/** `namespace shop`, `in the namespace shop`, `in the shop namespace`, `shop 名前空間`. */
export function takeNamespace(draft: Draft, list: readonly PlainWord[], at: number): Step {
  const word = (i: number) => bareWord(list[i]?.text ?? '');
  const led = LEADS.has(word(at));
  const first = at + (led ? 1 : 0) + (led && word(at + 1) === 'the' ? 1 : 0);
  if (NAMESPACE_NOUNS.has(word(first))) {
    const name = list[first + 1];
    if (!mayBeName(name)) {
      return failure('bad-option', list[first]!.text, legalValues('--namespace'));
    }
    return setOption(draft, '--namespace', name.text) ?? first + 2 - at;
  }
  const name = list[first];
  const noun = word(first + 1);
  // In `web namespace shop` the name comes behind; Japanese has it in front.
  const inFront = led || (/^[^a-z]/.test(noun) && !mayBeName(list[first + 2]));
  if (NAMESPACE_NOUNS.has(noun) && inFront && name !== undefined && isPlainName(name.text)) {
    return setOption(draft, '--namespace', name.text) ?? first + 2 - at;
  }
  return undefined;
}

/** `on prod-eu`, `in the cluster prod-eu`, and `cluster prod-eu` after the question itself. */
export function takeCluster(draft: Draft, list: readonly PlainWord[], at: number): Step {
  const word = list[at]!.text.toLowerCase();
  const next = bareWord(list[at + 1]?.text ?? '');
  if (leadsToSubject(draft, list, at)) {
    return 1;
  }
  if (draft.kind === 'compare' && (LEADS.has(word) || word === 'cluster')) {
    // Both clusters are named, so that neither is where the question goes.
    return 1;
  }
  const namesNothing = next === '' || FILLERS.has(next) || ALIASES.has(next) || next.startsWith('-');
  const leadsTo =
    word === 'on' ||
    ((word === 'in' || word === 'for') && (!namesNothing || next === 'the' || next === 'cluster')) ||
    (word === 'cluster' && draft.kind !== undefined && !namesNothing);
  if (!leadsTo) {
    return undefined;
  }
  let skip = 1;
  while (['the', 'cluster'].includes(list[at + skip]?.text.toLowerCase() ?? '')) {
    skip += 1;
  }
  const name = list[at + skip]?.text.replace(/\?{1,20}$/, '');
  if (name === undefined || name === '') {
    return failure('bad-option', list[at]!.text, legalValues('--cluster'));
  }
  return setOption(draft, '--cluster', name) ?? skip + 1;
}

const SUBJECT_KINDS: ReadonlySet<AskableKind> = new Set(['checks', 'endpoints', 'metadata', 'node']);

/**
 * `hpa for web` asks about `web` and `checks on node worker-3` about the node, where `leader for prod` asks the cluster
 * `prod`; `in shop/` and `in the logs` are no clusters either.
 */
function leadsToSubject(draft: Draft, list: readonly PlainWord[], at: number): boolean {
  const word = list[at]!.text.toLowerCase();
  const skip = list[at + 1]?.text.toLowerCase() === 'the' ? 2 : 1;
  const next = list[at + skip]?.text.toLowerCase() ?? '';
  if (word === 'in' && ALIASES.get(bareWord(next)) === 'logs') {
    return true;
  }
  if (word === 'in' && next.endsWith('/')) {
    return typeof readSubject(next) === 'object';
  }
  const kind = kindSoFar(draft);
  if (LEADS.has(word) && (kind === undefined || kind === 'status' || SUBJECT_KINDS.has(kind))) {
    const behind = list[at + skip + 1];
    const [first = '', second] = next.split('/');
    const noun = kind === 'status' ? isNodeNoun(first) : SUBJECT_NOUNS.has(first);
    // A cluster may be called `gke/prod`, so that before the question is known only `node/…` and the like count.
    const named = second !== undefined && (noun || (kind !== undefined && kind !== 'status'));
    if (named ? !next.includes(':') : noun && mayBeName(behind)) {
      return true;
    }
  }
  const unnamed = kind !== undefined && NAME_KINDS.has(kind) && draft.named.length === 0 && draft.loose.length === 0;
  return word === 'for' && (unnamed || typeof readSubject(next) === 'object');
}
