import type { StoredMetric } from '../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../domain/autoscaling-objects.ts';
import type { ClusterEvent } from '../domain/objects.ts';
import { known, type Reading } from '../domain/reading.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';
import { type AgedEvent, OBJECT_FORMS, type ShownTarget } from '../parsers/kubectl/kubectl-document.ts';

type HpaDocument = Extract<ExplainedDocument, { readonly kind: 'hpa' }>;

/** One HPA as all the texts together tell it. */
export interface GatheredHpa {
  readonly hpa: HorizontalPodAutoscaler;
  readonly namespace: string;
  /** The texts that tell of it. */
  readonly from: string;
  readonly events?: readonly AgedEvent[];
}

/** What kubectl prints in place of what it does not know. */
const NOT_TOLD = '<unknown>';

/** The HPAs of all texts. Of two texts about one HPA the richer wins, field by field; of two of one form, the later. */
export function gatherHpas(
  documents: readonly ExplainedDocument[],
  stored: readonly StoredMetric[],
): readonly GatheredHpa[] {
  const told = documents.flatMap((one) => (one.kind === 'hpa' ? [one] : []));
  const namespaces = namespacesByName(told, stored);
  const served = servedNames(documents);
  const groups = new Map<string, HpaDocument[]>();
  for (const one of told) {
    const { name, namespace } = one.hpa.metadata;
    const id = `${namespace ?? namespaces.get(name) ?? 'default'}/${name}`;
    const group = groups.get(id);
    if (group) group.push(one);
    else groups.set(id, [one]);
  }
  return [...groups].map(([id, group]) => gather(id.slice(0, id.indexOf('/')), group, stored, served));
}

/** Where a text leaves the namespace out, as kubectl's table does, another one may name it; else it is kubectl's own default. */
function namespacesByName(told: readonly HpaDocument[], stored: readonly StoredMetric[]): ReadonlyMap<string, string> {
  const all = [
    ...told.map(({ hpa }) => hpa.metadata),
    ...stored.flatMap(({ users }) => users.filter(({ kind }) => kind === 'hpa')),
  ];
  const found = new Map<string, string | null>();
  for (const { name, namespace } of all) {
    if (namespace === undefined) continue;
    const before = found.get(name);
    found.set(name, before === undefined || before === namespace ? namespace : null);
  }
  return new Map([...found].flatMap(([name, namespace]) => (namespace === null ? [] : [[name, namespace] as const])));
}

function servedNames(documents: readonly ExplainedDocument[]): readonly string[] {
  const names = documents.flatMap((one) =>
    one.kind === 'served' ? one.values.map(({ metricName }) => metricName) : [],
  );
  return [...new Set(names)];
}

function gather(
  namespace: string,
  group: readonly HpaDocument[],
  stored: readonly StoredMetric[],
  served: readonly string[],
): GatheredHpa {
  const fromPoorest = group.toSorted((a, b) => OBJECT_FORMS.indexOf(b.form) - OBJECT_FORMS.indexOf(a.form));
  const merged = fromPoorest.map(({ hpa }) => hpa).reduce(merge);
  const table = fromPoorest.findLast(({ shown }) => shown);
  const own = stored.filter(({ users }) =>
    users.some((user) => user.kind === 'hpa' && user.namespace === namespace && user.name === merged.metadata.name),
  );
  const events = fromPoorest.findLast((one) => one.events)?.events;
  const hpa = table?.shown ? withShown(merged, table.shown, table.more ?? 0, own, served) : merged;
  return {
    hpa: { ...hpa, metadata: { ...hpa.metadata, namespace } },
    namespace,
    from: [...new Set(group.map(({ from }) => from))].join(', '),
    ...(events && { events }),
  };
}

function merge(poor: HorizontalPodAutoscaler, rich: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  return {
    metadata: { ...poor.metadata, ...rich.metadata },
    spec: { ...poor.spec, ...rich.spec },
    status: { ...poor.status, ...rich.status },
  };
}

/** The table shows figures without names: they belong to the metrics that another text names, in their order. */
function withShown(
  hpa: HorizontalPodAutoscaler,
  shown: readonly ShownTarget[],
  more: number,
  stored: readonly StoredMetric[],
  served: readonly string[],
): HorizontalPodAutoscaler {
  const metrics = hpa.spec.metrics ?? [
    ...shown.map((one) => specOf(one, metricOf(shown, stored, served))),
    ...hidden(more),
  ];
  if (hpa.status.currentMetrics || metrics.length !== shown.length + more)
    return { ...hpa, spec: { ...hpa.spec, metrics } };
  const currentMetrics = shown.map((one, i) => statusOf(one, metrics[i]!));
  return { ...hpa, spec: { ...hpa.spec, metrics }, status: { ...hpa.status, currentMetrics } };
}

type Metric = NonNullable<MetricSpec['external']>['metric'];

/** The one external metric that the HPA can mean; with several nobody can tell which figure is whose. */
function metricOf(shown: readonly ShownTarget[], stored: readonly StoredMetric[], served: readonly string[]): Metric {
  const alone = shown.filter(({ resource }) => !resource).length === 1;
  const one = alone && stored.length === 1 ? stored[0] : undefined;
  if (one) {
    const hasLabels = Object.keys(one.labels).length > 0;
    return { name: one.metric, ...(hasLabels && { selector: { matchLabels: one.labels } }) };
  }
  return { name: (alone && stored.length === 0 && served.length === 1 ? served[0] : undefined) ?? NOT_TOLD };
}

function specOf({ target, average, resource }: ShownTarget, metric: Metric): MetricSpec {
  if (resource) return { type: 'Resource' };
  return {
    type: 'External',
    external: {
      metric,
      target: average ? { type: 'AverageValue', averageValue: target } : { type: 'Value', value: target },
    },
  };
}

function hidden(more: number): readonly MetricSpec[] {
  return Array.from({ length: more }, () => ({ type: '' }));
}

function statusOf({ current, average, resource }: ShownTarget, { type, external }: MetricSpec): MetricStatus {
  if (current === null) return { type: '' };
  if (resource || !external) return { type };
  return {
    type: 'External',
    external: { metric: external.metric, current: average ? { averageValue: current } : { value: current } },
  };
}

/** The events of an HPA: objects with times of their own, or those of `describe`, whose ages count back from `now`. */
export function eventsIn(
  { hpa, namespace, events, from }: GatheredHpa,
  documents: readonly ExplainedDocument[],
  now: string | undefined,
): Reading<readonly ClusterEvent[]> | undefined {
  const objects = documents.flatMap((one) =>
    one.kind === 'events' && one.namespace === namespace && one.name === hpa.metadata.name ? [one] : [],
  );
  if (objects[0])
    return known(
      objects.flatMap((one) => one.events),
      objects[0].from,
      '',
    );
  return (
    events &&
    known(
      events.map((one) => timed(one, now)),
      from,
      '',
    )
  );
}

function timed({ event, firstSeconds, lastSeconds }: AgedEvent, now: string | undefined): ClusterEvent {
  const ago = (seconds: number | undefined) =>
    now === undefined || seconds === undefined ? undefined : new Date(Date.parse(now) - seconds * 1000).toISOString();
  const firstTimestamp = ago(firstSeconds);
  const lastTimestamp = ago(lastSeconds);
  return { ...event, ...(firstTimestamp && { firstTimestamp }), ...(lastTimestamp && { lastTimestamp }) };
}
