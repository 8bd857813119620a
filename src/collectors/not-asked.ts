import { type Unknown, unknown } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import { type AgentCall, argvOf } from '../kube/agent-commands.ts';
import type { CollectOptions } from './collect-options.ts';

/** Nothing was sent: exec is forbidden by the configuration, else there is nobody to ask. */
export function notAsked(
  command: AgentCall,
  pod: Pick<AgentPod, 'namespace' | 'name' | 'container'> | undefined,
  { exec, clock }: Pick<CollectOptions, 'exec' | 'clock'>,
): Unknown {
  const words = (argvOf(command) ?? []).join(' ');
  const source = pod ? `kubectl exec -n ${pod.namespace} ${pod.name} -c ${pod.container} -- ${words}` : words;
  const at = new Date(clock()).toISOString();
  return exec
    ? unknown('absent', 'no Cluster Agent is running', source, at)
    : unknown('unsupported', 'exec is switched off (exec: off)', source, at);
}
