import type { Attempt } from './finding-facts.ts';

/** One node Agent in a finding. */
export interface NodeAgentStory {
  readonly node: string;
  readonly pod: string;
  /** The Agent's own version. */
  readonly version: string | null;
  /** In a survey: how many more of the asked node Agents have the same trouble; this one is told for all of them. */
  readonly alike?: number;
}

/** Facts of the findings about node Agents and their link to the Cluster Agent. */
export interface NodeFactsByCode {
  /** Its `status` says so, and something besides shows that it is true now. */
  'node-agent-connected': NodeAgentStory & {
    readonly endpoint: string | null;
    readonly clusterAgentVersion: string | null;
    /** `reporting`: the leader counts it among the agents that report. `live`: this version's `status` asks anew each time. */
    readonly proof: 'reporting' | 'live';
  };
  /** `status` shows what was true at the first contact; nothing shows that it still is. */
  'node-agent-connection-unproven': NodeAgentStory & {
    readonly endpoint: string | null;
    readonly clusterAgentVersion: string | null;
    /**
     * Why the leader's list does not prove it: cluster checks are off, this Agent takes none (`runners` do, so that the
     * list rightly lacks it), the list could not be read, or it lacks this Agent.
     */
    readonly reporting: 'off' | 'runners' | 'unread' | 'missing';
  };
  'node-agent-disconnected': NodeAgentStory & { readonly error: string; readonly logLine: string | null };
  /** 403. That the Secret changed is inferred from start times: dca-bot reads no Secrets. */
  'node-agent-token-mismatch': {
    readonly agents: readonly (NodeAgentStory & { readonly startedAt: string | null })[];
    readonly total: number;
    /** Of how many node Agents. */
    readonly of: number | null;
    /** Those refused are all that were asked of the many that do not report to the leader; `null`: it is not so. */
    readonly asked: { readonly total: number; readonly silent: number } | null;
    readonly error: string | null;
    readonly secret: { readonly name: string; readonly key: string } | null;
    /** Both sides name the same Secret and key; `null`: not known. */
    readonly sameSecret: boolean | null;
    /** The Secret or other source that the Cluster Agent takes it from. */
    readonly clusterAgentSecret: { readonly name: string; readonly key: string } | null;
    readonly clusterAgentStartedAt: string | null;
    /** All refused containers are older than the Cluster Agent's; `null`: not known. */
    readonly refusedAreOlder: boolean | null;
    readonly owner: string | null;
  };
  /** No address in its environment: it is older than the Service, or takes no Service links. */
  'node-agent-started-before-service': NodeAgentStory & {
    readonly variable: string;
    readonly service: string;
    readonly startedAt: string | null;
    readonly serviceCreatedAt: string | null;
    readonly cause: 'older' | 'links-off' | 'unclear';
    readonly owner: string | null;
  };
  'node-agent-stale-service-address': NodeAgentStory & {
    readonly variable: string;
    readonly host: string;
    readonly service: string;
    readonly clusterIP: string;
    readonly startedAt: string | null;
    readonly serviceCreatedAt: string | null;
    readonly owner: string | null;
  };
  'node-agent-wrong-service': NodeAgentStory & {
    readonly service: string;
    readonly cause: 'absent' | 'selects-others' | 'no-port' | 'not-https';
    /** Services that would do. */
    readonly right: readonly string[];
    readonly detail: string | null;
  };
  'node-agent-timeout': NodeAgentStory & {
    readonly error: string;
    readonly service: string | null;
    /** Ready addresses behind the Service; `null`: not known. */
    readonly ready: number | null;
  };
  'node-agent-tls-failing': NodeAgentStory & { readonly error: string };
  'node-agent-token-unusable': NodeAgentStory & { readonly cause: 'empty' | 'too-short'; readonly error: string };
  'node-agent-disabled': NodeAgentStory & { readonly setting: string | null; readonly value: string | null };
  'node-agent-not-running': NodeAgentStory & {
    readonly reason: string | null;
    readonly message: string | null;
    readonly restarts: number;
  };
  'node-agent-absent': { readonly node: string; readonly nodeReady: boolean | null };
  'node-not-found': { readonly asked: string; readonly near: readonly string[] };
  'node-name-ambiguous': { readonly asked: string; readonly choices: readonly string[] };
  'node-agent-unseen': NodeAgentStory & { readonly attempts: readonly Attempt[] };
  /** All node Agents in one sentence. */
  'node-agents-overview': {
    readonly total: number;
    readonly ready: number;
    readonly notReady: readonly (NodeAgentStory & { readonly reason: string | null })[];
    /** `null`: cluster checks are off or run by runners alone, or the list could not be read. */
    readonly reporting: number | null;
    readonly silent: readonly NodeAgentStory[];
    readonly silentTotal: number;
    readonly asked: number;
  };
}
