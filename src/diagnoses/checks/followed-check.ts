import type { CheckStory } from '../../domain/check-facts.ts';
import type { CheckConfig } from '../../domain/checks.ts';
import type { Verdict } from '../../domain/finding.ts';
import type { Attempt } from '../../domain/finding-facts.ts';

/** How the way of a check ends: at its first broken link, where it can no longer be seen, or at its result. */
export type CheckEnding =
  | {
      readonly kind: 'not-discovered';
      readonly cause: 'provider-off' | 'listener-off' | 'error' | 'excluded' | 'unknown';
      readonly detail: string | null;
    }
  | {
      readonly kind: 'not-dispatched';
      readonly cause: 'no-agents' | 'warming-up' | 'unassigned' | 'not-in-list';
      readonly agents: number;
    }
  /** Nobody tells whether it was dispatched: told once for all checks. */
  | { readonly kind: 'dispatch-unseen' }
  /** The Agent it was given to is gone, or does not report. */
  | { readonly kind: 'agent-silent' }
  | { readonly kind: 'node-lost-agent' }
  | { readonly kind: 'not-arrived'; readonly cause: 'provider-off' | 'unknown' }
  | {
      readonly kind: 'not-received';
      readonly cause: 'provider-not-configured' | 'provider-never-started' | 'unknown';
    }
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'unseen'; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'not-loaded'; readonly error: string | null; readonly agentVersion: string | null }
  | {
      readonly kind: 'failing';
      readonly state: 'WARNING' | 'ERROR';
      readonly error: string | null;
      readonly runs: number | null;
      readonly lastSuccessSeconds: number | null;
    }
  | { readonly kind: 'reports-nothing'; readonly runs: number }
  | {
      readonly kind: 'running';
      readonly runs: number | null;
      readonly lastRunSeconds: number | null;
      readonly samples: number | null;
    };

/** One configuration on its way from its cause to its result. */
export interface FollowedCheck {
  /** `endpoint`: for the node of the pod behind an endpoint. `cluster`: for any Agent. */
  readonly of: 'cluster' | 'endpoint';
  readonly story: CheckStory;
  /** Whom it was given to, as the leader names it: a node, or a runner's pod. */
  readonly agent: string | null;
  readonly ending: CheckEnding;
  readonly verdict: Verdict;
  /** Absent: only an annotation tells of it. */
  readonly config?: CheckConfig;
  readonly evidence: readonly string[];
}
