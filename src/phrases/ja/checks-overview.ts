import type { CheckRow } from '../../domain/check-facts.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { configCheckCommand, dispatchedCommand, leaderCommand, nextChecksPage, podsOnNode } from '../check-names.ts';
import { number } from '../measure.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { CHECK_WORDS, WAY_OF_A_CHECK } from './checks-wording.ts';
import { codes, list } from './wording.ts';

/** How many errors are quoted under the table. */
const QUOTED = 5;
/** How many names of checks are told. */
const NAMED = 8;
const NONE = say`-`;
const BALANCE = 'DD_CLUSTER_CHECKS_ADVANCED_DISPATCHING_ENABLED';

function checkRow({ check, word, from, agent }: CheckRow): readonly Rich[] {
  return [
    say`${check}`,
    say`${CHECK_WORDS[word].word}`,
    from === '' ? NONE : say`${from}`,
    agent === null || agent === '' ? NONE : say`${agent}`,
  ];
}

function listSum({ total, words, agents, notAsked }: FactsByCode['checks-list']): Rich {
  if (total === 0) return strong`一覧にするチェックはありません。リーダーは 1 件も持っていません。`;
  const all = say`チェックは ${number(total)} 件、Agent は ${number(agents)} 台です`;
  const parts = words.map(({ word, total: many }) => say`${CHECK_WORDS[word].word} ${number(many)}`);
  const unasked = notAsked === 0 ? [] : say`うち ${number(notAsked)} 台の Agent には照会していません。`;
  return strong`${all}${parts.length === 0 ? [] : say`: ${list(parts, parts.length)}`}。${unasked}`;
}

function pageLine(context: PhraseContext, page: number, pages: number): readonly Rich[] {
  if (pages < 2) return [];
  const next = nextChecksPage(context, page, pages);
  return [
    next === undefined
      ? say`${number(pages)} ページ中 ${page} ページ目(最後)`
      : say`${number(pages)} ページ中 ${page} ページ目。次のページ: ${code(next)}`,
  ];
}

function errorsOf(rows: readonly CheckRow[]): readonly Rich[] {
  const told = new Map<string, Rich>();
  for (const { check, error } of rows)
    if (error !== null && error !== '') told.set(`${check} ${error}`, say`${code(check)} の出力: ${code(error)}`);
  return [...told.values()].slice(0, QUOTED);
}

function spread({ advancedDispatching }: FactsByCode['checks-unbalanced'], context: PhraseContext): Remedy {
  return advancedDispatching === false
    ? remedy(
        say`最も多い Agent が処理しきれているなら不要です。そうでなければ、Cluster Agent に ${code(`${BALANCE}=true`)} を設定すると、負荷に応じて再配置されます。`,
      )
    : remedy(
        say`最も多い Agent が処理しきれているなら不要です。リーダーに今すぐ再計算させる場合(チェックが移動します):`,
        leaderCommand(context, 'clusterchecks rebalance'),
      );
}

function balanceSetting(advancedDispatching: boolean | null): Rich {
  if (advancedDispatching === null)
    return say`${code(BALANCE)} の設定は確認できていません(2026 年以降は既定で有効です)`;
  return advancedDispatching
    ? say`${code(BALANCE)} は有効です。実行時間で重み付けされるため、長いチェック数件が短いチェック多数と釣り合うことがあります`
    : say`${code(BALANCE)} は無効です。各チェックは最も件数の少ない Agent に配布され、その後は移動しません`;
}

/** Cluster checks as a whole: the list of them, and how they lie on the Agents. */
export const checksOverview = {
  'checks-list': (facts, context) => {
    const told = facts.rows.find(({ word }) => word !== 'running') ?? facts.rows[0];
    return {
      sum: listSum(facts),
      ...(facts.rows.length === 0
        ? {}
        : { table: { columns: ['チェック', '診断', '設定元', 'Agent'], rows: facts.rows.map(checkRow) } }),
      points: [
        ...errorsOf(facts.rows),
        ...pageLine(context, facts.page, facts.pages),
        ...(told === undefined ? [] : [say`1 つを詳しく見るには: ${code(`checks ${told.check}`)}`]),
      ],
      teach: [
        ...facts.words.map(({ word }) => say`${CHECK_WORDS[word].word}: ${CHECK_WORDS[word].means}。`),
        ...WAY_OF_A_CHECK,
      ],
      see: [dispatchedCommand(context)],
    };
  },
  'check-not-found': ({ asked, near }, context) => {
    const kind = context.question.kind === 'endpoints' ? 'endpoints' : 'checks';
    const [first, ...others] = near;
    return {
      sum: strong`${code(asked)} というチェック、ノード、Service はありません${first === undefined ? [] : say`(最も近い名前: ${code(first)})`}。`,
      remedy:
        first === undefined
          ? remedy(say`${code(kind)} とだけ質問すると、すべての一覧を表示します。`)
          : remedy(
              say`${code(first)} のことであれば、${code(`${kind} ${first}`)} と質問してください${
                others.length === 0 ? [] : say`(他の候補: ${list(others.map((one) => code(`${kind} ${one}`)))})`
              }。`,
            ),
      see: [configCheckCommand(context)],
    };
  },
  'checks-unbalanced': (facts, context) => ({
    sum: strong`チェックの配分が偏っています。${code(facts.most.agent)} に ${number(facts.most.configurations)} 件、${code(facts.least.agent)} に ${number(facts.least.configurations)} 件です。`,
    points: [
      say`設定は全部で ${number(facts.configurations)} 件、Agent は ${number(facts.agents)} 台`,
      balanceSetting(facts.advancedDispatching),
    ],
    effect: say`${code(facts.most.agent)} の CPU とメモリの使用量が他より多くなります。失われるチェックはありません。`,
    remedy: spread(facts, context),
    teach: WAY_OF_A_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'check-agent-silent': ({ agent, node, checks }, context) => ({
    sum: strong`Agent ${code(agent)} からの報告が途絶えていますが、チェック ${number(checks.length)} 件がまだ割り当てられています。`,
    points: [
      ...(node === agent || node === '' ? [] : [say`ノード: ${code(node)}`]),
      ...(checks.length === 0 ? [] : [say`割り当てられているチェック: ${codes(checks, NAMED)}`]),
    ],
    effect: say`これらのチェックは、最後の報告から 30 秒後にリーダーが他に移すまで、どこでも実行されません。`,
    notAtFault: say`チェックとその指定に問題はありません。`,
    remedy: remedy(
      say`30 秒後にもう一度質問してください。割り当てが残っていれば、ノードとその Agent を確認してください。`,
      podsOnNode(node === '' ? null : node, context),
    ),
    teach: WAY_OF_A_CHECK,
    see: [dispatchedCommand(context)],
  }),
} satisfies Partial<FindingPhrases>;
