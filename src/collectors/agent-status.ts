import type { AgentStatus } from '../domain/agent-status.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod, StatusReading } from '../domain/snapshot.ts';
import type { AgentCommand } from '../kube/agent-commands.ts';
import type { CallBounds, ClusterReader, ExecOutput, ExecTarget } from '../kube/cluster-reader.ts';
import { parseStatus } from '../parsers/status/parse-status.ts';
import { understandOutput } from './understand-output.ts';

/** Where a command is run. */
export type ExecPlace = Omit<ExecTarget, 'command'>;

interface StatusCommands {
  readonly json: AgentCommand;
  /** Where the executable may have another name. */
  readonly otherwise?: AgentCommand;
  readonly text: AgentCommand;
}

const OF_CLUSTER_AGENT: StatusCommands = { json: 'status-json', otherwise: 'status-json-by-old-name', text: 'status' };
const OF_NODE_AGENT: StatusCommands = { json: 'node-status-json', text: 'node-status' };

/** Asks every running replica for its `status`, all at once: only together do they show whether they agree. */
export async function readStatuses(
  reader: ClusterReader,
  pods: readonly AgentPod[],
  bounds: CallBounds,
): Promise<readonly StatusReading[]> {
  return Promise.all(
    pods
      .filter(({ state, leaving }) => state === 'running' && !leaving)
      .map(async ({ name, namespace, container }) => ({
        from: name,
        reading: await readStatus(reader, { namespace, pod: name, container }, OF_CLUSTER_AGENT, bounds),
      })),
  );
}

/** The `status` of one node Agent or cluster check runner. */
export function readNodeStatus(
  reader: ClusterReader,
  place: ExecPlace,
  bounds: CallBounds,
): Promise<Reading<AgentStatus>> {
  return readStatus(reader, place, OF_NODE_AGENT, bounds);
}

/** JSON first, since it tells most; the text where this Agent offers no JSON; the old name of the binary where the new one is missing. */
async function readStatus(
  reader: ClusterReader,
  place: ExecPlace,
  commands: StatusCommands,
  bounds: CallBounds,
): Promise<Reading<AgentStatus>> {
  const ask = (command: AgentCommand) => reader.exec({ ...place, command }, bounds);
  let json = await ask(commands.json);
  if (commands.otherwise !== undefined && isMissingBinary(json)) json = await ask(commands.otherwise);
  const first = understand(json);
  if (first.known || !json.known || first.why === 'unreachable') return first;
  const second = understand(await ask(commands.text));
  // That an old Agent offers no JSON is not what keeps it from being read.
  return second.known || knowsNoJson(json.value) ? second : first;
}

function knowsNoJson({ exitCode, stderr, stdout }: ExecOutput): boolean {
  return exitCode !== 0 && /\bunknown (?:shorthand )?flag\b/.test(`${stderr}\n${stdout}`);
}

function isMissingBinary(output: Reading<ExecOutput>): boolean {
  const words = output.known ? output.value.stderr : output.detail;
  return /executable file not found/.test(words);
}

function understand(output: Reading<ExecOutput>): Reading<AgentStatus> {
  return understandOutput(output, () => {
    const parsed = parseStatus(output.known ? output.value.stdout : '');
    return parsed.recognised ? { recognised: true, value: parsed.status } : parsed;
  });
}
