import type { FaultOf } from './faults.ts';
import type { KubeObject } from './kube-object.ts';

/** The annotation tells when the Agent last wrote the ConfigMap. */
export const LAST_UPDATED = 'custom-metrics.datadoghq.com/last-updated';
/** `hpa_configmap_name`, unless somebody changes it. */
export const METRICS_CONFIG_MAP = 'datadog-custom-metrics';

/** One entry of the Agent's ConfigMap. */
export interface StoredEntry {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string>> | null;
  /** Epoch seconds. */
  readonly ts: number;
  readonly reference: {
    readonly type: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
  };
  readonly value: number;
  readonly valid: boolean;
}

/** Every entry of a ConfigMap that reads as a stored metric; others are left out, as the Agent leaves them out. */
export function storedEntries(configMap: KubeObject): readonly StoredEntry[] {
  const data = (configMap.data ?? {}) as Readonly<Record<string, string>>;
  return Object.keys(data)
    .sort()
    .flatMap((key) => (key.startsWith('external_metric-') ? readEntry(data[key] ?? '') : []));
}

/** What an HPA calls a DatadogMetric. */
export function nameOfDatadogMetric({ metadata, spec }: KubeObject): string {
  const generated = (spec as { externalMetricName?: string } | undefined)?.externalMetricName;
  return generated ?? `datadogmetric@${metadata.namespace}:${metadata.name}`;
}

/** The object with another value of a metric, where it stores one. */
export function changeStoredMetric(object: KubeObject, { metric, value, valid }: FaultOf<'metric'>): KubeObject {
  const change = { ...(value === undefined ? {} : { value }), ...(valid === undefined ? {} : { valid }) };
  if (object.kind === 'DatadogMetric' && nameOfDatadogMetric(object) === metric && value !== undefined) {
    return { ...object, status: { ...(object.status as object), currentValue: String(value) } };
  }
  if (object.kind !== 'ConfigMap') return object;
  const data = Object.entries((object.data ?? {}) as Record<string, string>).map(([key, text]) => {
    const [entry] = key.startsWith('external_metric-') ? readEntry(text) : [];
    return [key, entry?.metricName === metric ? JSON.stringify({ ...entry, ...change }) : text];
  });
  return object.data === undefined ? object : { ...object, data: Object.fromEntries(data) };
}

function readEntry(text: string): readonly StoredEntry[] {
  try {
    const entry: StoredEntry = JSON.parse(text);
    return typeof entry?.metricName === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}
