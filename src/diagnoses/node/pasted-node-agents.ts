import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';
import { judgeNodeAgent } from './judge-node-agent.ts';
import { pastedCase } from './link-case.ts';
import { nodeAgentLink } from './node-agent-link.ts';

/** What a pasted node Agent's `status` says of its link to the Cluster Agent. */
export const pastedNodeAgents: Rule = {
  topic: 'node',
  codes: nodeAgentLink.codes,
  looksAt: 'the `Datadog Cluster Agent` section of a pasted `agent status`, beside a pasted log and `clusterchecks`',
  diagnose: (snapshot): readonly Finding[] => {
    if (snapshot.origin !== 'text' || snapshot.nodeAgents !== undefined) return [];
    return snapshot.statuses.flatMap(({ from, reading }) => {
      const isTold = reading.known && reading.value.flavor === 'node-agent' && saysOfLink(reading.value);
      return isTold ? [judgeNodeAgent(pastedCase(snapshot, from, reading)).finding] : [];
    });
  },
};

/** Without such a section the rule that names a node Agent's `status` for what it is says all there is to say. */
export function saysOfLink({ clusterAgentLink }: { readonly clusterAgentLink: { readonly state: string } }): boolean {
  return clusterAgentLink.state === 'present';
}
