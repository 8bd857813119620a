import type { MetricsChain } from '../domain/autoscaling.ts';
import type { ApiService, EndpointSlice } from '../domain/objects.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';
import { OBJECT_FORMS } from '../parsers/kubectl/kubectl-document.ts';

const EXTERNAL_METRICS = 'v1beta1.external.metrics.k8s.io';

type Of<K extends ExplainedDocument['kind']> = Extract<ExplainedDocument, { readonly kind: K }>;

/** What texts tell of the way from the HPA controller to the Agent. A link that no text holds stays absent. */
export function gatherChain(documents: readonly ExplainedDocument[]): MetricsChain {
  const apiService = apiServiceIn(documents) ?? refusalOf(documents, 'apiservices', EXTERNAL_METRICS);
  const named = apiService?.known ? apiService.value.spec.service : undefined;
  const service = named?.name === undefined ? undefined : serviceNamed(documents, named.namespace, named.name);
  const endpoints = named?.name === undefined ? undefined : endpointsOf(documents, named.namespace, named.name);
  const layer = documents.findLast((one): one is Of<'aggregation-layer'> => one.kind === 'aggregation-layer');
  const versions = documents.findLast((one): one is Of<'api-versions'> => one.kind === 'api-versions');
  const server = documents.findLast((one): one is Of<'server-version'> => one.kind === 'server-version');
  return {
    ...(layer && { aggregationLayer: known(layer.present, layer.from, '') }),
    ...(apiService && { apiService }),
    ...(service && { service }),
    ...(endpoints && { endpoints }),
    ...(versions && { apiVersions: known(versions.versions, versions.from, '') }),
    ...(server && { serverVersion: known(server.version, server.from, '') }),
  };
}

function apiServiceIn(documents: readonly ExplainedDocument[]): Reading<ApiService> | undefined {
  const told = documents
    .flatMap((one) => (one.kind === 'api-service' && one.apiService.metadata.name === EXTERNAL_METRICS ? [one] : []))
    .toSorted((a, b) => OBJECT_FORMS.indexOf(b.form) - OBJECT_FORMS.indexOf(a.form));
  const richest = told.at(-1);
  if (!richest) return undefined;
  // A manifest has no status; the table beside it may tell.
  const { conditions } = told.findLast(({ apiService }) => apiService.status.conditions)?.apiService.status ?? {};
  return known({ ...richest.apiService, status: conditions ? { conditions } : {} }, richest.from, '');
}

function serviceNamed(documents: readonly ExplainedDocument[], namespace: string | undefined, name: string) {
  const found = documents.findLast(
    (one): one is Of<'service'> =>
      one.kind === 'service' && one.service.metadata.name === name && one.service.metadata.namespace === namespace,
  );
  return found ? known(found.service, found.from, '') : refusalOf(documents, 'services', name);
}

function endpointsOf(
  documents: readonly ExplainedDocument[],
  namespace: string | undefined,
  name: string,
): Reading<readonly EndpointSlice[]> | undefined {
  const found = documents.flatMap((one) =>
    one.kind === 'endpoints' &&
    one.slice.metadata.labels?.['kubernetes.io/service-name'] === name &&
    one.slice.metadata.namespace === namespace
      ? [one]
      : [],
  );
  // The same slice may have been pasted twice.
  const slices = new Map(found.map((one) => [one.slice.metadata.name, one.slice]));
  return found[0] ? known([...slices.values()], found[0].from, '') : undefined;
}

/** The API server's own word that an object is not there or may not be read, where it is about this one. */
export function refusalOf(
  documents: readonly ExplainedDocument[],
  resource: string,
  name: string,
): ReturnType<typeof unknown> | undefined {
  const refusal = documents.findLast(
    (one): one is Of<'refusal'> =>
      one.kind === 'refusal' && one.resource === resource && (one.name === name || one.name === undefined),
  );
  return refusal && unknown(refusal.why, refusal.detail, refusal.from, '');
}
