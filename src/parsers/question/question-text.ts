import type { Question, Subject } from '../../domain/question.ts';
import { isPlainCheckName, readCheckSubject } from './check-subject.ts';
import { isPlainName, readSubject } from './subject-word.ts';

/** The shortest words that ask a question: `parseQuestion` reads them back as the same question. */
export function questionText({ kind, cluster, subject, page }: Question): string {
  return [
    // `hpa/web` says itself what is asked.
    ...(subject?.resource === 'hpa' ? [] : [kind]),
    ...(subject === undefined
      ? []
      : kind === 'checks' || kind === 'endpoints'
        ? checkWords(subject)
        : subjectWords(subject)),
    ...(page === undefined ? [] : [`--page ${page}`]),
    ...(cluster === undefined ? [] : [`--cluster ${cluster}`]),
  ].join(' ');
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
