import type { Finding } from '../domain/finding.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { Rule } from './rule.ts';

/** Two installations side by side, usually Helm's beside the Operator's: both elect, both dispatch, one APIService for two. */
export const twoClusterAgents: Rule = {
  topic: 'agent',
  codes: ['two-cluster-agents'],
  looksAt: 'owners and `app.kubernetes.io/managed-by` of the Agent pods',
  diagnose: (snapshot): Finding[] => {
    if (!snapshot.pods.known) return [];
    const installs = new Map<string, AgentPod[]>();
    for (const pod of snapshot.pods.value) {
      const owner = `${pod.namespace}/${pod.owner ?? pod.name}`;
      installs.set(owner, [...(installs.get(owner) ?? []), pod]);
    }
    if (installs.size < 2) return [];
    return [
      {
        code: 'two-cluster-agents',
        verdict: 'warning',
        subject: snapshot.namespace,
        facts: {
          installs: [...installs].map(([owner, pods]) => ({
            owner,
            managedBy: pods[0]?.managedBy ?? null,
            pods: pods.length,
          })),
        },
        evidence: [snapshot.pods.source],
      },
    ];
  },
};
