import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0));

/** What the Agent stores of a metric. */
const stored = v.strictObject({
  value: v.number(),
  /** Added for each further copy of an HPA with a `count`. */
  step: v.optional(v.number()),
  valid: v.optional(v.boolean()),
  /** Seconds since the value was measured; 20 by default. */
  age: v.optional(seconds),
  /** DatadogMetrics only: what is asked of Datadog, and the words of `Error=True`. */
  query: v.optional(v.string()),
  error: v.optional(v.string()),
  maxAge: v.optional(v.string()),
});

const metric = v.strictObject({
  name: v.string(),
  labels: v.optional(v.record(v.string(), v.string())),
  /** A target of type AverageValue. */
  average: v.optional(v.string()),
  /** A target of type Value. */
  total: v.optional(v.string()),
  stored: v.optional(stored),
  /** What the HPA shows, where it is not what the stored values come to; `null`: nothing. */
  shown: v.optional(v.nullable(v.string())),
});

const hpa = v.strictObject({
  /** `namespace/name`. With a `count`, `#` stands for the number of the copy here and in targets, metrics and labels. */
  hpa: v.string(),
  count: v.optional(count),
  /** `Deployment/web`; the Deployment of the HPA's name by default. */
  target: v.optional(v.string()),
  /** Labels by which the target selects its pods; `app` with the target's name by default. */
  selects: v.optional(v.record(v.string(), v.string())),
  min: v.optional(count),
  max: count,
  /** Pods there are; `wanted`, `updated` and `ready` are the same unless they are given. */
  replicas: count,
  wanted: v.optional(count),
  updated: v.optional(count),
  ready: v.optional(count),
  metrics: v.array(metric),
  /** Why the controller gets no value, in the API's words; `METRIC` and `NAMESPACE` stand for the metric's name and where it is asked for. */
  failing: v.optional(v.string()),
  /** A condition instead of those that follow: `ScalingActive=False AmbiguousSelector: text`; no metric is shown then. */
  halted: v.optional(v.string()),
  /** Seconds since creation, three days by default, and since the conditions last changed, ten minutes by default. */
  created: v.optional(seconds),
  since: v.optional(seconds),
  labels: v.optional(v.record(v.string(), v.string())),
});

/** The `autoscaling` of a `scenario.yaml`: every HPA of the cluster, in place of those in the files. */
export const autoscalingSchema = v.strictObject({
  /** Where the Agent keeps its metrics. */
  store: v.optional(v.picklist(['configmap', 'datadogmetric'])),
  /** `failing` of every HPA that has none of its own. */
  failing: v.optional(v.string()),
  hpas: v.array(hpa),
});

export type Autoscaling = v.InferOutput<typeof autoscalingSchema>;
export type WrittenHpa = Autoscaling['hpas'][number];
export type WrittenMetric = WrittenHpa['metrics'][number];
