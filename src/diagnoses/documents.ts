import type { AgentStatus, ClusterChecks } from '../domain/agent-status.ts';
import type { FindingCode, FindingOf, Verdict } from '../domain/finding.ts';
import type { FactsByCode } from '../domain/finding-facts.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { leaderName, leadership } from './leadership.ts';

/** What only the leader says of its dispatching. */
const LEADING: readonly ClusterChecks['role'][] = ['leader', 'warming-up'];

/** One Cluster Agent `status` that was read, and where it came from. */
export interface StatusDocument {
  /** The pod asked, or the name of the text. */
  readonly from: string;
  /** The pod that wrote it: a pasted text names its own only when it is the leader's. */
  readonly pod: string;
  readonly status: AgentStatus;
  readonly source: string;
}

/** The Cluster Agent documents of a snapshot; node Agents' are told of by a rule of their own. */
export function clusterAgentDocuments(snapshot: Snapshot): readonly StatusDocument[] {
  return snapshot.statuses.flatMap(({ from, reading }) =>
    reading.known && reading.value.flavor === 'cluster-agent'
      ? [{ from, pod: writer(snapshot, from, reading.value), status: reading.value, source: reading.source }]
      : [],
  );
}

function writer(snapshot: Snapshot, from: string, { clusterChecks, leaderElection }: AgentStatus): string {
  const leads = clusterChecks.state === 'present' && LEADING.includes(clusterChecks.value.role);
  const leader = leaderElection.state === 'present' ? leaderElection.value.leaderName : '';
  return snapshot.origin === 'text' && leads && leader !== '' ? leader : from;
}

/** The document of the replica that dispatches: by its own word, else by the leader's name. */
export function leaderDocument(snapshot: Snapshot): StatusDocument | undefined {
  const documents = clusterAgentDocuments(snapshot);
  const dispatching = documents.find(({ status: { clusterChecks } }) => {
    return clusterChecks.state === 'present' && LEADING.includes(clusterChecks.value.role);
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
