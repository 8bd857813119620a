import type { Question, Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { type Draft, kindSoFar } from './draft.ts';
import { merged, whereOf } from './merge-subjects.ts';
import { nearestWords, nearWords } from './nearest-words.ts';
import { isNodeNoun, readNodeSubject } from './node-subject.ts';
import { oneSubject } from './one-subject.ts';
import { type Failure, failure, notTaken } from './parsed-question.ts';
import { questionText } from './question-text.ts';
import { isOfWorkload, settleChecks } from './settle-checks.ts';
import { settleNodes } from './settle-nodes.ts';
import { settleCompare, settleReplay } from './settle-reports.ts';
import { isFigure } from './subject-word.ts';
import { asName } from './take-subject.ts';
import { ASKABLE, type AskableKind, PLAIN_TALK } from './words.ts';

/** What to type where a name cannot be one. */
const NAME_FORM: readonly string[] = ['hpa NAMESPACE/NAME'];

/** What the words ask, all of them being read. */
export function settleQuestion(draft: Draft): Question | Failure {
  const readAnew = readsNamesItself(draft);
  const bad = readAnew ? undefined : draft.named.find(({ subject }) => subject === 'bad-name');
  if (bad !== undefined) {
    return failure('bad-name', bad.word, NAME_FORM);
  }
  const kind = readAnew ? kindSoFar(draft)! : settleKind(draft);
  if (typeof kind !== 'string') {
    return kind;
  }
  if (kind === 'compare' || kind === 'replay') {
    const about = kind === 'compare' ? settleCompare(draft) : settleReplay(draft);
    return 'ok' in about ? about : { kind, ...about };
  }
  const subject = settleSubject(draft, kind);
  if (subject !== undefined && 'ok' in subject) {
    return subject;
  }
  // The first page is the list itself, and one HPA has no list.
  const single = kind === 'hpa' && subject?.name !== undefined;
  const page = draft.page === 1 || single ? undefined : draft.page;
  return {
    kind,
    ...(draft.cluster !== undefined && { cluster: draft.cluster }),
    ...(subject !== undefined && { subject }),
    ...(page !== undefined && { page }),
  };
}

/** These questions are about other things than HPAs. `check deploy/web` says `check` as one may before any question. */
function readsNamesItself(draft: Draft): boolean {
  const kind = kindSoFar(draft);
  switch (kind) {
    case 'checks':
    case 'endpoints':
      return draft.kind !== undefined || !draft.named.some(({ subject }) => isOfWorkload(subject));
    case 'metadata':
    case 'node':
    case 'compare':
    case 'replay':
      return true;
    default:
      return isPlainKind(kind);
  }
}

function settleSubject(draft: Draft, kind: AskableKind): Subject | Failure | undefined {
  switch (kind) {
    case 'hpa':
      return settleHpa(draft);
    case 'checks':
    case 'endpoints':
      return settleChecks(draft, kind);
    case 'metadata':
    case 'node':
      return settleNodes(draft, kind);
    default:
      return isPlainKind(kind) ? settlePlain(draft, kind) : (settleOther(draft, kind) ?? whereOf(draft));
  }
}

type PlainKind = keyof typeof PLAIN_TALK;

function isPlainKind(kind: AskableKind | undefined): kind is PlainKind {
  return kind !== undefined && kind in PLAIN_TALK;
}

/** They are about the whole cluster: nothing narrows them. */
function settlePlain({ named, loose, namespace, page }: Draft, kind: PlainKind): Failure | undefined {
  const spoken = loose.find(({ word }) => !isFigure(word) && !PLAIN_TALK[kind].has(bareWord(word)));
  const place = namespace === undefined ? undefined : `-n ${namespace}`;
  const name = named[0]?.word ?? spoken?.word;
  const word = name ?? place ?? (page === undefined ? undefined : `--page ${page}`);
  if (word === undefined) {
    return undefined;
  }
  const read = readNodeSubject(word);
  const node = typeof read === 'object' && read.resource === 'node' && kind !== 'logs';
  return notTaken(kind, word, [...(node ? [questionText({ kind: 'node', subject: read })] : []), kind]);
}

function settleKind(draft: Draft): AskableKind | Failure {
  const words = draft.loose.filter(({ word }) => !isFigure(word));
  const named = draft.named.length > 0 || words.length > 0;
  if (draft.kind !== undefined) {
    return draft.metricsToo && !named ? 'metrics' : draft.kind;
  }
  if (draft.all && draft.named.length === 0 && words.every(({ word }) => PLAIN_TALK.health.has(bareWord(word)))) {
    return 'health';
  }
  const [first] = draft.named.length > 0 ? words : draft.loose;
  if (first !== undefined) {
    return unknownWord(draft, first.word);
  }
  if (draft.named.length > 0) {
    return 'hpa';
  }
  // `why` alone and `on prod` alone ask for the whole picture; fillers alone ask for nothing.
  const asked = draft.why || draft.cluster !== undefined || draft.namespace !== undefined || draft.page !== undefined;
  return asked ? 'status' : failure('empty', '', ASKABLE);
}

/** `http_check`: nothing in Kubernetes can be called so, and most checks are. */
const CHECK_LIKE = /^[a-z][a-z0-9]{0,40}(?:_[a-z0-9]{1,40}){1,5}$/;

/** A word alone is never silently a name: it could be a question we do not know yet. */
function unknownWord(draft: Draft, word: string): Failure {
  const near = nearWords(word, ASKABLE);
  const name = asName(word);
  const alone = draft.kind === undefined && draft.loose.length === 1 && draft.named.length === 0;
  if (near.length === 0 && draft.kind === undefined && CHECK_LIKE.test(bareWord(word))) {
    return failure('unknown-word', word, [questionText({ kind: 'checks', subject: { name: bareWord(word) } })]);
  }
  if (near.length === 0 && alone && draft.namespace !== undefined && name !== 'bad-name') {
    return failure('unknown-word', word, [hpaText({ namespace: draft.namespace, ...name })]);
  }
  return failure('unknown-word', word, nearestWords(word, ASKABLE));
}

function settleHpa(draft: Draft): Subject | Failure | undefined {
  const names = draft.named.flatMap(({ word, subject }) => (subject === 'bad-name' ? [] : [{ word, subject }]));
  for (const { word } of namesAmong(draft)) {
    const subject = asName(word);
    if (subject === 'bad-name') {
      return failure('bad-name', word, NAME_FORM);
    }
    names.push({ word, subject });
  }
  const subject = oneSubject(names, { text: hpaText });
  if (subject === undefined || 'ok' in subject) {
    return subject ?? whereOf(draft);
  }
  const where = whereOf(draft);
  const placed = merged(subject, { ...where, name: subject.name! });
  if (placed === undefined) {
    return failure('two-subjects', where!.namespace!, [hpaText(subject), hpaText({ ...subject, ...where })]);
  }
  return placed;
}

/** The name behind `hpa` first. Figures are what the name's HPA shows, unless there is no other name. */
function namesAmong({ loose, named }: Draft): Draft['loose'] {
  const sorted = [...loose.filter(({ direct }) => direct), ...loose.filter(({ direct }) => !direct)];
  const words = sorted.filter(({ word }) => !isFigure(word));
  return words.length > 0 || named.length > 0
    ? words
    : sorted.filter(({ word, direct }) => direct && !word.includes('/'));
}

/** What a question about something else than HPAs cannot take, with the nearest question that can. */
function settleOther(draft: Draft, kind: AskableKind): Failure | undefined {
  const { namespace, page } = draft;
  const where = namespace === undefined ? {} : { namespace };
  const [named] = draft.named;
  if (named !== undefined && named.subject !== 'bad-name') {
    return notTaken(kind, named.word, [hpaText({ ...where, ...named.subject }), kind]);
  }
  const [loose] = draft.loose;
  if (loose !== undefined) {
    if (isNodeNoun(bareWord(loose.word))) {
      return notTaken(kind, loose.word, ['node', kind]);
    }
    const name = asName(loose.word);
    if (kind !== 'metrics' || name === 'bad-name') {
      return unknownWord(draft, loose.word);
    }
    return notTaken(kind, loose.word, [hpaText({ ...where, ...name }), kind]);
  }
  if (kind === 'metrics') {
    return undefined;
  }
  if (namespace !== undefined) {
    return notTaken(kind, `-n ${namespace}`, [...lists({ subject: { namespace } }), kind]);
  }
  return page === undefined ? undefined : notTaken(kind, `--page ${page}`, [...lists({ page }), kind]);
}

function lists(what: Omit<Question, 'kind'>): readonly string[] {
  return (['hpa', 'metrics'] as const).map((kind) => questionText({ kind, ...what }));
}

function hpaText(subject: Subject): string {
  return questionText({ kind: 'hpa', subject });
}
