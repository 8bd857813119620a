// Since Kubernetes 1.12; before, the resource stood without quotes and with its group behind it.
const REFUSED =
  /is forbidden: User "[^"]{1,300}" cannot (?<verb>\S{1,40}) (?:path "(?<path>[^"]{1,300})"|resource "(?<resource>[^"]{1,200})" in API group "(?<group>[^"]{0,200})"|(?<old>[a-z][\w./-]{0,200}))(?: in the namespace "(?<namespace>[^"]{1,253})"| at the cluster scope)?/;

/**
 * The right that the API server refused, as kubectl names it (`watch events`, `list horizontalpodautoscalers.autoscaling`,
 * `get configmaps -n datadog`), out of its sentence wherever that stands in a message; `undefined` where it does not.
 */
export function forbiddenRight(message: string): string | undefined {
  if (!message.includes('is forbidden: User')) return undefined;
  const groups = REFUSED.exec(message.replaceAll('\\"', '"'))?.groups;
  if (groups === undefined) return undefined;
  const { verb, path, resource, group, old, namespace } = groups;
  const what = path ?? old ?? (group ? `${resource}.${group}` : resource);
  return `${verb} ${what}${namespace === undefined ? '' : ` -n ${namespace}`}`;
}
