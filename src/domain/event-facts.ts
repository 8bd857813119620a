import type { AgentSetting } from './event-collection.ts';
import type { Attempt } from './finding-facts.ts';

/** Facts of the findings about events and the check that collects them. */
export interface EventFactsByCode {
  'events-healthy': {
    readonly leader: string;
    readonly runs: number | null;
    readonly lastEvents: number | null;
    readonly totalEvents: number | null;
    readonly lastRunSeconds: number | null;
    /** Age of what ConfigMap `datadogtoken` holds. */
    readonly tokenSeconds: number | null;
  };
  'events-leader-election-off': { readonly setting: AgentSetting; readonly logTimes: number };
  'events-collection-off': { readonly setting: AgentSetting };
  'events-forbidden': {
    /** `namespace/name` of the ServiceAccount. */
    readonly account: string;
    readonly allowed: readonly string[];
    readonly denied: readonly string[];
    /** Verbs the API server would not tell of. */
    readonly unknown: readonly string[];
    readonly logTimes: number;
    readonly logFirst: string | null;
    readonly totalEvents: number | null;
  };
  /** It cannot keep how far it has read: after a restart events are sent again, or lost. */
  'events-token-forbidden': {
    readonly account: string;
    readonly configMap: string;
    readonly denied: readonly string[];
  };
  /** Everything allows it, and nothing has come. */
  'events-none-collected': {
    readonly leader: string;
    readonly runs: number | null;
    /** `ever`: none since it started. `lately`: none for long, though the cluster has new ones. */
    readonly cause: 'ever' | 'lately';
    readonly totalEvents: number | null;
    readonly inCluster: number | null;
    readonly newestSeconds: number | null;
    readonly tokenSeconds: number | null;
  };
  /** The cluster itself holds none. */
  'events-none-to-collect': { readonly leader: string; readonly runs: number | null };
  'events-unknown': { readonly attempts: readonly Attempt[] };
  /** They collect the same events as well, and hold a lock of the same name. */
  'node-agents-also-elect': {
    readonly agents: readonly { readonly pod: string; readonly node: string }[];
    readonly total: number;
    readonly of: number;
  };
  'apiserver-check-failing': {
    readonly leader: string;
    readonly state: 'WARNING' | 'ERROR';
    readonly error: string | null;
    readonly runs: number | null;
    readonly lastSuccessSeconds: number | null;
  };
  'apiserver-check-absent': { readonly leader: string; readonly otherChecks: readonly string[] };
}
