import type { Snapshot } from '../../domain/snapshot.ts';
import { leaderDocument } from '../documents.ts';
import type { FollowedCheck } from './followed-check.ts';

/** No check is dispatched while nobody takes any: where the leader's `status` tells it of all, it is not told of each. */
export function isToldOfAll(snapshot: Snapshot, { ending }: FollowedCheck): boolean {
  if (ending.kind !== 'not-dispatched' || ending.cause === 'not-in-list') return false;
  const section = leaderDocument(snapshot)?.status.clusterChecks;
  if (section?.state !== 'present') return false;
  const { role, activeAgents, unassigned = 0 } = section.value;
  if (ending.cause === 'warming-up') return role === 'warming-up';
  return role === 'leader' && (ending.cause === 'no-agents' ? activeAgents === 0 : unassigned > 0);
}
