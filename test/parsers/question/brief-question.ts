import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';

/** `kind namespace/name (resource) pPAGE @cluster vs OTHER #report`, and the depth where it is not the normal one. */
export function brief(words: string): string {
  const parsed = parseQuestion(words);
  if (!parsed.ok) return `${parsed.why} ${parsed.word} -> ${parsed.suggestions.join(' | ')}`;
  const { kind, subject, page, cluster, against, report } = parsed.question;
  return [
    kind,
    ...(subject === undefined ? [] : [`${subject.namespace ?? ''}/${subject.name ?? ''}`]),
    ...(subject?.resource === undefined ? [] : [`(${subject.resource})`]),
    ...(page === undefined ? [] : [`p${page}`]),
    ...(cluster === undefined ? [] : [`@${cluster}`]),
    ...(against === undefined ? [] : ['cluster' in against ? `vs ${against.cluster}` : `vs #${against.report}`]),
    ...(report === undefined ? [] : [`#${report}`]),
    ...(parsed.manner.depth === 'normal' ? [] : [parsed.manner.depth]),
  ].join(' ');
}
