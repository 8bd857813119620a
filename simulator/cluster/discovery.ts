import { apiVersionOf, type Resource } from './resources.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, unknownPath } from './status-bodies.ts';

/** Served besides the resources whose objects the simulation holds. */
const ALWAYS = ['v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1'];

/**
 * Answers `/api`, `/apis`, `/apis/GROUP` and `/apis/GROUP/VERSION` from `kube/api-versions.txt`, the resources and the
 * APIServices; undefined for other paths.
 */
export function discoveryAnswer(pathname: string, world: SimulatedWorld): Answer | undefined {
  const [root, ...rest] = pathname.split('/').filter((segment) => segment !== '');
  if (root === 'api') return coreAnswer(rest, world);
  if (root !== 'apis' || rest.length > 2) return undefined;
  const [group, version] = rest;
  if (group === undefined) return answer('APIGroupList', { groups: groupsOf(world) });
  const found = groupsOf(world).find(({ name }) => name === group);
  if (found === undefined) return unknownPath();
  if (version === undefined) return answer('APIGroup', { ...found });
  return found.versions.some((one) => one.version === version)
    ? resourceList(`${group}/${version}`, world)
    : unknownPath();
}

/** `group/version` of everything the API server offers, an aggregated API that does not answer included. */
export function offeredVersions(world: SimulatedWorld): readonly string[] {
  const written = (world.document('kube/api-versions.txt') ?? '').split('\n').map((line) => line.trim());
  const held = world.resources.map(apiVersionOf);
  const aggregated = world.objects('APIService').flatMap(({ spec }) => {
    const { group, version, service } = (spec ?? {}) as { group?: string; version?: string; service?: unknown };
    return service && group && version ? [`${group}/${version}`] : [];
  });
  const own = written.filter((line) => line !== '' && !/(^|\.)metrics\.k8s\.io\//.test(line));
  return [...new Set([...ALWAYS, ...own, ...held, ...aggregated])].sort();
}

function coreAnswer(rest: readonly string[], world: SimulatedWorld): Answer | undefined {
  if (rest.length === 0) return answer('APIVersions', { versions: ['v1'], serverAddressByClientCIDRs: [] });
  return rest.length === 1 && rest[0] === 'v1' ? resourceList('v1', world) : undefined;
}

interface Group {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
  readonly preferredVersion: unknown;
}

function groupsOf(world: SimulatedWorld): readonly Group[] {
  const grouped = offeredVersions(world).filter((line) => line.includes('/'));
  const names = [...new Set(grouped.map((line) => line.split('/')[0] ?? ''))];
  return names.map((name) => {
    const versions = grouped
      .filter((line) => line.startsWith(`${name}/`))
      .map((groupVersion) => ({ groupVersion, version: groupVersion.slice(name.length + 1) }));
    return { name, versions, preferredVersion: versions.at(-1) };
  });
}

function resourceList(groupVersion: string, { resources }: SimulatedWorld): Answer {
  const rows = resources.filter((resource) => apiVersionOf(resource) === groupVersion).flatMap(rowsOf);
  return answer('APIResourceList', { groupVersion, resources: rows });
}

function rowsOf({ plural, kind, namespaced, scalable }: Resource): readonly unknown[] {
  const row = { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs: ['get', 'list'] };
  if (!scalable) return [row];
  const scale = { name: `${plural}/scale`, singularName: '', namespaced, group: 'autoscaling', version: 'v1' };
  return [row, { ...scale, kind: 'Scale', verbs: ['get'] }];
}

function answer(kind: string, fields: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, body: { kind, apiVersion: 'v1', ...fields } };
}
