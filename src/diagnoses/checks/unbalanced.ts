import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { leading } from './placements.ts';

/** Each check goes to the Agent with the fewest, so that small differences are the rule. */
const FACTOR = 2;
const MARGIN = 4;
const SETTING = 'DD_CLUSTER_CHECKS_ADVANCED_DISPATCHING_ENABLED';

/** Checks that lie on few of the Agents, where it is not known that the leader weighs them by what they cost. */
export const checksUnbalanced: Rule = {
  topic: 'checks',
  codes: ['checks-unbalanced'],
  looksAt: `the table of Agents in \`clusterchecks\`, and \`${SETTING}\``,
  diagnose: (snapshot): Finding[] => {
    const { checks, question } = snapshot;
    const led = checks && leading(checks.dispatching);
    const whole = question.kind === 'checks' && question.subject === undefined;
    if (checks === undefined || led === undefined || !whole) return [];
    const sorted = led.agents.toSorted((a, b) => b.configurations - a.configurations);
    const [first] = sorted;
    const last = sorted.at(-1);
    if (first === undefined || last === undefined) return [];
    const most = { agent: first.name, configurations: first.configurations };
    const least = { agent: last.name, configurations: last.configurations };
    if (most.configurations < FACTOR * least.configurations + MARGIN) return [];
    const advancedDispatching = weighed(snapshot);
    if (advancedDispatching) return [];
    const configurations = sorted.reduce((sum, agent) => sum + agent.configurations, 0);
    return [
      {
        code: 'checks-unbalanced',
        verdict: advancedDispatching === false ? 'warning' : 'explained',
        subject: most.agent,
        facts: { most, least, agents: sorted.length, configurations, advancedDispatching },
        evidence: [checks.dispatching.source],
      },
    ];
  },
};

/** Whether the leader weighs checks by their cost; `null`: its pod does not say, and versions differ. */
function weighed({ pods, checks }: Snapshot): boolean | null {
  const leader = pods.known ? pods.value.find(({ name }) => name === checks?.leader) : undefined;
  const value = leader?.env[SETTING];
  return value === undefined ? null : value === 'true';
}
