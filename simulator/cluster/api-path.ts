import type { Resource } from './resources.ts';

/** What a path of the Kubernetes API asks for. */
export interface ApiTarget {
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** Reads `/api/v1/namespaces/NS/pods/NAME/log` and the like; undefined for paths none of the resources has. */
export function readApiPath(pathname: string, resources: readonly Resource[]): ApiTarget | undefined {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const root = segments.shift();
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'api' ? '' : segments.shift();
  const version = segments.shift();
  const find = (plural: string | undefined) =>
    resources.find((row) => row.group === group && row.version === version && row.plural === plural);
  if (segments[0] === 'namespaces' && segments.length > 2) {
    const [, namespace = '', plural, name, subresource, ...rest] = segments;
    const resource = find(plural);
    return resource?.namespaced && rest.length === 0 ? target(resource, namespace, name, subresource) : undefined;
  }
  const [plural, name, ...rest] = segments;
  const resource = find(plural);
  const isListOfAll = name === undefined;
  return resource && rest.length === 0 && (isListOfAll || !resource.namespaced)
    ? target(resource, undefined, name, undefined)
    : undefined;
}

/** A path segment without its percent signs; one that cannot be read stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function target(
  resource: Resource,
  namespace: string | undefined,
  name: string | undefined,
  subresource: string | undefined,
): ApiTarget {
  return {
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}
