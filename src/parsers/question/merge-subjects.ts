import type { Subject } from '../../domain/question.ts';
import type { Draft } from './draft.ts';

/** The same object said twice, or `undefined` for two. Parts always stand in the same order. */
export function merged(a: Subject, b: Subject): Subject | undefined {
  const namespace = a.namespace ?? b.namespace;
  const resource = a.resource ?? b.resource;
  const differ = a.name !== b.name || namespace !== (b.namespace ?? namespace) || resource !== (b.resource ?? resource);
  if (differ || a.name === undefined) {
    return undefined;
  }
  return { ...(namespace !== undefined && { namespace }), name: a.name, ...(resource !== undefined && { resource }) };
}

export function whereOf({ namespace }: Draft): Subject | undefined {
  return namespace === undefined ? undefined : { namespace };
}
