import { isObjectName } from '../src/domain/kubernetes-names.ts';
import type { Question, QuestionKind } from '../src/domain/question.ts';
import { questionText } from '../src/parsers/question/question-text.ts';
import type { Calling } from './question-problem.ts';

const ON_NODES: ReadonlySet<QuestionKind> = new Set(['checks', 'metadata', 'node']);

/**
 * The question with its cluster's name as a node: `checks on worker-3` can mean either, and only the registry tells.
 * `null` where it cannot be meant, or something else is asked about.
 */
export function nodeInstead({ kind, cluster, subject, page }: Question, calling: Calling): string | null {
  if (!ON_NODES.has(kind) || cluster === undefined || subject !== undefined) return null;
  const name = cluster.toLowerCase();
  if (!isObjectName(name)) return null;
  const meant: Question = { kind, subject: { name, resource: 'node' }, ...(page === undefined ? {} : { page }) };
  return `${calling} ${questionText(meant)}`;
}
