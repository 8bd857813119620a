import type { RefusalReason, RuleLack, RulesSay } from '../notice.ts';
import { code, type Rich, say } from '../rich.ts';
import { list } from './wording.ts';

const REFUSED = {
  stranger: say`You belong to another organisation, and no rule names you.`,
  guest: say`Guests may not ask unless a rule names them.`,
  bot: say`Bots may not ask unless a rule names them.`,
  'shared-channel': say`This channel is shared with another organisation, so no cluster's data goes here. Ask in a channel of your own.`,
  'channel-unknown': say`Slack did not say whether this channel is shared with another organisation, so no cluster's data goes here yet. Ask again in a minute; if that does not help, ${code('dca doctor')} says what is wrong.`,
  'group-unknown': say`Slack did not say in time who is in the user group that may ask this, so nobody is taken for a member. Ask again in a minute; if that does not help, ${code('dca doctor')} says what is wrong.`,
  'no-rule': say`No access rule lets you ask this here.`,
} as const satisfies Record<RefusalReason, Rich>;

const LACKS = {
  person: say`it is for other people`,
  channel: say`it is for other channels`,
  standing: say`it is not for guests, other organisations or bots`,
  shared: say`it does not let another organisation read along in this channel`,
  'group-unknown': say`Slack did not say who is in its user group`,
} as const satisfies Record<RuleLack, Rich>;

/** Why a request is refused, and which rule comes nearest to allowing it. */
export function refusal(reason: RefusalReason, rules: RulesSay | undefined): readonly Rich[] {
  if (rules === undefined) return [REFUSED[reason]];
  const { nearest, lacks } = rules;
  const why = reason === 'no-rule' ? asked(rules) : REFUSED[reason];
  if (nearest === null)
    return reason === 'no-rule'
      ? [why, say`No rule allows this to anybody, anywhere. Whoever runs dca-bot can add one.`]
      : [why];
  return [why, say`The rule ${code(nearest)} would allow it, but ${list(lacks.map((lack) => LACKS[lack]))}.`];
}

function asked({ question, cluster }: RulesSay): Rich {
  if (question === null) return REFUSED['no-rule'];
  if (cluster === '') return say`No access rule lets you ask ${code(question)} here.`;
  return cluster === null
    ? say`No access rule lets you ask ${code(question)} of any cluster here.`
    : say`No access rule lets you ask ${code(question)} of ${code(cluster)} here.`;
}
