import type { CommandOutput } from './agent-output.ts';
import type { PodObject } from './kube-object.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** `printenv NAME`, for the one kind of variable that is ever asked for: the address of a Service. */
export function printVariable(world: SimulatedWorld, pod: PodObject, [name = '']: readonly string[]): CommandOutput {
  const said = world.variable(pod.metadata.name, name);
  const value = said === undefined ? injectedAddress(world, pod, name) : said;
  return value === null ? { stdout: '', stderr: '', exitCode: 1 } : { stdout: `${value}\n`, stderr: '', exitCode: 0 };
}

/** A kubelet sets it when it starts a container, for the Services that are there in the namespace at that time. */
function injectedAddress(world: SimulatedWorld, pod: PodObject, name: string): string | null {
  const found = world
    .objects('Service')
    .filter(({ metadata }) => metadata.namespace === pod.metadata.namespace)
    .find(({ metadata }) => variableOf(metadata.name) === name);
  const { clusterIP } = (found?.spec ?? {}) as { readonly clusterIP?: string };
  if (pod.spec.enableServiceLinks === false || !found || clusterIP === undefined || clusterIP === 'None') return null;
  const created = Date.parse(String(found.metadata.creationTimestamp));
  return created > startOf(pod) ? null : clusterIP;
}

function variableOf(service: string): string {
  return `${service.toUpperCase().replaceAll('-', '_')}_SERVICE_HOST`;
}

function startOf({ status }: PodObject): number {
  const starts = (status?.containerStatuses ?? []).map(({ state }) => {
    const running = (state?.running ?? {}) as { readonly startedAt?: string };
    return Date.parse(running.startedAt ?? '');
  });
  return Math.min(...starts.filter((at) => !Number.isNaN(at)));
}
