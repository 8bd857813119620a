import type { CheckRunner, Checks, Dispatching } from '../domain/checks.ts';
import { type Reading, type Unknown, unknown } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import { AGENT_COMMANDS, type AgentCommand } from '../kube/agent-commands.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import type { AgentReadings } from './agent-readings.ts';
import { readAnnotatedServices } from './annotated-services.ts';
import { askRunners } from './ask-runners.ts';
import { findRunners } from './check-runners.ts';
import { askClusterAgents } from './cluster-agent-checks.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import type { FoundAgents } from './find-agents.ts';
import { type LeaderWords, leaderNames, leadingPod } from './leader-names.ts';
import { wantedRunners } from './wanted-runners.ts';
import { wordsOf } from './words-of.ts';

/** Tens of megabytes take longer than any other answer. */
const CLUSTER_AGENT_TIMEOUT_MS = 20_000;

/**
 * Everything `checks` and `endpoints` need beside the Agent itself: what Services ask for, what the leader knows and
 * gave to whom, and what those Agents say that the question hangs on.
 */
export async function collectChecks(
  reader: ClusterReader,
  options: CollectOptions,
  agent: AgentReadings,
): Promise<Checks> {
  const bounds = callBounds(options);
  const { subject } = options.question;
  const where = subject?.namespace === undefined ? {} : { namespace: subject.namespace };
  const finding = agent.found.then(({ namespace }) => findRunners(reader, namespace, bounds));
  const [services, found, [leading, runners]] = await Promise.all([
    readAnnotatedServices(reader, where, bounds),
    agent.found,
    agent.told.then(async (words) => {
      const leading = await readLeader(reader, options, await agent.found, words);
      return [leading, await readRunners(reader, options, await finding, leading.dispatching, bounds)] as const;
    }),
  ]);
  return { ...leading, services, runners, ...settingsOf(found.agents, leading.leader) };
}

type FromLeader = Pick<Checks, 'leader' | 'dispatching' | 'configCheck'>;

async function readLeader(
  reader: ClusterReader,
  options: CollectOptions,
  { found, agents }: FoundAgents,
  words: LeaderWords,
): Promise<FromLeader> {
  const named = leadingPod(words, agents);
  const leader = named?.name ?? leaderNames(words)[0] ?? null;
  const running = agents.filter(({ state, leaving }) => state === 'running' && !leaving);
  const replicas = running.toSorted((a, b) => Number(b === named) - Number(a === named));
  if (!found.known) return { leader, dispatching: found, configCheck: found };
  const bounds = { ...callBounds(options), timeoutMs: CLUSTER_AGENT_TIMEOUT_MS };
  const answer = options.exec ? await askClusterAgents(reader, replicas, bounds) : undefined;
  if (answer === undefined) {
    const unread = (command: AgentCommand) => notAsked(command, replicas[0], options);
    return { leader, dispatching: unread('clusterchecks'), configCheck: unread('configcheck') };
  }
  const { pod, dispatching, configCheck } = answer;
  return { leader: dispatching.known && dispatching.value.role === 'leader' ? pod : leader, dispatching, configCheck };
}

async function readRunners(
  reader: ClusterReader,
  options: CollectOptions,
  runners: Reading<readonly CheckRunner[]>,
  dispatching: Reading<Dispatching>,
  bounds: CallBounds,
): Promise<Reading<readonly CheckRunner[]>> {
  if (!runners.known) return runners;
  const wanted = wantedRunners(options.question, dispatching.known ? dispatching.value : undefined, runners.value);
  const value = options.exec
    ? await askRunners(reader, runners.value, wanted, bounds)
    : runners.value.map((runner) => (wanted.has(runner) ? withoutExec(runner, options) : runner));
  return { ...runners, value };
}

function withoutExec(runner: CheckRunner, options: CollectOptions): CheckRunner {
  const unread = (command: AgentCommand) => notAsked(command, { ...runner, name: runner.pod }, options);
  return { ...runner, status: unread('node-status-json'), configCheck: unread('node-configcheck') };
}

/** Nothing was sent: exec is forbidden by the configuration, else there is nobody to ask. */
function notAsked(
  command: AgentCommand,
  pod: Pick<AgentPod, 'namespace' | 'name' | 'container'> | undefined,
  { exec, clock }: CollectOptions,
): Unknown {
  const words = AGENT_COMMANDS[command].join(' ');
  const source = pod ? `kubectl exec -n ${pod.namespace} ${pod.name} -c ${pod.container} -- ${words}` : words;
  const at = new Date(clock()).toISOString();
  return exec
    ? unknown('absent', 'no Cluster Agent is running', source, at)
    : unknown('unsupported', 'exec is switched off (exec: off)', source, at);
}

/** As the leader has them, else as any replica has. */
function settingsOf(agents: readonly AgentPod[], leader: string | null): Pick<Checks, 'providers' | 'listeners'> {
  const [agent] = agents.toSorted((a, b) => Number(b.name === leader) - Number(a.name === leader));
  const providers = wordsOf(agent?.env.DD_EXTRA_CONFIG_PROVIDERS);
  const listeners = wordsOf(agent?.env.DD_EXTRA_LISTENERS);
  return {
    ...(providers === undefined ? {} : { providers }),
    ...(listeners === undefined ? {} : { listeners }),
  };
}
