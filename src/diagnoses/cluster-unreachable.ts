import type { Finding } from '../domain/finding.ts';
import { needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The API server gave no usable answer about the pods, and without them this question cannot be answered. */
export const clusterUnreachable: Rule = {
  topic: 'running',
  codes: ['cluster-unreachable'],
  looksAt: 'whether the Agent pods could be read',
  diagnose: (snapshot): Finding[] => {
    const { pods, cluster } = snapshot;
    if (snapshot.origin === 'text' || pods.known || pods.why === 'forbidden' || !needsStatus(snapshot)) return [];
    const { why, detail, source } = pods;
    return [
      {
        code: 'cluster-unreachable',
        verdict: 'unknown',
        subject: cluster,
        facts: { cluster, why, detail },
        evidence: [source],
      },
    ];
  },
};
