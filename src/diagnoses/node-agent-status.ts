import type { Finding } from '../domain/finding.ts';
import { saysOfLink } from './node/pasted-node-agents.ts';
import type { Rule } from './rule.ts';

/** A node Agent's `status` that has nothing on a Cluster Agent: named for what it is. What another says of its link is told by the node Agents' own rules. */
export const nodeAgentStatus: Rule = {
  topic: 'agent',
  codes: ['node-agent-status'],
  looksAt: 'the title of a pasted `status` that has no section `Datadog Cluster Agent`',
  diagnose: (snapshot) =>
    snapshot.statuses.flatMap(({ from, reading }): Finding[] => {
      if (!reading.known || reading.value.flavor !== 'node-agent' || saysOfLink(reading.value)) return [];
      const { version, hostname } = reading.value;
      return [
        {
          code: 'node-agent-status',
          verdict: 'explained',
          subject: from,
          facts: { from, version, hostname: hostname ?? null },
          evidence: [reading.source],
        },
      ];
    }),
};
