import type { CheckRunner, Checks, Dispatching } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { AgentCommand } from '../kube/agent-commands.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import type { AgentReadings, SharedReadings } from './agent-readings.ts';
import { readAnnotatedServices } from './annotated-services.ts';
import { askRunners } from './ask-runners.ts';
import { describeRunners } from './check-runners.ts';
import { readClusterConfigCheck } from './cluster-agent-checks.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import type { FoundAgents } from './find-agents.ts';
import { CLUSTER_AGENT_TIMEOUT_MS, type LeaderDispatching } from './leader-dispatching.ts';
import { notAsked } from './not-asked.ts';
import { wantedRunners } from './wanted-runners.ts';
import { wordsOf } from './words-of.ts';

/**
 * Everything `checks` and `endpoints` need beside the Agent itself: what Services ask for, what the leader knows and
 * gave to whom, and what those Agents say that the question hangs on.
 */
export async function collectChecks(
  reader: ClusterReader,
  options: CollectOptions,
  { found: finding, shared }: AgentReadings,
): Promise<Checks> {
  const { subject } = options.question;
  const where = subject?.namespace === undefined ? {} : { namespace: subject.namespace };
  const listing = shared.runners();
  const [services, found, [leading, runners]] = await Promise.all([
    readAnnotatedServices(reader, where, callBounds(options)),
    finding,
    shared.dispatching().then(async (given) => {
      const leading = await readLeader(reader, options, await finding, given);
      const listed = describeRunners(await listing);
      return [leading, await readRunners(reader, options, shared, listed, leading.dispatching)] as const;
    }),
  ]);
  return { ...leading, services, runners, ...settingsOf(found.agents, leading.leader) };
}

/** One command after the other: each takes memory inside the Agent's own limit. */
async function readLeader(
  reader: ClusterReader,
  options: CollectOptions,
  { found }: FoundAgents,
  { leader, dispatching, replica }: LeaderDispatching,
): Promise<Pick<Checks, 'leader' | 'dispatching' | 'configCheck'>> {
  if (!found.known) return { leader, dispatching, configCheck: found };
  if (!replica || !options.exec) return { leader, dispatching, configCheck: notAsked('configcheck', replica, options) };
  const bounds = { ...callBounds(options), timeoutMs: CLUSTER_AGENT_TIMEOUT_MS };
  return { leader, dispatching, configCheck: await readClusterConfigCheck(reader, { replica, dispatching }, bounds) };
}

async function readRunners(
  reader: ClusterReader,
  options: CollectOptions,
  shared: SharedReadings,
  runners: Reading<readonly CheckRunner[]>,
  dispatching: Reading<Dispatching>,
): Promise<Reading<readonly CheckRunner[]>> {
  if (!runners.known) return runners;
  const wanted = wantedRunners(options.question, dispatching.known ? dispatching.value : undefined, runners.value);
  const value = options.exec
    ? await askRunners(reader, shared, runners.value, wanted, callBounds(options))
    : runners.value.map((runner) => (wanted.has(runner) ? withoutExec(runner, options) : runner));
  return { ...runners, value };
}

function withoutExec(runner: CheckRunner, options: CollectOptions): CheckRunner {
  const unread = (command: AgentCommand) => notAsked(command, { ...runner, name: runner.pod }, options);
  return { ...runner, status: unread('node-status-json'), configCheck: unread('node-configcheck') };
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
