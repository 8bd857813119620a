import type { Autoscaling, HpaView, ServedMetric, StoredMetrics } from '../domain/autoscaling.ts';
import type { MetricIdentifier, ScaleTarget } from '../domain/autoscaling-objects.ts';
import { matchesSelector } from '../domain/label-selector.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import type { StatusReading } from '../domain/snapshot.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';
import { OBJECT_FORMS, type ShownScaleTarget } from '../parsers/kubectl/kubectl-document.ts';
import { gatherChain } from './explain-chain.ts';
import { eventsIn, type GatheredHpa, gatherHpas } from './explain-hpas.ts';
import { gatherStored } from './explain-stored.ts';

const CONCERNED: readonly ExplainedDocument['kind'][] = [
  'hpa',
  'scale-target',
  'api-service',
  'service',
  'endpoints',
  'stored',
  'served',
  'events',
  'aggregation-layer',
  'api-versions',
  'server-version',
  'refusal',
  'log',
];
/** As many HPAs as one answer can look at closely. */
const MAX_VIEWS = 20;

/** What texts tell about autoscaling; `autoscaling` is absent where they hold no more than the Agent's own documents. */
export function gatherAutoscaling(
  documents: readonly ExplainedDocument[],
  now: string | undefined,
): { readonly autoscaling?: Autoscaling; readonly notLookedAt: readonly StatusReading[] } {
  const concerned = documents.some(({ kind }) => CONCERNED.includes(kind));
  if (!concerned) return { notLookedAt: [] };
  const stored = gatherStored(documents);
  const hpas = withExternalFirst(gatherHpas(documents, stored.list.known ? stored.list.value : []));
  const looked = hpas.slice(0, MAX_VIEWS);
  const left = hpas.length - looked.length;
  const troubles = documents.flatMap((one) => (one.kind === 'log' ? one.troubles : []));
  const logs = sourcesOf(documents.filter(({ kind }) => kind === 'log'));
  const autoscaling: Autoscaling = {
    views: [...looked.map((hpa) => viewOf(hpa, documents, stored, now)), ...refusedViews(documents, hpas, stored)],
    chain: gatherChain(documents),
    stored,
    rights: [],
    ...(troubles.length > 0 && { log: known(troubles, logs, '') }),
  };
  const detail = `${left} more HorizontalPodAutoscalers were not looked at closely`;
  const from = looked.at(-1)?.from ?? '';
  return { autoscaling, notLookedAt: left > 0 ? [{ from, reading: unknown('truncated', detail, from, '') }] : [] };
}

/** HPAs on other metrics are told of only where there are no others. */
function withExternalFirst(hpas: readonly GatheredHpa[]): readonly GatheredHpa[] {
  const external = hpas.filter(({ hpa }) => hpa.spec.metrics?.some(({ type }) => type === 'External'));
  return external.length > 0 ? external : hpas;
}

function viewOf(
  gathered: GatheredHpa,
  documents: readonly ExplainedDocument[],
  stored: StoredMetrics,
  now: string | undefined,
): HpaView {
  const { hpa, namespace, from } = gathered;
  const target = targetOf(gathered, documents);
  const events = eventsIn(gathered, documents, now);
  return {
    namespace,
    name: hpa.metadata.name,
    first: {
      hpa: known(hpa, from, ''),
      ...(target && { target }),
      served: servedOf(gathered, documents),
      stored,
    },
    ...(events && { events }),
  };
}

/** HPAs of which a text says only that they are not there, or may not be read. */
function refusedViews(
  documents: readonly ExplainedDocument[],
  hpas: readonly GatheredHpa[],
  stored: StoredMetrics,
): readonly HpaView[] {
  return documents.flatMap((one): readonly HpaView[] => {
    if (one.kind !== 'refusal' || one.resource !== 'horizontalpodautoscalers' || one.name === undefined) return [];
    const { name } = one;
    if (hpas.some(({ hpa }) => hpa.metadata.name === name)) return [];
    const hpa = unknown(one.why, one.detail, one.from, '');
    return [{ namespace: 'default', name, first: { hpa, served: [], stored } }];
  });
}

function targetOf(
  { hpa, namespace }: GatheredHpa,
  documents: readonly ExplainedDocument[],
): Reading<ScaleTarget> | undefined {
  const { kind, name } = hpa.spec.scaleTargetRef;
  const told = documents.flatMap((one) => (one.kind === 'scale-target' ? [one] : []));
  const fitting = told
    .filter(({ target }) => target.kind === kind && target.name === name)
    .filter(({ target }) => target.namespace === undefined || target.namespace === namespace)
    .toSorted((a, b) => OBJECT_FORMS.indexOf(b.form) - OBJECT_FORMS.indexOf(a.form));
  if (fitting.length === 0) {
    const resource = `${kind.toLowerCase()}s`;
    const refusal = documents.find((one) => one.kind === 'refusal' && one.resource === resource && one.name === name);
    return refusal?.kind === 'refusal' ? unknown(refusal.why, refusal.detail, refusal.from, '') : undefined;
  }
  const from = sourcesOf(fitting);
  // Of two that tell the same thing, the one that tells more comes last and wins.
  const size: Partial<ShownScaleTarget> = Object.assign({}, ...fitting.map(({ target }) => target));
  const { wanted, replicas, ready, updated } = size;
  if (wanted === undefined || replicas === undefined)
    return unknown('unreadable', `the text does not tell .status.replicas of ${kind}/${name}`, from, '');
  return known(
    {
      kind,
      namespace,
      name,
      wanted,
      replicas,
      ...(ready !== undefined && { ready }),
      ...(updated !== undefined && { updated }),
    },
    from,
    '',
  );
}

function servedOf({ hpa, namespace }: GatheredHpa, documents: readonly ExplainedDocument[]): readonly ServedMetric[] {
  const lists = documents.flatMap((one) => (one.kind === 'served' ? [one] : []));
  return (hpa.spec.metrics ?? []).flatMap(({ external }, index): readonly ServedMetric[] => {
    const list = external && lists.findLast((one) => answers(one, external.metric, namespace));
    return list ? [{ index, reading: known(list.values, list.from, '') }] : [];
  });
}

/** The Agent compares names in lower case. An empty list that does not say what was asked answers nothing. */
function answers(
  { values, asked }: Extract<ExplainedDocument, { readonly kind: 'served' }>,
  metric: MetricIdentifier,
  namespace: string,
): boolean {
  const name = metric.name.toLowerCase();
  if (asked && (asked.namespace !== namespace || asked.metric.toLowerCase() !== name)) return false;
  if (values.length === 0) return asked !== undefined;
  return values.every(
    ({ metricName, metricLabels }) =>
      metricName.toLowerCase() === name && (!metricLabels || matchesSelector(metric.selector, metricLabels)),
  );
}

function sourcesOf(documents: readonly { readonly from: string }[]): string {
  return [...new Set(documents.map(({ from }) => from))].join(', ');
}
