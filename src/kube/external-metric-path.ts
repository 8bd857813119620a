import type { MetricIdentifier } from '../domain/autoscaling-objects.ts';
import { selectorText } from '../domain/label-selector.ts';
import { NotOffered } from './call-failures.ts';

/** What `external.metrics.k8s.io/v1beta1` is asked; the namespace was checked. `query` is absent for a metric without labels. */
export interface ExternalMetricRequest {
  readonly path: string;
  readonly query?: { readonly labelSelector: string };
}

/**
 * The request that the HPA controller makes through client-go: the metric's name in lower case as one segment of the
 * path, its selector as text.
 */
export function externalMetricRequest(namespace: string, { name, selector }: MetricIdentifier): ExternalMetricRequest {
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${pathSegment(name.toLowerCase())}`;
  const labelSelector = selectorText(selector);
  return labelSelector === '' ? { path } : { path, query: { labelSelector } };
}

/** Throws what client-go says of a name that it cannot ask for, before anything is sent. */
export function checkMetricName(name: string): void {
  const objections = objectionsTo(name);
  if (objections.length > 0)
    throw new NotOffered(`invalid resource ${JSON.stringify(name)}: [${objections.join(' ')}]`);
}

function objectionsTo(name: string): readonly string[] {
  if (name === '') return ['may not be empty'];
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

/** Percent-encoded as Go does it, which leaves `@` and `:` readable. The Buffer replaces halves of characters, which cannot be encoded. */
function pathSegment(name: string): string {
  return encodeURIComponent(Buffer.from(name).toString())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}
