import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  annotationForm,
  annotationsCommand,
  configCheckCommand,
  dispatchedCommand,
  finder,
  nodeAgentCommand,
  nodeAgentLog,
  podsOnNode,
  VARIABLES,
} from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, logCommand, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { named, place, RUNS_NOWHERE, switchOn, WAY_OF_A_CHECK, way } from './checks-wording.ts';
import { codes, count } from './wording.ts';

const NOT_DISCOVERED = {
  'provider-off': (facts) => say`the provider ${code(finder(facts))} is not switched on`,
  'listener-off': (facts) => say`the listener ${code(finder(facts))} is not switched on`,
  error: () => say`it could not make a configuration of it`,
  excluded: () => say`an exclusion rule matches it`,
  unknown: () => say`it has no such configuration`,
} as const satisfies Record<
  FactsByCode['check-not-discovered']['cause'],
  (facts: FactsByCode['check-not-discovered']) => Rich
>;

function discover(facts: FactsByCode['check-not-discovered'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-off':
      return switchOn('cluster-agent', 'provider', [finder(facts)], context);
    case 'listener-off':
      return switchOn('cluster-agent', 'listener', [finder(facts)], context);
    case 'excluded':
      return remedy(
        say`if it should run, narrow the rule: ${code('DD_CONTAINER_EXCLUDE')} or ${code('DD_CONTAINER_EXCLUDE_METRICS')} of the Cluster Agent.`,
      );
    case 'error':
      return remedy(say`act on those words, then look again:`, configCheckCommand(context));
    case 'unknown':
      return facts.service === null
        ? remedy(
            say`the file must lie in ${code('/etc/datadog-agent/conf.d')} of the Cluster Agent and say ${code('cluster_check: true')}. What it reads:`,
            configCheckCommand(context),
          )
        : remedy(
            say`a Service made in the last minute may not be read yet: ask again. If it stays so, the leader's log names it:`,
            logCommand(null, context, "--tail=500 | grep -iE 'kube_services|kube_endpoints|annotation'"),
          );
  }
}

function undispatchedSum(facts: FactsByCode['check-not-dispatched']): Rich {
  switch (facts.cause) {
    case 'no-agents':
      return strong`${named(facts)} is with nobody: no Agent reports to the leader for checks.`;
    case 'warming-up':
      return strong`${named(facts)} is not dispatched yet: the leader is warming up, for 30 s.`;
    case 'unassigned':
      return strong`${named(facts)} is with nobody: the leader found no Agent for it.`;
    case 'not-in-list':
      return strong`${named(facts)} is known to the leader, and is missing from what it hands out.`;
  }
}

function dispatch(facts: FactsByCode['check-not-dispatched'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'no-agents':
      return remedy(
        say`node Agents need ${code('clusterchecks')} in ${code(VARIABLES.provider)} and must reach the Cluster Agent on port 5005. What the leader logs:`,
        logCommand(null, context, "--tail=500 | grep -iE 'nodes reporting|expiring|session token'"),
      );
    case 'warming-up':
      return remedy(say`nothing; ask again in 30 s.`);
    case 'unassigned':
      return remedy(
        say`the leader logs why:`,
        logCommand(null, context, "--tail=500 | grep -iE 'no available node|unscheduled|cannot patch'"),
      );
    case 'not-in-list':
      return remedy(
        say`ask again in 30 s: the two lists were read one after the other. If it stays so, what the leader logs:`,
        logCommand(null, context, "--tail=500 | grep -iE 'dispatch|cannot patch'"),
      );
  }
}

function arrive(facts: FactsByCode['check-not-arrived'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-off':
      return switchOn('node-agent', 'provider', ['clusterchecks'], context);
    case 'agent-missing':
      return remedy(
        say`bring the Agent back there, or nothing: 30 s after its last report the leader gives the check to another. What runs there:`,
        podsOnNode(facts.node, context),
      );
    case 'unknown': {
      const log = nodeAgentLog(facts.pod, context, 'cluster-checks|cluster agent');
      return remedy(
        say`ask again in 30 s: Agents fetch about every 10 s. If it stays so, the Agent's log tells what keeps it from the Cluster Agent${log === undefined ? '.' : ':'}`,
        log,
      );
    }
  }
}

const NOT_ARRIVED = {
  'provider-off': (story) =>
    say`The Agent ${story.pod === null ? 'there' : code(story.pod)} does not ask for cluster checks: ${code(VARIABLES.provider)} does not name ${code('clusterchecks')}`,
  'agent-missing': (story) => say`No Agent pod is to be found for ${place(story)}`,
  unknown: (story) =>
    say`The Agent ${story.pod === null ? 'there' : code(story.pod)} answers, and has no such configuration`,
} as const satisfies Record<
  FactsByCode['check-not-arrived']['cause'],
  (story: FactsByCode['check-not-arrived']) => Rich
>;

/** One cluster check on its way to the Agent that is to run it. */
export const checks = {
  'check-config-invalid': ({ service, annotation, problem }) => {
    const yaml = annotationForm(annotation);
    return {
      sum: strong`Service ${code(service)} asks for a check in a form that cannot be read, so there is none.`,
      points: [say`Annotation ${code(annotation)}: ${code(problem)}`],
      effect: say`nothing of what this annotation asks for runs, and no Agent counts it as failing.`,
      notAtFault: say`Not at fault: dispatching and the node Agents. They were never given anything.`,
      remedy: {
        say: say`put it right in the Service's manifest${yaml === undefined ? '.' : ', with your own words for those in capitals:'}`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: WAY_OF_A_CHECK,
      see: commands(annotationsCommand(service)),
    };
  },
  'check-not-discovered': (facts, context) => ({
    sum: strong`${named(facts)} is unknown to the leader: ${NOT_DISCOVERED[facts.cause](facts)}.`,
    points: way(facts, facts.detail),
    effect: RUNS_NOWHERE,
    notAtFault: say`Not at fault: the node Agents. They can only run what the leader finds.`,
    remedy: discover(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(annotationsCommand(facts.service), configCheckCommand(context)),
  }),
  'check-not-dispatched': (facts, context) => ({
    sum: undispatchedSum(facts),
    points: [
      ...way(facts),
      facts.agents === 0
        ? say`No Agent reports to the leader`
        : say`${count(facts.agents, 'Agent')} ${facts.agents === 1 ? 'reports' : 'report'} to the leader`,
    ],
    effect:
      facts.cause === 'warming-up' ? say`node Agents keep running what they had from the last leader.` : RUNS_NOWHERE,
    notAtFault: say`Not at fault: what asks for the check. The leader has read it.`,
    remedy: dispatch(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(configCheckCommand(context), dispatchedCommand(context)),
  }),
  'check-not-arrived': (facts, context) => ({
    sum: strong`${named(facts)} was given to ${place(facts)} and is not there.`,
    points: [...way(facts), NOT_ARRIVED[facts.cause](facts)],
    effect: RUNS_NOWHERE,
    notAtFault: say`Not at fault: what asks for the check, and the leader. It counts the check as dispatched.`,
    remedy: arrive(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(
      dispatchedCommand(context, facts.check),
      nodeAgentCommand(facts.pod, context, 'configcheck'),
      podsOnNode(facts.node, context),
    ),
  }),
  'check-id-changed-by-dispatch': ({ check, ids }, context) => ({
    sum: strong`The different IDs of ${code(check)} are normal: ${number(ids.length)} of them, one check.`,
    points: [say`Seen: ${codes(ids)}`, say`Tags and options are added on the way, and the ID is made from all of them`],
    remedy: remedy(say`nothing. To find it again, go by its name, its source and the name of its instance.`),
    teach: [
      say`The ID in the leader's ${code('clusterchecks')} is that of the Agent's ${code('agent status')}, where a core check with one instance shows its name alone. Both ${code('configcheck')} commands print others, made from the text with secrets blanked.`,
    ],
    see: commands(dispatchedCommand(context, check), configCheckCommand(context)),
  }),
} satisfies Partial<FindingPhrases>;
