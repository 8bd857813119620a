import type {
  DatadogMetric,
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  LabelSelector,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  ScalingRules,
} from '../domain/autoscaling-objects.ts';
import type { ObjectMeta } from '../domain/objects.ts';
import { condition, meta, metaWithoutAnnotations, refreshedCondition } from './core-shapes.ts';
import { fields, listOf, mapOf, number, orElse, type Shape, text, time } from './json-shape.ts';
import { checkedQuantity, quantity } from './quantity-shape.ts';

const labelSelector: Shape<LabelSelector> = fields(
  {},
  {
    matchLabels: mapOf(text),
    matchExpressions: listOf(fields({ key: text, operator: text }, { values: listOf(text) })),
  },
);

const metricIdentifier: Shape<MetricIdentifier> = fields({ name: text }, { selector: labelSelector });

const metricSpec: Shape<MetricSpec> = fields(
  { type: text },
  {
    external: fields(
      { metric: metricIdentifier, target: fields({ type: text }, { value: quantity, averageValue: quantity }) },
      {},
    ),
  },
);

const metricStatus: Shape<MetricStatus> = fields(
  // Left empty for a metric that the controller could not read.
  { type: orElse(text, '') },
  {
    external: fields(
      { metric: metricIdentifier, current: orElse(fields({}, { value: quantity, averageValue: quantity }), {}) },
      {},
    ),
  },
);

const scalingRules: Shape<ScalingRules> = fields(
  {},
  {
    stabilizationWindowSeconds: number,
    selectPolicy: text,
    policies: listOf(fields({ type: text, value: number, periodSeconds: number }, {})),
    tolerance: quantity,
  },
);

function autoscaler(metadata: Shape<ObjectMeta>): Shape<HorizontalPodAutoscaler> {
  return fields(
    {
      metadata,
      spec: fields(
        { scaleTargetRef: fields({ kind: text, name: text }, { apiVersion: text }), maxReplicas: number },
        {
          minReplicas: number,
          metrics: listOf(metricSpec),
          behavior: fields({}, { scaleUp: scalingRules, scaleDown: scalingRules }),
        },
      ),
      status: orElse(
        fields(
          {},
          {
            currentReplicas: number,
            desiredReplicas: number,
            lastScaleTime: time,
            currentMetrics: listOf(metricStatus),
            conditions: listOf(condition),
          },
        ),
        {},
      ),
    },
    {},
  );
}

export const autoscalerShape = autoscaler(meta);
export const listedAutoscalerShape = autoscaler(metaWithoutAnnotations);

export const externalMetricShape: Shape<ExternalMetricValue> = fields(
  { metricName: text, value: checkedQuantity },
  { metricLabels: mapOf(text), timestamp: time },
);

export const datadogMetricShape: Shape<DatadogMetric> = fields(
  {
    metadata: meta,
    spec: orElse(fields({}, { query: text, externalMetricName: text, maxAge: text, timeWindow: text }), {}),
    status: orElse(
      fields({}, { currentValue: quantity, autoscalerReferences: text, conditions: listOf(refreshedCondition) }),
      {},
    ),
  },
  {},
);
