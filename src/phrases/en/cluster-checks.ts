import { number } from '../measure.ts';
import { commands, execCommand, logCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes, count } from './wording.ts';

const HOW_DISPATCHING_WORKS: readonly Rich[] = [
  say`The leader finds checks that belong to no node (annotated Services, files of the Cluster Agent) and gives each to one node Agent, or to a cluster check runner where there are any.`,
  say`Node Agents ask for their checks about every 10 s; one that is silent for 30 s loses them to others. A new leader first listens for 30 s (warm-up).`,
  say`Dispatched means handed over. Whether the node Agent could load and run the check stands only in that Agent's ${code('agent status')}.`,
];

/** What the leader hands out to node Agents. */
export const clusterChecks = {
  'cluster-checks-healthy': (facts, context) => ({
    sum:
      facts.configurations === 0
        ? strong`Cluster checks are on with none configured; ${count(facts.agents, 'agent')} ${facts.agents === 1 ? 'reports' : 'report'}.`
        : strong`${number(facts.dispatched)} of ${count(facts.configurations, 'cluster check')} dispatched to ${count(facts.agents, 'agent')}, none waiting.`,
    points: [say`Read from the leader, ${code(facts.pod)}`],
    ...(facts.configurations === 0 ? {} : { notSeen: [say`whether each check runs: that stands on the node Agents`] }),
    teach: HOW_DISPATCHING_WORKS,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent clusterchecks')),
  }),
  'cluster-checks-disabled': (facts, context) => ({
    sum: strong`Cluster checks are switched off: a setting, not a fault.`,
    points: [
      say`${code('DD_CLUSTER_CHECKS_ENABLED')} is off on ${code(facts.pod)}, or its dispatcher is not made yet, as in its first seconds`,
    ],
    remedy: remedy(say`nothing. If Services should be checked from outside: ${setting('clusterChecks', context)}.`),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-warming-up': (facts) => ({
    sum: strong`The leader is warming up: for 30 s it waits for node Agents to report, then it dispatches.`,
    points: [say`${code(facts.pod)} has become leader moments ago; node Agents keep running the checks they have`],
    remedy: remedy(say`nothing; ask again in 30 s.`),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-state-unknown': (facts, context) => ({
    sum: strong`I cannot tell whether cluster checks are dispatched: ${code('status')} does not say.`,
    points: [
      facts.detail === ''
        ? say`${code(facts.pod)} prints no ${code('Cluster Checks Dispatching')} section`
        : say`${code(facts.pod)} says: ${code(facts.detail)}`,
      say`An Agent that is still starting prints the same; ask again in a minute`,
    ],
    remedy: remedy(
      say`ask the leader itself:`,
      execCommand(facts.pod, context, 'datadog-cluster-agent clusterchecks') ?? 'datadog-cluster-agent clusterchecks',
    ),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-contradiction': (facts, context) => ({
    sum: strong`The leader's figures do not add up: ${number(facts.dispatched)} dispatched + ${number(facts.unassigned)} unassigned is not ${count(facts.configurations, 'configuration')}.`,
    points: [say`Read from ${code(facts.pod)}; figures taken in the middle of a redispatch can differ for a moment`],
    remedy: remedy(
      say`ask again in 30 s; if they still differ, compare with the list:`,
      execCommand(facts.pod, context, 'datadog-cluster-agent clusterchecks') ?? 'datadog-cluster-agent clusterchecks',
    ),
  }),
  'no-node-agents-reporting': (facts, context) => ({
    sum:
      facts.configurations === 0
        ? strong`No node Agent reports to the Cluster Agent for cluster checks.`
        : strong`No node Agent reports for cluster checks: ${facts.configurations === 1 ? 'the one configured check cannot run' : `none of the ${number(facts.configurations)} configured checks can run`}.`,
    points: [say`The leader ${code(facts.pod)} counts ${code('Active agents: 0')}`],
    effect:
      facts.configurations === 0
        ? say`none yet: no cluster check is configured.`
        : say`nothing is checked, and no alert on these checks can fire but "no data".`,
    remedy: remedy(
      say`on the node Agents, ${code('DD_EXTRA_CONFIG_PROVIDERS')} must hold ${code('clusterchecks')}, and they must reach the Cluster Agent on port 5005. What the leader logs:`,
      logCommand(null, context, "--tail=500 | grep -iE 'nodes reporting|expiring|session token'"),
    ),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'check-unassigned': (facts, context) => ({
    sum: strong`${number(facts.unassigned)} of ${count(facts.configurations, 'cluster check')} ${facts.unassigned === 1 ? 'has' : 'have'} no node to run on.`,
    points: [
      say`Leader ${code(facts.pod)}: ${number(facts.dispatched)} dispatched to ${count(facts.agents, 'agent')}, ${number(facts.unassigned)} waiting`,
      ...(facts.unscheduled.length === 0 ? [] : [say`Waiting for over 60 s: ${codes(facts.unscheduled)}`]),
    ],
    effect: say`${facts.unassigned === 1 ? 'this check does' : 'these checks do'} not run anywhere.`,
    notAtFault: say`The leader dispatches, and node Agents report: ${facts.dispatched === 1 ? 'the other check is' : 'the others are'} placed.`,
    remedy: remedy(
      say`the leader logs why it finds no node for it:`,
      logCommand(null, context, "--tail=500 | grep -iE 'no available node|unscheduled|cannot patch'"),
    ),
    teach: HOW_DISPATCHING_WORKS,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent clusterchecks')),
  }),
} satisfies Partial<FindingPhrases>;
