import type { KubeObject } from '../kube-object.ts';
import { LAST_UPDATED, METRICS_CONFIG_MAP, type StoredEntry } from '../stored-metrics.ts';
import type { WrittenMetric } from './autoscaling-schema.ts';
import { stableUid } from './stable-uid.ts';
import type { PlannedHpa } from './written-hpas.ts';

type At = (secondsAgo: number) => string;

/** Entries of the Agent's ConfigMap by key. An invalid one has the value 0 and the time of the refresh that failed. */
export function configMapEntries(hpas: readonly PlannedHpa[], at: At): ReadonlyMap<string, StoredEntry> {
  const entries = new Map<string, StoredEntry>();
  for (const { namespace, name, metrics } of hpas) {
    for (const { name: metricName, labels = null, stored } of metrics) {
      if (stored === undefined) continue;
      const { value, age = 20, valid = true } = stored;
      const uid = stableUid(`hpa/${namespace}/${name}`);
      entries.set(`external_metric-horizontal-${namespace}-${name}-${metricName}`, {
        metricName,
        labels,
        ts: Math.floor(Date.parse(at(age)) / 1000),
        reference: { type: 'horizontal', name, namespace, uid },
        value,
        valid,
      });
    }
  }
  return entries;
}

export function configMapObject(entries: ReadonlyMap<string, StoredEntry>, namespace: string, at: At): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: METRICS_CONFIG_MAP,
      namespace,
      uid: stableUid(`configmap/${namespace}/${METRICS_CONFIG_MAP}`),
      creationTimestamp: at(259_200),
      annotations: { [LAST_UPDATED]: at(20) },
    },
    data: Object.fromEntries([...entries].map(([key, entry]) => [key, JSON.stringify(entry)])),
  };
}

/** One DatadogMetric for each metric that HPAs name `datadogmetric@NAMESPACE:NAME`, however many do. */
export function datadogMetricObjects(hpas: readonly PlannedHpa[], at: At): readonly KubeObject[] {
  const metrics = new Map<string, { metric: WrittenMetric; users: string[] }>();
  for (const { namespace, name, metrics: own } of hpas) {
    for (const metric of own) {
      const known = metrics.get(metric.name) ?? { metric, users: [] };
      known.users.push(`hpa:${namespace}/${name}`);
      metrics.set(metric.name, known);
    }
  }
  return [...metrics.values()].flatMap(({ metric, users }) => datadogMetricObject(metric, users, at));
}

function datadogMetricObject({ name, stored }: WrittenMetric, users: readonly string[], at: At): readonly KubeObject[] {
  const [, metricNamespace, metricName] = /^datadogmetric@([^:]+):(.+)$/.exec(name) ?? [];
  if (stored === undefined || metricNamespace === undefined || metricName === undefined) return [];
  const { value, age = 20, error, query = `avg:${metricName}{*}.rollup(30)`, maxAge } = stored;
  const valid = stored.valid ?? error === undefined;
  const refreshed = at(12);
  const row = (type: string, status: boolean, lastUpdateTime: string, more = {}) => ({
    type,
    status: status ? 'True' : 'False',
    lastTransitionTime: at(valid ? 259_000 : age),
    lastUpdateTime,
    ...more,
  });
  const message = error === undefined ? {} : { reason: 'Unable to fetch data from Datadog', message: error };
  return [
    {
      apiVersion: 'datadoghq.com/v1alpha1',
      kind: 'DatadogMetric',
      metadata: {
        name: metricName,
        namespace: metricNamespace,
        uid: stableUid(`datadogmetric/${metricNamespace}/${metricName}`),
        creationTimestamp: at(259_200),
      },
      spec: { query, ...(maxAge === undefined ? {} : { maxAge }) },
      status: {
        currentValue: String(value),
        autoscalerReferences: users.join(', '),
        conditions: [
          row('Active', true, refreshed),
          row('Valid', valid, refreshed),
          row('Updated', true, at(age)),
          row('Error', error !== undefined, refreshed, message),
        ],
      },
    },
  ];
}
