import * as v from 'valibot';
import { isCheckName, isLabelName, isObjectName } from '../domain/kubernetes-names.ts';
import type { Subject } from '../domain/question.ts';

const RESOURCES = ['hpa', 'deployment', 'statefulset', 'replicaset', 'check', 'node', 'service', 'pod'] as const;

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

/** Either form of a report's id, or what somebody took for one: it becomes part of a key in Redis. */
const reportId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{5,63}$/));

/**
 * What a stored question holds besides its kind. Names of objects go into requests to the API server, so that only
 * those that it could have given itself are read back.
 */
export const questionEntries = {
  cluster: v.exactOptional(v.string()),
  subject: v.exactOptional(subjectSchema),
  page: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999))),
  against: v.exactOptional(v.union([v.strictObject({ cluster: v.string() }), v.strictObject({ report: reportId })])),
  report: v.exactOptional(reportId),
};
