import type { Progress } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import type { AgentReadings } from './agent-readings.ts';
import { collectAutoscaling } from './collect-autoscaling.ts';
import { collectChecks } from './collect-checks.ts';
import { collectLogs } from './collect-logs.ts';
import type { CollectOptions } from './collect-options.ts';
import { dependentsInList, listsEveryHpa } from './dependents.ts';
import { findAgents } from './find-agents.ts';
import { readAgent } from './read-agent.ts';

export type { ClusterReader };

/** Everything one question needs, as much of it at once as can be. Failures are readings; nothing is thrown. */
export async function collect(reader: ClusterReader, options: CollectOptions): Promise<Snapshot> {
  const readBeside = besides(options);
  const report = progressMeter(options.progress, readBeside ? 5 : 4);
  report('pods', 0);
  const found = findAgents(reader, options);
  const told = found.then((agents) => readAgent(reader, options, agents, report));
  if (!readBeside) {
    const snapshot = await told;
    report('diagnosis', 3);
    return snapshot;
  }
  const [snapshot, beside] = await Promise.all([
    told.finally(() => report('kubernetes', 3)),
    readBeside(reader, options, { found, told }),
  ]);
  report('diagnosis', 4);
  // `now` stays when the Agent was read: a second look seconds later must not make its lock look old.
  return { ...snapshot, ...beside };
}

type ReadBeside = (
  reader: ClusterReader,
  options: CollectOptions,
  agent: AgentReadings,
) => Promise<Pick<Snapshot, 'autoscaling' | 'checks' | 'dependents' | 'logs'>>;

/** What the question needs beside the Agent itself. */
function besides({ question: { kind } }: CollectOptions): ReadBeside | undefined {
  switch (kind) {
    case 'hpa':
    case 'metrics':
      return autoscalingBeside;
    case 'checks':
    case 'endpoints':
      return async (reader, options, agent) => ({ checks: await collectChecks(reader, options, agent) });
    case 'logs':
      return async (reader, options, { found }) => ({
        logs: await collectLogs(reader, options, (await found).agents),
      });
    default:
      return undefined;
  }
}

const autoscalingBeside: ReadBeside = async (reader, options, agent) => {
  const [{ agents }, autoscaling] = await Promise.all([agent.found, collectAutoscaling(reader, options, agent)]);
  const { list } = autoscaling;
  const counted = list && listsEveryHpa(options) ? dependentsInList(list, agents) : undefined;
  return { ...(counted === undefined ? {} : { dependents: counted }), autoscaling };
};

function progressMeter(
  progress: CollectOptions['progress'],
  total: number,
): (step: Progress['step'], done: number) => void {
  return (step, done) => progress?.({ step, done, total });
}
