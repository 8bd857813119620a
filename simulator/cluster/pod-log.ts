import type { ContainerStatusObject, PodObject } from './kube-object.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { type Answer, badRequest } from './status-bodies.ts';

/** Answers `GET …/pods/NAME/log` with its `container`, `previous`, `tailLines` and `limitBytes`. */
export function podLog(world: SimulatedWorld, pod: PodObject, query: URLSearchParams): Answer {
  const container = query.get('container') ?? pod.spec.containers[0]?.name ?? '';
  const name = pod.metadata.name;
  if (!pod.spec.containers.some((candidate) => candidate.name === container)) {
    return badRequest(`container ${container} is not valid for pod ${name}`);
  }
  const status = pod.status?.containerStatuses?.find((candidate) => candidate.name === container);
  const text = query.get('previous') === 'true' ? previousLog(world, pod, status) : currentLog(world, pod);
  if (text === undefined) {
    return badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  const waiting = status?.state?.waiting?.reason;
  if (query.get('previous') !== 'true' && status?.restartCount === 0 && waiting !== undefined) {
    return badRequest(`container "${container}" in pod "${name}" is waiting to start: ${waiting}`);
  }
  return { status: 200, body: cut(text, query), headers: { 'content-type': 'text/plain' } };
}

function previousLog(
  world: SimulatedWorld,
  pod: PodObject,
  status: ContainerStatusObject | undefined,
): string | undefined {
  if (!status?.lastState?.terminated) return undefined;
  const captured = world.podDocument(pod.metadata.name, 'previous.log');
  return captured ?? world.document('previous.log') ?? currentLog(world, pod);
}

function currentLog(world: SimulatedWorld, pod: PodObject): string {
  const role = world.roleOf(pod);
  const name = role.is === 'node' ? `node${role.number}-agent.log` : `${role.is}-cluster-agent.log`;
  return world.podDocument(pod.metadata.name, 'log') ?? world.document(name) ?? '';
}

function cut(text: string, query: URLSearchParams): string {
  const tail = query.get('tailLines');
  const lines = text.split('\n');
  const end = text.endsWith('\n') ? lines.slice(0, -1) : lines;
  const kept =
    tail === null || text === '' ? text : Number(tail) === 0 ? '' : `${end.slice(-Number(tail)).join('\n')}\n`;
  const limit = query.get('limitBytes');
  return limit === null ? kept : Buffer.from(kept).subarray(0, Number(limit)).toString('utf8');
}
