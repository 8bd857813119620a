import type { Profile } from '../src/access/judge.ts';
import type { Language } from '../src/domain/question.ts';
import { type Remembered, remembered } from './remembered.ts';

/** What dca-bot wants to know of a person, all of it from one call. */
export interface KnownPerson {
  /** The language set in their Slack; absent when it is none of ours. */
  readonly language?: Language;
  readonly profile: Profile;
}

/** The languages people set in their Slack. */
export interface UserLanguages {
  /** `undefined` when it is none of ours, or Slack did not say in time. Never rejects. */
  of(user: string): Promise<Language | undefined>;
}

/** The part of Slack's `users.info` that is read. */
export interface SlackUser {
  readonly locale?: string;
  readonly team_id?: string;
  readonly enterprise_user?: { readonly enterprise_id?: string };
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_bot?: boolean;
  readonly is_workflow_bot?: boolean;
  readonly is_connector_bot?: boolean;
}

const HOUR_MS = 3_600_000;

/** Asks Slack at most once per person and hour; what it once said is believed for a day while it is silent. */
export function people(options: {
  readonly lookUp: (user: string) => Promise<SlackUser>;
  readonly now: () => number;
}): Remembered<KnownPerson> {
  return remembered({
    lookUp: async (user) => personOf(await options.lookUp(user)),
    now: options.now,
    freshMs: HOUR_MS,
    keptMs: () => 24 * HOUR_MS,
    retryMs: 60_000,
  });
}

export function languagesOf(known: Remembered<KnownPerson>): UserLanguages {
  return { of: async (user) => (await known.of(user))?.language };
}

export function personOf(user: SlackUser): KnownPerson {
  const language = languageOf(user.locale);
  const enterprise = user.enterprise_user?.enterprise_id;
  return {
    ...(language === undefined ? {} : { language }),
    profile: {
      ...(user.team_id === undefined ? {} : { team: user.team_id }),
      ...(enterprise === undefined ? {} : { enterprise }),
      guest: user.is_restricted === true || user.is_ultra_restricted === true,
      bot: user.is_bot === true || user.is_workflow_bot === true || user.is_connector_bot === true,
      stranger: user.is_stranger === true,
    },
  };
}

function languageOf(locale: string | undefined): Language | undefined {
  const [language] = locale?.toLowerCase().split(/[-_]/) ?? [];
  return language === 'en' || language === 'ja' ? language : undefined;
}
