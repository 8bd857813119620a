import type { AgentStatus } from './agent-status.ts';
import type { LogScan } from './log-scan.ts';
import type { Reading } from './reading.ts';
import type { Unresolved } from './unresolved.ts';

/** Where a container takes the token for the Cluster Agent from; never the token. */
export type TokenSource =
  | { readonly from: 'secret'; readonly name: string; readonly key: string }
  | { readonly from: 'literal' | 'absent' | 'other' };

/** One node Agent's pod, as Kubernetes tells it. */
export interface NodeAgentPod {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly container: string;
  readonly ready: boolean;
  readonly state: 'running' | 'waiting' | 'terminated' | 'unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly restarts: number;
  /** Of the container: the environment is as old as this. ISO 8601. */
  readonly startedAt?: string;
  readonly image?: string;
  /** `spec.enableServiceLinks`; true where it is left out. */
  readonly serviceLinks: boolean;
  /** Settings written literally in the pod; values from elsewhere are left out. */
  readonly env: Readonly<Record<string, string>>;
  readonly token: TokenSource;
  /** The DaemonSet. */
  readonly owner?: string;
}

/** One node Agent, and what it says of its link to the Cluster Agent. */
export interface NodeAgentLook {
  readonly pod: NodeAgentPod;
  readonly status: Reading<AgentStatus>;
  /** The Service that it looks for: `DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME`, else `datadog-cluster-agent`; `null`: it has `DD_CLUSTER_AGENT_URL`. */
  readonly service: string | null;
  /** `printenv <SERVICE>_SERVICE_HOST` in its container; empty: not set. Read where the link fails or is unproven. */
  readonly serviceHost?: Reading<string>;
  /** Lines of its log about the Cluster Agent; read where the link fails or is unproven. */
  readonly log?: LogScan;
}

/** The Cluster Agent's Service of that name in the Agent's namespace, as it is now. */
export interface ServiceNow {
  readonly name: string;
  readonly createdAt?: string;
  readonly clusterIP?: string;
  readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
  /** Ready addresses behind it. */
  readonly ready: number;
  /** Whether its selector matches the Cluster Agent's pods. */
  readonly selectsClusterAgent: boolean;
}

/** What is meant by the words after `node`. */
export type NodeScope =
  | { readonly kind: 'all' }
  /** `pod`: the pod whose node was asked about, where one was. */
  | { readonly kind: 'node'; readonly node: string; readonly pod: string | null }
  /** The node is there and no Agent's pod is on it. */
  | { readonly kind: 'no-agent'; readonly node: string; readonly nodeReady: boolean | null }
  | Unresolved;

/** Everything `node` reads beside the Cluster Agent itself. */
export interface NodeAgents {
  readonly scope: NodeScope;
  /** Counts of all node Agents there are; runners are not among them. */
  readonly survey: Reading<{
    readonly total: number;
    readonly ready: number;
    /** At most 20. */
    readonly notReady: readonly NodeAgentPod[];
  }>;
  /** Those asked: the one meant; of all, at most 20 that do not report to the leader, else at most 5. */
  readonly looks: readonly NodeAgentLook[];
  /** Names of the agents that report to the leader for cluster checks; `null`: cluster checks are off, which proves nothing. */
  readonly reporting: Reading<readonly string[] | null>;
  /** Node Agents that are Ready and do not report: all of them, of which `looks` holds some. At most 200. */
  readonly silent: readonly { readonly node: string; readonly pod: string }[];
  readonly silentTotal: number;
  /** Each Service that an asked Agent looks for; `known` `null`: there is none of that name. */
  readonly services: readonly { readonly name: string; readonly reading: Reading<ServiceNow | null> }[];
  /** Services in the Agent's namespace that select the Cluster Agent and offer its port 5005. */
  readonly rightServices: Reading<readonly string[]>;
  readonly clusterAgents: readonly {
    readonly pod: string;
    readonly startedAt?: string;
    readonly token: TokenSource;
  }[];
}
