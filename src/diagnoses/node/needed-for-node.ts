import type { Reading } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { judgeAll } from './judge-all.ts';

/** What an answer about node Agents cannot do without: that they could be listed, and what leaves the link of one unknown. */
export function neededForNode(snapshot: Snapshot): readonly Reading<unknown>[] {
  const { nodeAgents } = snapshot;
  const kind = nodeAgents?.scope.kind;
  if (nodeAgents === undefined || kind === 'not-found' || kind === 'ambiguous') return [];
  const { survey, reporting } = nodeAgents;
  const inDoubt = judgeAll(snapshot).filter(({ finding }) => finding.verdict === 'unknown');
  const statuses = inDoubt.map(({ of }) => of.status);
  return [survey, ...statuses, ...(inDoubt.length > 0 || kind === 'all' ? [reporting] : [])];
}
