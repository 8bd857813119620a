import type {
  HorizontalPodAutoscaler,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  ScalingRules,
} from '../../domain/autoscaling-objects.ts';
import { asList, asObject, type JsonObject } from '../status/json-value.ts';
import {
  conditionsOf,
  countOf,
  DamagedObject,
  metadataOf,
  needed,
  present,
  quantityOf,
  selectorOf,
  textOf,
  timeOf,
} from './object-fields.ts';

/** Where `autoscaling/v1` keeps what it has no fields for. */
const V1_ANNOTATION = 'autoscaling.alpha.kubernetes.io/';

/** An HPA of any version as the one of today. Throws a {@link DamagedObject}. */
export function autoscalerOf(object: JsonObject): HorizontalPodAutoscaler {
  const all = metadataOf(object);
  const { annotations, ...metadata } = all;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith(V1_ANNOTATION));
  const spec = asObject(object.spec);
  const status = asObject(object.status);
  const target = asObject(spec?.scaleTargetRef);
  const v1 = v1Parts(all.annotations ?? {});
  const cpuShown = textOf(status?.currentCPUUtilizationPercentage) !== undefined;
  const cpu = { type: 'Resource' };
  const listed = asList(spec?.metrics) ?? v1('metrics');
  const metrics = listed?.map(metricSpecOf) ?? [];
  const ofCpu = textOf(spec?.targetCPUUtilizationPercentage) === undefined ? [] : [cpu];
  const current = asList(status?.currentMetrics) ?? v1('current-metrics');
  const behavior = asObject(spec?.behavior) ?? v1Behavior(all.annotations ?? {});
  return {
    metadata: { ...metadata, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
    spec: {
      scaleTargetRef: {
        ...present({ apiVersion: textOf(target?.apiVersion) }),
        kind: needed(textOf(target?.kind), 'spec.scaleTargetRef.kind'),
        name: needed(textOf(target?.name), 'spec.scaleTargetRef.name'),
      },
      maxReplicas: needed(countOf(spec?.maxReplicas), 'spec.maxReplicas'),
      ...present({
        minReplicas: countOf(spec?.minReplicas),
        metrics: listed || ofCpu.length > 0 ? [...metrics, ...ofCpu] : undefined,
        behavior:
          behavior &&
          present({ scaleUp: scalingRulesOf(behavior.scaleUp), scaleDown: scalingRulesOf(behavior.scaleDown) }),
      }),
    },
    status: present({
      currentReplicas: countOf(status?.currentReplicas),
      desiredReplicas: countOf(status?.desiredReplicas),
      lastScaleTime: timeOf(status?.lastScaleTime),
      currentMetrics:
        current || cpuShown ? [...(current?.map(metricStatusOf) ?? []), ...(cpuShown ? [cpu] : [])] : undefined,
      conditions: conditionsOf(status?.conditions ?? v1('conditions')),
    }),
  };
}

function v1Parts(annotations: Readonly<Record<string, string>>): (part: string) => readonly unknown[] | undefined {
  return (part) => {
    const text = annotations[V1_ANNOTATION + part];
    if (text === undefined) return undefined;
    return needed(asList(parseJson(text)), `the list in annotation ${V1_ANNOTATION}${part}`);
  };
}

/** Its fields have capitals there: `{"ScaleUp":{"StabilizationWindowSeconds":…}}`. */
function v1Behavior(annotations: Readonly<Record<string, string>>): JsonObject | undefined {
  const text = annotations[`${V1_ANNOTATION}behavior`];
  return text === undefined ? undefined : asObject(withSmallKeys(parseJson(text), 0));
}

function withSmallKeys(value: unknown, depth: number): unknown {
  if (depth > 6) return undefined;
  if (Array.isArray(value)) return value.map((item) => withSmallKeys(item, depth + 1));
  const object = asObject(value);
  if (!object) return value;
  const entries = Object.entries(object);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), withSmallKeys(item, depth + 1)]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metricSpecOf(raw: unknown, index: number): MetricSpec {
  const path = `spec.metrics[${index}]`;
  const metric = asObject(raw);
  const type = needed(textOf(metric?.type), `${path}.type`);
  if (type !== 'External') return { type };
  const external = needed(asObject(metric?.external), `${path}.external`);
  return { type, external: { metric: identifierOf(external, path), target: targetOf(external, path) } };
}

function identifierOf(external: JsonObject, path: string): MetricIdentifier {
  const metric = asObject(external.metric);
  const selector = selectorOf(metric?.selector ?? external.metricSelector, `${path}.selector`);
  const name = needed(textOf(metric?.name) ?? textOf(external.metricName), `${path}.external.metric.name`);
  return { name, ...present({ selector }) };
}

function targetOf(external: JsonObject, path: string): MetricTarget {
  const target = asObject(external.target);
  const averageValue = quantityOf(target?.averageValue ?? external.targetAverageValue, `${path} averageValue`);
  const value = quantityOf(target?.value ?? external.targetValue, `${path} value`);
  if (averageValue === undefined && value === undefined) throw new DamagedObject(`${path} has no target`);
  const type = textOf(target?.type) ?? (averageValue === undefined ? 'Value' : 'AverageValue');
  return { type, ...present({ value, averageValue }) };
}

function metricStatusOf(raw: unknown, index: number): MetricStatus {
  const path = `status.currentMetrics[${index}]`;
  const metric = asObject(raw);
  const type = textOf(metric?.type) ?? '';
  const external = asObject(metric?.external);
  if (type !== 'External' || !external) return { type };
  const current = asObject(external.current);
  const averageValue = quantityOf(current?.averageValue ?? external.currentAverageValue, `${path} averageValue`);
  const value = quantityOf(current?.value ?? external.currentValue, `${path} value`);
  // Versions before v2beta2 cannot leave the value out, and print 0 beside an average.
  const shown = averageValue !== undefined && value === '0' ? undefined : value;
  return {
    type,
    external: { metric: identifierOf(external, path), current: present({ value: shown, averageValue }) },
  };
}

function scalingRulesOf(raw: unknown): ScalingRules | undefined {
  const rules = asObject(raw);
  if (!rules) return undefined;
  return present({
    stabilizationWindowSeconds: countOf(rules.stabilizationWindowSeconds),
    selectPolicy: textOf(rules.selectPolicy),
    tolerance: quantityOf(rules.tolerance, 'spec.behavior tolerance'),
    policies: asList(rules.policies)?.map((one) => {
      const policy = asObject(one);
      return {
        type: needed(textOf(policy?.type), 'spec.behavior policy type'),
        value: needed(countOf(policy?.value), 'spec.behavior policy value'),
        periodSeconds: needed(countOf(policy?.periodSeconds), 'spec.behavior policy periodSeconds'),
      };
    }),
  });
}
