import type { HpaLook, StoredMetrics } from '../../src/domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, ScaleTarget } from '../../src/domain/autoscaling-objects.ts';
import { known, type Reading, unknown } from '../../src/domain/reading.ts';

const AT = '2026-11-23T18:35:50Z';

export interface MadeMetric {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `9` for an AverageValue, `3k!` for a Value target. */
  readonly target: string;
  /** As the HPA writes it; absent: it shows nothing. */
  readonly shown?: string;
  /** Served items; absent: could not be read. */
  readonly served?: readonly string[];
}

export interface MadeHpa {
  readonly metrics: readonly MadeMetric[];
  readonly min?: number;
  readonly max?: number;
  readonly behavior?: HorizontalPodAutoscaler['spec']['behavior'];
  readonly lastScaleTime?: string;
  readonly conditions?: HorizontalPodAutoscaler['status']['conditions'];
  /** `.status.currentReplicas`. */
  readonly counted?: number;
}

/** `default/nginxext`, as `autoscaling/v2` gives it. */
export function madeHpa({ metrics, min = 1, max = 3, behavior, lastScaleTime, conditions, counted }: MadeHpa) {
  return {
    metadata: { name: 'nginxext', namespace: 'default', creationTimestamp: '2026-11-23T18:20:08Z' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nginx' },
      minReplicas: min,
      maxReplicas: max,
      metrics: metrics.map((metric) => ({
        type: 'External',
        external: { metric: identifier(metric), target: targetOf(metric) },
      })),
      ...(behavior ? { behavior } : {}),
    },
    status: {
      currentReplicas: counted ?? 3,
      desiredReplicas: 3,
      currentMetrics: metrics.map((metric) =>
        metric.shown === undefined
          ? { type: '' }
          : {
              type: 'External',
              external: {
                metric: identifier(metric),
                current: metric.target.endsWith('!') ? { value: metric.shown } : { averageValue: metric.shown },
              },
            },
      ),
      conditions: conditions ?? [{ type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' }],
      ...(lastScaleTime ? { lastScaleTime } : {}),
    },
  } satisfies HorizontalPodAutoscaler;
}

function identifier({ name = 'nginx.net.request_per_s', labels = { app: 'puppet' } }: MadeMetric) {
  return { name, selector: { matchLabels: labels } };
}

function targetOf({ target }: MadeMetric) {
  return target.endsWith('!')
    ? { type: 'Value', value: target.slice(0, -1) }
    : { type: 'AverageValue', averageValue: target };
}

export function madeTarget(replicas: number, more: Partial<ScaleTarget> = {}): ScaleTarget {
  const { wanted = replicas, ...rest } = more;
  return { kind: 'Deployment', namespace: 'default', name: 'nginx', wanted, replicas, ...rest };
}

export function madeLook(hpa: MadeHpa, target: ScaleTarget | undefined, stored: Partial<StoredMetrics> = {}): HpaLook {
  const served = hpa.metrics.map(({ name = 'nginx.net.request_per_s', served: items }, index) => ({
    index,
    reading:
      items === undefined
        ? unknown('forbidden', 'no', 'kubectl get --raw', AT)
        : known(
            items.map((value) => ({ metricName: name, timestamp: '2026-11-23T18:34:56Z', value })),
            'kubectl get --raw',
            AT,
          ),
  }));
  const read: Reading<HorizontalPodAutoscaler> = known(madeHpa(hpa), 'kubectl get hpa nginxext', AT);
  return {
    hpa: read,
    ...(target === undefined ? {} : { target: known(target, 'kubectl get deployment nginx', AT) }),
    served,
    stored: {
      mode: 'configmap',
      configMap: 'datadog/datadog-custom-metrics',
      list: known([], 'kubectl get configmap datadog-custom-metrics', AT),
      unreadable: [],
      ...stored,
    },
  };
}
