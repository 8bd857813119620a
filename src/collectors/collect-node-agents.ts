import type { NodeAgentPod, NodeAgents, NodeScope } from '../domain/node-agent.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { agentContainer } from './agent-container.ts';
import type { AgentReadings } from './agent-readings.ts';
import type { RunnerPod } from './check-runners.ts';
import { readServices } from './cluster-agent-services.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { nodeAgentsAmong } from './describe-node-agent.ts';
import { describeContainer, optional } from './describe-pod.ts';
import type { FoundAgents } from './find-agents.ts';
import { lookAtNodeAgent, serviceOf } from './look-at-node-agent.ts';
import { findNode } from './node-scope.ts';
import { isToReport, reportingAgents } from './reporting-agents.ts';
import { tokenSource } from './token-source.ts';

const MOST_NOT_READY = 20;
const MOST_SILENT_ASKED = 20;
const MOST_OTHERS_ASKED = 5;
const MOST_SILENT_TOLD = 200;

/**
 * Everything `node` needs beside the Cluster Agent itself: the node Agents there are, who of them reports to the leader,
 * what those say that are meant, and the Services by which they look for the Cluster Agent.
 */
export async function collectNodeAgents(
  reader: ClusterReader,
  options: CollectOptions,
  agent: AgentReadings,
): Promise<NodeAgents> {
  const bounds = callBounds(options);
  const { shared } = agent;
  const listing = shared.runners();
  const meaning = listing.then(async (found) => {
    const agents = found.known ? nodeAgentsAmong(found.value) : undefined;
    return { agents: agents ?? [], scope: await findNode(reader, options.question.subject ?? {}, agents, bounds) };
  });
  const [listed, { agents, scope }, given, found] = await Promise.all([
    listing,
    meaning,
    shared.dispatching(),
    agent.found,
  ]);
  const pods = listed.known ? listed.value : [];
  const reporting = withoutSilence(reportingAgents(given), agents, pods);
  const names = reporting.known && reporting.value ? new Set(reporting.value) : undefined;
  const silent = names ? agents.filter((one) => one.ready && isToReport(one, pods) && !names.has(one.node)) : [];
  const wanted = wantedOf(scope, agents, silent);
  const services = [...new Set(wanted.map(serviceOf).filter((name) => name !== null))];
  const [looks, serviceReadings] = await Promise.all([
    Promise.all(
      wanted.map((one) =>
        shared.atNodeAgent(() => lookAtNodeAgent(reader, options, shared, one, names?.has(one.node) === true)),
      ),
    ),
    readServices(reader, found.namespace, services, found.pods, bounds),
  ]);
  return {
    scope,
    survey: surveyOf(listed, agents),
    looks,
    reporting,
    silent: silent.slice(0, MOST_SILENT_TOLD).map(({ node, name }) => ({ node, pod: name })),
    silentTotal: silent.length,
    ...serviceReadings,
    clusterAgents: clusterAgentsOf(found),
  };
}

/** Where no node Agent is set up to report, as where runners do that, the list proves nothing. */
function withoutSilence(
  reporting: NodeAgents['reporting'],
  agents: readonly NodeAgentPod[],
  all: readonly RunnerPod[],
): NodeAgents['reporting'] {
  const isExpected = agents.length === 0 || agents.some((one) => isToReport(one, all));
  return isExpected ? reporting : mapReading(reporting, () => null);
}

/** The one meant; of all, those that do not report, else some that do. */
function wantedOf(
  scope: NodeScope,
  agents: readonly NodeAgentPod[],
  silent: readonly NodeAgentPod[],
): readonly NodeAgentPod[] {
  if (scope.kind === 'node') return agents.filter(({ node }) => node !== '' && node === scope.node);
  if (scope.kind !== 'all') return [];
  const others = agents.filter(({ ready }) => ready);
  return silent.length > 0 ? silent.slice(0, MOST_SILENT_ASKED) : others.slice(0, MOST_OTHERS_ASKED);
}

function surveyOf(listed: Reading<readonly RunnerPod[]>, agents: readonly NodeAgentPod[]): NodeAgents['survey'] {
  const notReady = agents.filter(({ ready }) => !ready);
  return mapReading(listed, () => ({
    total: agents.length,
    ready: agents.length - notReady.length,
    notReady: notReady.slice(0, MOST_NOT_READY),
  }));
}

function clusterAgentsOf({ pods }: FoundAgents): NodeAgents['clusterAgents'] {
  return pods.flatMap((pod) => {
    const container = agentContainer(pod);
    if (container === undefined) return [];
    const { startedAt } = describeContainer(pod, container.name);
    return [{ pod: pod.metadata.name, ...optional('startedAt', startedAt), token: tokenSource(container) }];
  });
}
