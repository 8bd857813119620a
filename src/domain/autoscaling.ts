import type { ExternalMetricValue, HorizontalPodAutoscaler, ScaleTarget } from './autoscaling-objects.ts';
import type { Right } from './finding-facts.ts';
import type { ApiService, ClusterEvent, EndpointSlice, Service } from './objects.ts';
import type { Reading } from './reading.ts';

/** One value the Agent keeps for autoscalers, in whichever store. */
export interface StoredMetric {
  readonly store: 'configmap' | 'datadogmetric';
  /** The ConfigMap's key, or the DatadogMetric's `namespace/name`. */
  readonly id: string;
  /** What HPAs call it: `queue.depth`, or `datadogmetric@shop:orders-rate`. */
  readonly metric: string;
  /** Only the ConfigMap knows labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** A plain decimal, as exact as it was written; absent when there is none. Means nothing while `valid` is false. */
  readonly value?: string;
  readonly valid: boolean;
  /** When the value was measured, ISO 8601; for an invalid ConfigMap entry the time of the failed refresh. */
  readonly at?: string;
  readonly users: readonly { readonly kind: 'hpa' | 'wpa'; readonly namespace: string; readonly name: string }[];
  /** What is asked of Datadog, as the object says; the ConfigMap does not. */
  readonly query?: string;
  /** False: no autoscaler uses it, so it is not refreshed. */
  readonly active?: boolean;
  /** The Agent's own words for what is wrong. */
  readonly error?: string;
  /** Seconds; only where the DatadogMetric sets its own. */
  readonly maxAgeSeconds?: number;
  readonly timeWindowSeconds?: number;
}

/** What the Agent holds, and how it keeps it. */
export interface StoredMetrics {
  /** `unknown`: neither its settings nor its `status` tell. */
  readonly mode: 'configmap' | 'datadogmetric' | 'unknown';
  /** `namespace/name` of the ConfigMap; absent with DatadogMetrics. */
  readonly configMap?: string;
  /** When the Agent last wrote the ConfigMap. */
  readonly updatedAt?: string;
  readonly list: Reading<readonly StoredMetric[]>;
  /** Entries that are there and could not be understood, by key. */
  readonly unreadable: readonly string[];
}

/** What the metrics API served for one external metric of an HPA. */
export interface ServedMetric {
  /** Its place in `spec.metrics`. */
  readonly index: number;
  readonly reading: Reading<readonly ExternalMetricValue[]>;
}

/** One look at an HPA and what its figures are made of, read within moments of each other. */
export interface HpaLook {
  readonly hpa: Reading<HorizontalPodAutoscaler>;
  /** Absent where nobody could be asked for it: the HPA was not read, or a text did not hold it. */
  readonly target?: Reading<ScaleTarget>;
  readonly served: readonly ServedMetric[];
  readonly stored: StoredMetrics;
}

export interface HpaView {
  readonly namespace: string;
  readonly name: string;
  readonly first: HpaLook;
  /** A later look, taken because the figures of the first did not agree. */
  readonly again?: HpaLook;
  readonly events?: Reading<readonly ClusterEvent[]>;
}

/** Every HPA with an external metric, from lists alone. */
export interface HpaList {
  readonly hpas: Reading<readonly HorizontalPodAutoscaler[]>;
  /** HPAs that use no external metric. */
  readonly others: number;
  /** Scale targets of the kinds the HPAs name, by kind. */
  readonly targets: readonly { readonly kind: string; readonly reading: Reading<readonly ScaleTarget[]> }[];
}

/** The way from the HPA controller to the Agent. A field is absent where nobody looked: a text did not hold it. */
export interface MetricsChain {
  /** `requestheader-client-ca-file` stands in ConfigMap `kube-system/extension-apiserver-authentication`. */
  readonly aggregationLayer?: Reading<boolean>;
  /** `v1beta1.external.metrics.k8s.io`. */
  readonly apiService?: Reading<ApiService>;
  /** The Service that the APIService names, whoever owns it. */
  readonly service?: Reading<Service>;
  readonly endpoints?: Reading<readonly EndpointSlice[]>;
  /** `kubectl api-versions`. */
  readonly apiVersions?: Reading<readonly string[]>;
  /** `v1.34.4`. */
  readonly serverVersion?: Reading<string>;
}

export type RightPurpose =
  | 'read-metrics'
  | 'delegate-authentication'
  | 'read-authentication-config'
  | 'watch-hpas'
  | 'keep-values'
  | 'keep-datadogmetrics'
  | 'collect-events'
  | 'keep-event-token';

/** Whether an account other than our own may do something, by SubjectAccessReview. */
export interface AccountRight {
  readonly who: 'hpa-controller' | 'agent';
  /** `system:serviceaccount:NAMESPACE:NAME`. */
  readonly user: string;
  readonly purpose: RightPurpose;
  readonly right: Right;
  readonly allowed: Reading<boolean>;
}

export const METRICS_LOG_KINDS = [
  'no-series',
  'multiple-series',
  'rate-limited',
  'keys-rejected',
  'keys-missing',
  'bad-query',
  'query-too-long',
  'fetch-failed',
  'store-unreadable',
  'store-unwritable',
  'datadogmetric-unwritable',
  'autoscalers-unlistable',
  'api-server-failed',
] as const;
export type MetricsLogKind = (typeof METRICS_LOG_KINDS)[number];

/** Equal lines about external metrics in the leader's log, counted. */
export interface MetricsLogTrouble {
  readonly kind: MetricsLogKind;
  readonly times: number;
  /** ISO 8601, by the log's own clock; absent when the line bears no time that can be read. */
  readonly first?: string;
  readonly last?: string;
  /** The newest such line without its prefix, at most 600 characters. */
  readonly text: string;
  /** The Datadog query that the line names. */
  readonly query?: string;
}

/** Everything about autoscaling on external metrics that one question read. */
export interface Autoscaling {
  /** HPAs looked at closely: the one asked for, or those of a text. */
  readonly views: readonly HpaView[];
  /** How the name in the question was looked up; absent where none was given. */
  readonly search?: {
    /** `namespace/name` of every HPA that fits. */
    readonly found: Reading<readonly string[]>;
    /** Names like it, the likeliest first, when none fits. */
    readonly near: readonly string[];
  };
  readonly list?: HpaList;
  readonly chain: MetricsChain;
  readonly stored: StoredMetrics;
  readonly rights: readonly AccountRight[];
  /** Read only when a stored metric is invalid, or nothing is stored where something should be. */
  readonly log?: Reading<readonly MetricsLogTrouble[]>;
}
