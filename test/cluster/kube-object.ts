/** What names one object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Path of an object in the API, without a query: `/apis/apps/v1/namespaces/NS/deployments/NAME`. */
export function pathOf({ apiVersion, kind, metadata: { name, namespace } }: ObjectRef): string {
  return `${collectionPath(apiVersion, kind, namespace)}/${name}`;
}

/** Path of all objects of a kind, in one namespace or in all of them. */
export function collectionPath(apiVersion: string, kind: string, namespace?: string): string {
  const api = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${api}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${pluralOf(kind)}`;
}

/** English plurals, as the API has them. */
function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === 'endpoints' || singular === 'logs') return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
