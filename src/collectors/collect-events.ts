import {
  type AgentSetting,
  type EventCollection,
  type HeldEvents,
  SETTLED_SECONDS,
} from '../domain/event-collection.ts';
import type { ClusterEvent, Pod } from '../domain/objects.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { agentAccount, askRights, type RightQuestion } from './account-rights.ts';
import { agentContainer } from './agent-container.ts';
import type { AgentReadings } from './agent-readings.ts';
import type { RunnerPod } from './check-runners.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { configMapsIn, type ReadConfigMap } from './config-maps.ts';
import { nodeAgentsAmong } from './describe-node-agent.ts';
import { findEventToken, tokenNames } from './event-token.ts';
import { homeNamespace } from './find-agents.ts';
import { isTrue } from './is-true.ts';
import { leadingPod } from './leader-names.ts';
import { traceSetting } from './trace-setting.ts';

const ELECTION = 'DD_LEADER_ELECTION';
const COLLECTION = 'DD_COLLECT_KUBERNETES_EVENTS';
const EVENTS_READ = 500;
const MOST_ELECTING = 20;

/**
 * Everything `events` needs beside the Agent itself: what it is set to do, what its account may do, how far it has read,
 * what there is to read, and who else is set to read it.
 */
export async function collectEvents(
  reader: ClusterReader,
  options: CollectOptions,
  { found: finding, told, shared }: AgentReadings,
): Promise<EventCollection> {
  const bounds = callBounds(options);
  const inAgents = finding.then(async (found) => {
    const home = homeNamespace(found);
    const token = await findEventToken(tokenNames(found.pods), configMapsIn(reader, home, bounds));
    const name = token.known && token.value ? token.value.name : (tokenNames(found.pods)[0] ?? '');
    const questions = rightsFor(found.agents, { namespace: home, name });
    return { token, rights: await askRights(reader, questions, bounds) };
  });
  const atLeader = Promise.all([finding, told]).then(async ([found, words]) => {
    const running = found.agents.filter(({ state }) => state === 'running');
    const leader = leadingPod(words, running) ?? running[0];
    const [settings, log] = await Promise.all([
      readSettings(found.pods, leader?.name, configMapsIn(reader, found.namespace, bounds)),
      leader && shared.logOf(leader).then(({ scan }) => scan),
    ]);
    return { settings, ...(log === undefined ? {} : { log }) };
  });
  const [{ token, rights }, { settings, log }, inCluster, runners] = await Promise.all([
    inAgents,
    atLeader,
    readHeld(reader, options),
    shared.runners(),
  ]);
  return {
    settings,
    rights,
    token,
    inCluster,
    nodeAgents: electingAmong(runners),
    ...(log === undefined ? {} : { log }),
  };
}

/** As the leader has them, else as any replica has. */
async function readSettings(
  pods: readonly Pod[],
  leader: string | undefined,
  readConfigMap: ReadConfigMap,
): Promise<readonly AgentSetting[]> {
  const pod = pods.find(({ metadata }) => metadata.name === leader) ?? pods[0];
  const container = pod && agentContainer(pod);
  if (!container) return [];
  return Promise.all([ELECTION, COLLECTION].map((name) => traceSetting(name, container, ownerOf(pod), readConfigMap)));
}

/** Who makes the pod, as kubectl names it; `null` for a pod that somebody made by hand. */
function ownerOf({ metadata: { labels, ownerReferences = [] } }: Pod): string | null {
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  if (owner === undefined) return null;
  const hash = labels?.['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? `Deployment/${owner.name.slice(0, -hash.length - 1)}`
    : `${owner.kind}/${owner.name}`;
}

function rightsFor(
  agents: readonly AgentPod[],
  token: { readonly namespace: string; readonly name: string },
): readonly RightQuestion[] {
  const user = agentAccount(agents);
  if (user === undefined) return [];
  const onEvents = { user, group: '', resource: 'events' };
  const onToken = { user, group: '', resource: 'configmaps', ...token };
  return [
    ...['get', 'list', 'watch'].map(
      (verb) => ({ who: 'agent', purpose: 'collect-events', access: { verb, ...onEvents } }) as const,
    ),
    ...['get', 'update'].map(
      (verb) => ({ who: 'agent', purpose: 'keep-event-token', access: { verb, ...onToken } }) as const,
    ),
  ];
}

async function readHeld(reader: ClusterReader, options: CollectOptions): Promise<Reading<HeldEvents>> {
  const page = await reader.pageOfEvents(EVENTS_READ, callBounds(options));
  const settledBy = options.clock() - (reader.skewMs() ?? 0) - SETTLED_SECONDS * 1000;
  return mapReading(page, ({ events, more }) => {
    const times = events.flatMap(timeOf);
    const newest = newestOf(times);
    const newestSettled = newestOf(times.filter((time) => time <= settledBy));
    return {
      count: events.length,
      more,
      ...(newest === undefined ? {} : { newest }),
      ...(newestSettled === undefined ? {} : { newestSettled }),
    };
  });
}

/** When it last happened, in milliseconds, where it says any time. */
function timeOf({ lastTimestamp, eventTime, firstTimestamp }: ClusterEvent): readonly number[] {
  const times = [lastTimestamp, eventTime, firstTimestamp].flatMap((time) => {
    const parsed = time === undefined ? Number.NaN : Date.parse(time);
    return Number.isNaN(parsed) ? [] : [parsed];
  });
  return times.length === 0 ? [] : [Math.max(...times)];
}

function newestOf(times: readonly number[]): string | undefined {
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
}

function electingAmong(runners: Reading<readonly RunnerPod[]>): EventCollection['nodeAgents'] {
  return mapReading(runners, (pods) => {
    const all = nodeAgentsAmong(pods);
    const electing = all.filter(({ env }) => isTrue(env[ELECTION]) || isTrue(env[COLLECTION]));
    return {
      total: all.length,
      electing: electing.slice(0, MOST_ELECTING).map(({ name, node }) => ({ pod: name, node })),
      electingTotal: electing.length,
    };
  });
}
