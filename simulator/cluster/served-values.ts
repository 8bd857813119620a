import { type MetricRequest, valueList } from './external-metric-request.ts';
import { matchesLabels } from './selectors.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, badRequest } from './status-bodies.ts';
import { METRICS_CONFIG_MAP, storedEntries } from './stored-metrics.ts';

/**
 * What an Agent that keeps its metrics in a ConfigMap serves: every valid entry whose lower-cased name and labels
 * match, whichever namespace was asked for, each stamped with the moment of the answer. A scenario without the
 * ConfigMap serves its captured `kube/external-metric-value.json`.
 */
export function servedFromConfigMap({ metric, selector }: MetricRequest, world: SimulatedWorld): Answer {
  if (matchesLabels({}, selector) === undefined) return badRequest(`unable to parse requirement: ${selector}`);
  const fits = (name: string, labels: Readonly<Record<string, string>>) =>
    name.toLowerCase() === metric.toLowerCase() && matchesLabels(labels, selector) === true;
  const store = world.objects('ConfigMap').find(({ metadata }) => metadata.name === METRICS_CONFIG_MAP);
  if (store === undefined) {
    return valueList(
      capturedItems(world).filter(({ metricName, metricLabels = {} }) => fits(metricName, metricLabels)),
    );
  }
  const timestamp = writeTime(world.now());
  const served = storedEntries(store).filter(
    ({ valid, metricName, labels }) => valid && fits(metricName, labels ?? {}),
  );
  return valueList(
    served.map(({ metricName, labels, value }) => ({
      metricName,
      metricLabels: labels,
      timestamp,
      value: goFloat(value),
    })),
  );
}

/** A float as Go prints it, which is what the Agent makes its quantities of: an exponent from 10^6 on. */
export function goFloat(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

export function writeTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

interface Item {
  readonly metricName: string;
  readonly metricLabels?: Readonly<Record<string, string>>;
}

function capturedItems(world: SimulatedWorld): readonly Item[] {
  return JSON.parse(world.document('kube/external-metric-value.json') ?? '{}').items ?? [];
}
