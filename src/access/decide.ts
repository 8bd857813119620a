import type { AccessRule } from '../domain/access-rule.ts';
import type { QuestionKind } from '../domain/question.ts';

export type Standing = 'member' | 'guest' | 'stranger' | 'bot';

/** Whether somebody belongs to a user group, as far as Slack said so. */
export type Membership = 'in' | 'out' | 'unknown';

export interface RulePerson {
  readonly user: string;
  readonly standing: Standing;
  /** Ids under which an app or bot may be named. */
  readonly apps: readonly string[];
  readonly inGroup: (group: string) => Membership;
}

export interface RulePlace {
  readonly channel: string;
  /** People of another organisation read along, or nobody knows whether they do. */
  readonly maybeShared: boolean;
}

/**
 * What a rule that is about the question lacks to allow it. `person`: it is for others; `standing`: it says nothing of
 * guests, people of other organisations, or this app; `shared`: it does not let them read along in this channel.
 */
export type Lack = 'person' | 'channel' | 'standing' | 'shared' | 'group-unknown';

/** `not-covered`: no rule is about this cluster and question. */
export type WhyRefused = 'not-covered' | readonly Lack[];

export type Decision =
  | { readonly decision: 'allowed'; readonly rule: string }
  /** `wouldAllow`: the rule that lacks least; `null` where no rule is about this cluster and question. */
  | { readonly decision: 'refused'; readonly wouldAllow: string | null; readonly why: WhyRefused };

/**
 * Whether rules allow somebody a question in some place. `cluster`: `undefined` for whichever of them, '' for a
 * question that touches none. `kind`: `undefined` for every question there is. Deny by default: without a rule that
 * allows it, it is refused.
 */
export function decide(
  rules: readonly AccessRule[],
  person: RulePerson,
  place: RulePlace,
  cluster: string | undefined,
  kind: QuestionKind | undefined,
): Decision {
  let nearest: { readonly rule: AccessRule; readonly lacks: readonly Lack[] } | undefined;
  for (const rule of rules) {
    if (!isAbout(rule, cluster, kind)) continue;
    const lacks = lacksOf(rule, person, place);
    if (lacks.length === 0) return { decision: 'allowed', rule: rule.name };
    if (nearest === undefined || distance(lacks) < distance(nearest.lacks)) nearest = { rule, lacks };
  }
  if (nearest === undefined) return { decision: 'refused', wouldAllow: null, why: 'not-covered' };
  return { decision: 'refused', wouldAllow: nearest.rule.name, why: nearest.lacks };
}

/** What is merely not known is nearer to being allowed than anything that is known to lack. */
function distance(lacks: readonly Lack[]): number {
  return lacks.filter((lack) => lack !== 'group-unknown').length * 2 + (lacks.includes('group-unknown') ? 1 : 0);
}

/** The user groups on which the decision hangs; nobody need be asked about any other. */
export function groupsThatMatter(
  rules: readonly AccessRule[],
  person: Pick<RulePerson, 'user'>,
  place: Pick<RulePlace, 'channel'>,
  cluster: string | undefined,
  kind: QuestionKind | undefined,
): readonly string[] {
  const open = rules.filter(
    (rule) =>
      isAbout(rule, cluster, kind) &&
      rule.users?.includes(person.user) !== true &&
      rule.channels?.includes(place.channel) !== false,
  );
  return [...new Set(open.flatMap(({ userGroups }) => userGroups ?? []))];
}

function isAbout(
  { clusters, questions }: AccessRule,
  cluster: string | undefined,
  kind: QuestionKind | undefined,
): boolean {
  return isAboutQuestion(questions, kind) && isAboutCluster(clusters, cluster, kind);
}

/** Whoever may ask anything may also see the help, and which clusters they may ask about. */
function isAboutQuestion(questions: AccessRule['questions'], kind: QuestionKind | undefined): boolean {
  if (questions === 'all' || kind === 'help' || kind === 'clusters') return true;
  return kind !== undefined && questions.includes(kind);
}

function isAboutCluster(clusters: AccessRule['clusters'], cluster: string | undefined, kind: QuestionKind | undefined) {
  if (clusters === 'all' || cluster === '') return true;
  return cluster === undefined ? kind !== undefined : clusters.includes(cluster);
}

function lacksOf(rule: AccessRule, person: RulePerson, { channel, maybeShared }: RulePlace): readonly Lack[] {
  const lacks: Lack[] = [];
  if (!admits(rule, person)) lacks.push('standing');
  // An app is named by its own id or not at all.
  if (person.standing !== 'bot') {
    const named = isNamed(rule, person);
    if (named !== 'in') lacks.push(named === 'out' ? 'person' : 'group-unknown');
  }
  if (rule.channels?.includes(channel) === false) lacks.push('channel');
  else if (maybeShared && !(rule.strangers && rule.channels !== undefined)) lacks.push('shared');
  return lacks;
}

function admits(rule: AccessRule, { standing, apps }: RulePerson): boolean {
  switch (standing) {
    case 'member':
      return true;
    case 'guest':
      return rule.guests;
    case 'stranger':
      return rule.strangers;
    case 'bot':
      return rule.apps?.some((app) => apps.includes(app)) === true;
  }
}

function isNamed({ users, userGroups, apps }: AccessRule, { user, inGroup }: RulePerson): Membership {
  if (users === undefined && userGroups === undefined && apps === undefined) return 'in';
  if (users?.includes(user) === true) return 'in';
  const memberships = (userGroups ?? []).map(inGroup);
  if (memberships.includes('in')) return 'in';
  return memberships.includes('unknown') ? 'unknown' : 'out';
}
