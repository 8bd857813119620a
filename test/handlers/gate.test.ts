import { describe, expect, test } from 'vitest';
import { audienceOf, audiences, type SlackChannel } from '../../handlers/audiences.ts';
import { judgeAll, makeGate } from '../../handlers/gate.ts';
import { people, personOf, type SlackUser } from '../../handlers/people.ts';
import { userGroups } from '../../handlers/user-groups.ts';
import type { About, Judgement } from '../../src/access/judge.ts';
import type { AccessRule } from '../../src/domain/access-rule.ts';

describe('a person', () => {
  const MEMBER = { guest: false, bot: false, stranger: false };

  test.each<{ user: SlackUser; person: object }>([
    { user: { locale: 'ja-JP', team_id: 'T1' }, person: { language: 'ja', profile: { ...MEMBER, team: 'T1' } } },
    { user: { locale: 'en-GB' }, person: { language: 'en', profile: MEMBER } },
    { user: { locale: 'EN_us' }, person: { language: 'en', profile: MEMBER } },
    { user: { locale: 'fr-FR' }, person: { profile: MEMBER } },
    { user: { locale: 'enx' }, person: { profile: MEMBER } },
    { user: { is_restricted: true }, person: { profile: { ...MEMBER, guest: true } } },
    { user: { is_ultra_restricted: true }, person: { profile: { ...MEMBER, guest: true } } },
    { user: { is_stranger: true }, person: { profile: { ...MEMBER, stranger: true } } },
    { user: { is_bot: true }, person: { profile: { ...MEMBER, bot: true } } },
    { user: { is_workflow_bot: true }, person: { profile: { ...MEMBER, bot: true } } },
    { user: { is_connector_bot: true }, person: { profile: { ...MEMBER, bot: true } } },
    {
      user: { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } },
      person: { profile: { ...MEMBER, team: 'T2', enterprise: 'E1' } },
    },
  ])('$user', ({ user, person }) => {
    expect(personOf(user)).toEqual(person);
  });
});

test.each<{ channel: SlackChannel & Record<string, unknown>; audience: string }>([
  { channel: {}, audience: 'own' },
  { channel: { is_ext_shared: false, pending_shared: [], pending_connected_team_ids: [] }, audience: 'own' },
  { channel: { is_shared: true, is_org_shared: true, is_ext_shared: false }, audience: 'own' },
  { channel: { is_ext_shared: true }, audience: 'shared' },
  { channel: { is_pending_ext_shared: true }, audience: 'shared' },
  { channel: { pending_shared: ['T9'] }, audience: 'shared' },
  { channel: { pending_connected_team_ids: ['T9'] }, audience: 'shared' },
])('the audience of $channel is $audience', ({ channel, audience }) => {
  expect(audienceOf(channel)).toBe(audience);
});

/** A gate whose Slack says what the test puts into `says`; an error is thrown. */
function gateWith(
  says: { user?: SlackUser | Error; channel?: SlackChannel | Error; groups?: Record<string, string[] | Error> },
  rules: readonly AccessRule[] = [],
) {
  const clock = { now: 5_000_000 };
  const failures: string[] = [];
  const lookedUp: string[] = [];
  const say = async <T>(fact: T | Error | undefined): Promise<T> => {
    if (fact === undefined || fact instanceof Error) throw fact ?? new Error('silent');
    return fact;
  };
  const gate = makeGate({
    home: { team: 'T1' },
    people: people({ now: () => clock.now, lookUp: () => say(says.user) }),
    audiences: audiences({
      now: () => clock.now,
      lookUp: () => say(says.channel),
      onFailure: (_channel, word) => failures.push(word),
    }),
    groups: userGroups({
      now: () => clock.now,
      lookUp: (group) => {
        lookedUp.push(group);
        return say(says.groups?.[group]);
      },
      onFailure: (_group, word) => failures.push(word),
    }),
    rules,
  });
  return { clock, failures, lookedUp, says, gate };
}

const COMER = { user: 'U1', channel: 'C1', team: 'T1' };
const OWN: SlackChannel = { is_ext_shared: false };
const MEMBER: SlackUser = { team_id: 'T1' };
const slackError = (word: string) =>
  Object.assign(new Error(`An API error occurred: ${word}`), { data: { error: word } });

describe('the gate', () => {
  test.each<{
    name: string;
    user?: SlackUser;
    channel?: SlackChannel | Error;
    comer?: { team?: string; sharedChannel?: boolean };
    reason: string | undefined;
  }>([
    { name: 'a member in an own channel', user: MEMBER, channel: OWN, reason: undefined },
    { name: 'nothing known of the person', channel: OWN, reason: undefined },
    { name: 'nothing known of the person but another team', channel: OWN, comer: { team: 'T2' }, reason: 'stranger' },
    { name: 'nothing known of the channel', user: MEMBER, reason: 'channel-unknown' },
    { name: 'a scope missing', user: MEMBER, channel: slackError('missing_scope'), reason: 'channel-unknown' },
    { name: 'a channel we cannot see', user: MEMBER, channel: slackError('channel_not_found'), reason: undefined },
    {
      name: 'an event that calls its channel unshared where Slack is silent',
      user: MEMBER,
      comer: { sharedChannel: false },
      reason: undefined,
    },
    {
      name: 'an event that knows of sharing before us',
      user: MEMBER,
      channel: OWN,
      comer: { sharedChannel: true },
      reason: 'shared-channel',
    },
    {
      name: 'an invitation that the event says nothing of',
      user: MEMBER,
      channel: { is_pending_ext_shared: true },
      comer: { sharedChannel: false },
      reason: 'shared-channel',
    },
  ])('$name: $reason', async ({ user, channel, comer, reason }) => {
    const { gate } = gateWith({ ...(user ? { user } : {}), ...(channel ? { channel } : {}) });
    const judgement = await gate.judgeOf({ ...COMER, ...comer })('cluster-data');
    expect(judgement).toEqual(reason === undefined ? { allowed: true } : { allowed: false, reason });
  });

  test('an outage does not close a channel that was known an hour ago, and closes it after that', async () => {
    const { gate, says, clock, failures } = gateWith({ user: MEMBER, channel: OWN });
    const judge = gate.judgeOf(COMER);
    expect(await judge('cluster-data')).toEqual({ allowed: true });
    says.channel = slackError('internal_error');
    clock.now += 59 * 60_000;
    expect(await judge('cluster-data')).toEqual({ allowed: true });
    expect(failures).toEqual(['internal_error']);
    clock.now += 60_000;
    expect(await judge('cluster-data')).toEqual({ allowed: false, reason: 'channel-unknown' });
    expect(await judge('nothing')).toEqual({ allowed: true });
  });

  test('a channel that becomes shared is noticed within five minutes', async () => {
    const { gate, says, clock } = gateWith({ user: MEMBER, channel: OWN });
    const judge = gate.judgeOf(COMER);
    await judge('cluster-data');
    says.channel = { is_ext_shared: true };
    clock.now += 5 * 60_000;
    expect(await judge('cluster-data')).toEqual({ allowed: false, reason: 'shared-channel' });
  });

  test('a channel that we could not see is looked at anew for the next question: we may have been invited', async () => {
    const { gate, says, clock } = gateWith({ user: MEMBER, channel: slackError('channel_not_found') });
    const judge = gate.judgeOf(COMER);
    expect(await judge('cluster-data')).toEqual({ allowed: true });
    says.channel = { is_ext_shared: true };
    clock.now += 2_000;
    expect(await judge('cluster-data')).toEqual({ allowed: false, reason: 'shared-channel' });
  });
});

describe('the gate with rules', () => {
  const rule = (name: string, change: Partial<AccessRule>): AccessRule => ({
    name,
    guests: false,
    strangers: false,
    clusters: 'all',
    questions: 'all',
    ...change,
  });
  const SRE = rule('sre', { userGroups: ['S1'] });
  const HPA = { kind: 'hpa', cluster: 'prod' } as const;
  const IN = { user: MEMBER, channel: OWN, groups: { S1: ['U9', 'U1'] } };
  const reasonOf = (judgement: Judgement) => (judgement.allowed ? undefined : judgement.reason);

  test('asks Slack for a group at most once a minute, and believes nothing older', async () => {
    const { gate, says, clock, lookedUp, failures } = gateWith(IN, [SRE]);
    const judge = gate.judgeOf(COMER);
    expect(await judge('cluster-data', HPA)).toEqual({ allowed: true, rule: 'sre' });
    says.groups = { S1: ['U9'] };
    clock.now += 59_999;
    expect(await judge('cluster-data', HPA)).toEqual({ allowed: true, rule: 'sre' });
    expect(lookedUp).toEqual(['S1']);
    clock.now += 1;
    expect(await judge('cluster-data', HPA)).toMatchObject({ allowed: false, reason: 'no-rule' });
    says.groups = { S1: slackError('missing_scope') };
    clock.now += 60_000;
    expect(reasonOf(await judge('cluster-data', HPA))).toBe('group-unknown');
    expect(failures).toEqual(['missing_scope']);
  });

  test('never takes a group it could not look up for one with the person in it', async () => {
    const { gate, says, clock } = gateWith(IN, [SRE]);
    const judge = gate.judgeOf(COMER);
    await judge('cluster-data', HPA);
    says.groups = { S1: new Error('silent') };
    clock.now += 60_000;
    expect(await judge('cluster-data', HPA)).toMatchObject({
      allowed: false,
      reason: 'group-unknown',
      ruledOut: { wouldAllow: 'sre', lacks: ['group-unknown'] },
    });
  });

  test('asks for no group that cannot matter', async () => {
    const rules = [
      rule('mine', { users: ['U1'], userGroups: ['S1'] }),
      rule('elsewhere', { userGroups: ['S2'], channels: ['C2'] }),
      rule('other', { userGroups: ['S3'], clusters: ['dev'] }),
      rule('flares', { userGroups: ['S4'], questions: ['flare'] }),
    ];
    const { gate, lookedUp } = gateWith(IN, rules);
    expect(await gate.judgeOf(COMER)('cluster-data', HPA)).toEqual({ allowed: true, rule: 'mine' });
    expect(await gate.judgeOf(COMER)('nothing')).toEqual({ allowed: true });
    expect(lookedUp).toEqual([]);
  });

  test.each<{
    name: string;
    rule?: Partial<AccessRule>;
    user?: SlackUser;
    channel?: SlackChannel | Error;
    gives?: 'nothing' | 'cluster-data';
    about?: About | undefined;
    apps?: string[];
    reason: string | undefined;
  }>([
    { name: 'cluster data about nobody knows what', rule: { clusters: ['prod'] }, about: undefined, reason: 'no-rule' },
    { name: 'the same under a rule for everything', about: undefined, reason: undefined },
    { name: 'the help without a rule', rule: { users: ['U9'] }, gives: 'nothing', about: undefined, reason: undefined },
    { name: 'a stop without a rule', rule: { users: ['U9'] }, gives: 'nothing', reason: 'no-rule' },
    { name: 'a stop with a rule', gives: 'nothing', reason: undefined },
    { name: 'a guest', user: { is_restricted: true }, reason: 'guest' },
    { name: 'a guest meant', user: { is_restricted: true }, rule: { guests: true }, reason: undefined },
    {
      name: 'a guest meant for another cluster',
      user: { is_restricted: true },
      rule: { guests: true, clusters: ['dev'] },
      reason: 'no-rule',
    },
    { name: 'a stranger', user: { team_id: 'T2' }, rule: { channels: ['C1'] }, reason: 'stranger' },
    {
      name: 'a stranger meant, in their own channel',
      user: { team_id: 'T2' },
      channel: { is_ext_shared: true },
      rule: { channels: ['C1'], strangers: true },
      reason: undefined,
    },
    {
      name: 'a stranger meant, in another channel',
      user: { team_id: 'T2' },
      channel: { is_ext_shared: true },
      rule: { channels: ['C2'], strangers: true },
      reason: 'stranger',
    },
    { name: 'a shared channel', channel: { is_ext_shared: true }, reason: 'shared-channel' },
    {
      name: 'a shared channel opened by a rule',
      channel: { is_ext_shared: true },
      rule: { channels: ['C1'], strangers: true },
      reason: undefined,
    },
    { name: 'a channel nobody knows', channel: new Error('silent'), reason: 'channel-unknown' },
    {
      name: 'a channel nobody knows, opened by a rule',
      channel: new Error('silent'),
      rule: { channels: ['C1'], strangers: true },
      reason: undefined,
    },
    { name: 'an app', apps: ['B1', 'A1'], reason: 'bot' },
    { name: 'an app that is named', apps: ['B1', 'A1'], rule: { apps: ['A1'] }, reason: undefined },
  ])('$name: $reason', async ({ rule: change, user, channel, gives = 'cluster-data', apps, reason, ...row }) => {
    const { gate } = gateWith({ ...IN, ...(user && { user }), ...(channel && { channel }) }, [rule('a', change ?? {})]);
    const about = 'about' in row ? row.about : HPA;
    const judgement = await gate.judgeOf({ ...COMER, ...(apps && { apps }) })(gives, about);
    expect(reasonOf(judgement)).toBe(reason);
  });

  test('nobody of another organisation, no guest and no app is told which rule there is', async () => {
    for (const user of [{ is_restricted: true }, { team_id: 'T2' }]) {
      const { gate } = gateWith({ ...IN, user }, [rule('a', { guests: true, strangers: true, users: ['U9'] })]);
      const judgement = await gate.judgeOf(COMER)('cluster-data', HPA);
      expect(judgement).toMatchObject({ allowed: false, ruledOut: { wouldAllow: 'a', tellable: false } });
    }
  });

  test('all that is shown together must be allowed, and nothing at all is everything', async () => {
    const { gate } = gateWith(IN, [rule('a', { clusters: ['prod'], questions: ['hpa'] })]);
    const judge = gate.judgeOf(COMER);
    expect(await judgeAll(judge, 'cluster-data', [HPA])).toMatchObject({ allowed: true });
    expect(await judgeAll(judge, 'cluster-data', [HPA, { kind: 'hpa', cluster: 'dev' }])).toMatchObject({
      allowed: false,
      ruledOut: { about: { kind: 'hpa', cluster: 'dev' }, wouldAllow: null },
    });
    expect(await judgeAll(judge, 'cluster-data', [])).toMatchObject({ allowed: false });
  });

  test('an app is listened to when any rule names it', () => {
    const { gate } = gateWith(IN, [rule('a', {}), rule('b', { apps: ['A1'] })]);
    expect([['A1'], ['B1', 'A1'], ['B1'], []].map((apps) => gate.knowsApp(apps))).toEqual([true, true, false, false]);
  });
});
