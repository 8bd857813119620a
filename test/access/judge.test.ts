import { expect, test } from 'vitest';
import { judge, type Profile, type Request } from '../../src/access/judge.ts';

const MEMBER: Profile = { team: 'T1', guest: false, bot: false, stranger: false };
const GRID = { team: 'T1', enterprise: 'E1' };

function asked(change: Partial<Request>): Request {
  return { home: { team: 'T1' }, profile: MEMBER, team: 'T1', audience: 'own', gives: 'cluster-data', ...change };
}

test.each<{ name: string; change: Partial<Request>; reason: string | undefined }>([
  { name: 'a member in an own channel', change: {}, reason: undefined },
  { name: 'a member where we are not', change: { audience: 'unseen' }, reason: undefined },
  { name: 'a guest', change: { profile: { ...MEMBER, guest: true } }, reason: 'guest' },
  {
    name: 'a guest who asks for the help',
    change: { profile: { ...MEMBER, guest: true }, gives: 'nothing' },
    reason: 'guest',
  },
  { name: 'a bot', change: { profile: { ...MEMBER, bot: true } }, reason: 'bot' },
  { name: 'a stranger', change: { profile: { ...MEMBER, stranger: true } }, reason: 'stranger' },
  { name: 'somebody of another team', change: { profile: { ...MEMBER, team: 'T2' } }, reason: 'stranger' },
  {
    name: 'somebody of another team, whatever the request says',
    change: { profile: { ...MEMBER, team: 'T2' }, team: 'T1' },
    reason: 'stranger',
  },
  {
    name: 'a guest of another team is first of all a stranger',
    change: { profile: { ...MEMBER, team: 'T2', guest: true } },
    reason: 'stranger',
  },
  {
    name: 'another workspace of the same grid',
    change: { home: GRID, profile: { ...MEMBER, team: 'T2', enterprise: 'E1' }, team: 'T2' },
    reason: undefined,
  },
  {
    name: 'another grid',
    change: { home: GRID, profile: { ...MEMBER, team: 'T2', enterprise: 'E2' } },
    reason: 'stranger',
  },
  { name: 'no grid', change: { home: GRID, profile: { ...MEMBER, team: 'T2' } }, reason: 'stranger' },
  {
    name: 'two workspaces without a grid',
    change: { profile: { ...MEMBER, team: 'T2', enterprise: 'E1' } },
    reason: 'stranger',
  },
  { name: 'a shared channel', change: { audience: 'shared' }, reason: 'shared-channel' },
  { name: 'the help in a shared channel', change: { audience: 'shared', gives: 'nothing' }, reason: 'shared-channel' },
  {
    name: 'a stranger in a shared channel',
    change: { profile: { ...MEMBER, team: 'T2' }, audience: 'shared' },
    reason: 'stranger',
  },
  { name: 'an unknown channel', change: { audience: undefined }, reason: 'channel-unknown' },
  {
    name: 'an unknown channel that nothing is told',
    change: { audience: undefined, gives: 'nothing' },
    reason: undefined,
  },
  { name: 'an unknown person of our team', change: { profile: undefined }, reason: undefined },
  { name: 'an unknown person of no named team', change: { profile: undefined, team: undefined }, reason: undefined },
  { name: 'an unknown person of another team', change: { profile: undefined, team: 'T2' }, reason: 'stranger' },
  {
    name: 'an unknown person in a shared channel',
    change: { profile: undefined, audience: 'shared' },
    reason: 'shared-channel',
  },
  { name: 'everything unknown', change: { profile: undefined, audience: undefined }, reason: 'channel-unknown' },
  {
    name: 'a profile without a team',
    change: { profile: { guest: false, bot: false, stranger: false } },
    reason: undefined,
  },
])('$name: $reason', ({ change, reason }) => {
  expect(judge(asked(change))).toEqual(reason === undefined ? { allowed: true } : { allowed: false, reason });
});
