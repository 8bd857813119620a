import { type Audience, type Home, type Judgement, judge, type Request } from '../src/access/judge.ts';
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
}

/** Decides on one request; called with what serving it would give away. Never rejects. */
export type Judge = (gives: Request['gives']) => Promise<Judgement>;

/** Looks up who asks and who reads along, both at once and within about half a second. */
export interface Gate {
  judgeOf(comer: Comer): Judge;
}

export interface GateOptions {
  readonly home: Home;
  readonly people: Remembered<KnownPerson>;
  readonly audiences: Remembered<Audience>;
}

export function makeGate({ home, people, audiences }: GateOptions): Gate {
  return {
    judgeOf:
      ({ user, channel, team, sharedChannel }) =>
      async (gives) => {
        const [person, lookedUp] = await Promise.all([people.of(user), audiences.of(channel)]);
        // The event says "shared" at once, where a remembered "own" may be minutes old; its "not shared" counts only
        // where nothing better is known, as it says nothing of open invitations.
        const ofEvent = sharedChannel === undefined ? undefined : 'own';
        const audience = sharedChannel === true ? 'shared' : (lookedUp ?? ofEvent);
        return judge({ home, profile: person?.profile, team, audience, gives });
      },
  };
}
