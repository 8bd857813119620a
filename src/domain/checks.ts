import type { AgentStatus } from './agent-status.ts';
import type { Service } from './objects.ts';
import type { Reading } from './reading.ts';

/** One configuration as `configcheck` and `clusterchecks` print it. The text of an instance is not kept, it may hold secrets. */
export interface CheckConfig {
  /** `http_check`. */
  readonly name: string;
  /** The heading says `cluster check`. */
  readonly isClusterCheck: boolean;
  /** `kubernetes-services`, `kubernetes-endpoints`, `cluster-checks`, `endpoints-checks`, `file`; empty when the text says none. */
  readonly provider: string;
  /** `kube_services:kube_service://shop/web`; empty when the text says none. */
  readonly source: string;
  readonly instances: readonly CheckInstance[];
  /** `State: dispatched to`: an endpoint check with a pod behind it. */
  readonly dispatchedTo?: string;
  /** The Agent's sentence that it will not run what matched an exclusion rule. */
  readonly excluded?: 'metrics' | 'logs';
}

export interface CheckInstance {
  /** A hint only: the same check has other IDs elsewhere. */
  readonly id: string;
  /** `name:` of the instance. */
  readonly name?: string;
  /** What the node reported of it; printed by `clusterchecks` since 7.79. */
  readonly result?: CheckResult;
}

export interface CheckResult {
  readonly state: 'OK' | 'WARNING' | 'ERROR';
  readonly runs?: number;
  /** Metric samples of the last run, and in all. */
  readonly lastSamples?: number;
  readonly totalSamples?: number;
  /** Events and service checks of the last run, and in all. */
  readonly lastEvents?: number;
  readonly totalEvents?: number;
  readonly lastServiceChecks?: number;
  readonly totalServiceChecks?: number;
  /** It has sent something else as well: histogram buckets, or events of another product. */
  readonly sendsMore?: true;
  /** ISO 8601; absent: never, or not told. */
  readonly lastRun?: string;
  readonly lastSuccess?: string;
  readonly error?: string;
}

/** What `clusterchecks` prints. */
export interface Dispatching {
  readonly role: 'leader' | 'follower' | 'starting' | 'disabled';
  readonly warmingUp: boolean;
  /** Each agent that reports, node Agent or runner, with the number of its configurations. */
  readonly agents: readonly { readonly name: string; readonly configurations: number }[];
  /** `Zero agent reporting`. */
  readonly noAgents: boolean;
  readonly dispatched: readonly { readonly agent: string; readonly config: CheckConfig }[];
  readonly unassigned: readonly CheckConfig[];
  /** Absent: the part is not printed, since `kube_endpoints` is no provider of the Cluster Agent. */
  readonly endpointChecks?: readonly CheckConfig[];
  /** What follows is unknown, not absent. */
  readonly cutOff: boolean;
}

/** What `configcheck` prints. */
export interface ConfigCheck {
  readonly configs: readonly CheckConfig[];
  readonly errors: readonly { readonly check: string; readonly text: string }[];
  readonly warnings: readonly { readonly check: string; readonly text: string }[];
  readonly cutOff: boolean;
}

/** A node Agent or cluster check runner, and what it says of its checks. */
export interface CheckRunner {
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly node: string;
  readonly kind: 'node-agent' | 'runner';
  readonly ready: boolean;
  /** The names in `DD_EXTRA_CONFIG_PROVIDERS`; absent: not written in the pod. */
  readonly providers?: readonly string[];
  /** Absent: was not asked, since the question does not hang on it. */
  readonly status?: Reading<AgentStatus>;
  readonly configCheck?: Reading<ConfigCheck>;
}

/** A Service with annotations for the Agent. */
export interface AnnotatedService {
  readonly service: Service;
  readonly declared: readonly DeclaredCheck[];
}

/** A check that a Service's annotations ask for. */
export interface DeclaredCheck {
  /** `service`: one check for the Service; `endpoints`: one for each of its endpoints. */
  readonly of: 'service' | 'endpoints';
  /** The annotation that names it. */
  readonly annotation: string;
  /** Absent when the annotation cannot be read. */
  readonly check?: string;
  readonly instances?: number;
  /** Why the annotation cannot be read. */
  readonly problem?: string;
}

/** Everything `checks` and `endpoints` read beside the Agent itself. */
export interface Checks {
  /** The Cluster Agent that leads, as far as it is known. */
  readonly leader: string | null;
  readonly dispatching: Reading<Dispatching>;
  readonly configCheck: Reading<ConfigCheck>;
  readonly services: Reading<readonly AnnotatedService[]>;
  /** Every node Agent and runner there is; asked are only those that the question hangs on. */
  readonly runners: Reading<readonly CheckRunner[]>;
  /** `DD_EXTRA_CONFIG_PROVIDERS` and `DD_EXTRA_LISTENERS` of the Cluster Agent; absent: not written in its pod. */
  readonly providers?: readonly string[];
  readonly listeners?: readonly string[];
}
