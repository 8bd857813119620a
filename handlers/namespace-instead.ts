import { isLabelName } from '../src/domain/kubernetes-names.ts';
import type { Question, QuestionKind, Subject } from '../src/domain/question.ts';
import { questionText } from '../src/parsers/question/question-text.ts';
import type { Calling } from './question-problem.ts';

const IN_NAMESPACES: ReadonlySet<QuestionKind> = new Set(['hpa', 'metrics', 'checks', 'endpoints', 'metadata', 'node']);

/**
 * The question with its cluster's name as a namespace: `hpa web in shop` can mean either, and only the registry tells.
 * `null` where it cannot be meant.
 */
export function namespaceInstead({ kind, cluster, subject, page }: Question, calling: Calling): string | null {
  if (!IN_NAMESPACES.has(kind) || cluster === undefined || subject?.namespace !== undefined || !isLabelName(cluster))
    return null;
  const placed = placedIn(cluster, kind, subject);
  if (placed === null) return null;
  const meant: Question = {
    kind,
    subject: placed,
    ...(page === undefined ? {} : { page }),
  };
  return `${calling} ${questionText(meant)}`;
}

function placedIn(namespace: string, kind: QuestionKind, subject: Subject | undefined): Subject | null {
  switch (kind) {
    case 'checks':
    case 'endpoints':
      return serviceIn(namespace, subject);
    case 'metadata':
    case 'node':
      return podIn(namespace, subject);
    default:
      return { namespace, ...subject };
  }
}

/** A whole namespace is not asked about, and a node is in none. */
function podIn(namespace: string, { name, resource = 'pod' }: Subject = {}): Subject | null {
  return name === undefined || resource !== 'pod' ? null : { namespace, name, resource };
}

/** A check or a node is in no namespace. */
function serviceIn(namespace: string, { name, resource = 'service' }: Subject = {}): Subject | null {
  if (name === undefined) return { namespace };
  return resource === 'service' && isLabelName(name) ? { namespace, name, resource } : null;
}
