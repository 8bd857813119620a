import type { ScaleTarget, ScaleTargetRef } from '../domain/autoscaling-objects.ts';
import type { Reading } from '../domain/reading.ts';
import { NotOffered } from './call-failures.ts';
import { checkNames } from './check-names.ts';
import type { ClusterCalls } from './cluster-calls.ts';
import { type CallBounds, LISTED_TARGET_KINDS } from './cluster-reader.ts';
import { narrowResources } from './discovery-shapes.ts';
import type { KubectlCommands } from './kubectl-command.ts';
import { REPLICATION_CONTROLLERS, type Resource, SCALE_TARGETS } from './resources.ts';
import { narrowScale } from './scale-target-shapes.ts';

/**
 * Reads what an HPA scales: the built-in workloads by themselves, whichever version of `apps` the HPA names, as its
 * controller does; any other kind by its scale subresource, for which the API server is asked how it calls the kind.
 */
export function readScaleTarget(
  calls: ClusterCalls,
  kubectl: KubectlCommands,
  namespace: string,
  ref: ScaleTargetRef,
  bounds: CallBounds,
): Promise<Reading<ScaleTarget>> {
  const { kind, name } = ref;
  // Left out it is the core API's, which has no Deployments: the controller finds none either.
  const apiVersion = ref.apiVersion || 'v1';
  const { group, version } = splitApiVersion(apiVersion);
  const builtIn = builtInResource(group, kind);
  if (builtIn) return calls.getObject(builtIn, { namespace, name }, bounds);
  const names = { namespace, name, kind, apiVersion: version, ...(group === '' ? {} : { apiGroup: group }) };
  return calls.read(kubectl.scale(`${kind}.${version}.${group}`, namespace, name), names, bounds, async (deadline) => {
    const api = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const offered = narrowResources(await calls.fetchJson({ path: api }, deadline));
    const resource = offered.find((one) => one.kind === kind && !one.name.includes('/') && one.namespaced === true);
    if (!resource) throw new NotOffered(`no matches for kind "${kind}" in version "${apiVersion}"`);
    checkNames({ name: resource.name });
    const path = `${api}/namespaces/${namespace}/${resource.name}/${name}/scale`;
    return narrowScale(await calls.fetchJson({ path }, deadline), kind);
  });
}

function builtInResource(group: string, kind: string): Resource<ScaleTarget> | undefined {
  if (group === '') return kind === 'ReplicationController' ? REPLICATION_CONTROLLERS : undefined;
  const listed = LISTED_TARGET_KINDS.find((one) => one === kind);
  return group === 'apps' && listed !== undefined ? SCALE_TARGETS[listed] : undefined;
}

function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1) };
}
