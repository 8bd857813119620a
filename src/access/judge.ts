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
}

export type Refusal = 'bot' | 'stranger' | 'guest' | 'shared-channel' | 'channel-unknown';
export type Judgement = { readonly allowed: true } | { readonly allowed: false; readonly reason: Refusal };

/**
 * Whether a request may be served. Of what Slack did not say, only the channel is held against the request:
 *
 * - An unknown channel gets no cluster's data, since what another organisation has read cannot be taken back.
 * - An unknown person is let in unless the request names another workspace, since else every outage of `users.info`
 *   would lock everybody out. The answer then goes to a channel that is known to be our own: its guests may read there
 *   anyhow, and people of other organisations are not in it.
 */
export function judge(request: Request): Judgement {
  const reason = refusalOf(request);
  return reason === undefined ? { allowed: true } : { allowed: false, reason };
}

function refusalOf({ home, profile, team, audience, gives }: Request): Refusal | undefined {
  if (profile?.bot === true) return 'bot';
  if (profile === undefined ? (team ?? home.team) !== home.team : isOutsider(profile, home)) return 'stranger';
  if (profile?.guest === true) return 'guest';
  if (audience === 'shared') return 'shared-channel';
  return audience === undefined && gives === 'cluster-data' ? 'channel-unknown' : undefined;
}

/** Another workspace of the same Enterprise Grid is our own organisation. */
function isOutsider({ team, enterprise, stranger }: Profile, home: Home): boolean {
  if (stranger) return true;
  if (team === undefined || team === home.team) return false;
  return home.enterprise === undefined || enterprise !== home.enterprise;
}
