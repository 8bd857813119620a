import type { CheckRow, CheckStep, CheckStory } from '../../domain/check-facts.ts';
import { STEP_SIGNS, VARIABLES } from '../check-names.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { codes } from './wording.ts';

/** One word on a check in a list, and what it stands for. */
export const CHECK_WORDS = {
  running: { word: 'running', means: 'an Agent runs it, and it reports' },
  failing: { word: 'failing', means: 'an Agent runs it, and its last run ended in an error or a warning' },
  'not-loaded': { word: 'not loaded', means: 'its Agent has the configuration and cannot make a check of it' },
  'not-arrived': { word: 'not arrived', means: 'the leader gave it to an Agent that does not have it' },
  unassigned: { word: 'unassigned', means: 'the leader knows it and finds nobody to run it' },
  silent: { word: 'silent', means: 'the Agent it was given to no longer reports' },
  unseen: { word: 'unseen', means: 'its Agent was not asked or did not answer: not known, not broken' },
  waiting: { word: 'waiting', means: 'the leader is warming up and has not dispatched it yet' },
  'not-discovered': { word: 'not discovered', means: 'a Service asks for it and the leader does not know it' },
} as const satisfies Record<CheckRow['word'], { word: string; means: string }>;

const STEPS = {
  declared: say`declared`,
  discovered: say`leader found it`,
  dispatched: say`dispatched`,
  arrived: say`arrived`,
  loaded: say`loaded`,
  ran: say`ran`,
} as const satisfies Record<CheckStep, Rich>;

export const WAY_OF_A_CHECK: readonly Rich[] = [
  say`The way of a check: a Service's annotation or a file of the Cluster Agent, the leader's ${code('configcheck')}, dispatching (${code('clusterchecks')}), the node Agent's ${code('agent configcheck')}, and its ${code('agent status')}.`,
  say`The leader counts a check as dispatched once it has handed it over. Before version 7.79 it is not told whether the check was loaded or what came of it.`,
  say`Node Agents and cluster check runners ask for their checks about every 10 s; one that is silent for 30 s loses them to others.`,
];

export const WAY_OF_AN_ENDPOINT_CHECK: readonly Rich[] = [
  say`An endpoint check runs once for each address behind a Service, on the node Agent of the pod that has the address, never on a cluster check runner.`,
  say`The Cluster Agent finds them with ${code('kube_endpoints')}, as provider and as listener; node Agents fetch theirs with the provider ${code('endpointschecks')}.`,
  say`An address without a pod has no node: its check becomes a cluster check, and any Agent may run it.`,
];

export const RUNS_NOWHERE = say`the check runs nowhere: its data is missing, and monitors on it can say no more than "no data".`;

/** The check by its name, and what it comes from. */
export function named({ check, instance, service, source }: CheckStory): Rich {
  const which = instance === null || instance === '' || instance === check ? [] : say` (${code(instance)})`;
  if (service !== null) return say`${code(check)}${which} for Service ${code(service)}`;
  return source === '' ? say`${code(check)}${which}` : say`${code(check)}${which} from ${code(source)}`;
}

/** Which Agent is to run it. */
export function place({ node, pod }: CheckStory): Rich {
  if (node !== null) return say`node ${code(node)}`;
  return pod === null ? say`its Agent` : say`Agent ${code(pod)}`;
}

/** The check's way in one line, and the Agent's words about the link that is broken. */
export function way({ service, steps }: CheckStory, error: string | null = null): readonly Rich[] {
  if (steps.length === 0) return error === null || error === '' ? [] : [say`The Agent says: ${code(error)}`];
  const links = steps.map(({ step, state }) => {
    const name = step !== 'declared' ? STEPS[step] : service === null ? say`file` : say`Service annotation`;
    const link = say`${name} ${[{ text: STEP_SIGNS[state], data: false, bold: false, code: false }]}`;
    return state === 'no' ? strong`${link}` : link;
  });
  return [say`${join(links, ' → ')}${error === null || error === '' ? [] : say` ${code(error)}`}`];
}

/** Has providers or listeners switched on: by the installation's one switch, or by the variable it writes. */
export function switchOn(
  where: 'cluster-agent' | 'node-agent',
  what: 'provider' | 'listener',
  missing: readonly string[],
  context: PhraseContext,
): Remedy {
  const whose = where === 'cluster-agent' ? 'the Cluster Agent' : 'the node Agents';
  return context.installer === 'unknown'
    ? remedy(say`on ${whose} add ${codes(missing)} to ${code(VARIABLES[what])}.`)
    : remedy(
        say`set ${setting('clusterChecks', context)}, which puts ${codes(missing)} into ${code(VARIABLES[what])} on ${whose}. Where that is set already, an ${code('env')} entry of your own for the variable overrides it: add to that one.`,
      );
}
