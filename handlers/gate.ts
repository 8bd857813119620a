import { groupsThatMatter, type Membership } from '../src/access/decide.ts';
import { type About, type Audience, type Home, type Judgement, judge, type Request } from '../src/access/judge.ts';
import type { AccessRule } from '../src/domain/access-rule.ts';
import type { KnownPerson } from './people.ts';
import type { Remembered } from './remembered.ts';

/** A request as far as it says who makes it, and where. */
export interface Comer {
  readonly user: string;
  readonly channel: string;
  /** The person's workspace. */
  readonly team: string | undefined;
  /** What the request itself says of its channel; only events do (`is_ext_shared_channel`). */
  readonly sharedChannel?: boolean;
  /** Ids of the app or bot that speaks; a rule has to name one of them. */
  readonly apps?: readonly string[];
}

/**
 * Decides on one request; called with what serving it would give away and what it is about. Where there are access
 * rules, cluster data about nobody knows what needs a rule for everything. Never rejects.
 */
export type Judge = (gives: Request['gives'], about?: About) => Promise<Judgement>;

/** Looks up who asks, who reads along and who is in which user group, all at once and within about half a second. */
export interface Gate {
  judgeOf(comer: Comer): Judge;
  /** Whether any rule names one of these apps: all others are not even listened to. */
  knowsApp(apps: readonly string[]): boolean;
}

export interface GateOptions {
  readonly home: Home;
  readonly people: Remembered<KnownPerson>;
  readonly audiences: Remembered<Audience>;
  /** User ids by the id of their user group. */
  readonly groups: Remembered<ReadonlySet<string>>;
  readonly rules: readonly AccessRule[];
}

export function makeGate({ home, people, audiences, groups, rules }: GateOptions): Gate {
  const membershipsOf = async (user: string, asked: readonly string[]): Promise<(group: string) => Membership> => {
    const found = new Map(
      await Promise.all(
        asked.map(async (group): Promise<[string, Membership]> => {
          const members = await groups.of(group);
          return [group, members === undefined ? 'unknown' : members.has(user) ? 'in' : 'out'];
        }),
      ),
    );
    // Whoever was not asked for cannot help: their rule is not about this, or allows it anyhow.
    return (group) => found.get(group) ?? 'out';
  };
  return {
    knowsApp: (apps) => rules.some((rule) => rule.apps?.some((app) => apps.includes(app)) === true),
    judgeOf:
      ({ user, channel, team, sharedChannel, apps = [] }) =>
      async (gives, about) => {
        const kind = about?.kind ?? (gives === 'nothing' ? 'help' : undefined);
        const groupsAsked = apps.length > 0 ? [] : groupsThatMatter(rules, { user }, { channel }, about?.cluster, kind);
        // A member needs no rule for what is about nothing, and for that no group is asked for.
        const atOnce = about === undefined ? [] : groupsAsked;
        const [person, lookedUp, inGroup] = await Promise.all([
          people.of(user),
          audiences.of(channel),
          membershipsOf(user, atOnce),
        ]);
        // The event says "shared" at once, where a remembered "own" may be minutes old; its "not shared" counts only
        // where nothing better is known, as it says nothing of open invitations.
        const ofEvent = sharedChannel === undefined ? undefined : 'own';
        const audience = sharedChannel === true ? 'shared' : (lookedUp ?? ofEvent);
        const judgedWith = (inGroup: (group: string) => Membership) => {
          const ruled = { rules, user, channel, apps, inGroup, about };
          return judge({ home, profile: person?.profile, team, audience, gives, ruled });
        };
        const judgement = judgedWith(inGroup);
        if (judgement.allowed || atOnce.length === groupsAsked.length) return judgement;
        return judgedWith(await membershipsOf(user, groupsAsked));
      },
  };
}

/** Everything must be allowed that is shown together; else the first refusal. */
export async function judgeAll(judge: Judge, gives: Request['gives'], abouts: readonly About[]): Promise<Judgement> {
  const judgements = await Promise.all(abouts.map((about) => judge(gives, about)));
  return judgements.find(({ allowed }) => !allowed) ?? judgements[0] ?? judge(gives);
}
