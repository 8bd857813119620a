import type { Verdict } from './finding.ts';
import type { Attempt } from './finding-facts.ts';

/** A value the Agent holds. Values are plain decimals. */
export interface StoredFigure {
  readonly store: 'configmap' | 'datadogmetric';
  /** `namespace/name` of the ConfigMap or the DatadogMetric. */
  readonly object: string;
  /** `null`: the object holds none. */
  readonly value: string | null;
  readonly valid: boolean;
  readonly ageSeconds: number | null;
  /** As sent to Datadog. */
  readonly query: string | null;
}

/** The figures of one external metric of an HPA. Amounts are plain decimals, exact to the thousandth. */
export interface MetricFigures {
  /** `namespace/name`. */
  readonly hpa: string;
  readonly metric: string;
  /** As in `-l`; empty: none. */
  readonly selector: string;
  readonly targetType: 'AverageValue' | 'Value';
  readonly target: string;
  /** `Deployment/nginx`. */
  readonly scaleTarget: string;
  /** What the HPA shows as current; `null`: nothing. */
  readonly shown: string | null;
  /** The same as kubectl prints it, a quantity such as `157500m`. */
  readonly printed: string | null;
  /** The sum of what the metrics API serves, else of what it would serve by the store; `null`: neither could be read. */
  readonly total: string | null;
  readonly totalFrom: 'served' | 'stored' | null;
  readonly items: number | null;
  readonly servedAgeSeconds: number | null;
  readonly stored: StoredFigure | null;
  /** `.status.replicas` of the scale target, what averages are divided by. */
  readonly replicas: number | null;
  /** `hpa`: only the HPA's own count is known, which is the target's wish and not the divisor. */
  readonly replicasFrom: 'target' | 'hpa' | null;
  /** The Agent's settings, or their defaults. */
  readonly refreshSeconds: number;
  readonly maxAgeSeconds: number;
}

/** What could make two figures differ. */
export type Candidate = 'per-pod' | 'total' | 'shared' | 'stale' | 'moved' | 'rollout' | 'value-target';

export type HpaWord =
  | 'fine'
  | 'at-max'
  | 'summed'
  | 'no-value'
  | 'invalid'
  | 'stale'
  | 'unreachable'
  | 'forbidden'
  | 'ambiguous'
  | 'at-zero'
  | 'no-target'
  | 'outside-bounds'
  | 'partly-blind'
  | 'new'
  | 'unclear';

export interface HpaRow {
  readonly hpa: string;
  readonly verdict: Verdict;
  readonly word: HpaWord;
  readonly metric: string;
  /** How many more external metrics it has. */
  readonly moreMetrics: number;
  /** As kubectl prints it: `824/9 (avg)`, `<unknown>/9 (avg)`. */
  readonly shown: string;
  readonly replicas: number | null;
  readonly min: number;
  readonly max: number;
}

export interface MetricRow {
  readonly metric: string;
  /** `k:v,k2:v2`; empty: none. */
  readonly labels: string;
  /** The DatadogMetric's `namespace/name`, or the ConfigMap's key. */
  readonly id: string;
  readonly value: string | null;
  readonly valid: boolean;
  /** False: no autoscaler uses it, so it is not refreshed. */
  readonly active: boolean;
  readonly ageSeconds: number | null;
  readonly users: readonly string[];
  /** The Agent's own words for what is wrong. */
  readonly error: string | null;
}

/** Why the next size cannot be told exactly. */
export type NextMoveDoubt =
  | 'stabilization-history'
  | 'scaling-events'
  | 'controller-flags'
  | 'other-metrics'
  | 'blind-metrics'
  | 'ready-pods';

/** Facts of the findings about HorizontalPodAutoscalers on external metrics. */
export interface HpaFactsByCode {
  // the subject
  'hpa-not-found': {
    /** As asked: `shop/web`, `web`. */
    readonly asked: string;
    readonly namespace: string | null;
    /** `namespace/name`, the likeliest first. */
    readonly near: readonly string[];
  };
  'hpa-name-ambiguous': { readonly name: string; readonly found: readonly string[] };
  'hpa-unreadable': { readonly asked: string; readonly attempts: readonly Attempt[] };
  'hpa-not-external': { readonly hpa: string; readonly types: readonly string[] };

  // from the HPA to its pods
  'hpa-too-young': { readonly hpa: string; readonly ageSeconds: number; readonly metric: string };
  'hpa-target-missing': { readonly hpa: string; readonly scaleTarget: string; readonly message: string };
  'hpa-target-at-zero': { readonly hpa: string; readonly scaleTarget: string; readonly min: number };
  'hpa-outside-bounds': {
    readonly hpa: string;
    readonly side: 'above' | 'below';
    readonly wanted: number;
    readonly min: number;
    readonly max: number;
  };
  'hpa-ambiguous-selector': {
    readonly hpa: string;
    /** The pods' selector; empty when the condition does not name it. */
    readonly selector: string;
    readonly others: readonly string[];
  };
  'hpa-partly-blind': {
    readonly hpa: string;
    readonly invalid: readonly { readonly metric: string; readonly message: string | null }[];
    readonly valid: readonly string[];
  };
  'hpa-metric-name-unusable': { readonly hpa: string; readonly metric: string; readonly message: string };
  /** The HPA asks the custom metrics API, which the Agent does not serve. */
  'hpa-metric-type-wrong': { readonly hpa: string; readonly message: string };
  /** The condition's text is none of the known ones: told as it is. */
  'hpa-metric-failing': {
    readonly hpa: string;
    readonly metric: string | null;
    readonly reason: string;
    readonly message: string;
    readonly sinceSeconds: number | null;
  };

  // the numbers
  'average-shown-per-pod': MetricFigures & {
    /** shown × replicas. */
    readonly product: string;
    /** The product equals the total; else the quotient was rounded up to a thousandth. */
    readonly exact: boolean;
    readonly ruledOut: readonly Candidate[];
  };
  'value-shown-total': MetricFigures & { readonly ruledOut: readonly Candidate[] };
  'value-summed-over-hpas': MetricFigures & {
    /** HPAs that name the same metric and labels, this one included. */
    readonly sharers: readonly string[];
    /** What this HPA would show if only its own value were served; `null`: cannot be told. */
    readonly alone: string | null;
  };
  'values-moved-between-polls': MetricFigures & {
    /** The total that the shown figure belongs to, from least to most. */
    readonly shownMeans: { readonly from: string; readonly to: string };
    /** What the figures were at the second look; `null`: there was none. */
    readonly later: { readonly shown: string | null; readonly total: string | null; readonly agree: boolean } | null;
  };
  'rollout-changes-divisor': MetricFigures & {
    /** The number of pods by which the figure comes out. */
    readonly divisor: number;
    readonly wanted: number;
    readonly updated: number | null;
    readonly ready: number | null;
  };
  'value-contradiction': MetricFigures & {
    /** What the HPA should show by the total. */
    readonly expected: string;
    readonly tried: readonly Candidate[];
    readonly readTwice: boolean;
  };
  /** The controller counts in 64-bit thousandths: what it shows is not the total, and it scales by what it shows. */
  'value-overflows': MetricFigures & { readonly problem: 'negative' | 'too-large' };
  /** The figures cannot be compared, for want of one of them. */
  'hpa-figures-unknown': MetricFigures & { readonly missing: readonly ('shown' | 'total' | 'replicas')[] };
  'hpa-next-move': {
    readonly hpa: string;
    readonly metric: string;
    readonly replicas: number;
    /** What the load asks for before any limit; `null` when within tolerance. */
    readonly asked: number | null;
    /** What the controller will set next, as far as can be told. */
    readonly from: number;
    readonly to: number;
    readonly direction: 'stay' | 'grow' | 'shrink' | 'unclear';
    readonly limitedBy: 'tolerance' | 'max' | 'min' | 'policy' | 'stabilization' | null;
    readonly min: number;
    readonly max: number;
    readonly hasBehavior: boolean;
    /** Figure ÷ target in thousandths: 91556 is 91.556 times the target. */
    readonly ratioMilli: string;
    readonly toleranceMilli: number;
    readonly stabilizationSeconds: number;
    readonly doubts: readonly NextMoveDoubt[];
    readonly total: string;
    readonly target: string;
    readonly targetType: 'AverageValue' | 'Value';
  };
  'hpa-held-at-max': {
    readonly hpa: string;
    readonly namespace: string;
    readonly name: string;
    readonly max: number;
    /** `null`: the condition says so, and the number cannot be told. */
    readonly asked: number | null;
    readonly total: string | null;
    readonly target: string | null;
    readonly targetType: 'AverageValue' | 'Value' | null;
    readonly since: string | null;
    readonly ready: number | null;
    /** A maximum that would let it grow as far as asked; `null`: cannot be told. */
    readonly suggestedMax: number | null;
    /** The load asks for more than ten times the maximum: rather the target is mistaken. */
    readonly targetDoubtful: boolean;
    readonly hasBehavior: boolean;
  };

  // lists
  'hpa-list': {
    readonly rows: readonly HpaRow[];
    readonly total: number;
    readonly page: number;
    readonly pages: number;
    readonly counts: readonly { readonly word: HpaWord; readonly count: number }[];
    /** HPAs that use no external metric. */
    readonly others: number;
    readonly namespace: string | null;
  };
  'metrics-list': {
    readonly rows: readonly MetricRow[];
    readonly total: number;
    readonly valid: number;
    readonly page: number;
    readonly pages: number;
    readonly store: 'configmap' | 'datadogmetric';
    readonly configMap: string | null;
    readonly updatedSeconds: number | null;
  };
}
