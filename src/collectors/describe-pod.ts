import type { Container, Pod } from '../domain/objects.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import { agentContainer } from './agent-container.ts';

/** Settings a rule may look at. A list of what is wanted keeps literal secrets in other variables from ever being read. */
const SETTINGS = [
  'DD_ADMISSION_CONTROLLER_ENABLED',
  'DD_CLUSTER_CHECKS_ADVANCED_DISPATCHING_ENABLED',
  'DD_CLUSTER_CHECKS_ENABLED',
  'DD_CLUSTER_NAME',
  'DD_COLLECT_KUBERNETES_EVENTS',
  'DD_EXTERNAL_METRICS_AGGREGATOR',
  'DD_EXTERNAL_METRICS_PROVIDER_BATCH_WINDOW',
  'DD_EXTERNAL_METRICS_PROVIDER_BUCKET_SIZE',
  'DD_EXTERNAL_METRICS_PROVIDER_ENABLED',
  'DD_EXTERNAL_METRICS_PROVIDER_ENDPOINT',
  'DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE',
  'DD_EXTERNAL_METRICS_PROVIDER_PORT',
  'DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD',
  'DD_EXTERNAL_METRICS_PROVIDER_ROLLUP',
  'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD',
  'DD_EXTRA_CONFIG_PROVIDERS',
  'DD_EXTRA_LISTENERS',
  'DD_HPA_CONFIGMAP_NAME',
  'DD_KUBE_RESOURCES_NAMESPACE',
  'DD_LEADER_ELECTION',
  'DD_LEADER_ELECTION_DEFAULT_RESOURCE',
  'DD_LEADER_LEASE_DURATION',
  'DD_LEADER_LEASE_NAME',
  'DD_SITE',
  'DD_URL',
] as const;

/** A Cluster Agent pod in our own words. The pod must hold an Agent container (see `agentContainer`). */
export function describePod(pod: Pod): AgentPod {
  const container = agentContainer(pod) ?? { name: 'cluster-agent' };
  const status = pod.status.containerStatuses?.find(({ name }) => name === container.name);
  const last = status?.lastState?.terminated;
  const owner = owningDeployment(pod);
  return {
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? '',
    phase: pod.status.phase ?? 'Unknown',
    leaving: pod.metadata.deletionTimestamp !== undefined,
    container: container.name,
    image: container.image ?? '',
    ...describeContainer(pod, container.name),
    env: literalSettings(container, SETTINGS),
    serviceAccount: pod.spec.serviceAccountName ?? 'default',
    ...optional('node', pod.spec.nodeName),
    ...optional('memoryLimit', container.resources?.limits?.memory),
    ...optional('managedBy', pod.metadata.labels?.['app.kubernetes.io/managed-by']),
    ...optional('owner', owner),
    ...(last
      ? {
          lastTermination: {
            exitCode: last.exitCode,
            ...optional('reason', last.reason),
            ...optional('finishedAt', last.finishedAt),
          },
        }
      : {}),
  };
}

/** How one container of a pod fares, and why it does not run. */
export function describeContainer(
  pod: Pod,
  container: string,
): Pick<AgentPod, 'ready' | 'restarts' | 'state' | 'startedAt' | 'reason' | 'message'> {
  const status = pod.status.containerStatuses?.find(({ name }) => name === container);
  const { waiting, terminated, running } = status?.state ?? {};
  return {
    ready: isReady(pod, container),
    restarts: status?.restartCount ?? 0,
    state: running ? 'running' : waiting ? 'waiting' : terminated ? 'terminated' : 'unknown',
    ...optional('startedAt', running?.startedAt),
    ...optional('reason', waiting?.reason ?? terminated?.reason ?? pod.status.reason ?? unscheduled(pod)?.reason),
    ...optional('message', waiting?.message ?? terminated?.message ?? pod.status.message ?? unscheduled(pod)?.message),
  };
}

/** Only when both that container and the pod are. */
export function isReady(pod: Pod, container: string): boolean {
  const status = pod.status.containerStatuses?.find(({ name }) => name === container);
  // A kubelet always writes the condition; where it is missing the container's own word decides.
  const found = pod.status.conditions?.find(({ type }) => type === 'Ready');
  return (status?.ready ?? false) && (found === undefined || found.status === 'True');
}

function unscheduled(pod: Pod): { reason?: string; message?: string } | undefined {
  return pod.status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
}

/** A ReplicaSet is named `<deployment>-<pod-template-hash>`; the hash is a label of the pod. */
function owningDeployment(pod: Pod): string | undefined {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller) ?? pod.metadata.ownerReferences?.[0];
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (owner?.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`))
    return owner.name.slice(0, -hash.length - 1);
  return owner?.name;
}

/** The wanted settings that are written in the pod itself. */
export function literalSettings({ env = [] }: Container, wanted: readonly string[]): Readonly<Record<string, string>> {
  const entries = env.flatMap(({ name, value }) =>
    value !== undefined && wanted.includes(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** A field that is left out where there is nothing to say. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
