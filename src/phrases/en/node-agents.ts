import type { FactsByCode } from '../../domain/finding-facts.ts';
import { podsOnNode } from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, remedy, setting } from '../names.ts';
import {
  describeNode,
  describeNodeAgent,
  exampleNode,
  linkTold,
  nodeAgentStatus,
  previousLog,
  taintsCommand,
} from '../node-names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_LINK_WORKS, LINK_LOST, lookIntoLog, theAgent, whichAgent } from './node-wording.ts';
import { because, codesOf, count, list } from './wording.ts';

const PROOFS = {
  reporting: say`The leader counts it among the Agents that report to it now`,
  live: say`An Agent of this version asks anew each time its ${code('status')} is printed`,
} as const;

const NO_PROOF = {
  off: say`Cluster checks are off, so the leader keeps no list of Agents that would show it`,
  runners: say`It takes no cluster checks, runners do: so the leader's list rightly lacks it and shows nothing`,
  unread: say`The leader's list of Agents that report could not be read`,
  missing: say`The leader's list of Agents that report does not have it`,
} as const;

function overviewSum({ total, ready, reporting }: FactsByCode['node-agents-overview']): Rich {
  if (reporting !== null && reporting === total && total > 1)
    return strong`All ${count(total, 'node Agent')} are Ready and report to the Cluster Agent.`;
  const all = ready === total ? say`all Ready` : say`${number(ready)} Ready`;
  return reporting === null
    ? strong`${count(total, 'node Agent')}, ${all}; which of them reach the Cluster Agent, no list of its own tells.`
    : strong`${count(total, 'node Agent')}, ${all}; ${number(reporting)} of them ${reporting === 1 ? 'reports' : 'report'} to the Cluster Agent.`;
}

/** Where the Cluster Agent is, by the node Agent's own words. */
function link({
  endpoint,
  clusterAgentVersion,
}: {
  readonly endpoint: string | null;
  readonly clusterAgentVersion: string | null;
}): readonly Rich[] {
  if (endpoint === null && clusterAgentVersion === null) return [];
  const version = clusterAgentVersion === null ? [] : say`Cluster Agent ${code(clusterAgentVersion)}`;
  if (endpoint === null) return [say`It names ${version}`];
  return [say`It calls ${code(endpoint)}${clusterAgentVersion === null ? [] : say`, ${version}`}`];
}

/** Node Agents, and whether they are there at all. */
export const nodeAgents = {
  'node-agent-connected': (facts, context) => ({
    sum: strong`${theAgent(facts)} is connected to the Cluster Agent.`,
    points: [PROOFS[facts.proof], ...link(facts), ...whichAgent(facts, context)],
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-connection-unproven': (facts, context) => {
    const missing = facts.reporting === 'missing';
    return {
      sum: missing
        ? strong`${theAgent(facts)} says it is connected, but the leader does not hear from it.`
        : strong`${theAgent(facts)} says it is connected; nothing shows that this is still true.`,
      points: [
        NO_PROOF[facts.reporting],
        say`Its ${code('status')} shows the first contact, not the present one`,
        ...link(facts),
        ...(facts.clusterAgentVersion === '0.0.0'
          ? [say`${code('0.0.0')} means that its version was never asked for`]
          : []),
        ...whichAgent(facts, context),
      ],
      remedy: missing
        ? lookIntoLog(facts, say`its log tells what became of the contact:`, context)
        : lookIntoLog(facts, say`to be sure, see whether its log complains:`, context),
      notSeen: [say`whether the link works at this moment`],
      teach: HOW_THE_LINK_WORKS,
      see: commands(nodeAgentStatus(facts, context)),
    };
  },
  'node-agent-disconnected': (facts, context) => ({
    sum: strong`${theAgent(facts)} does not reach the Cluster Agent.`,
    points: [
      ...(facts.error === '' ? [] : [say`It says: ${code(facts.error)}`]),
      ...(facts.logLine === null || facts.logLine === facts.error ? [] : [say`Its log: ${code(facts.logLine)}`]),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    remedy: lookIntoLog(
      facts,
      facts.logLine === null
        ? say`these words tell no cause; its log does:`
        : say`act on its own words; more of them are in its log:`,
      context,
    ),
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-disabled': (facts, context) => ({
    sum: strong`${theAgent(facts)} does not use the Cluster Agent: that is off by its settings.`,
    points: [
      facts.setting === null
        ? say`Its ${code('status')} has no section ${code('Datadog Cluster Agent')}`
        : facts.value === null
          ? say`${code(facts.setting)} is not set in its pod`
          : say`In its pod: ${code(`${facts.setting}=${facts.value}`)}`,
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    remedy: remedy(say`nothing, if that is meant. Otherwise set ${setting('clusterAgent', context)}.`),
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-not-running': (facts, context) => ({
    sum: strong`${theAgent(facts)} is not running${facts.reason === null || facts.reason === '' ? [] : say` (${facts.reason})`}.`,
    points: [
      say`${count(facts.restarts, 'restart')}${facts.message === null || facts.message === '' ? [] : say`; Kubernetes says: ${code(facts.message)}`}`,
      ...whichAgent(facts, context),
    ],
    effect: say`nothing of this node is collected; its cluster checks go to others 30 s after its last report.`,
    notAtFault: say`Not at fault: the Cluster Agent and its Service.`,
    remedy:
      facts.restarts > 0
        ? remedy(say`read its last words:`, previousLog(facts, context))
        : remedy(say`see what keeps it from starting:`, describeNodeAgent(facts, context)),
    see: commands(describeNodeAgent(facts, context)),
  }),
  'node-agent-absent': ({ node, nodeReady }, context) => ({
    sum: strong`There is no node Agent on ${code(node)}.`,
    points: [
      nodeReady === null
        ? say`Whether the node is Ready is not known`
        : nodeReady
          ? say`The node itself is Ready`
          : say`The node itself is not Ready, which explains it`,
    ],
    effect: say`nothing of this node is collected, and its pods' endpoint checks run nowhere.`,
    remedy:
      nodeReady === false
        ? remedy(say`look at the node first; the DaemonSet fills it when it is Ready:`, describeNode(node))
        : remedy(
            say`see which taint keeps the DaemonSet away, and tolerate it in ${setting('nodeAgentPlacement', context)}:`,
            taintsCommand(node),
          ),
    see: [podsOnNode(node, context)],
  }),
  'node-not-found': ({ asked, near }) => {
    const [first, ...others] = near;
    return {
      sum: strong`There is no node or pod ${code(asked)} here${first === undefined ? [] : say`; the nearest name is ${code(first)}`}.`,
      remedy:
        first === undefined
          ? remedy(say`ask ${code('node')} alone for all node Agents.`)
          : remedy(
              say`if ${code(first)} is meant, ask ${code(`node ${first}`)}${
                others.length === 0 ? [] : say`, or ${list(others.map((one) => code(`node ${one}`)))}`
              }.`,
            ),
      see: ['kubectl get nodes'],
    };
  },
  'node-name-ambiguous': ({ asked, choices }) => ({
    sum: strong`${code(asked)} could be any of ${number(choices.length)} things here.`,
    remedy: remedy(say`ask for one of them: ${list(choices.map((one) => code(`node ${one}`)))}.`),
  }),
  'node-agent-unseen': (facts, context) => ({
    sum:
      facts.node === '' && facts.pod === ''
        ? strong`Whether node Agents reach the Cluster Agent could not be seen.`
        : strong`Whether ${theAgent(facts, 'the')} reaches the Cluster Agent could not be seen.`,
    points: [
      ...facts.attempts.map(
        ({ source, why, detail }) =>
          say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
      ),
      ...whichAgent(facts, context),
    ],
    notAtFault: say`This says nothing against the link: it is unknown, not broken.`,
    ...(context.codes.includes('rights-missing')
      ? {}
      : {
          remedy:
            facts.pod === ''
              ? remedy(say`see which node Agents there are:`, podsOnNode(facts.node || null, context))
              : remedy(say`ask it by hand:`, nodeAgentStatus(facts, context)),
        }),
    teach: HOW_THE_LINK_WORKS,
  }),
  'node-agents-overview': (facts, context) => ({
    sum: overviewSum(facts),
    points: [
      ...facts.notReady
        .slice(0, 3)
        .map(
          (one) =>
            say`Not Ready: ${code(one.pod)} on ${code(one.node)}${one.reason === null ? [] : say`, ${one.reason}`}`,
        ),
      ...(facts.notReady.length > 3 ? [say`and ${number(facts.notReady.length - 3)} more not Ready`] : []),
      ...(facts.silentTotal === 0
        ? []
        : [
            say`${number(facts.silentTotal)} Ready and not reporting${
              facts.silent.length === 0 || context.codes.includes('node-agent-token-mismatch')
                ? []
                : say`: ${codesOf(
                    facts.silent.map(({ node, pod }) => node || pod),
                    facts.silentTotal,
                  )}`
            }`,
          ]),
      facts.asked === facts.total && facts.asked > 0
        ? say`Each of them was asked directly`
        : say`Asked directly: ${number(facts.asked)} of ${number(facts.total)}`,
    ],
    notSeen:
      facts.asked < facts.total
        ? [say`the link of the ${number(facts.total - facts.asked)} others, as they see it`]
        : [],
    // What is wrong with them is told beside it, with what to do.
    ...((facts.silentTotal > 0 || facts.notReady.length > 0) && !linkTold(context)
      ? { remedy: remedy(say`ask for one of them alone: ${code(`/dca node ${exampleNode(facts)}`)}.`) }
      : {}),
    teach: HOW_THE_LINK_WORKS,
    see: [podsOnNode(null, context)],
  }),
} satisfies Partial<FindingPhrases>;
