import { isLabelName } from '../../domain/kubernetes-names.ts';
import type { Subject } from '../../domain/question.ts';
import { merged } from './merge-subjects.ts';
import { type Failure, failure } from './parsed-question.ts';

interface Words {
  /** The question about a subject. */
  readonly text: (subject: Subject) => string;
  /** What a name in a namespace is. */
  readonly inNamespace?: Subject['resource'];
}

/** The one thing that all these names mean; of two the second is to blame. */
export function oneSubject(
  names: readonly { readonly word: string; readonly subject: Subject }[],
  { text, inNamespace }: Words,
): Subject | Failure | undefined {
  const [first, ...others] = names;
  if (first === undefined) {
    return undefined;
  }
  let { subject } = first;
  for (const other of others) {
    const both = merged(subject, other.subject);
    if (both === undefined) {
      const meant = [...namespaceAndName(subject, other.subject, inNamespace), subject, other.subject];
      return failure('two-subjects', other.word, meant.map(text));
    }
    subject = both;
  }
  return subject;
}

/** `hpa shop web` could be meant for `hpa shop/web`. */
function namespaceAndName(first: Subject, second: Subject, resource: Subject['resource']): readonly Subject[] {
  const bare = [first, second].every((subject) => subject.namespace === undefined && subject.resource === undefined);
  const [namespace = '', name = ''] = [first.name, second.name];
  const legal = bare && isLabelName(namespace) && (resource !== 'service' || isLabelName(name));
  return legal ? [{ namespace, name, ...(resource !== undefined && { resource }) }] : [];
}
