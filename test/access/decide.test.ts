import { describe, expect, test } from 'vitest';
import { decide, groupsThatMatter, type Membership, type RulePerson, type RulePlace } from '../../src/access/decide.ts';
import type { AccessRule } from '../../src/domain/access-rule.ts';

const RULE: AccessRule = { name: 'one', guests: false, strangers: false, clusters: 'all', questions: 'all' };
const ALICE: RulePerson = { user: 'U1', standing: 'member', apps: [], inGroup: () => 'out' };
const OPS: RulePlace = { channel: 'C1', maybeShared: false };
const BOT: RulePerson = { ...ALICE, standing: 'bot', apps: ['B1', 'A1'] };
const SHARED: RulePlace = { ...OPS, maybeShared: true };
const inGroup = (membership: Membership) => (group: string) => (group === 'S1' ? membership : 'out');

interface Row {
  readonly name: string;
  readonly rule?: Partial<AccessRule>;
  readonly person?: Partial<RulePerson>;
  readonly place?: Partial<RulePlace>;
  readonly cluster?: string | undefined;
  readonly kind?: 'status' | 'hpa' | 'help' | 'clusters' | 'explain' | 'everything';
  /** What it lacks; `allowed`; or that no rule is about it. */
  readonly is: string;
}

const ROWS: readonly Row[] = [
  { name: 'a rule that names nobody is for every member', is: 'allowed' },
  { name: 'a user who is named', rule: { users: ['U9', 'U1'] }, is: 'allowed' },
  { name: 'a user who is not', rule: { users: ['U9'] }, is: 'person' },
  { name: 'a list of nobody', rule: { users: [] }, is: 'person' },
  {
    name: 'a member of the group',
    rule: { userGroups: ['S9', 'S1'] },
    person: { inGroup: inGroup('in') },
    is: 'allowed',
  },
  { name: 'no member of the group', rule: { userGroups: ['S1'] }, is: 'person' },
  {
    name: 'a group that Slack does not tell',
    rule: { userGroups: ['S1'] },
    person: { inGroup: inGroup('unknown') },
    is: 'group-unknown',
  },
  {
    name: 'a named user whatever the group',
    rule: { users: ['U1'], userGroups: ['S1'] },
    person: { inGroup: inGroup('unknown') },
    is: 'allowed',
  },
  {
    name: 'one group known, another not',
    rule: { userGroups: ['S1', 'S2'] },
    person: { inGroup: (group) => (group === 'S2' ? 'in' : 'unknown') },
    is: 'allowed',
  },
  { name: 'a person where only apps are named', rule: { apps: ['A1'] }, is: 'person' },
  { name: 'the channel', rule: { channels: ['C1'] }, is: 'allowed' },
  { name: 'another channel', rule: { channels: ['C2'] }, is: 'channel' },
  { name: 'another person in another channel', rule: { users: ['U9'], channels: ['C2'] }, is: 'person channel' },
  { name: 'a guest', person: { standing: 'guest' }, is: 'standing' },
  {
    name: 'a guest who is named but not as one',
    rule: { users: ['U1'] },
    person: { standing: 'guest' },
    is: 'standing',
  },
  { name: 'a guest where guests are meant', rule: { guests: true }, person: { standing: 'guest' }, is: 'allowed' },
  {
    name: 'another guest than those meant',
    rule: { guests: true, users: ['U9'] },
    person: { standing: 'guest' },
    is: 'person',
  },
  {
    name: 'a guest where strangers are meant',
    rule: { strangers: true },
    person: { standing: 'guest' },
    is: 'standing',
  },
  { name: 'a stranger', person: { standing: 'stranger' }, is: 'standing' },
  {
    name: 'a stranger where guests are meant',
    rule: { guests: true },
    person: { standing: 'stranger' },
    is: 'standing',
  },
  {
    name: 'a stranger where they are meant',
    rule: { strangers: true },
    person: { standing: 'stranger' },
    is: 'allowed',
  },
  { name: 'a bot', person: BOT, is: 'standing' },
  { name: 'a bot by its app', rule: { apps: ['A1'] }, person: BOT, is: 'allowed' },
  { name: 'a bot by itself', rule: { apps: ['B1'] }, person: BOT, is: 'allowed' },
  { name: 'another bot', rule: { apps: ['A2'] }, person: BOT, is: 'standing' },
  { name: 'a bot named as a user', rule: { users: ['U1'] }, person: BOT, is: 'standing' },
  { name: 'a bot in another channel', rule: { apps: ['A1'], channels: ['C2'] }, person: BOT, is: 'channel' },
  { name: 'a shared channel', place: SHARED, is: 'shared' },
  { name: 'a shared channel that is named', rule: { channels: ['C1'] }, place: SHARED, is: 'shared' },
  { name: 'strangers, but no channel', rule: { strangers: true }, place: SHARED, is: 'shared' },
  {
    name: 'a shared channel that is named for strangers',
    rule: { channels: ['C1'], strangers: true },
    place: SHARED,
    is: 'allowed',
  },
  { name: 'the cluster', rule: { clusters: ['prod'] }, is: 'allowed' },
  { name: 'another cluster', rule: { clusters: ['prod-eu'] }, is: 'not-covered' },
  { name: 'no cluster at all', rule: { clusters: [] }, is: 'not-covered' },
  { name: 'whichever cluster', rule: { clusters: ['prod-eu'] }, cluster: undefined, is: 'allowed' },
  {
    name: 'a question that touches none',
    rule: { clusters: ['prod-eu'] },
    cluster: '',
    kind: 'explain',
    is: 'allowed',
  },
  { name: 'the question', rule: { questions: ['hpa', 'status'] }, is: 'allowed' },
  { name: 'another question', rule: { questions: ['hpa'] }, is: 'not-covered' },
  { name: 'the help', rule: { questions: ['hpa'] }, kind: 'help', cluster: undefined, is: 'allowed' },
  { name: 'the list of clusters', rule: { questions: ['hpa'] }, kind: 'clusters', is: 'allowed' },
  {
    name: 'the list of clusters, of another one',
    rule: { questions: ['hpa'], clusters: ['prod-eu'] },
    kind: 'clusters',
    is: 'not-covered',
  },
  { name: 'everything', kind: 'everything', cluster: undefined, is: 'allowed' },
  {
    name: 'everything, of some clusters',
    rule: { clusters: ['prod'] },
    kind: 'everything',
    cluster: undefined,
    is: 'not-covered',
  },
  {
    name: 'everything, but some questions',
    rule: { questions: ['status'] },
    kind: 'everything',
    cluster: undefined,
    is: 'not-covered',
  },
];

describe('one rule', () => {
  test.each(ROWS)('$name: $is', ({ rule, person, place, kind = 'status', is, ...row }) => {
    const cluster = 'cluster' in row ? row.cluster : 'prod';
    const asked = kind === 'everything' ? undefined : kind;
    const decision = decide([{ ...RULE, ...rule }], { ...ALICE, ...person }, { ...OPS, ...place }, cluster, asked);
    if (is === 'allowed') expect(decision).toEqual({ decision: 'allowed', rule: 'one' });
    else if (is === 'not-covered') expect(decision).toEqual({ decision: 'refused', wouldAllow: null, why: is });
    else expect(decision).toEqual({ decision: 'refused', wouldAllow: 'one', why: is.split(' ') });
  });
});

describe('several rules', () => {
  const named = (name: string, rule: Partial<AccessRule>): AccessRule => ({ ...RULE, name, ...rule });
  const why = (rules: readonly AccessRule[], person: Partial<RulePerson> = {}) => {
    const decision = decide(rules, { ...ALICE, ...person }, OPS, 'prod', 'status');
    return decision.decision === 'allowed' ? decision.rule : `not ${decision.wouldAllow}`;
  };

  test('without any, nothing is allowed', () => {
    expect(why([])).toBe('not null');
  });

  test('the first that allows it does', () => {
    expect(why([named('a', { users: ['U9'] }), named('b', {}), named('c', {})])).toBe('b');
  });

  test('parts of two are not one', () => {
    const rules = [named('a', { users: ['U1'], clusters: ['dev'] }), named('b', { users: ['U9'], clusters: ['prod'] })];
    expect(why(rules)).toBe('not b');
  });

  test('the one that lacks least is named, the first of equals', () => {
    const rules = [
      named('far', { users: ['U9'], channels: ['C2'] }),
      named('near', { users: ['U9'] }),
      named('as near', { channels: ['C2'] }),
    ];
    expect(why(rules)).toBe('not near');
  });

  test('what is not known is nearer than what is known to lack', () => {
    const rules = [named('others', { users: ['U9'] }), named('perhaps', { userGroups: ['S1'] })];
    expect(why(rules, { inGroup: inGroup('unknown') })).toBe('not perhaps');
  });
});

test.each<{ name: string; rule: Partial<AccessRule>; groups: string[] }>([
  { name: 'its groups', rule: { userGroups: ['S1', 'S2', 'S1'] }, groups: ['S1', 'S2'] },
  { name: 'none for a user who is named', rule: { userGroups: ['S1'], users: ['U1'] }, groups: [] },
  { name: 'none of another channel', rule: { userGroups: ['S1'], channels: ['C2'] }, groups: [] },
  { name: 'none of another cluster', rule: { userGroups: ['S1'], clusters: ['dev'] }, groups: [] },
  { name: 'none of another question', rule: { userGroups: ['S1'], questions: ['hpa'] }, groups: [] },
])('the groups that matter to a rule: $name', ({ rule, groups }) => {
  expect(groupsThatMatter([{ ...RULE, ...rule }], ALICE, OPS, 'prod', 'status')).toEqual(groups);
});
