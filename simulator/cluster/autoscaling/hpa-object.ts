import type { KubeObject } from '../kube-object.ts';
import type { WrittenMetric } from './autoscaling-schema.ts';
import type { HpaPass } from './hpa-pass.ts';
import { stableUid } from './stable-uid.ts';
import type { PlannedHpa } from './written-hpas.ts';

const UNFETCHABLE = 'unable to fetch metrics from external metrics API: ';

/** The HPA as the controller of Kubernetes 1.34 would have left it, in its words. `at` tells a moment so many seconds ago. */
export function hpaObject(hpa: PlannedHpa, pass: HpaPass, at: (secondsAgo: number) => string): KubeObject {
  const { namespace, name, target, labels } = hpa;
  const isHalted = hpa.halted !== undefined;
  const isFailing = pass.asked === null;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name,
      namespace,
      uid: stableUid(`hpa/${namespace}/${name}`),
      creationTimestamp: at(hpa.createdSeconds),
      resourceVersion: '1000',
      ...(labels === undefined ? {} : { labels }),
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: target.kind, name: target.name },
      minReplicas: hpa.min,
      maxReplicas: hpa.max,
      metrics: hpa.metrics.map((metric) => ({
        type: 'External',
        external: {
          metric: identifierOf(metric),
          target:
            metric.average === undefined
              ? { type: 'Value', value: metric.total }
              : { type: 'AverageValue', averageValue: metric.average },
        },
      })),
    },
    status: {
      currentReplicas: hpa.wanted,
      desiredReplicas: isHalted || isFailing ? hpa.wanted : clamp(pass.asked, hpa),
      conditions: conditionsOf(hpa, pass).map((condition) => ({
        ...condition,
        lastTransitionTime: at(hpa.sinceSeconds),
      })),
      ...(isHalted
        ? {}
        : { currentMetrics: hpa.metrics.map((metric, index) => metricStatus(metric, pass.shown[index])) }),
    },
  };
}

/** `unable to get external metric …`, as conditions and events hold it. */
export function failureText(namespace: string, { metric, cause }: NonNullable<HpaPass['failure']>): string {
  const prefix = cause.startsWith('no metrics returned') ? '' : UNFETCHABLE;
  return `unable to get external metric ${namespace}/${metric.name}/${selectorText(metric)}: ${prefix}${cause}`;
}

function conditionsOf(hpa: PlannedHpa, pass: HpaPass): readonly Record<string, string>[] {
  const gotScale = condition(
    'AbleToScale=True SucceededGetScale',
    "the HPA controller was able to get the target's current scale",
  );
  if (hpa.halted !== undefined) {
    const [head = '', text = ''] = hpa.halted.split(/: (.*)/s);
    return [gotScale, condition(head, text)];
  }
  const { asked, failure } = pass;
  if (asked === null) {
    const text = failure ? failureText(hpa.namespace, failure) : '';
    const message = `the HPA was unable to compute the replica count: ${text}`;
    return [gotScale, condition('ScalingActive=False FailedGetExternalMetric', message)];
  }
  const leading = hpa.metrics[pass.shown.findIndex((shown) => shown !== null)];
  const found = `external metric ${leading?.name}(${leading ? selectorText(leading) : 'nil'})`;
  return [
    condition('AbleToScale=True ReadyForNewScale', 'recommended size matches current size'),
    condition(
      'ScalingActive=True ValidMetricFound',
      `the HPA was able to successfully calculate a replica count from ${found}`,
    ),
    limitedCondition(asked, hpa),
  ];
}

function limitedCondition(asked: number, { min, max }: PlannedHpa): Record<string, string> {
  if (asked > max) {
    const text = 'the desired replica count is more than the maximum replica count';
    return condition('ScalingLimited=True TooManyReplicas', text);
  }
  return asked < min
    ? condition(
        'ScalingLimited=True TooFewReplicas',
        'the desired replica count is less than the minimum replica count',
      )
    : condition('ScalingLimited=False DesiredWithinRange', 'the desired count is within the acceptable range');
}

/** `head` is `Type=Status Reason`. */
function condition(head: string, message: string): Record<string, string> {
  const [type = '', status = '', reason = ''] = head.split(/[= ]/);
  return { type, status, reason, message };
}

function identifierOf({ name, labels }: WrittenMetric): Record<string, unknown> {
  return labels === undefined ? { name } : { name, selector: { matchLabels: labels } };
}

function metricStatus(metric: WrittenMetric, shown: string | null | undefined): Record<string, unknown> {
  if (shown === null || shown === undefined) return { type: '' };
  const current = metric.average === undefined ? { value: shown } : { averageValue: shown };
  return { type: 'External', external: { metric: identifierOf(metric), current } };
}

/** As Go prints a `*LabelSelector`. */
function selectorText({ labels }: WrittenMetric): string {
  if (labels === undefined) return 'nil';
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  return `&LabelSelector{MatchLabels:map[string]string{${pairs.join('')}},MatchExpressions:[]LabelSelectorRequirement{},}`;
}

function clamp(asked: number | null, { min, max, wanted }: PlannedHpa): number {
  return asked === null ? wanted : Math.min(max, Math.max(min, asked));
}
