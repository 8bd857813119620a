import { CLUSTER_KINDS, type ClusterKind, TEXT_KINDS, type TextKind } from './question.ts';

/** The questions a rule can name; help and the list of one's own clusters go with any rule. */
export const ASKED_KINDS = [...CLUSTER_KINDS, ...TEXT_KINDS] as const satisfies readonly (ClusterKind | TextKind)[];

/**
 * Who may ask what. Whoever is listed in `users`, `userGroups` or `apps`, in one of `channels`: a list that is absent
 * narrows nothing. Guests, people of other organisations and apps are meant only where the rule says so.
 */
export interface AccessRule {
  /** What refusals and the audit call it; `#2` for the second where the file gives no name. */
  readonly name: string;
  /** `U…` */
  readonly users?: readonly string[];
  /** `S…`, ids of Slack user groups. */
  readonly userGroups?: readonly string[];
  /** `C…` */
  readonly channels?: readonly string[];
  /** `A…` or `B…`, ids of apps and bots. */
  readonly apps?: readonly string[];
  readonly guests: boolean;
  /** People of other organisations; they may then read along in `channels` too. */
  readonly strangers: boolean;
  readonly clusters: 'all' | readonly string[];
  readonly questions: 'all' | readonly (ClusterKind | TextKind)[];
}
