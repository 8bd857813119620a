import type { CheckFactsByCode, CheckStory } from '../domain/check-facts.ts';
import { isObjectName } from '../domain/kubernetes-names.ts';
import { objectName } from './hpa-names.ts';
import { inNamespace } from './names.ts';
import type { PhraseContext } from './phrases.ts';
import { code, type Rich } from './rich.ts';

/** How a link of the way is marked in a line of text: signs that no reader's program turns into a picture. */
export const STEP_SIGNS = { yes: '✓', no: '✗', unknown: '?' } as const satisfies Record<
  CheckStory['steps'][number]['state'],
  string
>;

/** The container in which node Agents and cluster check runners run, in every installation of Datadog's. */
const NODE_CONTAINER = 'agent';
/** A pod of a DaemonSet: its name and five characters. */
const DAEMON_POD = /^(.+)-[a-z0-9]{5}$/;
/** A check's name as it goes into a command; it may hold what no Kubernetes name may. */
const CHECK_NAME = /^[\w.-]{1,100}$/;
/** Checks that are part of the Agent's own program; all others need its Python. */
const BUILT_IN = new Set([
  'container',
  'container_image',
  'container_lifecycle',
  'containerd',
  'cpu',
  'cri',
  'docker',
  'ebpf',
  'file_handle',
  'gpu',
  'helm',
  'io',
  'kubernetes_apiserver',
  'kubernetes_state_core',
  'load',
  'memory',
  'ntp',
  'oom_kill',
  'orchestrator',
  'orchestrator_pod',
  'process',
  'sbom',
  'service_discovery',
  'systemd',
  'tcp_queue_length',
  'uptime',
]);

/** Why an Agent has no such check to run, as far as its error tells. */
export function loadTrouble({
  check,
  error,
  steps,
}: CheckFactsByCode['check-not-loaded-on-node']):
  | 'too-early'
  | 'untold'
  | 'no-module'
  | 'no-python'
  | 'not-built-in'
  | 'told' {
  if (error === null || error === '')
    return steps.some(({ step, state }) => step === 'loaded' && state === 'unknown') ? 'too-early' : 'untold';
  if (/no module named|unable to import/i.test(error)) return 'no-module';
  // With Python at hand its loader is tried as well, and says so.
  if (!/not found in catalog/i.test(error) || /python/i.test(error)) return 'told';
  return BUILT_IN.has(check) ? 'not-built-in' : 'no-python';
}

/** A command run in the Cluster Agent that leads; `LEADER` stands for the pod's name where it is not known. */
export function leaderCommand(context: PhraseContext, words: string): string {
  return `kubectl exec${inNamespace(context)} ${leaderPod(context)} -c ${context.container} -- datadog-cluster-agent ${words}`;
}

function leaderPod({ leader }: PhraseContext): string {
  return leader !== null && isObjectName(leader) ? leader : 'LEADER';
}

/** What the Cluster Agent makes of what it reads: every replica does so for itself, so any may be asked. */
export function configCheckCommand(context: PhraseContext): string {
  const pod = context.deployment === null ? leaderPod(context) : `deploy/${context.deployment}`;
  return `kubectl exec${inNamespace(context)} ${pod} -c ${context.container} -- datadog-cluster-agent configcheck`;
}

/** What the leader has handed out, of one check where its name can be written. */
export function dispatchedCommand(context: PhraseContext, check?: string): string {
  return leaderCommand(
    context,
    check !== undefined && CHECK_NAME.test(check) ? `clusterchecks --check ${check}` : 'clusterchecks',
  );
}

/** A pod that is known to be one of the cluster's: the label of a pasted text is none. */
function isPod(pod: string | null, context: PhraseContext): pod is string {
  return pod !== null && isObjectName(pod) && (context.origin === 'cluster' || DAEMON_POD.test(pod));
}

/** A command run in a node Agent or runner; `undefined` where its pod is not known. */
export function nodeAgentCommand(pod: string | null, context: PhraseContext, words: string): string | undefined {
  return isPod(pod, context)
    ? `kubectl exec${inNamespace(context)} ${pod} -c ${NODE_CONTAINER} -- agent ${words}`
    : undefined;
}

/** One run of a check by hand, where it runs; `undefined` for names that go into no command. */
export function runByHand(story: CheckStory, context: PhraseContext): string | undefined {
  return CHECK_NAME.test(story.check) ? nodeAgentCommand(story.pod, context, `check ${story.check}`) : undefined;
}

/** What a node Agent or runner logs of what it gets from the Cluster Agent. */
export function nodeAgentLog(pod: string | null, context: PhraseContext, pattern: string): string | undefined {
  return isPod(pod, context)
    ? `kubectl logs${inNamespace(context)} ${pod} -c ${NODE_CONTAINER} | grep -iE '${pattern}'`
    : undefined;
}

/** The pods of the Agent's namespace on a node. */
export function podsOnNode(node: string | null, context: PhraseContext): string {
  const where = node !== null && isObjectName(node) ? ` --field-selector spec.nodeName=${node}` : '';
  return `kubectl get pods${inNamespace(context)} -o wide${where}`;
}

/** Has one node Agent start anew, or all of its DaemonSet; `undefined` where its pod is not known. */
export function restartNodeAgent(pod: string, all: boolean, context: PhraseContext): string | undefined {
  if (!isPod(pod, context)) return undefined;
  const daemonSet = DAEMON_POD.exec(pod)?.[1];
  return all && daemonSet !== undefined
    ? `kubectl rollout restart ds/${daemonSet}${inNamespace(context)}`
    : `kubectl delete pod ${pod}${inNamespace(context)}`;
}

/** The annotations of a Service, `namespace/name`. */
export function annotationsCommand(service: string | null): string | undefined {
  const found = objectName(service ?? '');
  return found && `kubectl get service ${found.name} -n ${found.namespace} -o jsonpath='{.metadata.annotations}'`;
}

/** The addresses behind a Service, with the pod and node of each. */
export function addressesCommand(service: string): string | undefined {
  const found = objectName(service);
  return (
    found && `kubectl get endpointslices -n ${found.namespace} -l kubernetes.io/service-name=${found.name} -o yaml`
  );
}

/** The commands that show each link of a check's way, in its order. */
export function wayCommands(story: CheckStory, context: PhraseContext): readonly (string | undefined)[] {
  return [
    annotationsCommand(story.service),
    configCheckCommand(context),
    dispatchedCommand(context, story.check),
    nodeAgentCommand(story.pod, context, 'configcheck'),
    nodeAgentCommand(story.pod, context, 'status'),
  ];
}

/** An annotation of the same kind and age in a form that the Agent reads; `undefined` for a name that is none of Datadog's. */
export function annotationForm(annotation: string): string | undefined {
  const [, of, part] = /^ad\.datadoghq\.com\/(service|endpoints)\.([a-z_]+)$/.exec(annotation) ?? [];
  if (of === undefined || part === undefined) return undefined;
  const prefix = `ad.datadoghq.com/${of}`;
  const instance = '{"name": "NAME", "OPTION": "VALUE"}';
  const lines =
    part === 'checks'
      ? [`    ${prefix}.checks: '{"CHECK": {"init_config": {}, "instances": [${instance}]}}'`]
      : [
          `    ${prefix}.check_names: '["CHECK"]'`,
          `    ${prefix}.init_configs: '[{}]'`,
          `    ${prefix}.instances: '[${instance}]'`,
        ];
  return ['metadata:', '  annotations:', ...lines].join('\n');
}

/** The variable that lists providers or listeners. */
export const VARIABLES = {
  provider: 'DD_EXTRA_CONFIG_PROVIDERS',
  listener: 'DD_EXTRA_LISTENERS',
} as const;

/** What the Cluster Agent calls the provider and the listener that find such a check. */
export function finder({ source }: CheckStory): 'kube_endpoints' | 'kube_services' {
  return source.startsWith('kube_endpoints') ? 'kube_endpoints' : 'kube_services';
}

/** Where the name of a node Agent's image is set, with that of the full Agent. */
export function fullImage({ installer }: PhraseContext): Rich {
  return code(FULL_IMAGE[installer]);
}

const FULL_IMAGE = {
  helm: 'agents.image.name: agent',
  operator: 'spec.override.nodeAgent.image.name: agent',
  unknown: 'image: gcr.io/datadoghq/agent:7',
} as const satisfies Record<PhraseContext['installer'], string>;

/** What to ask for the next page of the list of checks; `undefined` on the last. */
export function nextChecksPage({ question }: PhraseContext, page: number, pages: number): string | undefined {
  if (page >= pages) return undefined;
  const { namespace, name } = question.subject ?? {};
  const subject =
    name === undefined
      ? namespace === undefined
        ? ''
        : ` -n ${namespace}`
      : ` ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  return `${question.kind === 'endpoints' ? 'endpoints' : 'checks'}${subject} --page ${page + 1}`;
}
