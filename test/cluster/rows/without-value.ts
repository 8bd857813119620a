import { conditionOf, external, hpaRef } from '../hpa.ts';
import type { DatadogMetricState } from '../stand-in/datadog-metric.ts';
import {
  CANNOT_COMPUTE,
  type ConditionRow,
  LABELS,
  metricOf,
  noItems,
  noValue,
  row,
  SELECTOR,
  WEB,
  wanting,
  web,
} from './row.ts';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
const PODS = {
  type: 'Pods',
  pods: { metric: { name: 'requests_per_second' }, target: { type: 'AverageValue', averageValue: '9' } },
};
const OBJECT = {
  type: 'Object',
  object: {
    metric: { name: 'requests_per_second' },
    describedObject: { apiVersion: 'v1', kind: 'Service', name: WEB },
    target: { type: 'Value', value: '9' },
  },
};

const NO_CPU = `${CANNOT_COMPUTE}failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`;
const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
const CANNOT_SCALE = "the HPA controller was unable to get the target's current scale: ";

/** No value was had, though the way to the Agent is whole; or the controller did not even ask. */
export const NO_VALUE_ROWS: readonly ConditionRow[] = [
  noItems('empty-items', (world, ns) => web(world, ns, [])),
  noItems('other-labels', async (world, ns) => {
    await web(world, ns, []);
    world.standIn.serve(metricOf(ns), [{ value: '2472', labels: { queue: 'returns' } }]);
  }),
  noItems('stored-invalid', async (world, ns) => {
    await web(world, ns, []);
    world.standIn.serve(metricOf(ns), [{ value: '0', labels: LABELS, valid: false }]);
  }),
  noValue(
    'refresh-dead',
    async (world, ns) => {
      world.standIn.server.fault({ kind: 'status', status: 500, message: 'external metrics invalid' }, metricOf(ns));
      await web(world, ns, ['2472']);
    },
    'external metrics invalid',
  ),
  noValue(
    'garbage',
    async (world, ns) => {
      world.standIn.server.fault({ kind: 'garbage' }, metricOf(ns));
      await web(world, ns, ['2472']);
    },
    "serializer for text/plain; charset=utf-8 doesn't exist",
  ),
  noValue(
    'no-answer',
    async (world, ns) => {
      world.standIn.server.fault({ kind: 'hang' }, metricOf(ns));
      await web(world, ns, ['2472']);
    },
    'the server was unable to return a response in the time allotted, but may still be processing the request (get {ns}.depth.external.metrics.k8s.io)',
  ),
  noValue(
    'closed-connection',
    async (world, ns) => {
      world.standIn.server.fault({ kind: 'close' }, metricOf(ns));
      await web(world, ns, ['2472']);
    },
    'the server is currently unable to handle the request (get {ns}.depth.external.metrics.k8s.io)',
  ),
  datadogMetric(
    'datadogmetric-invalid',
    { error: 'Invalid metric error: no serie returned for this query, query was: avg:queue.depth{*}' },
    'Internal error occurred: DatadogMetric is invalid, err: Invalid metric error: no serie returned for this query, query was: avg:queue.depth{*}',
  ),
  datadogMetric(
    'datadogmetric-stale',
    { staleSince: '2026-01-02T03:04:05Z' },
    'Internal error occurred: DatadogMetric is stale, last updated: 2026-01-02T03:04:05Z. Check datadog-cluster-agent logs for errors',
  ),
  datadogMetric(
    'datadogmetric-absent',
    undefined,
    'Internal error occurred: DatadogMetric not found for metric name: datadogmetric@{ns}:orders, datadogmetricid: {ns}/orders',
  ),
  row(
    'two-metrics-none-grows',
    (world, ns) =>
      web(world, ns, ['9'], {
        metrics: [wanting(ns, { averageValue: '9' }), wanting(ns, { averageValue: '9' }, 'missing.metric')],
      }),
    'ScalingActive',
    'False',
    'FailedGetExternalMetric',
    `${CANNOT_COMPUTE}unable to get external metric {ns}/missing.metric/${SELECTOR}: no metrics returned from external metrics API`,
  ),
  row(
    'cpu-without-metrics-server',
    (world, ns) => web(world, ns, [], { metrics: [CPU] }),
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    NO_CPU,
  ),
  row(
    'first-version',
    async (world, ns) => {
      await world.deployment(ns, WEB, 3);
      const { metadata } = hpaRef(ns, WEB);
      await world.plane.kube.apply({
        apiVersion: 'autoscaling/v1',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: WEB },
          minReplicas: 1,
          maxReplicas: 3,
          targetCPUUtilizationPercentage: 70,
        },
      });
    },
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    NO_CPU,
  ),
  row(
    'pods-metric',
    (world, ns) => web(world, ns, [], { metrics: [PODS] }),
    'ScalingActive',
    'False',
    'FailedGetPodsMetric',
    `${CANNOT_COMPUTE}unable to get metric requests_per_second: ${NO_CUSTOM_METRICS}`,
  ),
  row(
    'object-metric',
    (world, ns) => web(world, ns, [], { metrics: [OBJECT] }),
    'ScalingActive',
    'False',
    'FailedGetObjectMetric',
    `${CANNOT_COMPUTE}unable to get metric requests_per_second: Service on {ns} web/${NO_CUSTOM_METRICS}`,
  ),
  row(
    'two-autoscalers',
    async (world, ns) => {
      await web(world, ns, ['2472']);
      await world.autoscaler(ns, 'other', {
        target: { kind: 'Deployment', name: WEB },
        metrics: [wanting(ns, { averageValue: '9' })],
      });
    },
    'ScalingActive',
    'False',
    'AmbiguousSelector',
    /^pods by selector app=web are controlled by multiple HPAs: \[two-autoscalers\/(?:web two-autoscalers\/other|other two-autoscalers\/web)\]$/,
  ),
  row(
    // The events of its first trouble are still there.
    'two-autoscalers-after-no-value',
    async (world, ns) => {
      await web(world, ns, []);
      await world.untilHpa(ns, WEB, (hpa) => conditionOf(hpa, 'ScalingActive')?.reason === 'FailedGetExternalMetric');
      await world.autoscaler(ns, 'other', {
        target: { kind: 'Deployment', name: WEB },
        metrics: [wanting(ns, { averageValue: '9' })],
      });
    },
    'ScalingActive',
    'False',
    'AmbiguousSelector',
    /^pods by selector app=web are controlled by multiple HPAs: /,
  ),
  row(
    'target-missing',
    (world, ns) => web(world, ns, ['2472'], { target: { kind: 'Deployment', name: 'gone' } }),
    'AbleToScale',
    'False',
    'FailedGetScale',
    `${CANNOT_SCALE}deployments.apps "gone" not found`,
  ),
  row(
    'target-of-unknown-kind',
    (world, ns) => web(world, ns, ['2472'], { target: { kind: 'Deploymint', name: WEB } }),
    'AbleToScale',
    'False',
    'FailedGetScale',
    `${CANNOT_SCALE}no matches for kind "Deploymint" in group "apps"`,
  ),
  row(
    'target-at-zero',
    (world, ns) => web(world, ns, ['2472'], { replicas: 0 }),
    'ScalingActive',
    'False',
    'ScalingDisabled',
    'scaling is disabled since the replica count of the target is zero',
    [],
  ),
];

function datadogMetric(name: string, state: Partial<DatadogMetricState> | undefined, why: string): ConditionRow {
  return row(
    name,
    async (world, ns) => {
      if (state !== undefined)
        await world.standIn.setDatadogMetric({
          namespace: ns,
          name: 'orders',
          query: 'avg:queue.depth{*}',
          value: '0',
          ...state,
        });
      await world.deployment(ns, WEB, 3);
      await world.autoscaler(ns, WEB, { metrics: [external(`datadogmetric@${ns}:orders`, { averageValue: '9' })] });
    },
    'ScalingActive',
    'False',
    'FailedGetExternalMetric',
    `${CANNOT_COMPUTE}unable to get external metric {ns}/datadogmetric@{ns}:orders/nil: unable to fetch metrics from external metrics API: ${why}`,
  );
}
