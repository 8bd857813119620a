import type { ObjectCondition, ObjectMeta } from './objects.ts';

/** Quantities are texts as the API server writes them (`824`, `157500m`); see `parseQuantity`. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

export interface MetricTarget {
  /** `AverageValue`, `Value` or `Utilization`. */
  readonly type: string;
  readonly value?: string;
  readonly averageValue?: string;
}

/** One of an HPA's metrics; `external` is there when `type` is `External`, others are only named. */
export interface MetricSpec {
  readonly type: string;
  readonly external?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
}

/** What the controller wrote of a metric. A metric it could not read has an empty `type` or is missing from the end of the list. */
export interface MetricStatus {
  readonly type: string;
  readonly external?: {
    readonly metric: MetricIdentifier;
    readonly current: { readonly value?: string; readonly averageValue?: string };
  };
}

export interface ScalingPolicy {
  /** `Pods` or `Percent`. */
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  /** `Max`, `Min` or `Disabled`; `Max` where it is left out. */
  readonly selectPolicy?: string;
  readonly policies?: readonly ScalingPolicy[];
  /** A quantity; from Kubernetes 1.33 behind a feature gate. */
  readonly tolerance?: string;
}

export interface ScaleTargetRef {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

/** `autoscaling/v2`. */
export interface HorizontalPodAutoscaler {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly scaleTargetRef: ScaleTargetRef;
    /** 1 where it is left out. */
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly MetricSpec[];
    readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
  };
  readonly status: {
    /** The scale target's *spec* replicas when the controller last looked: not the divisor of averages. */
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly lastScaleTime?: string;
    readonly currentMetrics?: readonly MetricStatus[];
    readonly conditions?: readonly ObjectCondition[];
  };
}

/** The workload an HPA scales, as its scale subresource and its own status tell it. */
export interface ScaleTarget {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `.spec.replicas`; 1 where it is left out. */
  readonly wanted: number;
  /** `.status.replicas`, surge pods of a rollout included: what averages are divided by. 0 where it is left out. */
  readonly replicas: number;
  /** `.status.readyReplicas`; absent where the kind does not tell. */
  readonly ready?: number;
  /** `.status.updatedReplicas`; absent where the kind does not tell. */
  readonly updated?: number;
}

/** One item of an `ExternalMetricValueList`. */
export interface ExternalMetricValue {
  readonly metricName: string;
  readonly metricLabels?: Readonly<Record<string, string>>;
  readonly timestamp?: string;
  readonly value: string;
}

/** `datadoghq.com/v1alpha1`. */
export interface DatadogMetric {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly query?: string;
    /** Set on those the Agent made itself. */
    readonly externalMetricName?: string;
    /** Go durations (`5m0s`). */
    readonly maxAge?: string;
    readonly timeWindow?: string;
  };
  readonly status: {
    /** A plain decimal. */
    readonly currentValue?: string;
    /** `hpa:ns/name, wpa:ns/name`; without the prefix before 7.36. */
    readonly autoscalerReferences?: string;
    readonly conditions?: readonly (ObjectCondition & { readonly lastUpdateTime?: string })[];
  };
}
