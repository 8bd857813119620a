import type { RefusalReason, RuleLack, RulesSay } from '../notice.ts';
import { code, join, type Rich, say } from '../rich.ts';

const REFUSED = {
  stranger: say`別の組織に所属する方で、許可するルールがありません。`,
  guest: say`ゲストの方は、許可するルールがない限り質問できません。`,
  bot: say`ボットからの質問は、許可するルールがない限り受け付けません。`,
  'shared-channel': say`このチャンネルは他の組織と共有されているため、クラスターの情報を投稿しません。社内のチャンネルで質問してください。`,
  'channel-unknown': say`このチャンネルが他の組織と共有されているか Slack から確認できないため、クラスターの情報をまだ投稿しません。1 分後にもう一度質問してください。解消しない場合は ${code('dca doctor')} で原因を確認できます。`,
  'group-unknown': say`この質問ができるユーザーグループのメンバーを Slack から時間内に確認できなかったため、誰もメンバーとして扱いません。1 分後にもう一度質問してください。解消しない場合は ${code('dca doctor')} で原因を確認できます。`,
  'no-rule': say`ここでのこの質問を許可するルールがありません。`,
} as const satisfies Record<RefusalReason, Rich>;

const LACKS = {
  person: say`対象が別の人です`,
  channel: say`対象が別のチャンネルです`,
  standing: say`ゲスト、他の組織の方、ボットは対象外です`,
  shared: say`このチャンネルを他の組織が閲覧することを認めていません`,
  'group-unknown': say`対象のユーザーグループのメンバーを Slack から確認できません`,
} as const satisfies Record<RuleLack, Rich>;

/** Why a request is refused, and which rule comes nearest to allowing it. */
export function refusal(reason: RefusalReason, rules: RulesSay | undefined): readonly Rich[] {
  if (rules === undefined) return [REFUSED[reason]];
  const { nearest, lacks } = rules;
  const why = reason === 'no-rule' ? asked(rules) : REFUSED[reason];
  if (nearest === null)
    return reason === 'no-rule'
      ? [why, say`この質問を許可するルールは、誰に対してもありません。dca-bot の管理者が追加できます。`]
      : [why];
  const but = join(
    lacks.map((lack) => LACKS[lack]),
    '。また、',
  );
  return [why, say`最も近いルールは ${code(nearest)} ですが、${but}。`];
}

function asked({ question, cluster }: RulesSay): Rich {
  if (question === null) return REFUSED['no-rule'];
  if (cluster === '') return say`ここでの ${code(question)} を許可するルールがありません。`;
  return cluster === null
    ? say`ここでの ${code(question)} を許可するルールは、どのクラスターについてもありません。`
    : say`ここでの ${code(cluster)} への ${code(question)} を許可するルールがありません。`;
}
