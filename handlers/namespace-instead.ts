import { isLabelName } from '../src/domain/kubernetes-names.ts';
import type { Question, QuestionKind, Subject } from '../src/domain/question.ts';
import { questionText } from '../src/parsers/question/question-text.ts';
import type { Calling } from './question-problem.ts';

const IN_NAMESPACES: ReadonlySet<QuestionKind> = new Set(['hpa', 'metrics', 'checks', 'endpoints']);

/**
 * The question with its cluster's name as a namespace: `hpa web in shop` can mean either, and only the registry tells.
 * `null` where it cannot be meant.
 */
export function namespaceInstead({ kind, cluster, subject, page }: Question, calling: Calling): string | null {
  if (!IN_NAMESPACES.has(kind) || cluster === undefined || subject?.namespace !== undefined || !isLabelName(cluster))
    return null;
  const placed =
    kind === 'checks' || kind === 'endpoints' ? serviceIn(cluster, subject) : { namespace: cluster, ...subject };
  if (placed === null) return null;
  const meant: Question = {
    kind,
    subject: placed,
    ...(page === undefined ? {} : { page }),
  };
  return `${calling} ${questionText(meant)}`;
}

/** A check or a node is in no namespace. */
function serviceIn(namespace: string, { name, resource = 'service' }: Subject = {}): Subject | null {
  if (name === undefined) return { namespace };
  return resource === 'service' && isLabelName(name) ? { namespace, name, resource } : null;
}
