import { describe, expect, test } from 'vitest';
import { audienceOf, audiences, type SlackChannel } from '../../handlers/audiences.ts';
import { makeGate } from '../../handlers/gate.ts';
import { people, personOf, type SlackUser } from '../../handlers/people.ts';

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
function gateWith(says: { user?: SlackUser | Error; channel?: SlackChannel | Error }) {
  const clock = { now: 5_000_000 };
  const failures: string[] = [];
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
  });
  return { clock, failures, says, gate };
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
