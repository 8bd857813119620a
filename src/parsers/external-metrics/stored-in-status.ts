import type { ExternalMetric } from '../../domain/agent-status.ts';
import type { StoredMetric } from '../../domain/autoscaling.ts';

/** The metrics that a `status` lists, which it reads from the ConfigMap; `id` is the key under which they lie there. */
export function storedInStatus(metrics: readonly ExternalMetric[]): readonly StoredMetric[] {
  return metrics.map(({ name, labels, at, reference, value, valid }) => {
    const { kind, namespace } = reference;
    return {
      store: 'configmap',
      id: `external_metric-${kind}-${namespace}-${reference.name}-${name}`,
      metric: name,
      labels,
      value,
      valid,
      ...(at !== undefined && { at }),
      users: [{ kind: kind === 'watermark' ? 'wpa' : 'hpa', namespace, name: reference.name }],
    };
  });
}
