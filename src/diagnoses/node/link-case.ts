import type { AgentStatus, ClusterAgentLink } from '../../domain/agent-status.ts';
import type { NodeAgentLook, NodeAgents, ServiceNow } from '../../domain/node-agent.ts';
import type { NodeAgentStory } from '../../domain/node-facts.ts';
import type { Reading } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { leading } from '../checks/placements.ts';
import { type ReadLog, readLogs } from '../logs/read-logs.ts';

/** Whether the leader counts a node Agent among the agents that report to it; `runners`: they take the cluster checks, it takes none. */
export type Reporting = 'yes' | 'missing' | 'off' | 'runners' | 'unread';

/** One node Agent with everything that is known of its link to the Cluster Agent, live or pasted. */
export interface LinkCase {
  readonly snapshot: Snapshot;
  readonly story: NodeAgentStory;
  readonly subject: string;
  readonly status: Reading<AgentStatus>;
  /** What its `status` says of the link; absent: nothing. */
  readonly link?: ClusterAgentLink;
  readonly logs: readonly ReadLog[];
  readonly reporting: Reporting;
  /** What Kubernetes knows; absent for pasted text. */
  readonly live?: { readonly look: NodeAgentLook; readonly agents: NodeAgents };
}

/** A node Agent that was asked. */
export function liveCase(snapshot: Snapshot, agents: NodeAgents, look: NodeAgentLook): LinkCase {
  const { pod, status, log } = look;
  const read = status.known ? status.value : undefined;
  return {
    snapshot,
    story: { node: pod.node, pod: pod.name, version: read?.version || null },
    subject: pod.node || pod.name,
    status,
    ...linkOf(read),
    logs: log === undefined ? [] : readLogs([log]),
    reporting: reportingOf(agents.reporting, [pod.node, pod.name, read?.hostname], takesClusterChecks(look)),
    live: { look, agents },
  };
}

/** A node Agent's pasted `status`, beside whatever else was pasted with it. */
export function pastedCase(snapshot: Snapshot, from: string, status: Reading<AgentStatus>): LinkCase {
  const read = status.known ? status.value : undefined;
  const node = read?.hostname ?? from;
  const led = snapshot.checks && leading(snapshot.checks.dispatching);
  const names = led && !led.cutOff ? new Set(led.agents.map(({ name }) => name)) : undefined;
  return {
    snapshot,
    story: { node, pod: from, version: read?.version || null },
    subject: from,
    status,
    ...linkOf(read),
    logs: readLogs(snapshot.logs ?? []),
    // A list without it may be that of another cluster.
    reporting: names?.has(node) ? 'yes' : 'unread',
  };
}

/** The Service that it looks for, as Kubernetes has it now; absent: it looks for none, or none of that name was looked up. */
export function serviceOf({ live }: LinkCase, name = live?.look.service): Reading<ServiceNow | null> | undefined {
  return live?.agents.services.find((one) => sameName(one.name, name ?? ''))?.reading;
}

/** The variable that Kubernetes sets to the address of a Service. */
export function variableOf(service: string): string {
  return `${inCapitals(service)}_SERVICE_HOST`;
}

function sameName(a: string, b: string): boolean {
  return inCapitals(a) === inCapitals(b);
}

/** As Kubernetes writes a Service's name in the name of a variable, and the Agent in its errors. */
function inCapitals(service: string): string {
  return service.toUpperCase().replaceAll('-', '_');
}

function linkOf(status: AgentStatus | undefined): { readonly link?: ClusterAgentLink } {
  return status?.clusterAgentLink.state === 'present' ? { link: status.clusterAgentLink.value } : {};
}

/** The leader knows an Agent by its hostname, mostly that of its node. */
function reportingOf(
  reading: NodeAgents['reporting'],
  names: readonly (string | undefined)[],
  takesChecks: boolean,
): Reporting {
  if (!reading.known) return 'unread';
  if (reading.value === null) return 'off';
  if (names.some((name) => name !== undefined && name !== '' && reading.value?.includes(name))) return 'yes';
  return takesChecks ? 'missing' : 'runners';
}

/** Where runners take the cluster checks, node Agents fetch those of endpoints only and do not report. */
function takesClusterChecks({ pod: { env } }: NodeAgentLook): boolean {
  const providers = env.DD_EXTRA_CONFIG_PROVIDERS;
  return providers === undefined || providers.split(/[\s,]+/).includes('clusterchecks');
}
