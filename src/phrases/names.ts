import type { FactsByCode, Right } from '../domain/finding-facts.ts';
import { isObjectName } from '../domain/kubernetes-names.ts';
import type { LockRef } from '../domain/leader-lock.ts';
import type { PhraseContext, Remedy } from './phrases.ts';
import { code, type Rich, say } from './rich.ts';

/** `…-8qmb7` for a pod of a Deployment whose full name is told elsewhere in the same answer. */
export function shortPod(name: string): Rich {
  return code(/^.+-[a-z0-9]{6,10}-([a-z0-9]{5})$/.test(name) ? `…-${name.slice(-5)}` : name);
}

/** The Deployment that a pod belongs to by its name, which Kubernetes builds as `DEPLOYMENT-HASH-SUFFIX`. */
export function deploymentOf(pod: string): string | null {
  return /^(.+)-[a-z0-9]{6,10}-[a-z0-9]{5}$/.exec(pod)?.[1] ?? null;
}

/** `Lease datadog/datadog-leader-election`; kinds are Kubernetes' own words in every language. */
export function lockName(lock: LockRef): Rich {
  return say`${lock.kind} ${code(`${lock.namespace}/${lock.name}`)}`;
}

export function lockCommand(lock: LockRef): string {
  return `kubectl get ${lock.kind.toLowerCase()} ${lock.name} -n ${lock.namespace} -o yaml`;
}

/** `get pods/exec (datadog)`; the API group follows the resource as kubectl writes it: `leases.coordination.k8s.io`. */
export function rightName(right: Right): Rich {
  const resource = right.group === '' ? right.resource : `${right.resource}.${right.group}`;
  return code(`${right.verb} ${resource}${right.namespace === null ? '' : ` -n ${right.namespace}`}`);
}

/** Whether the right to run commands in pods is among those missing. */
export function isAboutExec(rights: readonly Right[]): boolean {
  return rights.some(({ resource }) => resource === 'pods/exec');
}

/** What grants a worker all it needs, in the namespace where it was refused; `dca rbac` itself takes `datadog` for granted. */
export function rbacCommand(rights: readonly Right[]): string {
  const namespace = rights.find((right) => right.namespace !== null)?.namespace ?? 'datadog';
  const where = namespace === 'datadog' || !isObjectName(namespace) ? '' : ` --agent-namespace ${namespace}`;
  return `dca rbac${where} | kubectl apply -f -`;
}

/** `-n datadog`, or a word to replace when the namespace is not known: without one the command would look in the wrong place. */
export function inNamespace(context: PhraseContext): string {
  return ` -n ${context.namespace ?? 'NAMESPACE'}`;
}

/** A command run inside a Cluster Agent pod; `undefined` for a name that is no pod's, such as that of a pasted text. */
export function execCommand(pod: string, context: PhraseContext, words: string): string | undefined {
  if (context.origin === 'text' && deploymentOf(pod) === null) return undefined;
  if (!isObjectName(pod)) return undefined;
  return `kubectl exec${inNamespace(context)} ${pod} -c ${context.container} -- ${words}`;
}

/** The log of one pod, or of all Cluster Agent pods by the label that Helm and the operator both set. */
export function logCommand(pod: string | null, context: PhraseContext, options: string): string {
  const named = pod !== null && isObjectName(pod) && (context.origin === 'cluster' || deploymentOf(pod) !== null);
  const whose = named ? pod : '-l agent.datadoghq.com/component=cluster-agent';
  return `kubectl logs${inNamespace(context)} ${whose} -c ${context.container} ${options}`;
}

/** Where it shows why there are no pods: scaled to none, or refused by a quota or a webhook. */
export function deploymentsCommand(context: PhraseContext): string {
  return `kubectl describe deployments,replicasets${inNamespace(context)} -l agent.datadoghq.com/component=cluster-agent`;
}

/** How a setting of the Cluster Agent is spelled where this installation is managed: a Helm value, a field of the operator's DatadogAgent, or the plain Kubernetes or environment form. */
export function setting(name: keyof typeof SETTINGS, context: PhraseContext): Rich {
  return code(SETTINGS[name][context.installer]);
}

const SETTINGS = {
  replicas: {
    helm: 'clusterAgent.replicas: 2',
    operator: 'spec.override.clusterAgent.replicas: 2',
    unknown: 'spec.replicas: 2',
  },
  leaderElection: {
    helm: 'datadog.leaderElection: true',
    operator: 'DD_LEADER_ELECTION=true',
    unknown: 'DD_LEADER_ELECTION=true',
  },
  clusterChecks: {
    helm: 'datadog.clusterChecks.enabled: true',
    operator: 'spec.features.clusterChecks.enabled: true',
    unknown: 'DD_CLUSTER_CHECKS_ENABLED=true',
  },
  events: {
    helm: 'datadog.collectEvents: true',
    operator: 'spec.features.eventCollection.collectKubernetesEvents: true',
    unknown: 'DD_COLLECT_KUBERNETES_EVENTS=true',
  },
  clusterAgent: {
    helm: 'clusterAgent.enabled: true',
    operator: 'spec.override.clusterAgent.disabled: false',
    unknown: 'DD_CLUSTER_AGENT_ENABLED=true',
  },
  tokenSecret: {
    helm: 'clusterAgent.tokenExistingSecret',
    operator: 'spec.global.clusterAgentTokenSecret',
    unknown: 'DD_CLUSTER_AGENT_AUTH_TOKEN',
  },
  nodeAgentPlacement: {
    helm: 'agents.tolerations',
    operator: 'spec.override.nodeAgent.tolerations',
    unknown: 'spec.template.spec.tolerations',
  },
  externalMetrics: {
    helm: 'clusterAgent.metricsProvider.enabled: true',
    operator: 'spec.features.externalMetricsServer.enabled: true',
    unknown: 'DD_EXTERNAL_METRICS_PROVIDER_ENABLED=true',
  },
  admission: {
    helm: 'clusterAgent.admissionController.enabled: true',
    operator: 'spec.features.admissionController.enabled: true',
    unknown: 'DD_ADMISSION_CONTROLLER_ENABLED=true',
  },
} as const;

/** Where the memory limit is set, with twice what is set now; `1Gi` when nothing is. */
export function memorySetting(limit: string | null, context: PhraseContext): Rich {
  const value = limit === null ? '1Gi' : doubled(limit);
  const field = MEMORY_FIELDS[context.installer];
  return code(value === null ? field : `${field}: ${value}`);
}

const MEMORY_FIELDS = {
  helm: 'clusterAgent.resources.limits.memory',
  operator: 'spec.override.clusterAgent.containers.cluster-agent.resources.limits.memory',
  unknown: 'resources.limits.memory',
} as const;

/** Twice a Kubernetes quantity in its own unit; `null` when it is written in a way that is none. */
function doubled(limit: string): string | null {
  const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,3})?)([KMGT]i?|k|)$/.exec(limit) ?? [];
  if (digits === undefined || unit === undefined) return null;
  const twice = 2 * Number(digits);
  return unit === 'Mi' && twice % 1024 === 0 ? `${twice / 1024}Gi` : `${twice}${unit}`;
}

/** What was run inside the pod, without its flags: `datadog-cluster-agent clusterchecks`. */
export function ranCommand(command: string): string {
  const words = /\s--\s(.+)$/.exec(command)?.[1] ?? command;
  return words.replace(/\s--?\S+/g, '');
}

/** A remedy, with a line to copy where there is one; without it a sentence that announces one just ends. */
export function remedy(words: Rich, command?: string): Remedy {
  return command === undefined ? { say: ended(words) } : { say: words, command };
}

function ended(words: Rich): Rich {
  const last = words.at(-1);
  if (last === undefined || last.data || !last.text.endsWith(':')) return words;
  return [...words.slice(0, -1), { ...last, text: `${last.text.slice(0, -1)}.` }];
}

/** Another finding of the same answer says that no Cluster Agent works, and what stands still. */
export function agentDown({ codes }: PhraseContext): boolean {
  return codes.some(
    (one) => one === 'agent-not-running' || one === 'agent-oom-killed' || one === 'agent-crash-looping',
  );
}

/** Another finding of the same answer says why the container ended, and what to do about it. */
export function crashTold({ codes }: PhraseContext): boolean {
  return codes.includes('agent-oom-killed') || codes.includes('agent-crash-looping');
}

/** The command that prints what a part of dca-bot itself wrote, with `kubectl logs`' own options. */
export function ownLog(component: 'gateway' | 'worker', options: string): string {
  return `kubectl logs -n dca-bot -l app.kubernetes.io/name=dca-bot,app.kubernetes.io/component=${component} ${options}`;
}

/** Commands that exist. */
export function commands(...lines: readonly (string | undefined)[]): readonly string[] {
  return lines.filter((line) => line !== undefined);
}

/** Different leaders of a dispute, in the order in which they were claimed. */
export function claimedLeaders(claims: FactsByCode['leaders-disagree']['claims']): readonly string[] {
  return [...new Set(claims.map(({ leader }) => leader))];
}

/** A lock of each kind is claimed: replicas with different settings of the lock's kind, as between two versions. */
export function locksOfBothKinds(claims: FactsByCode['leaders-disagree']['claims']): boolean {
  return claims.some(({ kind }) => kind === 'Lease') && claims.some(({ kind }) => kind === 'ConfigMap');
}
