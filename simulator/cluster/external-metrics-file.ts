import * as v from 'valibot';
import { parse } from 'yaml';
import { type MetricRequest, valueList } from './external-metric-request.ts';
import { writeTime } from './served-values.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, internalError, statusAnswer } from './status-bodies.ts';

export const EXTERNAL_METRICS_FILE = 'external-metrics.yaml';

const schema = v.array(
  v.strictObject({
    namespace: v.optional(v.string()),
    /** `*` stands for any text. */
    metric: v.string(),
    items: v.optional(
      v.array(
        v.strictObject({
          value: v.string(),
          labels: v.optional(v.record(v.string(), v.string())),
          ageSeconds: v.optional(v.number()),
        }),
      ),
    ),
    /** Words of an InternalError, or a whole refusal. */
    error: v.optional(
      v.union([v.string(), v.strictObject({ code: v.number(), reason: v.string(), message: v.string() })]),
    ),
  }),
);

/** What `external-metrics.yaml` says the metrics API answers, whatever is stored; undefined where it says nothing. */
export function writtenAnswer({ namespace, metric }: MetricRequest, world: SimulatedWorld): Answer | undefined {
  const row = readRows(world.document(EXTERNAL_METRICS_FILE)).find(
    (one) => (one.namespace === undefined || one.namespace === namespace) && patternOf(one.metric).test(metric),
  );
  if (row === undefined) return undefined;
  if (typeof row.error === 'string') return internalError(row.error);
  if (row.error) return statusAnswer(row.error.code, row.error.reason, row.error.message);
  const items = (row.items ?? []).map(({ value, labels = {}, ageSeconds = 0 }) => ({
    metricName: metric,
    metricLabels: labels,
    timestamp: writeTime(world.now() - ageSeconds * 1000),
    value,
  }));
  return valueList(items);
}

/** Throws with the field that is wrong. */
export function readRows(text: string | undefined): v.InferOutput<typeof schema> {
  const result = v.safeParse(schema, parse(text ?? '[]') ?? []);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`${EXTERNAL_METRICS_FILE}: ${v.getDotPath(issue) ?? 'document'}: ${issue.message}`);
}

function patternOf(metric: string): RegExp {
  const parts = metric.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
