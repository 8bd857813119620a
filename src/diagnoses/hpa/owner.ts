import type { StoredFigure } from '../../domain/hpa-facts.ts';
import type { ApiService, EndpointSlice } from '../../domain/objects.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { apiServiceOf, isAvailable, servingService } from './api-service.ts';
import { API_SERVICE, type ApiLink, externalHpas, sources } from './link.ts';
import { metricsSettings } from './metrics-settings.ts';
import { storedFigure } from './stored-figure.ts';
import { type SubjectView, works } from './subject-view.ts';

/** Others that serve external metrics, by the usual names of their Services. */
const PRODUCTS: readonly { readonly name: RegExp; readonly product: string }[] = [
  { name: /keda/, product: 'KEDA' },
  { name: /prometheus-adapter|custom-metrics-apiserver/, product: 'Prometheus Adapter' },
  { name: /azure-k8s-metrics-adapter/, product: 'Azure Kubernetes Metrics Adapter' },
  { name: /cloudwatch-adapter/, product: 'AWS CloudWatch adapter' },
  { name: /stackdriver-adapter/, product: 'Google Cloud custom metrics adapter' },
  { name: /kube-metrics-adapter/, product: 'kube-metrics-adapter' },
];
/** What Helm, the operator and hand-written manifests of Datadog call it. */
const DATADOG = /datadog|cluster-agent/;

interface Owner {
  readonly foreign: boolean;
  readonly product: string | null;
}

/** Kubernetes knows one server of external metrics only: where that is another, the Agent is never asked. */
export const owner: ApiLink = (snapshot, view) => {
  const found = ownerOf(snapshot);
  if (!found?.foreign) return undefined;
  const { chain } = snapshot.autoscaling ?? {};
  const wanted = view ? !works(view) : metricsSettings(snapshot).providerEnabled !== false;
  return {
    code: 'metrics-api-foreign-owner',
    verdict: wanted ? 'fault' : 'explained',
    subject: API_SERVICE,
    facts: {
      apiService: API_SERVICE,
      service: servingService(snapshot),
      product: found.product,
      available: isAvailable(snapshot),
      stored: view ? heldForNobody(snapshot, view) : null,
      hpas: externalHpas(snapshot),
    },
    evidence: sources(chain?.apiService, chain?.service, chain?.endpoints),
  };
};

/** Whose Service it is, by its name, else by the pods behind it, else by its namespace; undefined: cannot be told. */
export function ownerOf(snapshot: Snapshot): Owner | undefined {
  const service = apiServiceOf(snapshot)?.spec.service;
  if (service === undefined) return undefined;
  const product = productOf(service);
  if (product !== undefined) return { foreign: true, product };
  const agents = snapshot.pods.known ? snapshot.pods.value : [];
  if (agents.length === 0) return DATADOG.test(service.name ?? '') ? { foreign: false, product: null } : undefined;
  const behind = podsBehind(snapshot);
  const named = DATADOG.test(service.name ?? '');
  const near = agents.some(({ namespace }) => namespace === service.namespace);
  if (behind.length === 0) return { foreign: !named && !near, product: null };
  const names = new Set(agents.map(({ namespace, name }) => `${namespace}/${name}`));
  const ours = behind.some((pod) => names.has(pod));
  // A rollout may have replaced every pod between two readings: name and namespace together then still tell.
  return { foreign: !ours && !(named && near), product: null };
}

function productOf({ namespace = '', name = '' }: NonNullable<ApiService['spec']['service']>): string | undefined {
  if (DATADOG.test(name)) return undefined;
  const byName = PRODUCTS.find((known) => known.name.test(name));
  return (byName ?? (namespace === 'keda' ? PRODUCTS[0] : undefined))?.product;
}

/** `namespace/name` of every pod behind the Service. */
function podsBehind({ autoscaling }: Snapshot): string[] {
  const endpoints = autoscaling?.chain.endpoints;
  const slices: readonly EndpointSlice[] = endpoints?.known ? endpoints.value : [];
  return slices.flatMap(({ metadata, endpoints: list = [] }) =>
    list.flatMap(({ targetRef }) =>
      targetRef?.kind === 'Pod' ? [`${targetRef.namespace ?? metadata.namespace ?? ''}/${targetRef.name ?? ''}`] : [],
    ),
  );
}

/** What the Agent holds for the HPA's first stored metric: nobody asks it for that. */
function heldForNobody(snapshot: Snapshot, view: SubjectView): StoredFigure | null {
  const entry = view.metrics.flatMap(({ entries }) => entries)[0];
  return entry ? storedFigure(entry, view.look.stored, snapshot.now, metricsSettings(snapshot)) : null;
}
