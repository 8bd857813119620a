import type { AgentStatus } from '../domain/agent-status.ts';
import { known, type Reading, unknown, type Why } from '../domain/reading.ts';
import type { AgentPod, StatusReading } from '../domain/snapshot.ts';
import type { AgentCommand } from '../kube/agent-commands.ts';
import type { CallBounds, ClusterReader, ExecOutput } from '../kube/cluster-reader.ts';
import { cutText } from '../parsers/cut-text.ts';
import { type ParsedStatus, parseStatus } from '../parsers/status/parse-status.ts';

/** Asks every running replica for its `status`, all at once: only together do they show whether they agree. */
export async function readStatuses(
  reader: ClusterReader,
  pods: readonly AgentPod[],
  bounds: CallBounds,
): Promise<readonly StatusReading[]> {
  return Promise.all(
    pods
      .filter(({ state, leaving }) => state === 'running' && !leaving)
      .map(async (pod) => ({ from: pod.name, reading: await readStatus(reader, pod, bounds) })),
  );
}

/** JSON first, since it tells most; the text where this Agent offers no JSON; the old name of the binary where the new one is missing. */
async function readStatus(reader: ClusterReader, pod: AgentPod, bounds: CallBounds): Promise<Reading<AgentStatus>> {
  const ask = (command: AgentCommand) =>
    reader.exec({ namespace: pod.namespace, pod: pod.name, container: pod.container, command }, bounds);
  let json = await ask('status-json');
  if (isMissingBinary(json)) json = await ask('status-json-by-old-name');
  const first = understand(json);
  if (first.known || !json.known || first.why === 'unreachable') return first;
  const second = understand(await ask('status'));
  return second.known ? second : first;
}

function isMissingBinary(output: Reading<ExecOutput>): boolean {
  const words = output.known ? output.value.stderr : output.detail;
  return /executable file not found/.test(words);
}

function understand(output: Reading<ExecOutput>): Reading<AgentStatus> {
  if (!output.known) return output;
  const { stdout, stderr, exitCode } = output.value;
  const parsed = parseStatus(stdout);
  if (parsed.recognised) return known(parsed.status, output.source, output.at);
  const detail = exitCode === 0 ? parsed.detail : `exit code ${exitCode}: ${lastLine(stderr) || parsed.detail}`;
  return unknown(reasonOf(parsed), detail, output.source, output.at);
}

function reasonOf(parsed: Exclude<ParsedStatus, { recognised: true }>): Why {
  switch (parsed.why) {
    case 'agent-unreachable':
      return 'unreachable';
    case 'unknown-generation':
      return 'unsupported';
    case 'empty':
    case 'not-a-status':
    case 'broken-json':
    case 'error-text':
      return 'unreadable';
  }
}

function lastLine(text: string): string {
  return cutText(text.trim().split('\n').at(-1)?.trim() ?? '', 300);
}
