import type { Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { CHECK_NOUNS, nameOf } from './check-subject.ts';
import type { Draft, Named } from './draft.ts';
import { whereOf } from './merge-subjects.ts';
import {
  anyNodeName,
  isNodeNoun,
  isPodNoun,
  isTalkedFigure,
  podNamed,
  readNodeSubject,
  SUBJECT_NOUNS,
} from './node-subject.ts';
import { oneSubject } from './one-subject.ts';
import { type Failure, failure, notTaken } from './parsed-question.ts';
import { questionText } from './question-text.ts';
import { isOfWorkload } from './settle-checks.ts';
import { METADATA_TALK, NODE_TALK } from './words.ts';

type Kind = 'metadata' | 'node';

const TALK = { metadata: METADATA_TALK, node: NODE_TALK } as const satisfies Record<Kind, ReadonlySet<string>>;

/** What a question about metadata or node Agents is about: one node, one pod, or all of them. */
export function settleNodes(draft: Draft, kind: Kind): Subject | Failure | undefined {
  const workload = draft.named.find(({ subject }) => isOfWorkload(subject));
  if (workload !== undefined && workload.subject !== 'bad-name') {
    const hpa = questionText({ kind: 'hpa', subject: { ...whereOf(draft), ...workload.subject } });
    return notTaken(kind, workload.word, [hpa, kind]);
  }
  if (draft.page !== undefined && draft.page !== 1) {
    return notTaken(kind, `--page ${draft.page}`, [kind]);
  }
  const names = [...namedIn(draft), ...looseIn(draft, kind)];
  const bad = names.find(({ subject }) => subject === 'bad-name');
  if (bad !== undefined) {
    return failure('bad-name', bad.word, [`${kind} NODE`, `${kind} NAMESPACE/POD`]);
  }
  const read = names.flatMap(({ word, subject }) => (subject === 'bad-name' ? [] : [{ word, subject }]));
  const other = read.find(({ subject }) => subject.resource === 'check' || subject.resource === 'service');
  if (other !== undefined) {
    const asked = other.subject.resource === 'check' ? 'checks' : 'endpoints';
    const placed = asked === 'checks' ? {} : whereOf(draft);
    return notTaken(kind, other.word, [questionText({ kind: asked, subject: { ...placed, ...other.subject } }), kind]);
  }
  const subject = oneSubject(read, { text: (each) => textOf(each, kind), inNamespace: 'pod' });
  if (subject !== undefined) {
    return 'ok' in subject ? subject : placed(subject, draft, kind);
  }
  return draft.namespace === undefined ? undefined : notTaken(kind, `-n ${draft.namespace}`, [kind]);
}

function namedIn({ named }: Draft): readonly Named[] {
  return named.map(({ word }) => ({ word, subject: readNodeSubject(word) ?? anyNodeName(word) }));
}

/** `pod web-7xk2p` and `worker-3`; a noun without a name behind it is talk. */
function looseIn({ loose }: Draft, kind: Kind): readonly Named[] {
  const names: Named[] = [];
  for (const [i, { word, at }] of loose.entries()) {
    const before = loose[i - 1];
    const noun = before?.at === at - 1 ? bareWord(before.word) : undefined;
    const bare = bareWord(word);
    if (!isTalkedFigure(word) && !TALK[kind].has(bare) && !SUBJECT_NOUNS.has(bare)) {
      names.push({ word, subject: readBehind(noun, word, kind) });
    }
  }
  return names;
}

function readBehind(noun: string | undefined, word: string, kind: Kind): Subject | 'bad-name' {
  if (noun !== undefined && isPodNoun(noun)) {
    return podNamed(word, undefined);
  }
  const resource = noun === undefined ? undefined : CHECK_NOUNS.get(noun);
  // In `node web-7xk2p` the noun is the question, which may be about the node of a pod.
  const asked = noun !== undefined && kind === 'node' && isNodeNoun(noun);
  return resource === undefined || asked ? anyNodeName(word) : nameOf(resource, word);
}

/** In a namespace only a pod can be meant. */
function placed(subject: Subject, draft: Draft, kind: Kind): Subject | Failure {
  const { name = '', resource } = subject;
  const namespace = subject.namespace ?? draft.namespace;
  if (namespace === undefined) {
    return subject;
  }
  if (resource === 'node' || (draft.namespace !== undefined && draft.namespace !== namespace)) {
    const meant: readonly Subject[] = [subject, { namespace: draft.namespace!, name, resource: 'pod' }];
    return failure(
      'two-subjects',
      draft.namespace!,
      meant.map((each) => textOf(each, kind)),
    );
  }
  return { namespace, name, resource: 'pod' };
}

function textOf(subject: Subject, kind: Kind): string {
  return questionText({ kind, subject });
}
