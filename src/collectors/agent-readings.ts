import type { Snapshot } from '../domain/snapshot.ts';
import type { FoundAgents } from './find-agents.ts';

/** The Agent, which is read at the same time as what a question needs beside it. */
export interface AgentReadings {
  readonly found: Promise<FoundAgents>;
  readonly told: Promise<Pick<Snapshot, 'locks' | 'statuses'>>;
}
