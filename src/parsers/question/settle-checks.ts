import { isLabelName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { anyCheckName, CHECK_NOUNS, nameOf, readCheckSubject } from './check-subject.ts';
import type { Draft, Named } from './draft.ts';
import { whereOf } from './merge-subjects.ts';
import { oneSubject } from './one-subject.ts';
import { type Failure, failure, notTaken } from './parsed-question.ts';
import { questionText } from './question-text.ts';
import { isFigure } from './subject-word.ts';
import { CHECK_TALK } from './words.ts';

type Kind = 'checks' | 'endpoints';

const FORMS = {
  checks: ['checks CHECK', 'checks node/NODE', 'checks NAMESPACE/SERVICE'],
  endpoints: ['endpoints NAMESPACE/SERVICE'],
} as const satisfies Record<Kind, readonly string[]>;

/** What a question about checks or endpoints is about: one check, node, Service or namespace, or all of them. */
export function settleChecks(draft: Draft, kind: Kind): Subject | Failure | undefined {
  const workload = draft.named.find(({ subject }) => isOfWorkload(subject));
  if (workload !== undefined && workload.subject !== 'bad-name') {
    const hpa = questionText({ kind: 'hpa', subject: { ...whereOf(draft), ...workload.subject } });
    return notTaken(kind, workload.word, [hpa, kind]);
  }
  if (kind === 'endpoints' && draft.page !== undefined) {
    return notTaken(kind, `--page ${draft.page}`, [questionText({ kind: 'checks', page: draft.page }), kind]);
  }
  const names = [...namedIn(draft), ...looseIn(draft)];
  const bad = names.find(({ subject }) => subject === 'bad-name');
  if (bad !== undefined) {
    return failure('bad-name', bad.word, FORMS[kind]);
  }
  const read = names.flatMap(({ word, subject }) => (subject === 'bad-name' ? [] : [{ word, subject }]));
  const subject = oneSubject(read, { text: (each) => textOf(each, kind), inNamespace: 'service' });
  return subject === undefined || 'ok' in subject ? (subject ?? whereOf(draft)) : placed(subject, draft, kind);
}

/** `deploy/web` and `hpa/web` are about scaling. */
export function isOfWorkload(subject: Named['subject']): boolean {
  return subject !== 'bad-name' && subject.resource !== undefined;
}

function namedIn({ named }: Draft): readonly Named[] {
  return named.map(({ word }) => ({ word, subject: readCheckSubject(word) ?? anyCheckName(word) }));
}

/** `node worker-3` and `http_check`; a noun without a name behind it is talk. */
function looseIn({ loose }: Draft): readonly Named[] {
  const names: Named[] = [];
  const isName = (word: string) =>
    !isFigure(word) && !CHECK_TALK.has(bareWord(word)) && !CHECK_NOUNS.has(bareWord(word));
  for (const [i, { word, at }] of loose.entries()) {
    const before = loose[i - 1];
    const noun = before?.at === at - 1 ? CHECK_NOUNS.get(bareWord(before.word)) : undefined;
    if (isName(word)) {
      names.push({ word, subject: noun === undefined ? anyCheckName(word) : nameOf(noun, word) });
    }
  }
  return names;
}

/** In a namespace only a Service can be meant, and endpoints are a Service's anyway. */
function placed(subject: Subject, draft: Draft, kind: Kind): Subject | Failure {
  const { name = '', resource } = subject;
  const namespace = subject.namespace ?? draft.namespace;
  const lower = name.toLowerCase();
  const maybeService = resource === 'service' || (resource === undefined && isLabelName(lower));
  if (kind === 'endpoints' && !maybeService) {
    return notTaken(kind, name, [textOf(subject, 'checks'), kind]);
  }
  if (namespace === undefined) {
    return kind === 'checks' ? subject : { name: lower, resource: 'service' };
  }
  if (!maybeService || (draft.namespace !== undefined && draft.namespace !== namespace)) {
    const meant = [subject, maybeService ? { ...subject, namespace: draft.namespace! } : { namespace }];
    return failure(
      'two-subjects',
      draft.namespace!,
      meant.map((each) => textOf(each, kind)),
    );
  }
  return { namespace, name: lower, resource: 'service' };
}

function textOf(subject: Subject, kind: Kind): string {
  return questionText({ kind, subject });
}
