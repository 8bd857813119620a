import type { Channel, Team, User, UserGroup } from './entities.ts';

export interface Seed {
  team: Team;
  users: User[];
  channels: Channel[];
  userGroups: UserGroup[];
  botUserId: string;
  botId: string;
  appId: string;
}

/** The bot scopes granted at start, as a manifest would list them. */
export const DEFAULT_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:write',
  'usergroups:read',
  'users:read',
] as const;

const user = (id: string, name: string, realName: string, locale: string, rest: Partial<User> = {}): User => ({
  id,
  name,
  realName,
  locale,
  tz: locale === 'ja-JP' ? 'Asia/Tokyo' : 'Europe/London',
  isBot: false,
  isRestricted: false,
  ...rest,
});

const channel = (id: string, name: string, members: string[], rest: Partial<Channel> = {}): Channel => ({
  id,
  name,
  kind: 'public',
  isExtShared: false,
  isArchived: false,
  members: new Set(members),
  ...rest,
});

/** A small team: two English speakers, a Japanese speaker, a guest and the bot, with a channel for each kind of membership. */
export function createSeed(): Seed {
  const [alice, ben, hana, guest, bot] = ['U0ALICE01', 'U0BEN0001', 'U0HANA001', 'U0GUEST01', 'U0DCABOT1'];
  const staff = [alice, ben, hana];
  return {
    team: { id: 'T0LOCAL01', domain: 'local-team', name: 'Local team' },
    botUserId: bot,
    botId: 'B0DCABOT1',
    appId: 'A0DCAAPP1',
    users: [
      user(alice, 'alice', 'Alice Moore', 'en-US'),
      user(ben, 'ben', 'Ben Carter', 'en-US'),
      user(hana, 'hana', '佐藤 花', 'ja-JP'),
      user(guest, 'gus', 'Gus Guest', 'en-US', { isRestricted: true }),
      user(bot, 'dca', 'dca', 'en-US', { isBot: true }),
    ],
    channels: [
      channel('C0INCIDEN', 'incidents', [...staff, guest, bot]),
      channel('C0PLATFOR', 'platform', [...staff, bot]),
      channel('C0KUBEJP1', 'kubernetes-jp', [...staff, bot]),
      channel('G0SECRET1', 'oncall-private', [alice, ben, bot], { kind: 'private' }),
      channel('C0NOBOT01', 'random', [...staff, guest]),
      channel('C0EXTERN1', 'ext-partner', [...staff, bot], { isExtShared: true }),
    ],
    userGroups: [{ id: 'S0SRE0001', handle: 'sre', name: 'Site reliability', users: [alice, hana] }],
  };
}
