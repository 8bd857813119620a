import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  dispatchedCommand,
  fullImage,
  loadTrouble,
  nodeAgentCommand,
  podsOnNode,
  runByHand,
  wayCommands,
} from '../check-names.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { named, place, RUNS_NOWHERE, WAY_OF_A_CHECK, way } from './checks-wording.ts';
import { ago, because, count } from './wording.ts';

function load(facts: FactsByCode['check-not-loaded-on-node'], context: PhraseContext): Remedy {
  switch (loadTrouble(facts)) {
    case 'no-python':
      return remedy(
        say`run the full Agent image there (${fullImage(context)}). ${code(facts.check)} is a Python check, and this Agent tried no Python loader; ${code('Python Version: n/a')} in its ${code('agent status')} confirms it.`,
      );
    case 'not-built-in':
      return remedy(
        say`run an Agent there that has ${code(facts.check)} built in: a newer version, or the full image (${fullImage(context)}).`,
      );
    case 'no-module':
      return remedy(
        say`the Agent's Python has no such check. A check of your own belongs into ${code('/etc/datadog-agent/checks.d')} of every Agent that may get it; for one of Datadog's, compare the spelling and the Agent's version.`,
      );
    case 'told':
      return remedy(say`act on those words: the configuration arrived as the leader sent it.`);
    case 'too-early':
      return remedy(say`nothing yet; ask again in 15 min.`);
    case 'untold':
      return remedy(
        say`the reason stands under ${code('Loading Errors')} or ${code('Check Initialization Errors')} of that Agent's own status.`,
        nodeAgentCommand(facts.pod, context, 'status'),
      );
  }
}

function notLoadedSum(facts: FactsByCode['check-not-loaded-on-node']): Rich {
  switch (loadTrouble(facts)) {
    case 'too-early':
      return strong`${named(facts)} is on ${place(facts)} and has not run there yet: the Agent started lately.`;
    case 'untold':
      return strong`${named(facts)} is on ${place(facts)} and does not run there: 0 runs, and no error that I could see.`;
    default:
      return strong`${named(facts)} sits on ${place(facts)}, and the Agent there cannot load it: 0 runs.`;
  }
}

/** One cluster check on the Agent that has it. */
export const checksOnNode = {
  'check-running': (facts, context) => ({
    sum: strong`${named(facts)} runs on ${place(facts)} and reports.`,
    points: [
      ...way(facts),
      ...(facts.runs === null
        ? []
        : [
            say`${count(facts.runs, 'run')}${facts.lastRunSeconds === null ? '' : `, the last ${ago(facts.lastRunSeconds, context)}`}${
              facts.samples === null ? '' : `, ${count(facts.samples, 'metric sample')} in all`
            }`,
          ]),
    ],
    teach: WAY_OF_A_CHECK,
    see: commands(...wayCommands(facts, context)),
  }),
  'check-not-loaded-on-node': (facts, context) => {
    const early = loadTrouble(facts) === 'too-early';
    return {
      sum: notLoadedSum(facts),
      points: [
        ...way(facts, facts.error),
        ...(early ? [] : [say`Why it was quiet: the leader counts it as dispatched and is not told that it never ran`]),
        ...(facts.loadedElsewhere === 0
          ? []
          : [say`${count(facts.loadedElsewhere, 'other Agent')} loaded the same check: it is this Agent that differs`]),
        ...(facts.agentVersion === null ? [] : [say`Agent there: ${facts.agentVersion}`]),
      ],
      ...(early ? {} : { effect: RUNS_NOWHERE }),
      notAtFault: say`Not at fault: what asks for the check, the leader and the way to that Agent.`,
      remedy: load(facts, context),
      teach: WAY_OF_A_CHECK,
      see: commands(
        dispatchedCommand(context, facts.check),
        nodeAgentCommand(facts.pod, context, 'configcheck'),
        nodeAgentCommand(facts.pod, context, 'status'),
      ),
    };
  },
  'check-failing-on-node': (facts, context) => {
    const command = runByHand(facts, context);
    const runs = facts.runs === null ? [] : say`, ${count(facts.runs, 'run')}`;
    return {
      sum:
        facts.state === 'ERROR'
          ? strong`${named(facts)} runs on ${place(facts)}, and its last run failed.`
          : strong`${named(facts)} runs on ${place(facts)}, and warns.`,
      points: [
        ...(facts.error === null || facts.error === '' ? [] : [say`The check says: ${code(facts.error)}`]),
        say`State ${code(facts.state)}${runs}, ${
          facts.lastSuccessSeconds === null
            ? 'no success known'
            : `last success ${ago(facts.lastSuccessSeconds, context)}`
        }`,
        ...way(facts),
      ],
      effect:
        facts.state === 'ERROR'
          ? say`what it should measure is missing, and the leader counts it as dispatched all the same.`
          : say`it reports; what the warning names can be missing from it.`,
      notAtFault: say`Not at fault: the way there. The check was found, dispatched and loaded; the trouble lies between that Agent and what it checks.`,
      remedy: remedy(
        say`act on those words. To see it fail, run it once by hand where it runs${command === undefined ? '.' : ':'}`,
        command,
      ),
      teach: WAY_OF_A_CHECK,
      see: commands(...wayCommands(facts, context)),
    };
  },
  'check-reports-nothing': (facts, context) => {
    const command = runByHand(facts, context);
    return {
      sum: strong`${named(facts)} runs on ${place(facts)} without an error and has sent no metric sample.`,
      points: [say`${count(facts.runs, 'run')}, state ${code('OK')}, 0 metric samples in all`, ...way(facts)],
      effect: say`none, for a check that sends only service checks or events; else its dashboards and monitors have no data.`,
      notAtFault: say`Not at fault: dispatching and the Agent. They do what the configuration says.`,
      remedy: remedy(
        say`if it should send metrics, look for an option of the instance that matches nothing (a filter, a name, a URL). What one run makes${command === undefined ? ' stands in the status of that Agent.' : ':'}`,
        command,
      ),
      teach: WAY_OF_A_CHECK,
      see: commands(...wayCommands(facts, context)),
    };
  },
  'check-unseen-on-node': (facts, context) => ({
    sum: strong`I cannot see whether ${named(facts)} runs: ${place(facts)} ${facts.attempts.length === 0 ? 'was not' : 'could not be'} asked.`,
    points: [
      ...way(facts),
      ...facts.attempts.map(({ source, why, detail }) => say`${code(source)}: ${because(why, detail)}`),
    ],
    notAtFault: say`This says nothing against the check: it is unknown, not broken.`,
    remedy: remedy(
      say`ask ${code(`checks ${facts.check}`)} for this one alone, or ask that Agent yourself:`,
      nodeAgentCommand(facts.pod, context, 'status') ?? podsOnNode(facts.node, context),
    ),
    teach: WAY_OF_A_CHECK,
    see: commands(dispatchedCommand(context, facts.check)),
  }),
} satisfies Partial<FindingPhrases>;
