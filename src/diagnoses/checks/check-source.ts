/** Where a configuration comes from, as its `Configuration source` tells. */
export interface CheckOrigin {
  readonly of: 'service' | 'endpoints' | 'file' | 'other';
  /** `namespace/name` of the Service; `null`: none, or not told. */
  readonly service: string | null;
}

/** `kube_services:kube_service://shop/web`, `kube_endpoints:kube_endpoint_uid://shop/web/10.0.0.8`; some versions leave the address out. */
const OF_SERVICE = /kube_(?<of>service|endpoint)(?:_uid)?:\/\/(?:(?<namespace>[^/]+)\/(?<name>[^/]+))?/;
const FILE = 'file:';

/** Reads a `Configuration source`. */
export function originOf(source: string): CheckOrigin {
  const groups = OF_SERVICE.exec(source)?.groups;
  if (groups === undefined) return { of: source.startsWith(FILE) ? 'file' : 'other', service: null };
  const { of, namespace, name } = groups;
  const service = namespace === undefined || name === undefined ? null : `${namespace}/${name}`;
  return { of: of === 'endpoint' ? 'endpoints' : 'service', service };
}

/** `service shop/web`, `file /etc/…`, or the source as the Agent prints it. */
export function originInWords(source: string): string {
  const { of, service } = originOf(source);
  if (service !== null) return `service ${service}`;
  return of === 'file' ? `file ${source.slice(FILE.length)}` : source;
}
