import { isLabelName } from '../src/domain/kubernetes-names.ts';
import type { Question } from '../src/domain/question.ts';
import { questionText } from '../src/parsers/question/question-text.ts';
import type { Calling } from './question-problem.ts';

/**
 * The question with its cluster's name as a namespace: `hpa web in shop` can mean either, and only the registry tells.
 * `null` where it cannot be meant.
 */
export function namespaceInstead({ kind, cluster, subject, page }: Question, calling: Calling): string | null {
  const asked = kind === 'hpa' || kind === 'metrics';
  if (!asked || cluster === undefined || subject?.namespace !== undefined || !isLabelName(cluster)) return null;
  const meant: Question = {
    kind,
    subject: { namespace: cluster, ...subject },
    ...(page === undefined ? {} : { page }),
  };
  return `${calling} ${questionText(meant)}`;
}
