import type { Question, Subject } from '../../domain/question.ts';
import { isPlainName, readSubject } from './subject-word.ts';

/** The shortest words that ask a question: `parseQuestion` reads them back as the same question. */
export function questionText({ kind, cluster, subject, page }: Question): string {
  return [
    // `hpa/web` says itself what is asked.
    ...(subject?.resource === 'hpa' ? [] : [kind]),
    ...(subject === undefined ? [] : subjectWords(subject)),
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
