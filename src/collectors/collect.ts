import type { Progress } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { type AgentReadings, sharedReadings } from './agent-readings.ts';
import { collectAutoscaling } from './collect-autoscaling.ts';
import { collectChecks } from './collect-checks.ts';
import { collectEvents } from './collect-events.ts';
import { collectLogs } from './collect-logs.ts';
import { collectMetadata } from './collect-metadata.ts';
import { collectNodeAgents } from './collect-node-agents.ts';
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
    readBeside(reader, options, { found, told, shared: sharedReadings(reader, options, { found, told }) }),
  ]);
  report('diagnosis', 4);
  // `now` stays when the Agent was read: a second look seconds later must not make its lock look old.
  return { ...snapshot, ...beside };
}

type ReadBeside = (
  reader: ClusterReader,
  options: CollectOptions,
  agent: AgentReadings,
) => Promise<Pick<Snapshot, 'autoscaling' | 'checks' | 'dependents' | 'events' | 'logs' | 'metadata' | 'nodeAgents'>>;

/** What the question needs beside the Agent itself. */
function besides({ question: { kind } }: CollectOptions): ReadBeside | undefined {
  switch (kind) {
    case 'hpa':
    case 'metrics':
      return autoscalingBeside;
    case 'checks':
    case 'endpoints':
      return checksBeside;
    case 'metadata':
      return metadataBeside;
    case 'node':
      return nodeAgentsBeside;
    case 'events':
      return eventsBeside;
    case 'logs':
      return logsBeside;
    case 'health':
      return everythingBeside;
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

const checksBeside: ReadBeside = async (...beside) => ({ checks: await collectChecks(...beside) });
const metadataBeside: ReadBeside = async (...beside) => ({ metadata: await collectMetadata(...beside) });
const nodeAgentsBeside: ReadBeside = async (...beside) => ({ nodeAgents: await collectNodeAgents(...beside) });
const eventsBeside: ReadBeside = async (...beside) => ({ events: await collectEvents(...beside) });
const logsBeside: ReadBeside = async (_reader, _options, agent) => ({ logs: await collectLogs(agent) });

/** Every part at once; what several of them need is read once. */
const everythingBeside: ReadBeside = async (...beside) => {
  const [autoscaling, checks, metadata, nodeAgents, events, logs] = await Promise.all([
    autoscalingBeside(...beside),
    checksBeside(...beside),
    metadataBeside(...beside),
    nodeAgentsBeside(...beside),
    eventsBeside(...beside),
    logsBeside(...beside),
  ]);
  return { ...autoscaling, ...checks, ...metadata, ...nodeAgents, ...events, ...logs };
};

function progressMeter(
  progress: CollectOptions['progress'],
  total: number,
): (step: Progress['step'], done: number) => void {
  return (step, done) => progress?.({ step, done, total });
}
