import type { AccountRight } from './autoscaling.ts';
import type { LogScan } from './log-scan.ts';
import type { Reading } from './reading.ts';

/** One setting of the Cluster Agent, traced to where it is set. */
export interface AgentSetting {
  /** `DD_LEADER_ELECTION`. */
  readonly name: string;
  /** `null`: set from what dca-bot does not read, or not set. */
  readonly value: string | null;
  /** `pod`: literally in the container. `config-map`: a key of one, by `valueFrom` or `envFrom`. `elsewhere`: a Secret or field. `default`: set nowhere in the pod. */
  readonly from: 'pod' | 'config-map' | 'elsewhere' | 'default';
  /** The object a person would change: `Deployment/datadog-cluster-agent`, `ConfigMap/agent-settings`; `null`: not known. */
  readonly place: string | null;
}

/** Where the Cluster Agent stores how far it has read the events: ConfigMap `datadogtoken` or `<release>token`. */
export interface EventToken {
  readonly name: string;
  /** `event.tokenKey`: a resource version. */
  readonly key?: string;
  /** `event.tokenTimestamp`, ISO 8601. */
  readonly at?: string;
}

/** An event older than this, in seconds, has been met by a check that runs every 15 seconds. */
export const SETTLED_SECONDS = 120;

/** What one page of the API server's events shows. */
export interface HeldEvents {
  readonly count: number;
  readonly more: boolean;
  /** ISO 8601, by the cluster's clock. */
  readonly newest?: string;
  /** The newest of those that were at least `SETTLED_SECONDS` old when they were read. */
  readonly newestSettled?: string;
}

/** Everything `events` reads beside the Agent itself. */
export interface EventCollection {
  /** Of the leader, else of any replica: `DD_LEADER_ELECTION`, `DD_COLLECT_KUBERNETES_EVENTS`. */
  readonly settings: readonly AgentSetting[];
  /** Of the Agent's account: `get`, `list` and `watch` on events, and what it needs for its ConfigMap. */
  readonly rights: readonly AccountRight[];
  /** The first of the known names that is there; `null`: none is. */
  readonly token: Reading<EventToken | null>;
  /** Events that the API server holds now, one page of them. */
  readonly inCluster: Reading<HeldEvents>;
  /** Node Agents whose pods set leader election or event collection to true. Lists are cut at 20. */
  readonly nodeAgents: Reading<{
    readonly total: number;
    readonly electing: readonly { readonly pod: string; readonly node: string }[];
    readonly electingTotal: number;
  }>;
  /** The leader's log. */
  readonly log?: LogScan;
}
