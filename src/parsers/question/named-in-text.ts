import { isLabelName, isObjectName } from '../../domain/kubernetes-names.ts';
import type { Question, Subject } from '../../domain/question.ts';
import { parseQuestion } from './parse-question.ts';
import { questionText } from './question-text.ts';
import { isFigure, isPlainName } from './subject-word.ts';
import { type Noun, nounOf, type TextPiece, textPieces } from './text-pieces.ts';
import { CHECK_TALK, METADATA_TALK, NODE_TALK } from './words.ts';

type Thing = Exclude<Noun, 'namespace' | 'cluster'>;

interface Named {
  readonly thing: Thing;
  readonly namespace?: string;
  readonly name: string;
}

/** `read/write` and the like stand beside the same nouns as `shop/web`. */
const SLASHED_TALK: ReadonlySet<string> = new Set(
  `and/or client/server get/list get/put he/she in/out input/output list/watch liveness/readiness name/namespace
  namespace/name ns/name on/off pass/fail read/write readiness/liveness request/response requests/limits start/stop
  stop/start true/false up/down yes/no`.split(/\s+/),
);
const MEDIA_TYPE = /^(?:application|audio|font|image|multipart|text|video)\//;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** `ip-10-0-7-21`, `web-7xk2p`: hardly a word of talk. */
const NUMBERED = /^[a-z][a-z0-9.]*-[a-z0-9.-]*\d[a-z0-9.-]*$/;
/** Words that may stand between a name and what it is. */
const NEAR = 5;

/**
 * The questions that fit what texts name: an HPA, a workload, a Service, a node or a pod, as people and monitors write
 * them (`HPA shop/web at max`, `kube_deployment:web` with `kube_namespace:shop`, `ノード ip-10-0-7-21`). The texts come
 * with what matters most first, and so do the questions; all of them read back as the question they are. `clusters`:
 * those whose name in a text is taken for the cluster that is meant.
 */
export function questionsNamedIn(
  texts: readonly string[],
  { limit, clusters }: { readonly limit: number; readonly clusters: readonly string[] },
): readonly string[] {
  const found: { readonly named: Named; readonly words: string }[] = [];
  for (const text of texts) {
    const pieces = textPieces(text);
    const cluster = only(valuesOf(pieces, 'cluster').filter((name) => clusters.includes(name)));
    for (const named of namedIn(pieces)) {
      const words = wordsOf(named, cluster);
      const again = found.some((other) => other.words === words || isSame(other.named, named));
      if (words !== undefined && !again) found.push({ named, words });
      if (found.length === limit) return found.map((one) => one.words);
    }
  }
  return found.map((one) => one.words);
}

/** A name without its namespace after the same one with it says nothing new. */
function isSame(known: Named, named: Named): boolean {
  return known.thing === named.thing && known.name === named.name && named.namespace === undefined;
}

function namedIn(pieces: readonly TextPiece[]): readonly Named[] {
  const namespace = only(valuesOf(pieces, 'namespace').filter(isLabelName));
  const taken = new Set<number>();
  const found = new Map<number, Named>();
  const add = (at: number, named: Named | undefined) => named !== undefined && found.set(at, named);
  // First what stands right behind its noun, so that no other noun near it is taken for its own.
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    if (piece.piece !== 'noun' || next?.piece !== 'word') continue;
    const { noun } = piece;
    if (noun === 'namespace' || noun === 'cluster') {
      taken.add(at + 1);
      continue;
    }
    const named = slashed(noun, next.text) ?? bare(noun, next, piece, namespace);
    if (named === undefined) continue;
    add(at + 1, named);
    taken.add(at).add(at + 1);
  }
  for (const [at, piece] of pieces.entries()) {
    if (piece.piece !== 'word' || taken.has(at) || !piece.text.includes('/')) continue;
    const thing = sayingItself(piece.text) ?? listed(pieces, at, found) ?? nearest(pieces, at, taken);
    if (typeof thing === 'object') add(at, thing);
    else if (thing !== undefined) add(at, slashed(thing, piece.text));
  }
  return [...found].sort(([a], [b]) => a - b).map(([, named]) => named);
}

/** `hpa/web`, `shop/deploy/web`, `pod/shop/web-7xk2p`. */
function sayingItself(word: string): Named | undefined {
  const parts = word.split('/');
  const at = parts.slice(0, 2).findIndex((part) => isThing(nounOf(part)));
  const thing = nounOf(parts[at] ?? '');
  if (at < 0 || parts.length > 3 || !isThing(thing)) return undefined;
  const [first = '', second] = parts.filter((_, index) => index !== at);
  if (at === 1 && second === undefined) return undefined;
  return second === undefined ? legal({ thing, name: first }) : legal({ thing, namespace: first, name: second });
}

/** In `HPA shop/web, shop/cart and shop/api` the noun stands once for all. */
function listed(pieces: readonly TextPiece[], at: number, found: ReadonlyMap<number, Named>): Thing | undefined {
  const between = pieces[at - 1];
  const isAnd = between?.piece === 'word' && /^(?:and|or)$/i.test(between.text);
  return found.get(isAnd ? at - 2 : at - 1)?.thing;
}

/** The closest thing in the same sentence, rather in front than behind. */
function nearest(pieces: readonly TextPiece[], at: number, taken: ReadonlySet<number>): Thing | undefined {
  const reach = { before: true, behind: true };
  for (let away = 1; away <= NEAR + 1; away += 1) {
    for (const side of ['before', 'behind'] as const) {
      const index = side === 'before' ? at - away : at + away;
      const piece = pieces[index];
      if (piece === undefined || piece.piece === 'break') reach[side] = false;
      if (!reach[side] || piece?.piece !== 'noun' || taken.has(index)) continue;
      if (isThing(piece.noun)) return piece.noun;
    }
  }
  return undefined;
}

function slashed(thing: Thing, word: string): Named | undefined {
  const parts = word.split('/');
  const [namespace = '', name = ''] = parts;
  if (parts.length !== 2 || thing === 'node' || isThing(nounOf(namespace))) return undefined;
  if (isFigure(word) || SLASHED_TALK.has(word) || MEDIA_TYPE.test(word) || Math.min(namespace.length, name.length) < 2)
    return undefined;
  return legal({ thing, namespace, name });
}

/** A name alone: one that is marked as such, or that no word of talk looks like. */
function bare(
  thing: Thing,
  { text, marked }: Extract<TextPiece, { piece: 'word' }>,
  { assigns, tight }: Extract<TextPiece, { piece: 'noun' }>,
  namespace: string | undefined,
): Named | undefined {
  const looksLikeOne = NUMBERED.test(text) || (thing === 'node' && ADDRESS.test(text));
  const isGiven = tight || marked || (assigns && namespace !== undefined);
  const isTalk = !isPlainName(text) || [CHECK_TALK, METADATA_TALK, NODE_TALK].some((talk) => talk.has(text));
  if (!looksLikeOne && (!isGiven || isTalk || text.length < 2)) return undefined;
  return legal({ thing, name: text, ...(namespace === undefined || thing === 'node' ? {} : { namespace }) });
}

function legal(named: Named): Named | undefined {
  const { namespace, name } = named;
  return isObjectName(name) && (namespace === undefined || isLabelName(namespace)) ? named : undefined;
}

function isThing(noun: Noun | undefined): noun is Thing {
  return noun !== undefined && noun !== 'namespace' && noun !== 'cluster';
}

function valuesOf(pieces: readonly TextPiece[], noun: Noun): readonly string[] {
  return pieces.flatMap((piece, at) => {
    const next = pieces[at + 1];
    return piece.piece === 'noun' && piece.noun === noun && next?.piece === 'word' ? [next.text] : [];
  });
}

/** The one value there is; of several nobody knows which is meant. */
function only(values: readonly string[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}

/** The question about a thing in words, unless our own parser would read them otherwise. */
function wordsOf(named: Named, cluster: string | undefined): string | undefined {
  const question = questionAbout(named);
  const words = questionText(cluster === undefined ? question : { ...question, cluster });
  const read = parseQuestion(words);
  const isSameSubject =
    read.ok &&
    read.question.kind === question.kind &&
    read.question.subject?.name === question.subject?.name &&
    read.question.subject?.namespace === question.subject?.namespace;
  return isSameSubject ? words : undefined;
}

function questionAbout({ thing, namespace, name }: Named): Question {
  const place = { ...(namespace === undefined ? {} : { namespace }), name };
  switch (thing) {
    case 'hpa':
      return { kind: 'hpa', subject: place };
    case 'deployment':
    case 'statefulset':
    case 'replicaset':
      return { kind: 'hpa', subject: { ...place, resource: thing } };
    case 'service':
      return { kind: 'checks', subject: { ...place, resource: 'service' } satisfies Subject };
    case 'node':
      return { kind: 'node', subject: { name } };
    case 'pod':
      return { kind: 'metadata', subject: { ...place, resource: 'pod' } satisfies Subject };
  }
}
