import type { AccessRule } from '../domain/access-rule.ts';
import type { QuestionKind } from '../domain/question.ts';
import { decide, type Lack, type Membership, type RulePerson, type Standing } from './decide.ts';

/** The organisation dca-bot is installed in, as Slack's `auth.test` names it. */
export interface Home {
  /** `T…` */
  readonly team: string;
  /** `E…`; only where the workspace is part of an Enterprise Grid. */
  readonly enterprise?: string;
}

/** What Slack's `users.info` says about a person. */
export interface Profile {
  readonly team?: string;
  readonly enterprise?: string;
  /** `is_restricted` or `is_ultra_restricted`. */
  readonly guest: boolean;
  readonly bot: boolean;
  /** `is_stranger`: of another workspace, and in no channel we can see. */
  readonly stranger: boolean;
}

/**
 * Who reads along in a channel. `own`: only people of our organisation. `shared`: another organisation too, or one that
 * is invited and will see what was posted before. `unseen`: Slack shows us no such channel (a private one without us, or
 * a conversation of two others), so we cannot post there and whatever we say goes to the asker alone.
 */
export type Audience = 'own' | 'shared' | 'unseen';

/** One request, with `undefined` for what Slack did not say (in time). */
export interface Request {
  readonly home: Home;
  readonly profile: Profile | undefined;
  /** The person's workspace as the request itself names it. */
  readonly team: string | undefined;
  readonly audience: Audience | undefined;
  /** `cluster-data`: leads to an answer or names clusters. `nothing`: the help, a spelling, a stop. */
  readonly gives: 'cluster-data' | 'nothing';
  /** The rules of the configuration; none: every member may ask everything. */
  readonly ruled?: Ruled;
}

/** What an answer would be about. `cluster`: absent for any of them, '' where the question touches none. */
export interface About {
  readonly kind: QuestionKind;
  readonly cluster?: string;
}

/** What rules go by, beside the profile and the audience. */
export interface Ruled {
  readonly rules: readonly AccessRule[];
  readonly user: string;
  readonly channel: string;
  /** Ids under which an app or bot that asks may be named; empty for a person. */
  readonly apps: readonly string[];
  readonly inGroup: (group: string) => Membership;
  /** Absent: everything there is, so that what forgets to say what it is about is refused. */
  readonly about: About | undefined;
}

export type Refusal = 'bot' | 'stranger' | 'guest' | 'shared-channel' | 'channel-unknown' | 'group-unknown' | 'no-rule';

/** What the rules say of a request that they do not allow. */
export interface RuledOut {
  readonly about: About | undefined;
  /** The rule that lacks least; `null` where no rule is about this cluster and question. */
  readonly wouldAllow: string | null;
  readonly lacks: readonly Lack[];
  /** Names of rules and what they are about are for members of our own organisation alone. */
  readonly tellable: boolean;
}

export type Judgement =
  | { readonly allowed: true; readonly rule?: string }
  | { readonly allowed: false; readonly reason: Refusal; readonly ruledOut?: RuledOut };

/**
 * Whether a request may be served. Of what Slack did not say, only the channel is held against the request:
 *
 * - An unknown channel gets no cluster's data, since what another organisation has read cannot be taken back.
 * - An unknown person is let in unless the request names another workspace, since else every outage of `users.info`
 *   would lock everybody out. The answer then goes to a channel that is known to be our own: its guests may read there
 *   anyhow, and people of other organisations are not in it.
 */
export function judge(request: Request): Judgement {
  const { ruled } = request;
  if (ruled !== undefined && ruled.rules.length > 0) return judgeByRules(request, ruled);
  const reason = refusalOf(request);
  return reason === undefined ? { allowed: true } : { allowed: false, reason };
}

function refusalOf(request: Request): Refusal | undefined {
  const { audience, gives } = request;
  const standing = standingOf(request);
  if (standing !== 'member') return standing;
  if (audience === 'shared') return 'shared-channel';
  return audience === undefined && gives === 'cluster-data' ? 'channel-unknown' : undefined;
}

function standingOf({ home, profile, team, ruled }: Request): Standing {
  if (profile?.bot === true || (ruled?.apps.length ?? 0) > 0) return 'bot';
  if (profile === undefined ? (team ?? home.team) !== home.team : isOutsider(profile, home)) return 'stranger';
  return profile?.guest === true ? 'guest' : 'member';
}

/**
 * Members may read the help anywhere in our own organisation, whatever the rules say; all else needs a rule, and
 * guests, strangers and apps need one for anything.
 */
function judgeByRules(request: Request, { rules, user, channel, apps, inGroup, about }: Ruled): Judgement {
  const without = refusalOf(request);
  const { gives, audience } = request;
  if (gives === 'nothing' && about === undefined && without === undefined) return { allowed: true };
  const person: RulePerson = { user, standing: standingOf(request), apps, inGroup };
  const place = { channel, maybeShared: audience === 'shared' || (audience === undefined && gives === 'cluster-data') };
  const kind = about?.kind ?? (gives === 'nothing' ? 'help' : undefined);
  const decision = decide(rules, person, place, about?.cluster, kind);
  if (decision.decision === 'allowed') return { allowed: true, rule: decision.rule };
  const { wouldAllow, why } = decision;
  const lacks = why === 'not-covered' ? [] : why;
  const isMember = person.standing === 'member';
  const ruledOut: RuledOut = { about, wouldAllow, lacks, tellable: isMember };
  return { allowed: false, reason: reasonOf(), ruledOut };

  function reasonOf(): Refusal {
    // Why anybody of theirs is refused, unless a rule lets them ask something here.
    if (!isMember && decide(rules, person, place, undefined, 'help').decision === 'refused')
      return without ?? 'no-rule';
    if (lacks.includes('shared')) return without ?? 'shared-channel';
    return lacks.length === 1 && lacks[0] === 'group-unknown' ? 'group-unknown' : 'no-rule';
  }
}

/** Another workspace of the same Enterprise Grid is our own organisation. */
function isOutsider({ team, enterprise, stranger }: Profile, home: Home): boolean {
  if (stranger) return true;
  if (team === undefined || team === home.team) return false;
  return home.enterprise === undefined || enterprise !== home.enterprise;
}
