/**
 * A part of a `status` document. `absent`, `disabled` and `error` are three different facts; `text` keeps the Agent's
 * own words for the last two.
 */
export type Section<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'disabled'; readonly text: string }
  | { readonly state: 'error'; readonly text: string };

export interface LeaderElection {
  /** Empty when nobody leads (the Agent prints `Running` even then). */
  readonly leaderName: string;
  /** ISO 8601; absent when the Agent prints the zero time. */
  readonly acquired?: string;
  readonly renewed?: string;
  readonly transitions?: number;
}

export interface ExternalMetric {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601; absent when the Agent's timestamp makes no sense (before 2015). For an invalid metric: the failed refresh, not the data. */
  readonly at?: string;
  readonly reference: { readonly kind: 'horizontal' | 'watermark'; readonly namespace: string; readonly name: string };
  /** A plain decimal, as exact as the Agent printed it. */
  readonly value: string;
  readonly valid: boolean;
}

export interface MetricsSource {
  readonly url: string;
  readonly status?: 'OK' | 'Failed' | 'Unknown';
  readonly lastFailure?: string;
  readonly lastSuccess?: string;
}

export type ExternalMetrics =
  | { readonly mode: 'datadogmetric'; readonly sources: readonly MetricsSource[] }
  | {
      readonly mode: 'configmap';
      /** `namespace/name`. */
      readonly configMap: string;
      readonly storeError?: string;
      readonly listError?: string;
      readonly total?: number;
      readonly valid?: number;
      /** Absent when the document holds counts but no list (the text of Agents from 7.57 breaks it off). */
      readonly metrics?: readonly ExternalMetric[];
      readonly sources: readonly MetricsSource[];
    };

export interface ClusterChecks {
  /** `unknown`: the Agent itself says so, while it starts. `follower` without `leaderIp`: no leader found. */
  readonly role: 'leader' | 'warming-up' | 'follower' | 'unknown';
  readonly leaderIp?: string;
  readonly activeAgents?: number;
  readonly configurations?: number;
  readonly dispatched?: number;
  readonly unassigned?: number;
  /** Names of checks that stayed without a node for over 60 s; only JSON since 7.62 names them. */
  readonly unscheduled: readonly string[];
}

export interface AdmissionWebhooks {
  readonly kind: 'Mutating' | 'Validating';
  readonly name: string;
  readonly error?: string;
  readonly webhooks: readonly { readonly name: string; readonly caBundleDigest?: string; readonly service?: string }[];
}

export interface Admission {
  readonly configurations: readonly AdmissionWebhooks[];
  readonly secret?: {
    readonly name: string;
    readonly error?: string;
    readonly caBundleDigest?: string;
    /** Seconds until the certificate expires; negative when it has. */
    readonly validSeconds?: number;
  };
}

export interface Forwarder {
  readonly dropped: number;
  readonly retried: number;
  readonly retryQueueSize: number;
  readonly successes: number;
  readonly errors: number;
  readonly errorsByType: Readonly<Record<string, number>>;
  /** HTTP status code -> times. */
  readonly httpErrors: Readonly<Record<string, number>>;
  /** What the Agent says of its API keys; only node Agents validate them. */
  readonly apiKeys: readonly { readonly endsWith: string; readonly text: string }[];
}

export interface Aggregator {
  readonly flushes: number;
  readonly seriesFlushed: number;
  readonly seriesFlushErrors: number;
}

export interface RunningCheck {
  readonly name: string;
  readonly id: string;
  readonly state: 'OK' | 'WARNING' | 'ERROR';
  /** Of the check's own code; absent for checks that are part of the Agent. */
  readonly version?: string;
  /** Where its configuration comes from: `kube_services:kube_service://shop/web`, `file:/etc/…`. */
  readonly source?: string;
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
  readonly lastError?: string;
}

/** `none` when the Agent says that no check has run yet, which is normal on a follower. */
export interface Collector {
  readonly checks: readonly RunningCheck[];
  readonly loadingErrors: Readonly<Record<string, string>>;
}

/** What a node Agent's status says of its link to the Cluster Agent. */
export interface ClusterAgentLink {
  readonly endpoint?: string;
  readonly connected: boolean;
  readonly version?: string;
  readonly error?: string;
}

/** One parsed `status` document of a Cluster Agent, or of a node Agent pasted by mistake. */
export interface AgentStatus {
  readonly flavor: 'cluster-agent' | 'node-agent';
  readonly form: 'text' | 'json';
  /** How the text is laid out; absent for JSON and for a text whose layout is none of the known ones. */
  readonly generation?: 0 | 1 | 2 | 3;
  /** As printed in the title, without the `v`; empty when the document names none. */
  readonly version: string;
  /** When the document was made, ISO 8601. */
  readonly time?: string;
  readonly started?: string;
  readonly hostname?: string;
  readonly leaderElection: Section<LeaderElection>;
  readonly externalMetrics: Section<ExternalMetrics>;
  readonly clusterChecks: Section<ClusterChecks>;
  readonly admission: Section<Admission>;
  readonly forwarder: Section<Forwarder>;
  readonly aggregator: Section<Aggregator>;
  readonly collector: Section<Collector>;
  readonly clusterAgentLink: Section<ClusterAgentLink>;
  readonly renderErrors: readonly string[];
  /** Sections nobody taught dca-bot to read, verbatim, at most 4,000 characters each. */
  readonly unknownSections: readonly { readonly title: string; readonly text: string }[];
  /** True when the output ends in the middle: what is missing is then unknown, not absent. */
  readonly cutOff: boolean;
}
