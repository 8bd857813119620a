import type { StoredMetric } from '../../domain/autoscaling.ts';
import type { ConfigMap } from '../../domain/objects.ts';
import { parseKubernetesTime } from '../kubernetes-time.ts';
import { asObject, asText, type JsonObject, textEntries } from '../status/json-value.ts';
import { timeOfSeconds } from '../status/metric-time.ts';
import { plainDecimal } from '../status/read-number.ts';
import { numberAsWritten } from './number-as-written.ts';

/** Where the Agent notes when it last wrote the ConfigMap. */
const UPDATED_ANNOTATION = 'custom-metrics.datadoghq.com/last-updated';
// `external_metric-` today; `external.metrics.` in 2018. Whatever else lies in the ConfigMap is not the Agent's.
const ENTRY_KEY = /^external[._]metrics?[-._]/;

type User = StoredMetric['users'][number];

export interface ConfigMapMetrics {
  readonly metrics: readonly StoredMetric[];
  /** Keys of entries that are there and could not be understood. */
  readonly unreadable: readonly string[];
  /** ISO 8601. */
  readonly updatedAt?: string;
}

/**
 * What the Agent keeps for autoscalers in its ConfigMap (`datadog-custom-metrics`, `datadog-hpa` in 2018), in every form
 * since 2018. Values are plain decimals with all the digits that were written.
 */
export function storedInConfigMap(configMap: ConfigMap): ConfigMapMetrics {
  const metrics: StoredMetric[] = [];
  const unreadable: string[] = [];
  for (const [key, text] of Object.entries(configMap.data ?? {})) {
    if (ENTRY_KEY.test(key)) {
      const metric = readEntry(key, text);
      if (metric) {
        metrics.push(metric);
      } else {
        unreadable.push(key);
      }
    }
  }
  const updatedAt = parseKubernetesTime(configMap.metadata.annotations?.[UPDATED_ANNOTATION]);
  return { metrics, unreadable, ...(updatedAt !== undefined && { updatedAt }) };
}

function readEntry(id: string, text: string): StoredMetric | undefined {
  const entry = parseObject(text);
  const metric = asText(entry?.metricName) ?? asText(entry?.name);
  const labels = entry && labelsOf(entry.labels);
  const valid = entry?.valid;
  if (!entry || !metric || labels === undefined || typeof valid !== 'boolean') {
    return undefined;
  }
  const value = decimalOf(entry, text);
  // A valid entry always holds a number; one that cannot be read must not pass for "no value".
  if (value === undefined && (valid || (entry.value !== undefined && entry.value !== null))) {
    return undefined;
  }
  const at = typeof entry.ts === 'number' ? timeOfSeconds(String(entry.ts)) : undefined;
  return {
    store: 'configmap',
    id,
    metric,
    labels,
    ...(value !== undefined && { value }),
    valid,
    ...(at !== undefined && { at }),
    users: usersOf(entry),
  };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** `undefined` where the labels are something else than texts under names: an HPA's selector cannot be held against them. */
function labelsOf(value: unknown): Record<string, string> | undefined {
  if (value === null || value === undefined) {
    return {};
  }
  const texts = textEntries(value);
  const whole = asObject(value);
  return whole && texts.length === Object.keys(whole).length ? Object.fromEntries(texts) : undefined;
}

function decimalOf(entry: JsonObject, text: string): string | undefined {
  const { value } = entry;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return undefined;
  }
  return plainDecimal(numberAsWritten(text, 'value') ?? String(value));
}

/** `reference` today, `hpa` until 1.4, `hpa_name` and `hpa_namespace` in 2018. */
function usersOf(entry: JsonObject): readonly User[] {
  const reference = asObject(entry.reference);
  if (reference) {
    const kind = reference.type === 'horizontal' ? 'hpa' : reference.type === 'watermark' ? 'wpa' : undefined;
    return kind === undefined ? [] : userOf(kind, reference.namespace, reference.name);
  }
  const hpa = asObject(entry.hpa);
  return hpa ? userOf('hpa', hpa.namespace, hpa.name) : userOf('hpa', entry.hpa_namespace, entry.hpa_name);
}

function userOf(kind: User['kind'], namespace: unknown, name: unknown): readonly User[] {
  return typeof namespace === 'string' && typeof name === 'string' && namespace !== '' && name !== ''
    ? [{ kind, namespace, name }]
    : [];
}
