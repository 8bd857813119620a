import type { DatadogMetric, ExternalMetricValue } from '../../domain/autoscaling-objects.ts';
import type { ClusterEvent, ConfigMap } from '../../domain/objects.ts';
import { storedInConfigMap } from '../external-metrics/stored-in-config-map.ts';
import { storedInDatadogMetric } from '../external-metrics/stored-in-datadogmetric.ts';
import { lockInConfigMap, lockInLease } from '../pasted/pasted-lock.ts';
import { asList, asObject, type JsonObject } from '../status/json-value.ts';
import { autoscalerOf } from './autoscaler-object.ts';
import type { KubectlDocument, ShownScaleTarget } from './kubectl-document.ts';
import {
  conditionsOf,
  countOf,
  DamagedObject,
  metadataOf,
  needed,
  present,
  quantityOf,
  textOf,
  textsOf,
  timeOf,
} from './object-fields.ts';
import { apiServiceOf, endpointSliceOf, serviceOf } from './service-objects.ts';

type Form = 'json' | 'yaml';

const SCALED = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);
const ASKED = /\/external\.metrics\.k8s\.io\/v1beta1\/namespaces\/([^/\s"]{1,253})\/([^/\s"?]{1,500})/;

/** The namespace and the metric in the path of the metrics API (`/apis/external.metrics.k8s.io/…`), where a text holds one. */
export function askedMetric(text: string): { readonly namespace: string; readonly metric: string } | undefined {
  const parts = text.length > 20_000 ? null : ASKED.exec(text);
  return parts ? { namespace: parts[1]!, metric: decodePath(parts[2]!) } : undefined;
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What one Kubernetes object, or a list of them, tells about autoscaling. An item that cannot be read is one damaged document. */
export function readObjects(object: JsonObject, form: Form): readonly KubectlDocument[] {
  const kind = textOf(object.kind) ?? '';
  const items = asList(object.items);
  if (!items || kind === 'ExternalMetricValueList') return [readObject(object, kind, form)];
  if (items.length === 0) return [{ kind: 'other-objects', kinds: [] }];
  const itemKind = kind === 'List' ? '' : kind.replace(/List$/, '');
  return items.map((raw) => {
    const item = asObject(raw);
    return item ? readObject(item, textOf(item.kind) || itemKind, form) : damaged('an item of the list is no object');
  });
}

function readObject(object: JsonObject, kind: string, form: Form): KubectlDocument {
  try {
    return documentOf(object, kind, form);
  } catch (error) {
    if (!(error instanceof DamagedObject)) throw error;
    const name = textOf(asObject(object.metadata)?.name) ?? '';
    return damaged(`${kind}${name === '' ? '' : ` ${name}`}: ${error.message}`);
  }
}

function damaged(detail: string): KubectlDocument {
  return { kind: 'damaged', detail };
}

function documentOf(object: JsonObject, kind: string, form: Form): KubectlDocument {
  switch (kind) {
    case 'HorizontalPodAutoscaler':
      return { kind: 'hpa', form, hpa: autoscalerOf(object) };
    case 'APIService':
      return { kind: 'api-service', form, apiService: apiServiceOf(object) };
    case 'Service':
      return { kind: 'service', service: serviceOf(object) };
    case 'EndpointSlice':
      return { kind: 'endpoints', slice: endpointSliceOf(object) };
    case 'Lease':
      return lockInLease(object) ?? { kind: 'other-objects', kinds: [kind] };
    case 'ConfigMap':
      return lockInConfigMap(object) ?? configMapOf(object, form);
    case 'DatadogMetric':
      return { kind: 'stored', form, store: 'datadogmetric', metrics: [datadogMetricOf(object)], unreadable: [] };
    case 'ExternalMetricValueList':
      return servedOf(object);
    case 'Event':
      return eventOf(object);
    default:
      return SCALED.has(kind)
        ? { kind: 'scale-target', form, target: scaleTargetOf(object, kind) }
        : { kind: 'other-objects', kinds: [kind || 'unknown'] };
  }
}

/** Sizes are told by a status only: a manifest has none, and says nothing of what runs. */
function scaleTargetOf(object: JsonObject, kind: string): ShownScaleTarget {
  const { name, namespace } = metadataOf(object);
  const status = asObject(object.status) ?? {};
  const lives = Object.keys(status).length > 0;
  return {
    kind,
    name,
    ...present({
      namespace,
      wanted: countOf(asObject(object.spec)?.replicas) ?? (lives ? 1 : undefined),
      // Kubernetes leaves zeros out.
      replicas: lives ? (countOf(status.replicas) ?? 0) : undefined,
      ready: lives ? (countOf(status.readyReplicas) ?? 0) : undefined,
      updated: lives && kind !== 'ReplicaSet' ? (countOf(status.updatedReplicas) ?? 0) : undefined,
    }),
  };
}

function configMapOf(object: JsonObject, form: Form): KubectlDocument {
  const metadata = metadataOf(object);
  const data = textsOf(object.data);
  if (metadata.name === 'extension-apiserver-authentication')
    return { kind: 'aggregation-layer', present: Boolean(data?.['requestheader-client-ca-file']) };
  const configMap: ConfigMap = { metadata, ...present({ data }) };
  const { metrics, unreadable, updatedAt } = storedInConfigMap(configMap);
  const isStore = metrics.length > 0 || unreadable.length > 0 || updatedAt !== undefined || isStoreName(metadata.name);
  if (!isStore) return { kind: 'other-objects', kinds: ['ConfigMap'] };
  const { namespace = 'default', name } = metadata;
  return {
    kind: 'stored',
    form,
    store: 'configmap',
    metrics,
    unreadable,
    configMap: `${namespace}/${name}`,
    ...present({ updatedAt }),
  };
}

function isStoreName(name: string): boolean {
  return name === 'datadog-custom-metrics' || name === 'datadog-hpa';
}

function datadogMetricOf(object: JsonObject) {
  const spec = asObject(object.spec);
  const status = asObject(object.status);
  const datadogMetric: DatadogMetric = {
    metadata: metadataOf(object),
    spec: present({
      query: textOf(spec?.query),
      externalMetricName: textOf(spec?.externalMetricName),
      maxAge: textOf(spec?.maxAge),
      timeWindow: textOf(spec?.timeWindow),
    }),
    status: present({
      currentValue: textOf(status?.currentValue),
      autoscalerReferences: textOf(status?.autoscalerReferences),
      conditions: conditionsOf(status?.conditions),
    }),
  };
  return storedInDatadogMetric(datadogMetric);
}

function servedOf(object: JsonObject): KubectlDocument {
  const values = needed(asList(object.items), 'items').map((raw): ExternalMetricValue => {
    const item = asObject(raw);
    return {
      metricName: needed(textOf(item?.metricName), 'items[].metricName'),
      value: needed(quantityOf(item?.value, 'items[].value'), 'items[].value'),
      ...present({ metricLabels: textsOf(item?.metricLabels), timestamp: timeOf(item?.timestamp) }),
    };
  });
  // API servers before 1.20 say what was asked for.
  const asked = askedMetric(textOf(asObject(object.metadata)?.selfLink) ?? '');
  return { kind: 'served', values, ...present({ asked }) };
}

function eventOf(object: JsonObject): KubectlDocument {
  const about = asObject(object.involvedObject) ?? asObject(object.regarding);
  const namespace = textOf(about?.namespace);
  const name = textOf(about?.name);
  if (about?.kind !== 'HorizontalPodAutoscaler' || !namespace || !name)
    return { kind: 'other-objects', kinds: ['Event'] };
  const component = textOf(asObject(object.source)?.component) || textOf(object.reportingComponent);
  const event: ClusterEvent = present({
    type: textOf(object.type),
    reason: textOf(object.reason),
    message: textOf(object.message) ?? textOf(object.note),
    count: countOf(object.count),
    firstTimestamp: timeOf(object.firstTimestamp),
    lastTimestamp: timeOf(object.lastTimestamp),
    eventTime: timeOf(object.eventTime),
    source: component ? { component } : undefined,
  });
  return { kind: 'events', namespace, name, events: [event] };
}
