import type { NodeAgentStory } from '../../domain/node-facts.ts';
import { nodeAgentLog } from '../check-names.ts';
import { remedy } from '../names.ts';
import { LINK_LOG, LINK_PORT, SERVICE_SETTING } from '../node-names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';
import { count } from './wording.ts';

export const HOW_THE_LINK_WORKS: readonly Rich[] = [
  say`A node Agent finds the Cluster Agent by the variables that Kubernetes puts into a container for each Service when it starts (${code('DATADOG_CLUSTER_AGENT_SERVICE_HOST')}, or those of the Service in ${code(SERVICE_SETTING)}): they never change while the container runs.`,
  say`It calls that address on port ${LINK_PORT} over HTTPS, with a token that both sides must have alike.`,
  say`Since 2024 its ${code('agent status')} shows what was true at the first contact: "Successfully connected" stays there when the Cluster Agent is long gone.`,
];

/** What a node loses with the link. */
export const LINK_LOST = say`this node gets no cluster checks and no ${code('kube_service')} tags for new pods.`;

/** `the node Agent on worker-3`; a pasted text names no node. */
export function theAgent({ node, pod }: NodeAgentStory, start: 'The' | 'the' = 'The'): Rich {
  if (node !== '' && node !== pod) return say`${start} node Agent on ${code(node)}`;
  return say`${start === 'The' ? 'This' : 'this'} node Agent`;
}

/** Its pod and version, as far as they are known, and how many more it is told for. */
export function whichAgent({ pod, version, alike = 0 }: NodeAgentStory, { origin }: PhraseContext): readonly Rich[] {
  const parts = [
    ...(pod === '' ? [] : [say`${origin === 'text' ? 'Read from' : 'Pod'} ${code(pod)}`]),
    ...(version === null || version === '' ? [] : [say`Agent ${version}`]),
  ];
  const others =
    alike === 0 ? [] : [say`${count(alike, 'more node Agent')} with the same trouble, of those that were asked`];
  return [...(parts.length === 0 ? [] : [join(parts, ', ')]), ...others];
}

/** Its own log, for a cause that is not plain. */
export function lookIntoLog(story: NodeAgentStory, words: Rich, context: PhraseContext): Remedy {
  return remedy(words, nodeAgentLog(story.pod === '' ? null : story.pod, context, LINK_LOG));
}
