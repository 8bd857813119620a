import type { Question, QuestionKind, Subject } from '../../domain/question.ts';
import { bareWord } from './bare-word.ts';
import { isPlainCheckName, readCheckSubject } from './check-subject.ts';
import { isPlainNodeName, readNodeSubject } from './node-subject.ts';
import { isPlainName, readSubject } from './subject-word.ts';
import { COMPARE_TALK } from './words.ts';

/** The shortest words that ask a question: `parseQuestion` reads them back as the same question. */
export function questionText(question: Question): string {
  const { kind, cluster, subject, page, against, report } = question;
  if (against !== undefined) {
    return [kind, ...comparedWords(cluster, against)].join(' ');
  }
  return [
    // `hpa/web` says itself what is asked.
    ...(subject?.resource === 'hpa' ? [] : [kind]),
    ...(subject === undefined ? [] : wordsOf(kind, subject)),
    ...(report === undefined ? [] : [report]),
    ...(page === undefined ? [] : [`--page ${page}`]),
    ...(cluster === undefined ? [] : [`--cluster ${cluster}`]),
  ].join(' ');
}

function wordsOf(kind: QuestionKind, subject: Subject): readonly string[] {
  switch (kind) {
    case 'checks':
    case 'endpoints':
      return checkWords(subject);
    case 'metadata':
    case 'node':
      return nodeWords(subject, kind);
    default:
      return subjectWords(subject);
  }
}

function comparedWords(cluster: string | undefined, against: NonNullable<Question['against']>): readonly string[] {
  if ('report' in against) {
    return [against.report];
  }
  return [...(cluster === undefined ? [] : [cluster]), against.cluster].map((name) =>
    isPlainName(name) && !COMPARE_TALK.has(bareWord(name)) && !name.includes('/') ? name : `"${name}"`,
  );
}

/** Of two names the second is a pod's, so that its kind need not be said. */
function nodeWords({ namespace, name = '', resource }: Subject, kind: 'metadata' | 'node'): readonly string[] {
  if (namespace !== undefined) {
    const both = `${namespace}/${name}`;
    const read = readNodeSubject(both);
    const other = readSubject(both);
    // In a namespace called `node` or `deploy` the short form would name one of those.
    const short =
      typeof read === 'object' &&
      read.resource === 'pod' &&
      read.namespace === namespace &&
      (typeof other !== 'object' || (other.resource === undefined && other.name === name));
    return short ? [both] : [`pod/${name}`, `-n ${namespace}`];
  }
  if (resource !== undefined) {
    return [`${resource}/${name}`];
  }
  return [isPlainNodeName(name, kind) ? name : `"${name}"`];
}

function subjectWords({ namespace, name, resource }: Subject): readonly string[] {
  const where = namespace === undefined ? [] : [`-n ${namespace}`];
  if (name === undefined) {
    return where;
  }
  if (resource !== undefined) {
    return [`${resource}/${name}`, ...where];
  }
  const both = `${namespace}/${name}`;
  const read = namespace === undefined ? undefined : readSubject(both);
  // In a namespace called `deploy` the short form would name a Deployment.
  if (typeof read === 'object' && read.name === name && read.resource === undefined) {
    return [both];
  }
  return [isPlainName(name) ? name : `"${name}"`, ...where];
}

/** Of two names the second is a Service's, so that its kind need not be said. */
function checkWords({ namespace, name, resource }: Subject): readonly string[] {
  const where = namespace === undefined ? [] : [`-n ${namespace}`];
  if (name === undefined) {
    return where;
  }
  const both = `${namespace}/${name}`;
  const reads = namespace === undefined ? [] : [readCheckSubject(both), readSubject(both)];
  // In a namespace called `node` or `deploy` the short form would name one of those.
  if (
    reads.length > 0 &&
    reads.every((read) => typeof read === 'object' && read.namespace === namespace && read.name === name)
  ) {
    return [both];
  }
  if (resource !== undefined) {
    return [`${resource}/${name}`, ...where];
  }
  return [isPlainCheckName(name) ? name : `"${name}"`, ...where];
}
