import type { Finding } from '../domain/finding.ts';
import type { Unknown } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { neededReadings, needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The API server gave no usable answer about what this question cannot be answered without. */
export const clusterUnreachable: Rule = {
  topic: 'running',
  codes: ['cluster-unreachable'],
  looksAt: 'whether the Agent pods could be read, or the stored metrics where those are asked for',
  diagnose: (snapshot): Finding[] => {
    const { origin, pods, cluster } = snapshot;
    const lost = origin === 'text' ? undefined : (lostStore(snapshot) ?? (hangsOnPods(snapshot) ? pods : undefined));
    if (lost === undefined || lost.known || lost.why === 'forbidden') return [];
    const { why, detail, source } = lost;
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

/** What the Agent stores, where that is the question. That it is not there is an answer. */
function lostStore({ question, autoscaling }: Snapshot): Unknown | undefined {
  const list = question.kind === 'metrics' ? autoscaling?.stored.list : undefined;
  return list === undefined || list.known || list.why === 'forbidden' || list.why === 'absent' ? undefined : list;
}

/** The Agent's pods are what is asked for, or nothing else that is needed could be read either. */
function hangsOnPods(snapshot: Snapshot): boolean {
  if (needsStatus(snapshot) || snapshot.question.kind === 'logs') return true;
  return snapshot.autoscaling !== undefined && neededReadings(snapshot).every(({ known }) => !known);
}
