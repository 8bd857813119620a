import * as v from 'valibot';
import { parse } from 'yaml';
import { autoscalingSchema } from './autoscaling/autoscaling-schema.ts';
import { faultSchema } from './faults.ts';
import { logLinesSchema } from './log-lines.ts';

const edit = v.union([
  v.strictObject({ replace: v.string(), with: v.string() }),
  /** Merged into a JSON document; `null` removes a key. */
  v.strictObject({ merge: v.unknown() }),
]);

const schema = v.strictObject({
  name: v.optional(v.string()),
  description: v.optional(v.strictObject({ en: v.string(), ja: v.optional(v.string()) })),
  /** Another scenario folder, relative to this one, whose files stand where this one has none of that name. */
  extends: v.optional(v.string()),
  /** The leading pod, where neither a lock nor `leader-status` tells it. */
  leader: v.optional(v.string()),
  /** When the capture was made, where no status date tells it. */
  captured: v.optional(v.string()),
  /** Printed files of single pods by what they are for (`status.txt`, `status.json`, `log`, `previous.log`). */
  pods: v.optional(v.record(v.string(), v.record(v.string(), v.string()))),
  /** Variables of single pods' containers by name, in place of what the kubelet would set; `null`: not set. */
  environment: v.optional(v.record(v.string(), v.record(v.string(), v.nullable(v.string())))),
  /** Kinds of custom resources the cluster has besides those of the simulation. */
  customResources: v.optional(
    v.array(
      v.strictObject({
        group: v.string(),
        version: v.string(),
        plural: v.string(),
        kind: v.string(),
        namespaced: v.optional(v.boolean()),
        /** It has a `/scale` subresource. */
        scalable: v.optional(v.boolean()),
      }),
    ),
  ),
  /** Every HPA of the cluster with its scale target, stored metrics and events, in place of those of the files. */
  autoscaling: v.optional(autoscalingSchema),
  /** Lines added to logs, by file name. */
  log: v.optional(v.record(v.string(), v.array(logLinesSchema))),
  /** Changes to printed files, by file name. */
  edit: v.optional(v.record(v.string(), v.array(edit))),
  /** Changes to objects: lists of named entries are merged by name, `null` removes. */
  patch: v.optional(
    v.array(
      v.strictObject({ kind: v.string(), namespace: v.optional(v.string()), name: v.string(), merge: v.unknown() }),
    ),
  ),
  remove: v.optional(
    v.array(v.strictObject({ kind: v.string(), namespace: v.optional(v.string()), name: v.string() })),
  ),
  faults: v.optional(v.array(faultSchema)),
});

export type ScenarioFile = v.InferOutput<typeof schema>;

/** Reads the text of a `scenario.yaml`; throws with the field that is wrong. */
export function parseScenarioFile(text: string, path: string): ScenarioFile {
  const result = v.safeParse(schema, parse(text) ?? {});
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`${path}: ${v.getDotPath(issue) ?? 'document'}: ${issue.message}`);
}
