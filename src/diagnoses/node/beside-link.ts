import type { Finding } from '../../domain/finding.ts';
import type { Attempt } from '../../domain/finding-facts.ts';
import type { NodeAgentPod } from '../../domain/node-agent.ts';
import type { LinkCase } from './link-case.ts';

/** What Kubernetes says of a container that is about to run. */
const STARTING: readonly (string | undefined)[] = ['ContainerCreating', 'PodInitializing'];
const TRUE = /^(?:true|t|1)$/i;

export function isStarting({ state, reason }: NodeAgentPod): boolean {
  return state === 'waiting' && STARTING.includes(reason);
}

/** The container does not run: nothing else about it can be told. */
export function notRunning({ story, subject, live }: LinkCase): Finding | undefined {
  if (live === undefined) return undefined;
  const { pod } = live.look;
  const { state, reason = null, message = null, restarts } = pod;
  const isStopped = state === 'waiting' || state === 'terminated' || (state === 'unknown' && reason !== null);
  if (!isStopped) return undefined;
  const facts = { ...story, reason, message, restarts };
  const evidence = live.agents.survey.known ? [live.agents.survey.source] : [];
  const verdict = isStarting(pod) ? 'warning' : 'fault';
  return { code: 'node-agent-not-running', verdict, subject, facts, evidence };
}

/**
 * It is not to talk to a Cluster Agent: its `status` has no such section, and its pod does not ask for one. Where the
 * pod does, the missing section stays unexplained.
 */
export function disabled({ story, subject, status, live }: LinkCase): Finding | undefined {
  if (!status.known || status.value.cutOff) return undefined;
  const { state } = status.value.clusterAgentLink;
  const setting = live?.look.pod.env.DD_CLUSTER_AGENT_ENABLED;
  const isOff = state === 'disabled' || (state === 'absent' && !TRUE.test(setting ?? ''));
  if (!isOff) return undefined;
  const said =
    setting === undefined ? { setting: null, value: null } : { setting: 'DD_CLUSTER_AGENT_ENABLED', value: setting };
  return {
    code: 'node-agent-disabled',
    verdict: 'warning',
    subject,
    facts: { ...story, ...said },
    evidence: [status.source],
  };
}

/** Nothing tells of its link: its `status` was not read, breaks off before, or has nothing on it. */
export function unseen({ story, subject, status, live }: LinkCase): Finding {
  const others = [live?.look.serviceHost, live?.look.log?.reading];
  const attempts = [
    status.known
      ? ({
          source: status.source,
          why: status.value.cutOff ? 'truncated' : 'unreadable',
          detail: wordsOf(status.value),
        } as const)
      : { source: status.source, why: status.why, detail: status.detail },
    ...others.flatMap((reading): Attempt[] => {
      if (reading === undefined || reading.known) return [];
      const { source, why, detail } = reading;
      return [{ source, why, detail }];
    }),
  ];
  const evidence = attempts.map(({ source }) => source);
  return { code: 'node-agent-unseen', verdict: 'unknown', subject, facts: { ...story, attempts }, evidence };
}

function wordsOf({
  clusterAgentLink,
}: {
  readonly clusterAgentLink: { readonly state: string; readonly text?: string };
}) {
  return clusterAgentLink.text ?? 'Datadog Cluster Agent';
}
