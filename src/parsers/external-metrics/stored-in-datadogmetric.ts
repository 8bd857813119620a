import type { StoredMetric } from '../../domain/autoscaling.ts';
import type { DatadogMetric } from '../../domain/autoscaling-objects.ts';
import { parseGoDuration } from '../go-duration.ts';
import { parseKubernetesTime } from '../kubernetes-time.ts';
import { plainDecimal } from '../status/read-number.ts';

const REFERENCE = /^(?:(hpa|wpa):)?([^/:\s]{1,253})\/([^/\s]{1,253})$/;

/**
 * What a DatadogMetric holds for autoscalers. One that the Agent has never refreshed is not valid. `value` is absent
 * where there is none, and also where it is no number.
 */
export function storedInDatadogMetric(object: DatadogMetric): StoredMetric {
  const { metadata, spec, status } = object;
  const namespace = metadata.namespace ?? '';
  const condition = (type: string) => status.conditions?.find((one) => one.type === type);
  const active = condition('Active')?.status;
  const error = condition('Error');
  const value = status.currentValue === undefined ? undefined : plainDecimal(status.currentValue);
  // Of the four conditions only this one bears the time of the data point; the others bear that of the refresh.
  const at = parseKubernetesTime(condition('Updated')?.lastUpdateTime);
  return {
    store: 'datadogmetric',
    id: `${namespace}/${metadata.name}`,
    metric: spec.externalMetricName || `datadogmetric@${namespace}:${metadata.name}`,
    labels: {},
    ...(value !== undefined && { value }),
    valid: condition('Valid')?.status === 'True',
    ...(at !== undefined && { at }),
    users: usersOf(status.autoscalerReferences ?? ''),
    ...optionalText('query', spec.query),
    ...((active === 'True' || active === 'False') && { active: active === 'True' }),
    ...(error?.status === 'True' && { error: error.message || error.reason || 'Error' }),
    ...optionalSeconds('maxAgeSeconds', spec.maxAge),
    ...optionalSeconds('timeWindowSeconds', spec.timeWindow),
  };
}

/** `hpa:ns/name, wpa:ns/name`; Agents before 7.36 know HPAs only and write no kind. */
function usersOf(references: string): StoredMetric['users'] {
  return references.split(',').flatMap((reference) => {
    const parts = REFERENCE.exec(reference.trim());
    return parts ? [{ kind: parts[1] === 'wpa' ? 'wpa' : 'hpa', namespace: parts[2]!, name: parts[3]! }] : [];
  });
}

function optionalText<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return (text ? { [key]: text } : {}) as { readonly [P in K]?: string };
}

/** Zero means that the Agent's own setting counts. */
function optionalSeconds<K extends string>(key: K, duration: string | undefined): { readonly [P in K]?: number } {
  const seconds = duration === undefined ? undefined : parseGoDuration(duration);
  return (seconds !== undefined && seconds > 0 ? { [key]: seconds } : {}) as { readonly [P in K]?: number };
}
