import * as v from 'valibot';
import { isCheckName, isLabelName, isObjectName } from '../domain/kubernetes-names.ts';
import type { Subject } from '../domain/question.ts';

const RESOURCES = ['hpa', 'deployment', 'statefulset', 'replicaset', 'check', 'node', 'service'] as const;

const subjectSchema = v.pipe(
  v.object({
    namespace: v.exactOptional(v.pipe(v.string(), v.check(isLabelName))),
    name: v.exactOptional(v.string()),
    resource: v.exactOptional(v.picklist(RESOURCES)),
  }),
  v.check(hasLegalName),
) satisfies v.GenericSchema<unknown, Subject>;

/** A word alone may name a check; what stands in a namespace never does. */
function hasLegalName({ namespace, name, resource }: Subject): boolean {
  const mayBeCheck = namespace === undefined && (resource === undefined || resource === 'check');
  return name === undefined || isObjectName(name) || (mayBeCheck && isCheckName(name));
}

/**
 * What a stored question holds besides its kind. Names of objects go into requests to the API server, so that only
 * those that it could have given itself are read back.
 */
export const questionEntries = {
  cluster: v.exactOptional(v.string()),
  subject: v.exactOptional(subjectSchema),
  page: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999))),
};
