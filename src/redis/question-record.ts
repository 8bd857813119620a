import * as v from 'valibot';
import { isLabelName, isObjectName } from '../domain/kubernetes-names.ts';
import type { Subject } from '../domain/question.ts';

const subjectSchema = v.object({
  namespace: v.exactOptional(v.pipe(v.string(), v.check(isLabelName))),
  name: v.exactOptional(v.pipe(v.string(), v.check(isObjectName))),
  resource: v.exactOptional(v.picklist(['hpa', 'deployment', 'statefulset', 'replicaset'])),
}) satisfies v.GenericSchema<unknown, Subject>;

/**
 * What a stored question holds besides its kind. Names go into requests to the API server, so that only those that it
 * could have given itself are read back.
 */
export const questionEntries = {
  cluster: v.exactOptional(v.string()),
  subject: v.exactOptional(subjectSchema),
  page: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999))),
};
