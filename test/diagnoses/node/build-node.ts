import { nodeAgentLink } from '../../../src/diagnoses/node/node-agent-link.ts';
import { nodeAgentsOverview } from '../../../src/diagnoses/node/node-agents-overview.ts';
import { nodeScope } from '../../../src/diagnoses/node/node-scope.ts';
import { pastedNodeAgents } from '../../../src/diagnoses/node/pasted-node-agents.ts';
import { nodeAgentStatus } from '../../../src/diagnoses/node-agent-status.ts';
import type { AgentStatus, ClusterAgentLink } from '../../../src/domain/agent-status.ts';
import type { Finding, FindingCode, FindingOf } from '../../../src/domain/finding.ts';
import type { LogScan, LogTrouble } from '../../../src/domain/log-scan.ts';
import type { NodeAgentLook, NodeAgentPod, NodeAgents, ServiceNow } from '../../../src/domain/node-agent.ts';
import { known, type Reading } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { ago, NOW, snapshot, status } from '../build.ts';

const RULES = [nodeScope, nodeAgentsOverview, nodeAgentLink, pastedNodeAgents, nodeAgentStatus];

export const SERVICE = 'datadog-cluster-agent';
export const IP = '10.96.13.7';
export const SECRET = { from: 'secret', name: 'dca-token', key: 'token' } as const;
/** When the Cluster Agent's newest replica started. */
export const AGENT_STARTED = ago(4_000);

export function nodePod(node: string, over: Partial<NodeAgentPod> = {}): NodeAgentPod {
  return {
    name: `agent-on-${node}`,
    namespace: 'monitoring',
    node,
    container: 'agent',
    ready: true,
    state: 'running',
    restarts: 0,
    startedAt: ago(90_000),
    serviceLinks: true,
    env: { DD_CLUSTER_AGENT_ENABLED: 'true' },
    token: SECRET,
    owner: 'datadog',
    ...over,
  };
}

/** What its `status` says of the link; by default what every newer Agent says after its first contact. */
export function says(link: Partial<ClusterAgentLink> = {}, over: Partial<AgentStatus> = {}): AgentStatus {
  const value = { endpoint: `https://${IP}:5005`, connected: true, version: '7.66.0+commit.1a2b', ...link };
  return status({
    flavor: 'node-agent',
    version: '7.66.1',
    hostname: 'worker-1',
    clusterAgentLink: { state: 'present', value },
    ...over,
  });
}

export function fails(error: string, over: Partial<AgentStatus> = {}): AgentStatus {
  const value = { connected: false, error };
  return says({}, { clusterAgentLink: { state: 'present', value }, ...over });
}

export function trouble(text: string, over: Partial<LogTrouble> = {}): LogTrouble {
  return { kind: 'forwarding-failing', times: 9, first: ago(5_000), last: ago(20), text, ...over };
}

export function logOf(...troubles: readonly LogTrouble[]): LogScan {
  const value = { troubles, lines: 300, bytes: 9_000, recognised: 300, from: ago(6_000), to: ago(5), more: false };
  return { pod: 'agent-on-worker-1', reading: known(value, 'kubectl logs agent-on-worker-1', NOW) };
}

export interface LookParts {
  readonly node?: string;
  readonly status?: AgentStatus | Reading<AgentStatus>;
  /** What `printenv` gave; absent: was not asked. */
  readonly host?: string | Reading<string>;
  readonly service?: string | null;
  readonly log?: LogScan;
  readonly pod?: Partial<NodeAgentPod>;
}

export function look(parts: LookParts = {}): NodeAgentLook {
  const { node = 'worker-1', status: said = says({}, { hostname: node }), host, service = SERVICE, log } = parts;
  const pod = nodePod(node, parts.pod);
  return {
    pod,
    status: 'known' in said ? said : known(said, `agent status of ${pod.name}`, NOW),
    service,
    ...(host === undefined ? {} : { serviceHost: typeof host === 'string' ? known(host, 'printenv', NOW) : host }),
    ...(log === undefined ? {} : { log }),
  };
}

export function serviceNow(over: Partial<ServiceNow> = {}): ServiceNow {
  const ports = [{ port: 5005, targetPort: '5005' }];
  const value = { name: SERVICE, createdAt: ago(500_000), clusterIP: IP, ports, ready: 2, selectsClusterAgent: true };
  return { ...value, ...over };
}

export interface NodeParts {
  readonly looks?: readonly NodeAgentLook[];
  /** Who reports to the leader; by default somebody else. */
  readonly reporting?: readonly string[] | null | Reading<readonly string[] | null>;
  readonly service?: ServiceNow | null | Reading<ServiceNow | null>;
  readonly over?: Partial<NodeAgents>;
}

export function nodeAgents(parts: NodeParts = {}): NodeAgents {
  const { looks = [look()], reporting = ['worker-2'], service = serviceNow() } = parts;
  return {
    scope: { kind: 'node', node: 'worker-1', pod: null },
    survey: known({ total: 3, ready: 3, notReady: [] }, 'kubectl get pods', NOW),
    looks,
    reporting:
      reporting !== null && 'known' in reporting ? reporting : known(reporting, 'clusterchecks of the leader', NOW),
    silent: [],
    silentTotal: 0,
    services: [
      {
        name: SERVICE,
        reading: service !== null && 'known' in service ? service : known(service, 'kubectl get service', NOW),
      },
    ],
    rightServices: known(['dca'], 'kubectl get services', NOW),
    clusterAgents: [
      { pod: 'dca-a', startedAt: ago(8_000), token: SECRET },
      { pod: 'dca-b', startedAt: AGENT_STARTED, token: SECRET },
    ],
    ...parts.over,
  };
}

export function about(parts: NodeParts = {}, over: Partial<Snapshot> = {}): Snapshot {
  return snapshot({ kind: 'node' }, { nodeAgents: nodeAgents(parts), ...over });
}

export function diagnosed(of: Snapshot): readonly Finding[] {
  return RULES.flatMap((rule) => {
    const findings = rule.diagnose(of);
    for (const { code } of findings) if (!rule.codes.includes(code)) throw new Error(`${code} is not declared`);
    return findings;
  });
}

export function told(of: Snapshot): string[] {
  return diagnosed(of).map(({ code, verdict }) => `${code} ${verdict}`);
}

export function factsOf<C extends FindingCode>(of: Snapshot, code: C): FindingOf<C>['facts'] | undefined {
  return diagnosed(of).find((finding): finding is FindingOf<C> & Finding => finding.code === code)?.facts;
}
