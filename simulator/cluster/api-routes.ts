import { isAllowed } from './access.ts';
import { reviewAccess } from './access-review.ts';
import { type ApiTarget, readApiPath } from './api-path.ts';
import { discoveryAnswer } from './discovery.ts';
import { externalMetricsAnswer } from './external-metrics-api.ts';
import type { FaultBoard } from './faults.ts';
import type { KubeObject } from './kube-object.ts';
import { listAnswer } from './object-list.ts';
import { podLog } from './pod-log.ts';
import { belongsTo } from './resources.ts';
import { scaleOf } from './scale-subresource.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, forbidden, notFound, statusAnswer, unknownPath } from './status-bodies.ts';

export interface ApiCall {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** Which version of Kubernetes the captures come from. */
const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.4',
  platform: 'linux/amd64',
};

/** Answers one authenticated REST call. */
export function answerCall(call: ApiCall, world: SimulatedWorld, faults: FaultBoard): Answer {
  const { pathname } = call.url;
  if (pathname === '/version') return { status: 200, body: VERSION };
  const made =
    reviewAccess(call, faults) ?? externalMetricsAnswer(call.url, world, faults) ?? discoveryAnswer(pathname, world);
  if (made) return made;
  const target = readApiPath(pathname, world.resources);
  if (!target) return unknownPath();
  const { resource, namespace, name, subresource } = target;
  if (call.method !== 'GET') {
    return statusAnswer(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
  const verb = verbOf(call, target);
  const attempted = { verb, group: resource.group, resource: resource.plural, subresource, namespace, name };
  if (!isAllowed(attempted, faults)) return forbidden(attempted);
  const objects = objectsAt(world, target);
  if (name === undefined) return listAnswer(objects, world.present, resource, call.url.searchParams);
  if (subresource === 'log' && resource.plural === 'pods') {
    const pod = world.pod(namespace ?? '', name);
    return pod ? podLog(world, pod, call.url.searchParams) : notFound(resource, name);
  }
  if (subresource !== undefined && !(subresource === 'scale' && resource.scalable)) return unknownPath();
  const found = objects.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return notFound(resource, name);
  const object = world.present(found);
  return { status: 200, body: subresource === 'scale' ? scaleOf(object) : object };
}

/** The verb that authorization goes by. */
export function verbOf({ method }: { method: string }, { name }: { name?: string }): 'get' | 'list' | 'create' {
  if (method === 'POST') return 'create';
  return name === undefined ? 'list' : 'get';
}

/** As they were captured; the answer moves those to now that it holds. */
function objectsAt(world: SimulatedWorld, { resource, namespace }: ApiTarget): readonly KubeObject[] {
  if (resource.kind === 'Namespace') return namespacesOf(world);
  return world
    .captured(resource.kind)
    .filter((object) => belongsTo(object, resource))
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
}

/** Captures seldom list namespaces; those of the pods are there in any case. */
function namespacesOf(world: SimulatedWorld): readonly KubeObject[] {
  const captured = world.objects('Namespace');
  const names = new Set(world.objects('Pod').map(({ metadata }) => metadata.namespace ?? 'default'));
  for (const { metadata } of captured) names.delete(metadata.name);
  const made = [...names].map((name) => ({ kind: 'Namespace', apiVersion: 'v1', metadata: { name } }));
  return [...captured, ...made];
}
