import { isLabelName } from '../../domain/kubernetes-names.ts';
import type { Question, Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { type Draft, kindSoFar } from './draft.ts';
import { merged, whereOf } from './merge-subjects.ts';
import { nearestWords, nearWords } from './nearest-words.ts';
import { type Failure, failure, notTaken } from './parsed-question.ts';
import { questionText } from './question-text.ts';
import { isOfWorkload, settleChecks } from './settle-checks.ts';
import { isFigure } from './subject-word.ts';
import { asName } from './take-subject.ts';
import { ASKABLE, type AskableKind, LOG_TALK } from './words.ts';

/** What to type where a name cannot be one. */
const NAME_FORM: readonly string[] = ['hpa NAMESPACE/NAME'];

/** What the words ask, all of them being read. */
export function settleQuestion(draft: Draft): Question | Failure {
  const checks = isAboutChecks(draft);
  const bad = checks ? undefined : draft.named.find(({ subject }) => subject === 'bad-name');
  if (bad !== undefined) {
    return failure('bad-name', bad.word, NAME_FORM);
  }
  const kind = checks ? kindSoFar(draft)! : settleKind(draft);
  if (typeof kind !== 'string') {
    return kind;
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

/** `check deploy/web` says `check` as one may before any question. */
function isAboutChecks(draft: Draft): boolean {
  const kind = kindSoFar(draft);
  return (
    (kind === 'checks' || kind === 'endpoints') &&
    (draft.kind !== undefined || !draft.named.some(({ subject }) => isOfWorkload(subject)))
  );
}

function settleSubject(draft: Draft, kind: AskableKind): Subject | Failure | undefined {
  switch (kind) {
    case 'hpa':
      return settleHpa(draft);
    case 'checks':
    case 'endpoints':
      return settleChecks(draft, kind);
    case 'logs':
      return settleLogs(draft);
    default:
      return settleOther(draft, kind) ?? whereOf(draft);
  }
}

/** The logs of all replicas are read together: nothing narrows the question. */
function settleLogs({ named, loose, namespace, page }: Draft): Failure | undefined {
  const name = named[0]?.word ?? loose.find(({ word }) => !isFigure(word) && !LOG_TALK.has(bareWord(word)))?.word;
  const place = namespace === undefined ? undefined : `-n ${namespace}`;
  const word = name ?? place ?? (page === undefined ? undefined : `--page ${page}`);
  return word === undefined ? undefined : notTaken('logs', word, ['logs']);
}

function settleKind(draft: Draft): AskableKind | Failure {
  const words = draft.loose.filter(({ word }) => !isFigure(word));
  const named = draft.named.length > 0 || words.length > 0;
  if (draft.kind !== undefined) {
    return draft.metricsToo && !named ? 'metrics' : draft.kind;
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
  const [first, ...others] = names;
  if (first === undefined) {
    return whereOf(draft);
  }
  let subject = first.subject;
  for (const other of others) {
    const both = merged(subject, other.subject);
    if (both === undefined) {
      const meant = [...namespaceAndName(subject, other.subject), subject, other.subject];
      return failure('two-subjects', other.word, meant.map(hpaText));
    }
    subject = both;
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

/** `hpa shop web` could be meant for `hpa shop/web`. */
function namespaceAndName(first: Subject, second: Subject): readonly Subject[] {
  const bare = [first, second].every(({ namespace, resource }) => namespace === undefined && resource === undefined);
  const [namespace = '', name = ''] = [first.name, second.name];
  return bare && isLabelName(namespace) ? [{ namespace, name }] : [];
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
