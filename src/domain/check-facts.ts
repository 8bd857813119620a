import type { Verdict } from './finding.ts';
import type { Attempt } from './finding-facts.ts';

/** A link in the way of a check from its cause to its result. */
export type CheckStep = 'declared' | 'discovered' | 'dispatched' | 'arrived' | 'loaded' | 'ran';

/** One check followed on its way. `unknown`: the link could not be seen. */
export interface CheckStory {
  readonly check: string;
  /** Name of the instance; `null`: it has none, or several. */
  readonly instance: string | null;
  readonly source: string;
  /** `namespace/name` of the Service it comes from; `null`: a file. */
  readonly service: string | null;
  readonly node: string | null;
  /** The pod of the Agent that is to run it. */
  readonly pod: string | null;
  readonly steps: readonly { readonly step: CheckStep; readonly state: 'yes' | 'no' | 'unknown' }[];
}

/** Facts of the findings about cluster checks and endpoint checks. */
export interface CheckFactsByCode {
  /** Followed to its end: it runs and reports. */
  'check-running': CheckStory & {
    readonly runs: number | null;
    readonly lastRunSeconds: number | null;
    readonly samples: number | null;
  };
  'check-not-found': { readonly asked: string; readonly near: readonly string[] };
  'check-config-invalid': {
    readonly service: string;
    readonly annotation: string;
    readonly problem: string;
  };
  /** Declared, and the leader does not know it. */
  'check-not-discovered': CheckStory & {
    /** Why, where it can be seen. */
    readonly cause: 'provider-off' | 'listener-off' | 'error' | 'excluded' | 'unknown';
    readonly detail: string | null;
  };
  /** Known to the leader and given to nobody. */
  'check-not-dispatched': CheckStory & {
    readonly cause: 'no-agents' | 'warming-up' | 'unassigned' | 'not-in-list';
    readonly agents: number;
  };
  /** Given to an Agent that does not have it. */
  'check-not-arrived': CheckStory & { readonly cause: 'provider-off' | 'agent-missing' | 'unknown' };
  'check-not-loaded-on-node': CheckStory & {
    readonly error: string | null;
    readonly agentVersion: string | null;
    /** Agents that loaded the same check. */
    readonly loadedElsewhere: number;
  };
  'check-failing-on-node': CheckStory & {
    readonly state: 'WARNING' | 'ERROR';
    readonly error: string | null;
    readonly runs: number | null;
    readonly lastSuccessSeconds: number | null;
  };
  /** It runs, says OK, and has never sent anything. */
  'check-reports-nothing': CheckStory & { readonly runs: number };
  /** The Agent that runs it could not be asked. */
  'check-unseen-on-node': CheckStory & { readonly attempts: readonly Attempt[] };
  'check-id-changed-by-dispatch': { readonly check: string; readonly ids: readonly string[] };
  'checks-unbalanced': {
    readonly most: { readonly agent: string; readonly configurations: number };
    readonly least: { readonly agent: string; readonly configurations: number };
    readonly agents: number;
    readonly configurations: number;
    readonly advancedDispatching: boolean | null;
  };
  /** An Agent's node has gone, or its Agent no longer reports. */
  'check-agent-silent': { readonly agent: string; readonly node: string; readonly checks: readonly string[] };
  'checks-list': {
    readonly rows: readonly CheckRow[];
    readonly total: number;
    /** Of all pages, in the order of the rows. */
    readonly words: readonly { readonly word: CheckRow['word']; readonly total: number }[];
    readonly page: number;
    readonly pages: number;
    readonly agents: number;
    /** Agents that have some of these checks and were not asked, since they are too many. */
    readonly notAsked: number;
  };

  // endpoint checks
  'endpoint-checks-healthy': { readonly checks: number; readonly nodes: number; readonly services: number };
  'endpoint-checks-none': { readonly declared: number };
  /** Without a pod behind the endpoint it runs as a cluster check. */
  'endpoint-check-without-pod': { readonly check: string; readonly service: string; readonly agent: string | null };
  'endpoint-check-node-lost-agent': {
    readonly check: string;
    readonly service: string;
    readonly node: string;
  };
  'endpoint-check-not-received': {
    readonly service: string;
    readonly checks: readonly string[];
    readonly node: string;
    readonly pod: string;
    readonly cause: 'provider-not-configured' | 'provider-never-started' | 'unknown';
    /** Of all Agents that were asked, how many have none of theirs. */
    readonly alsoOn: number;
  };
  'endpoint-checks-provider-off': {
    readonly where: 'cluster-agent' | 'node-agent';
    readonly missing: readonly ('kube_endpoints' | 'kube_services' | 'endpointschecks' | 'clusterchecks')[];
    readonly what: 'provider' | 'listener';
    /** Services whose annotations ask for such checks. */
    readonly services: readonly string[];
  };
}

export interface CheckRow {
  readonly verdict: Verdict;
  readonly check: string;
  /** `service shop/web`, `file …`. */
  readonly from: string;
  readonly agent: string | null;
  readonly word:
    | 'running'
    | 'failing'
    | 'not-loaded'
    | 'not-arrived'
    | 'unassigned'
    | 'silent'
    | 'unseen'
    | 'waiting'
    | 'not-discovered';
  readonly error: string | null;
}
