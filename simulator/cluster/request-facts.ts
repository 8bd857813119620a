import { readApiPath } from './api-path.ts';
import { verbOf } from './api-routes.ts';
import { readMetricRequest } from './external-metric-request.ts';
import type { RequestFacts } from './request-spoiler.ts';
import type { Resource } from './resources.ts';

/** What a request is to faults: a metric counts as a resource of its own, as it does to RBAC. */
export function requestFacts(method: string, path: string, url: URL, resources: readonly Resource[]): RequestFacts {
  const metric = readMetricRequest(url);
  if (metric) return { path, verb: 'list', resource: metric.metric };
  const target = readApiPath(url.pathname, resources);
  const words = [target?.resource.plural ?? url.pathname.split('/').at(-1), target?.subresource];
  const verb = verbOf({ method }, target ?? { name: url.pathname });
  return { path, verb, resource: words.filter((word) => word !== undefined).join('/') };
}
