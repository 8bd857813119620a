import { clusterAgentPods } from '../cluster-agents.ts';
import type { KubeObject } from '../kube-object.ts';
import { mergePatch } from '../merge-patch.ts';
import { METRICS_CONFIG_MAP, type StoredEntry } from '../stored-metrics.ts';
import type { Autoscaling, WrittenMetric } from './autoscaling-schema.ts';
import { hpaEvents } from './hpa-events.ts';
import { hpaObject } from './hpa-object.ts';
import { passOver } from './hpa-pass.ts';
import { scaleTargetObject } from './scale-target-object.ts';
import { configMapEntries, configMapObject, datadogMetricObjects } from './stored-objects.ts';
import { type PlannedHpa, planHpas } from './written-hpas.ts';

const CRD_SETTING = { name: 'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD', value: 'true' };

/** A cluster's objects with the autoscaling a scenario writes, and the ConfigMap's entries; none with DatadogMetrics. */
export interface MadeAutoscaling {
  readonly objects: readonly KubeObject[];
  readonly entries: readonly StoredEntry[] | undefined;
}

/**
 * Puts the HPAs of a scenario, their scale targets, events and stored metrics in place of those there are. `captured`,
 * in epoch milliseconds, is the moment that all ages count from.
 */
export function makeAutoscaling(
  written: Autoscaling,
  present: readonly KubeObject[],
  captured: number,
): MadeAutoscaling {
  const at = (secondsAgo: number) => new Date(captured - secondsAgo * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const hpas = planHpas(written);
  const usesCrd = written.store === 'datadogmetric';
  const [agent] = clusterAgentPods(present);
  const entries = configMapEntries(hpas, at);
  const served = servedTotals(hpas);
  const passes = hpas.map((hpa) => ({ hpa, pass: passOver(hpa, usesCrd ? storedValue : served) }));
  const made = [
    ...passes.map(({ hpa, pass }) => hpaObject(hpa, pass, at)),
    ...distinct(hpas.map((hpa) => scaleTargetObject(hpa, at))),
    ...passes.flatMap(({ hpa, pass }) => hpaEvents(hpa, pass, at)),
    ...(usesCrd
      ? datadogMetricObjects(hpas, at)
      : [configMapObject(entries, agent?.metadata.namespace ?? 'datadog', at)]),
  ];
  const names = new Set(made.map(nameOf));
  const kept = present.filter((object) => !isReplaced(object) && !names.has(nameOf(object)));
  return {
    objects: [...kept.map((object) => (usesCrd ? withCrdSetting(object) : object)), ...made],
    entries: usesCrd ? undefined : [...entries.values()],
  };
}

/** What the Agent serves for a metric: the sum over every valid entry of that name and those labels, by whomever it is used. */
function servedTotals(hpas: readonly PlannedHpa[]): (metric: WrittenMetric) => number | undefined {
  const keyOf = ({ name, labels = {} }: WrittenMetric) =>
    JSON.stringify([name.toLowerCase(), Object.entries(labels).sort()]);
  const totals = new Map<string, number>();
  for (const metric of hpas.flatMap(({ metrics }) => metrics)) {
    const { value = 0, valid = true } = metric.stored ?? { valid: false };
    if (valid) totals.set(keyOf(metric), (totals.get(keyOf(metric)) ?? 0) + value);
  }
  return (metric) => totals.get(keyOf(metric));
}

function storedValue({ stored }: WrittenMetric): number | undefined {
  return stored === undefined || stored.error !== undefined || stored.valid === false ? undefined : stored.value;
}

function isReplaced({ kind, metadata, involvedObject }: KubeObject): boolean {
  const about = (involvedObject as { kind?: string } | undefined)?.kind;
  return (
    kind === 'HorizontalPodAutoscaler' ||
    (kind === 'Event' && about === 'HorizontalPodAutoscaler') ||
    (kind === 'ConfigMap' && metadata.name === METRICS_CONFIG_MAP)
  );
}

function withCrdSetting(object: KubeObject): KubeObject {
  const labels = object.metadata.labels ?? {};
  if (labels['agent.datadoghq.com/component'] !== 'cluster-agent') return object;
  const spec = { containers: [{ name: 'cluster-agent', env: [CRD_SETTING] }] };
  if (object.kind === 'Pod') return mergePatch(object, { spec }) as KubeObject;
  return object.kind === 'Deployment' ? (mergePatch(object, { spec: { template: { spec } } }) as KubeObject) : object;
}

/** Two HPAs may scale one workload. */
function distinct(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...new Map(objects.map((object) => [nameOf(object), object])).values()];
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
