import type { AgentStatus } from '../domain/agent-status.ts';
import type { FindingCode, FindingOf, Verdict } from '../domain/finding.ts';
import type { FactsByCode } from '../domain/finding-facts.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { leaderName, leadership } from './leadership.ts';

/** One Cluster Agent `status` that was read, and where it came from. */
export interface StatusDocument {
  readonly from: string;
  readonly status: AgentStatus;
  readonly source: string;
}

/** The Cluster Agent documents of a snapshot; node Agents' are told of by a rule of their own. */
export function clusterAgentDocuments(snapshot: Snapshot): readonly StatusDocument[] {
  return snapshot.statuses.flatMap(({ from, reading }) =>
    reading.known && reading.value.flavor === 'cluster-agent'
      ? [{ from, status: reading.value, source: reading.source }]
      : [],
  );
}

/** The document of the replica that dispatches: by its own word, else by the leader's name. */
export function leaderDocument(snapshot: Snapshot): StatusDocument | undefined {
  const documents = clusterAgentDocuments(snapshot);
  const dispatching = documents.find(({ status: { clusterChecks } }) => {
    return clusterChecks.state === 'present' && ['leader', 'warming-up'].includes(clusterChecks.value.role);
  });
  if (dispatching) return dispatching;
  const leader = leaderName(leadership(snapshot));
  return documents.find(({ from }) => from === leader);
}

/** The leader's document, else any: all replicas show the same settings and the same stored metrics. */
export function bestDocument(snapshot: Snapshot): StatusDocument | undefined {
  return leaderDocument(snapshot) ?? clusterAgentDocuments(snapshot)[0];
}

/** A finding whose subject and evidence are one document. */
export function about<C extends FindingCode>(
  { from, source }: StatusDocument,
  code: C,
  verdict: Verdict,
  facts: FactsByCode[C],
): FindingOf<C> {
  return { code, verdict, subject: from, facts, evidence: [source] };
}
