import type { LogScan } from '../domain/log-scan.ts';
import type { AgentReadings } from './agent-readings.ts';

/** Scans the log of every running replica. */
export async function collectLogs({ found, shared }: AgentReadings): Promise<readonly LogScan[]> {
  const { agents } = await found;
  const running = agents.filter(({ state }) => state === 'running');
  return Promise.all(running.map(async (pod) => (await shared.logOf(pod)).scan));
}
