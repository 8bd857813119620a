import type { ExternalMetrics } from '../domain/agent-status.ts';
import type { StoredMetric, StoredMetrics } from '../domain/autoscaling.ts';
import { type Known, known, mapReading, type Reading } from '../domain/reading.ts';
import type { StatusReading } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { type ConfigMapMetrics, storedInConfigMap } from '../parsers/external-metrics/stored-in-config-map.ts';
import { storedInDatadogMetric } from '../parsers/external-metrics/stored-in-datadogmetric.ts';
import { storedInStatus } from '../parsers/external-metrics/stored-in-status.ts';
import { type FoundAgents, homeNamespace } from './find-agents.ts';
import { isTrue } from './is-true.ts';

const USUAL_CONFIG_MAP = 'datadog-custom-metrics';

/** Where the Agent is told to keep its values. */
export interface StorePlan {
  /** Absent: its pods do not say. */
  readonly mode?: 'configmap' | 'datadogmetric';
  readonly configMap: { readonly namespace: string; readonly name: string };
}

type InConfigMap = Reading<ConfigMapMetrics>;
type InObjects = Reading<readonly StoredMetric[]>;

/** What was found where the plan allows it to be. */
export type ReadStores =
  | { readonly read: 'configmap'; readonly configMap: InConfigMap }
  | { readonly read: 'datadogmetric'; readonly objects: InObjects }
  | { readonly read: 'both'; readonly configMap: InConfigMap; readonly objects: InObjects };

/** By the settings written in the Agent's pods; one that comes from elsewhere is not known. */
export function planStores(found: Pick<FoundAgents, 'agents' | 'namespace'>): StorePlan {
  const setting = (name: string) => found.agents.map(({ env }) => env[name]).find((value) => value);
  const usesObjects = setting('DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD');
  return {
    configMap: { namespace: homeNamespace(found), name: setting('DD_HPA_CONFIGMAP_NAME') ?? USUAL_CONFIG_MAP },
    ...(usesObjects === undefined ? {} : { mode: isTrue(usesObjects) ? 'datadogmetric' : 'configmap' }),
  };
}

/** Reads the store in use; both, where nobody says which one that is. */
export async function readStores(reader: ClusterReader, plan: StorePlan, bounds: CallBounds): Promise<ReadStores> {
  const { mode, configMap: place } = plan;
  const readConfigMap = async () =>
    mapReading(await reader.getConfigMap(place.namespace, place.name, bounds), storedInConfigMap);
  const readObjects = async () =>
    mapReading(await reader.listDatadogMetrics({}, bounds), (list) => list.map(storedInDatadogMetric));
  if (mode === 'configmap') return { read: mode, configMap: await readConfigMap() };
  if (mode === 'datadogmetric') return { read: mode, objects: await readObjects() };
  const [configMap, objects] = await Promise.all([readConfigMap(), readObjects()]);
  return { read: 'both', configMap, objects };
}

/**
 * Decides which store counts: by the pods' settings, else by what the Agent's `status` says, else by what is there. A
 * ConfigMap that could not be read is made up for by the list in a `status`.
 */
export function settleStored(plan: StorePlan, stores: ReadStores, statuses: readonly StatusReading[]): StoredMetrics {
  const place = `${plan.configMap.namespace}/${plan.configMap.name}`;
  if (stores.read === 'configmap') return fromConfigMap('configmap', place, stores.configMap, statuses);
  if (stores.read === 'datadogmetric') return fromObjects('datadogmetric', stores.objects);
  const { configMap, objects } = stores;
  const mode = modeInStatus(statuses) ?? modeByContent(configMap, objects);
  if (mode === 'configmap') return fromConfigMap(mode, place, configMap, statuses);
  if (mode === 'datadogmetric') return fromObjects(mode, objects);
  // Nothing is to be seen: it may be where we could not look.
  return failed(configMap) || (!objects.known && !failed(objects))
    ? fromConfigMap('unknown', place, configMap, statuses)
    : fromObjects('unknown', objects);
}

function fromConfigMap(
  mode: StoredMetrics['mode'],
  place: string,
  configMap: InConfigMap,
  statuses: readonly StatusReading[],
): StoredMetrics {
  if (!configMap.known) return { mode, configMap: place, list: listInStatus(statuses) ?? configMap, unreadable: [] };
  const { metrics, unreadable, updatedAt } = configMap.value;
  const list = mapReading(configMap, () => metrics);
  return { mode, configMap: place, list, unreadable, ...(updatedAt === undefined ? {} : { updatedAt }) };
}

function fromObjects(mode: StoredMetrics['mode'], objects: InObjects): StoredMetrics {
  const all = objects.known ? objects.value : [];
  // The Agent says that it holds a value, and what stands there is no number.
  const unreadable = all.filter(({ valid, value }) => valid && value === undefined).map(({ id }) => id);
  return { mode, list: objects, unreadable };
}

function modeInStatus(statuses: readonly StatusReading[]): ExternalMetrics['mode'] | undefined {
  return externalMetricsIn(statuses)[0]?.value.mode;
}

function modeByContent(configMap: InConfigMap, objects: InObjects): ExternalMetrics['mode'] | undefined {
  const entries = configMap.known && configMap.value.metrics.length + configMap.value.unreadable.length > 0;
  const made = objects.known && objects.value.length > 0;
  if (entries && made) {
    // One of them was left behind when the setting was changed.
    const { updatedAt = '' } = configMap.value;
    return objects.value.some(({ at = '' }) => at > updatedAt) ? 'datadogmetric' : 'configmap';
  }
  if (entries) return 'configmap';
  if (made) return 'datadogmetric';
  // Only an Agent that keeps its values there makes the ConfigMap.
  return configMap.known && !failed(objects) ? 'configmap' : undefined;
}

/** The list that a `status` took from the ConfigMap; undefined where it is not whole. */
function listInStatus(statuses: readonly StatusReading[]): InObjects | undefined {
  for (const { value, source, at } of externalMetricsIn(statuses)) {
    const { metrics, total } = value.mode === 'configmap' ? value : {};
    if (metrics !== undefined && metrics.length >= (total ?? 0)) return known(storedInStatus(metrics), source, at);
  }
  return undefined;
}

function externalMetricsIn(statuses: readonly StatusReading[]): readonly Known<ExternalMetrics>[] {
  return statuses.flatMap(({ reading }) => {
    const section = reading.known ? reading.value.externalMetrics : undefined;
    return reading.known && section?.state === 'present' ? [{ ...reading, value: section.value }] : [];
  });
}

function failed(reading: Reading<unknown>): boolean {
  return !reading.known && reading.why !== 'absent';
}
