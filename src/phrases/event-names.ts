import type { AgentSetting } from '../domain/event-collection.ts';
import type { EventFactsByCode } from '../domain/event-facts.ts';
import { isObjectName } from '../domain/kubernetes-names.ts';
import { inNamespace, logCommand } from './names.ts';
import { restartAgents } from './node-names.ts';
import type { PhraseContext } from './phrases.ts';

/** The check that collects events, on the leader alone. */
export const EVENT_CHECK = 'kubernetes_apiserver';
export const EVENT_SETTINGS = ['DD_LEADER_ELECTION', 'DD_COLLECT_KUBERNETES_EVENTS'] as const;
/** What the Agent logs when leader election is off. */
export const ELECTION_LOG = 'Leader Election not enabled';

/** Whether nothing at all is collected without these verbs: an event is listed and watched, never got by its name. */
export function stopsCollecting(denied: readonly string[]): boolean {
  return denied.includes('list') || denied.includes('watch');
}

/** How the API server refuses, as the Agent logs it. */
export function refusal(denied: readonly string[]): string {
  return `cannot ${denied.includes('watch') ? 'watch' : (denied[0] ?? 'watch')} resource "events"`;
}

/** What the leader logs of its events. */
export function eventLog(leader: string | null, context: PhraseContext): string {
  return logCommand(leader, context, "--tail=1000 | grep -iE 'event|kubernetes_apiserver|leader election'");
}

/** The newest events that the API server holds. */
export const NEWEST_EVENTS = 'kubectl get events -A --sort-by=.lastTimestamp';

export function tokenCommand(configMap: string, { namespace }: PhraseContext): string | undefined {
  return isObjectName(configMap)
    ? `kubectl get configmap ${configMap} -n ${namespace ?? 'NAMESPACE'} -o yaml`
    : undefined;
}

/** Asks the API server itself, verb by verb; `undefined` for an account that goes into no command. */
export function canWatch(account: string, verb: string): string | undefined {
  const [namespace, name, ...rest] = account.split('/');
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined;
  if (!isObjectName(namespace) || !isObjectName(name) || !/^[a-z]{1,20}$/.test(verb)) return undefined;
  return `kubectl auth can-i ${verb} events -A --as=system:serviceaccount:${namespace}:${name}`;
}

/** Sets a variable where the pods come from and rolls them out; `undefined` where that place is none to write to. */
export function setVariable(
  { name, place }: AgentSetting,
  value: string,
  { namespace, deployment }: PhraseContext,
): string | undefined {
  const object = place?.startsWith('Deployment/') === true ? place.slice('Deployment/'.length) : deployment;
  if (object === null || !isObjectName(object)) return undefined;
  return `kubectl set env deploy/${object} -n ${namespace ?? 'NAMESPACE'} ${name}=${value}`;
}

/** Takes both settings out of the node Agents; `undefined` where their DaemonSet is not known. */
export function withoutElection(
  { agents }: EventFactsByCode['node-agents-also-elect'],
  context: PhraseContext,
): string | undefined {
  const restart = restartAgents(null, agents[0]?.pod ?? null, context);
  const daemonSet = /^kubectl rollout restart ds\/(\S+)/.exec(restart ?? '')?.[1];
  return daemonSet === undefined
    ? undefined
    : `kubectl set env ds/${daemonSet}${inNamespace(context)} ${EVENT_SETTINGS.map((name) => `${name}-`).join(' ')}`;
}
