import { type Finding, harm } from '../../domain/finding.ts';
import type { NodeAgents } from '../../domain/node-agent.ts';
import type { Rule } from '../rule.ts';
import { judgeAll } from './judge-all.ts';
import type { JudgedAgent } from './judge-node-agent.ts';
import { silentNow } from './silent-agents.ts';
import { tellGrouped } from './tell-grouped.ts';
import type { AgentCounts } from './token-mismatch.ts';

/** Of a survey; the overview counts the rest. */
const MOST_TOLD = 8;

/** The link of a node Agent to the Cluster Agent. Of many Agents only what is not well is told, alike ones as one. */
export const nodeAgentLink: Rule = {
  topic: 'node',
  codes: [
    'node-agent-not-running',
    'node-agent-unseen',
    'node-agent-disabled',
    'node-agent-token-unusable',
    'node-agent-started-before-service',
    'node-agent-stale-service-address',
    'node-agent-wrong-service',
    'node-agent-timeout',
    'node-agent-tls-failing',
    'node-agent-token-mismatch',
    'node-agent-disconnected',
    'node-agent-connected',
    'node-agent-connection-unproven',
  ],
  looksAt:
    'the node Agent’s pod, its `status`, the leader’s `clusterchecks`, and where these do not show a connection its log, `printenv` of the Service’s variable and the Service',
  diagnose: (snapshot): readonly Finding[] => {
    const { nodeAgents } = snapshot;
    const judged = judgeAll(snapshot);
    if (nodeAgents?.scope.kind !== 'all') return judged.map(({ finding }) => finding);
    const worthTelling = judged.filter(({ finding: { code, verdict } }) => {
      // That the leader's list could not be read is said once for all of them.
      return harm(verdict) > harm('explained') && !(code === 'node-agent-connection-unproven' && verdict === 'unknown');
    });
    return tellGrouped(worthTelling, countsOf(nodeAgents, judged)).slice(0, MOST_TOLD);
  },
};

function countsOf(agents: NodeAgents, judged: readonly JudgedAgent[]): AgentCounts {
  const { survey } = agents;
  const { named, total } = silentNow(agents, judged);
  const pods = new Set(judged.map(({ of }) => of.story.pod));
  const asked = named.flatMap(({ pod }) => (pods.has(pod) ? pod : []));
  return { total: survey.known ? survey.value.total : null, silent: { asked, total } };
}
