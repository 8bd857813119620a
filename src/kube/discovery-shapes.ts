import { fields, flag, listOf, text } from './json-shape.ts';
import { expectKind } from './narrow-objects.ts';

const coreVersions = fields({ versions: listOf(text) }, {});
const groupVersions = fields(
  { groups: listOf(fields({ versions: listOf(fields({ groupVersion: text }, {})) }, {})) },
  {},
);
const resourceList = fields({ resources: listOf(fields({ name: text, kind: text }, { namespaced: flag })) }, {});

/** `versions` of `/api`. */
export function narrowCoreVersions(body: unknown): readonly string[] {
  expectKind(body, 'APIVersions');
  return coreVersions(body, '').versions;
}

/** Every `groupVersion` of `/apis`. */
export function narrowGroupVersions(body: unknown): readonly string[] {
  expectKind(body, 'APIGroupList');
  return groupVersions(body, '').groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
}

export interface OfferedResource {
  /** Plural; with a slash it is a subresource. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced?: boolean;
}

/** What one `group/version` offers. */
export function narrowResources(body: unknown): readonly OfferedResource[] {
  expectKind(body, 'APIResourceList');
  return resourceList(body, '').resources;
}
