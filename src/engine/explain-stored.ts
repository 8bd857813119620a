import type { StoredMetric, StoredMetrics } from '../domain/autoscaling.ts';
import { known, unknown } from '../domain/reading.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';
import { storedInStatus } from '../parsers/external-metrics/stored-in-status.ts';
import { refusalOf } from './explain-chain.ts';

type StoredDocument = Extract<ExplainedDocument, { readonly kind: 'stored' }>;

/** From the form that tells most to the one that tells least: a status holds what the Agent read from the ConfigMap. */
const FORMS: readonly StoredDocument['form'][] = ['json', 'yaml', 'describe', 'status', 'table'];

/** What texts tell of the values that the Agent holds: its ConfigMap, DatadogMetrics, or the list in its `status`. */
export function gatherStored(documents: readonly ExplainedDocument[]): StoredMetrics {
  const told = documents
    .flatMap((one): readonly StoredDocument[] => (one.kind === 'stored' ? [one] : statusList(one)))
    .toSorted((a, b) => FORMS.indexOf(b.form) - FORMS.indexOf(a.form));
  const inConfigMap = configMapParts(told.filter(({ store }) => store === 'configmap'));
  const datadogMetrics = told.filter(({ store }) => store === 'datadogmetric');
  const byId = new Map(datadogMetrics.flatMap(({ metrics }) => metrics.map((metric) => [metric.id, metric] as const)));
  const metrics = [...inConfigMap.flatMap((part) => part.metrics), ...byId.values()];
  const parts = [...inConfigMap, ...datadogMetrics];
  const richest = inConfigMap.at(-1);
  const configMap = richest?.configMap ?? configMapNamed(documents);
  const from = [...new Set(parts.map((part) => part.from))].join(', ');
  return {
    mode: modeOf(documents, inConfigMap.length > 0, datadogMetrics.length > 0),
    ...(configMap !== undefined && { configMap }),
    ...(richest?.updatedAt !== undefined && { updatedAt: richest.updatedAt }),
    list: parts.length > 0 ? known(metrics, from, '') : notTold(documents, configMap),
    unreadable: inConfigMap.flatMap(({ unreadable }) => unreadable),
  };
}

function statusList(document: ExplainedDocument): readonly StoredDocument[] {
  const metrics = document.kind === 'status' ? document.status.externalMetrics : undefined;
  if (metrics?.state !== 'present' || metrics.value.mode !== 'configmap' || !metrics.value.metrics) return [];
  const list: readonly StoredMetric[] = storedInStatus(metrics.value.metrics);
  const { configMap } = metrics.value;
  return [
    {
      from: document.from,
      kind: 'stored',
      form: 'status',
      store: 'configmap',
      metrics: list,
      unreadable: [],
      configMap,
    },
  ];
}

/** The last ConfigMap, or the last `status`, holds all of it; blocks pasted out of one are put together. */
function configMapParts(told: readonly StoredDocument[]): readonly StoredDocument[] {
  const whole = told.findLast(({ configMap }) => configMap !== undefined);
  return whole ? [whole] : told;
}

function configMapNamed(documents: readonly ExplainedDocument[]): string | undefined {
  const names = documents.flatMap((one) => {
    const metrics = one.kind === 'status' ? one.status.externalMetrics : undefined;
    return metrics?.state === 'present' && metrics.value.mode === 'configmap' ? [metrics.value.configMap] : [];
  });
  return names[0];
}

/** The Agent's own word counts more than what happens to lie in the text. */
function modeOf(
  documents: readonly ExplainedDocument[],
  inConfigMap: boolean,
  inObjects: boolean,
): StoredMetrics['mode'] {
  for (const one of documents) {
    const metrics = one.kind === 'status' ? one.status.externalMetrics : undefined;
    if (metrics?.state === 'present') return metrics.value.mode;
  }
  if (inConfigMap === inObjects) return 'unknown';
  return inConfigMap ? 'configmap' : 'datadogmetric';
}

function notTold(documents: readonly ExplainedDocument[], configMap: string | undefined): StoredMetrics['list'] {
  const name = configMap?.split('/').at(-1) ?? 'datadog-custom-metrics';
  return (
    refusalOf(documents, 'configmaps', name) ??
    refusalOf(documents, 'datadogmetrics', '') ??
    unknown('absent', 'no text holds the values that the Agent keeps', '', '')
  );
}
