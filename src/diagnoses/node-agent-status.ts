import type { Finding } from '../domain/finding.ts';
import type { Rule } from './rule.ts';

/** A node Agent's `status` where a Cluster Agent's was meant: named for what it is, with what it says of its link. */
export const nodeAgentStatus: Rule = {
  topic: 'agent',
  codes: ['node-agent-status'],
  looksAt: 'the title of `status` and its `Datadog Cluster Agent` section',
  diagnose: (snapshot) =>
    snapshot.statuses.flatMap(({ from, reading }): Finding[] => {
      if (!reading.known || reading.value.flavor !== 'node-agent') return [];
      const { version, hostname, clusterAgentLink } = reading.value;
      const link = clusterAgentLink.state === 'present' ? clusterAgentLink.value : undefined;
      return [
        {
          code: 'node-agent-status',
          verdict: link?.connected === false ? 'warning' : 'explained',
          subject: from,
          facts: {
            from,
            version,
            hostname: hostname ?? null,
            connected: link?.connected ?? null,
            clusterAgentVersion: link?.version ?? null,
            error: link?.error ?? null,
          },
          evidence: [reading.source],
        },
      ];
    }),
};
