import type { Finding } from '../domain/finding.ts';
import type { QuestionKind } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { neededReadings, needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The API server gave no usable answer about the pods, nor about anything else that this question cannot be answered without. */
export const clusterUnreachable: Rule = {
  topic: 'running',
  codes: ['cluster-unreachable'],
  looksAt: 'whether the Agent pods could be read',
  diagnose: (snapshot): Finding[] => {
    const { origin, pods, cluster } = snapshot;
    if (origin === 'text' || pods.known || pods.why === 'forbidden' || !hangsOnPods(snapshot)) return [];
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

/** Questions that only the Agent's pods can answer, whatever else could be read. */
const ASKED_OF_PODS: readonly QuestionKind[] = ['logs', 'metadata', 'flare'];

/** The Agent's pods are what is asked for, or nothing else that is needed could be read either. */
function hangsOnPods(snapshot: Snapshot): boolean {
  if (needsStatus(snapshot) || ASKED_OF_PODS.includes(snapshot.question.kind)) return true;
  const needed = neededReadings(snapshot);
  // A node's name that leads nowhere needs nothing else.
  const isAskedBeside = snapshot.autoscaling !== undefined || (snapshot.nodeAgents !== undefined && needed.length > 0);
  return isAskedBeside && needed.every(({ known }) => !known);
}
