import type { Snapshot } from '../../domain/snapshot.ts';
import { type JudgedAgent, judgeNodeAgent } from './judge-node-agent.ts';
import { liveCase } from './link-case.ts';

/** Every node Agent that was asked; none where the question's name leads to none. */
export function judgeAll(snapshot: Snapshot): readonly JudgedAgent[] {
  const { nodeAgents } = snapshot;
  const { kind } = nodeAgents?.scope ?? {};
  if (nodeAgents === undefined || (kind !== 'all' && kind !== 'node')) return [];
  return nodeAgents.looks.map((look) => judgeNodeAgent(liveCase(snapshot, nodeAgents, look)));
}
