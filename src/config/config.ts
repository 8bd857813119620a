import type { AccessRule } from '../domain/access-rule.ts';
import type { ClusterKind, Language } from '../domain/question.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const SLACK_MODES = ['socket', 'http'] as const;
export type SlackMode = (typeof SLACK_MODES)[number];

/** How the gateway talks to Slack. Tokens come from the environment or from files, never from dca.yaml itself. */
export interface SlackConfig {
  /** Default `socket`: no address of ours needs to be reachable from Slack. */
  readonly mode: SlackMode;
  /** Where HTTP mode listens; default 0.0.0.0 and 3000. */
  readonly host: string;
  readonly port: number;
  /** Where Slack posts to in HTTP mode; default /slack/events. */
  readonly path: string;
  /** Another Slack than slack.com, with a slash at the end: for tests. */
  readonly apiUrl?: string;
  /** `SLACK_BOT_TOKEN`, or the content of `botTokenFile`. */
  readonly botToken?: string;
  /** `SLACK_APP_TOKEN`; Socket Mode needs it. */
  readonly appToken?: string;
  /** `SLACK_SIGNING_SECRET`; HTTP mode needs it. */
  readonly signingSecret?: string;
}

/** A cluster that this worker serves. */
export interface ClusterConfig {
  /** What people call it in Slack. Absent: the Agent's DD_CLUSTER_NAME, else the context. */
  readonly name?: string;
  /** Context of the kubeconfig; default: its current one. */
  readonly context?: string;
  /** Path; default KUBECONFIG, then ~/.kube/config. */
  readonly kubeconfig?: string;
  /** Use the pod's own service account. Default: true inside a cluster, when neither kubeconfig nor context is given. */
  readonly inCluster?: boolean;
  /** The Cluster Agent's namespace in this cluster; default: `agent.namespace`, else it is looked for. */
  readonly namespace?: string;
  /** Whether commands may be run in Agent pods. Default true (`on`). */
  readonly exec: boolean;
}

/** What holds for one Slack channel. */
export interface ChannelConfig {
  /** The cluster meant when nobody names one. */
  readonly cluster?: string;
  readonly language?: Language;
}

/** The whole configuration, complete with defaults. Durations in milliseconds. */
export interface Config {
  readonly slack: SlackConfig;
  /** `url`: REDIS_URL, `urlFile` or `url`; absent: `dca all` starts a private server. `prefix`: default `{dca}`. */
  readonly redis: { readonly url?: string; readonly prefix: string };
  /** Default: one entry, the cluster this process runs in or the kubeconfig's current context. */
  readonly clusters: readonly ClusterConfig[];
  /** Where neither the channel nor the asker's Slack says another. Default en. */
  readonly language: Language;
  /** By channel id (`C0123ABCD`). */
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  /** None: every member may ask everything. Else nothing is allowed that no rule allows. */
  readonly access: readonly AccessRule[];
  /** How long a question may take until it is answered with what is known. Default 30 s each; `hpa` 45 s; what asks many Agents or reads much, 60 s; `health` and `flare` 120 s. */
  readonly deadlines: Readonly<Record<ClusterKind, number>>;
  /** /healthz, /readyz and /metrics; default 127.0.0.1 (0.0.0.0 in a container's configuration) and 8090. 0: any free port. */
  readonly health: { readonly host: string; readonly port: number };
  /** Default info. */
  readonly log: { readonly level: LogLevel };
  /** Questions worked on at the same time, per cluster. Default 4. */
  readonly worker: { readonly concurrency: number };
  /** Where and under which names the Agent's leader lock is looked for; default: found out. */
  readonly agent: { readonly namespace?: string; readonly leaseNames?: readonly string[] };
}

export const DEFAULTS = {
  slack: { mode: 'socket', host: '0.0.0.0', port: 3000, path: '/slack/events' },
  redis: { prefix: '{dca}' },
  clusters: [{ exec: true }],
  language: 'en',
  channels: {},
  access: [],
  deadlines: {
    status: 30_000,
    leader: 30_000,
    hpa: 45_000,
    metrics: 30_000,
    checks: 60_000,
    endpoints: 60_000,
    metadata: 60_000,
    node: 60_000,
    events: 30_000,
    logs: 60_000,
    health: 120_000,
    flare: 120_000,
  },
  health: { host: '127.0.0.1', port: 8090 },
  log: { level: 'info' },
  worker: { concurrency: 4 },
  agent: {},
} as const satisfies Config;
