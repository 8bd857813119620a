import type { CheckRow } from '../../domain/check-facts.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { configCheckCommand, dispatchedCommand, leaderCommand, nextChecksPage, podsOnNode } from '../check-names.ts';
import { number } from '../measure.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { CHECK_WORDS, WAY_OF_A_CHECK } from './checks-wording.ts';
import { codes, count, list } from './wording.ts';

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
  if (total === 0) return strong`There is no check to list: the leader has none.`;
  const all = say`${number(total)} ${total === 1 ? 'check' : 'checks'} on ${count(agents, 'Agent')}`;
  const parts = words.map(({ word, total: many }) => say`${number(many)} ${CHECK_WORDS[word].word}`);
  const unasked =
    notAsked === 0 ? [] : say`; ${number(notAsked)} of these Agents ${notAsked === 1 ? 'was' : 'were'} not asked`;
  return strong`${all}${parts.length === 0 ? [] : say`: ${list(parts, parts.length)}`}${unasked}.`;
}

function pageLine(context: PhraseContext, page: number, pages: number): readonly Rich[] {
  if (pages < 2) return [];
  const next = nextChecksPage(context, page, pages);
  return [
    next === undefined
      ? say`Page ${page} of ${number(pages)}, the last`
      : say`Page ${page} of ${number(pages)}; the next: ${code(next)}`,
  ];
}

function errorsOf(rows: readonly CheckRow[]): readonly Rich[] {
  const told = new Map<string, Rich>();
  for (const { check, error } of rows)
    if (error !== null && error !== '') told.set(`${check} ${error}`, say`${code(check)}: ${code(error)}`);
  return [...told.values()].slice(0, QUOTED);
}

function spread({ advancedDispatching }: FactsByCode['checks-unbalanced'], context: PhraseContext): Remedy {
  return advancedDispatching === false
    ? remedy(
        say`nothing, while the Agent with the most keeps up. Otherwise set ${code(`${BALANCE}=true`)} on the Cluster Agent: it then moves checks by what they cost.`,
      )
    : remedy(
        say`nothing, while the Agent with the most keeps up. To have the leader weigh them anew now (it moves checks):`,
        leaderCommand(context, 'clusterchecks rebalance'),
      );
}

function balanceSetting(advancedDispatching: boolean | null): Rich {
  if (advancedDispatching === null)
    return say`Whether ${code(BALANCE)} is on was not seen; it is by default from 2026 on`;
  return advancedDispatching
    ? say`${code(BALANCE)} is on: checks are weighed by the time they take, so few long ones can equal many short ones`
    : say`${code(BALANCE)} is off: each check goes to the Agent with the fewest, and stays there`;
}

/** Cluster checks as a whole: the list of them, and how they lie on the Agents. */
export const checksOverview = {
  'checks-list': (facts, context) => {
    const told = facts.rows.find(({ word }) => word !== 'running') ?? facts.rows[0];
    return {
      sum: listSum(facts),
      ...(facts.rows.length === 0
        ? {}
        : { table: { columns: ['CHECK', 'VERDICT', 'FROM', 'AGENT'], rows: facts.rows.map(checkRow) } }),
      points: [
        ...errorsOf(facts.rows),
        ...pageLine(context, facts.page, facts.pages),
        ...(told === undefined ? [] : [say`One in full: ${code(`checks ${told.check}`)}`]),
      ],
      teach: [
        ...facts.words.map(({ word }) => say`${CHECK_WORDS[word].word}: ${CHECK_WORDS[word].means}.`),
        ...WAY_OF_A_CHECK,
      ],
      see: [dispatchedCommand(context)],
    };
  },
  'check-not-found': ({ asked, near }, context) => {
    const kind = context.question.kind === 'endpoints' ? 'endpoints' : 'checks';
    const [first, ...others] = near;
    return {
      sum: strong`There is no check, node or Service ${code(asked)} here${first === undefined ? [] : say`; the nearest name is ${code(first)}`}.`,
      remedy:
        first === undefined
          ? remedy(say`ask ${code(kind)} alone for all there are.`)
          : remedy(
              say`if ${code(first)} is meant, ask ${code(`${kind} ${first}`)}${
                others.length === 0 ? [] : say`, or ${list(others.map((one) => code(`${kind} ${one}`)))}`
              }.`,
            ),
      see: [configCheckCommand(context)],
    };
  },
  'checks-unbalanced': (facts, context) => ({
    sum: strong`Checks lie unevenly on the Agents: ${number(facts.most.configurations)} on ${code(facts.most.agent)}, ${number(facts.least.configurations)} on ${code(facts.least.agent)}.`,
    points: [
      say`${count(facts.configurations, 'configuration')} on ${count(facts.agents, 'Agent')}`,
      balanceSetting(facts.advancedDispatching),
    ],
    effect: say`${code(facts.most.agent)} needs more CPU and memory than the others; no check is lost by it.`,
    remedy: spread(facts, context),
    teach: WAY_OF_A_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'check-agent-silent': ({ agent, node, checks }, context) => ({
    sum: strong`Agent ${code(agent)} no longer reports, and ${count(checks.length, 'check')} still ${checks.length === 1 ? 'stands' : 'stand'} with it.`,
    points: [
      ...(node === agent || node === '' ? [] : [say`Node: ${code(node)}`]),
      ...(checks.length === 0 ? [] : [say`With it: ${codes(checks, NAMED)}`]),
    ],
    effect: say`these checks run nowhere until the leader gives them to others, 30 s after the last report.`,
    notAtFault: say`Not at fault: the checks and what asks for them.`,
    remedy: remedy(
      say`ask again in 30 s. If they still stand with it, look at the node and its Agent:`,
      podsOnNode(node === '' ? null : node, context),
    ),
    teach: WAY_OF_A_CHECK,
    see: [dispatchedCommand(context)],
  }),
} satisfies Partial<FindingPhrases>;
