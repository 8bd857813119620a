import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  ELECTION_LOG,
  EVENT_CHECK,
  EVENT_SETTINGS,
  eventLog,
  NEWEST_EVENTS,
  tokenCommand,
  withoutElection,
} from '../event-names.ts';
import { number } from '../measure.ts';
import { commands, execCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { EVENTS_LOST, figures, HOW_EVENTS_ARE_COLLECTED, settingTold, switchOnHere } from './events-wording.ts';
import { ago, because, codesOf, count, lasting } from './wording.ts';

function leaderStatus(leader: string, context: PhraseContext): string | undefined {
  return execCommand(leader, context, 'datadog-cluster-agent status');
}

function noneSum({ cause, leader, tokenSeconds }: FactsByCode['events-none-collected']): Rich {
  if (cause === 'ever')
    return strong`${shortPod(leader)} leads and may collect Kubernetes events, but has sent none since it started.`;
  return tokenSeconds === null
    ? strong`No Kubernetes events have been collected lately, though the cluster has new ones.`
    : strong`No Kubernetes events have been collected for ${lasting(tokenSeconds)}, though the cluster has newer ones.`;
}

/** Whether Kubernetes events are collected. */
export const events = {
  'events-healthy': (facts, context) => {
    const told = figures(facts);
    return {
      sum: strong`Kubernetes events are collected by the leader, ${shortPod(facts.leader)}${told.length === 0 ? [] : say`: ${join(told, ', ')}`}.`,
      points: [
        say`Check ${code(EVENT_CHECK)} on ${code(facts.leader)}${facts.lastRunSeconds === null ? [] : say`, last run ${ago(facts.lastRunSeconds, context)}`}`,
        ...(facts.tokenSeconds === null
          ? []
          : [say`How far it has read was last noted ${ago(facts.tokenSeconds, context)}`]),
      ],
      teach: HOW_EVENTS_ARE_COLLECTED,
      see: commands(leaderStatus(facts.leader, context), tokenCommand('datadogtoken', context)),
    };
  },
  'events-leader-election-off': (facts, context) => ({
    sum: strong`No replica collects Kubernetes events: leader election is off, and only a leader collects them.`,
    points: [
      settingTold(facts.setting),
      ...(facts.logTimes === 0 ? [] : [say`Its log says ${code(ELECTION_LOG)} × ${number(facts.logTimes)}`]),
    ],
    effect: say`${EVENTS_LOST} Cluster checks have nobody to dispatch them either.`,
    notAtFault: say`Not at fault: the rights, and the events themselves.`,
    remedy: switchOnHere(facts.setting, 'leaderElection', context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(eventLog(null, context)),
  }),
  'events-collection-off': (facts, context) => ({
    sum: strong`Kubernetes events are not collected: that is off by the Agent's settings.`,
    points: [settingTold(facts.setting)],
    effect: EVENTS_LOST,
    remedy: {
      ...switchOnHere(facts.setting, 'events', context),
      say: say`nothing, if that is meant. Otherwise ${switchOnHere(facts.setting, 'events', context).say}`,
    },
    teach: HOW_EVENTS_ARE_COLLECTED,
  }),
  'events-none-collected': (facts, context) => ({
    sum: noneSum(facts),
    points: [
      say`Check ${code(EVENT_CHECK)} on ${code(facts.leader)}${figures(facts).length === 0 ? [] : say`: ${join(figures(facts), ', ')}`}`,
      ...(facts.inCluster === null
        ? []
        : [
            say`The API server holds ${count(facts.inCluster, 'event')}${facts.newestSeconds === null ? [] : say`, the newest from ${ago(facts.newestSeconds, context)}`}`,
          ]),
      ...(facts.tokenSeconds === null
        ? []
        : [say`How far it has read was last noted ${ago(facts.tokenSeconds, context)}`]),
    ],
    effect: EVENTS_LOST,
    notAtFault: say`Not at fault: settings and rights; both allow it.`,
    remedy: remedy(
      say`the leader's log tells what it meets. If it tells nothing, delete that pod: the next leader starts the check anew.`,
      eventLog(facts.leader, context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(leaderStatus(facts.leader, context), NEWEST_EVENTS),
  }),
  'events-none-to-collect': (facts, context) => ({
    sum: strong`The cluster itself holds no events now, so there is nothing to collect.`,
    points: [
      say`Check ${code(EVENT_CHECK)} runs on ${code(facts.leader)}${facts.runs === null ? [] : say` (${count(facts.runs, 'run')})`}`,
    ],
    remedy: remedy(say`nothing. A quiet cluster has none for hours.`),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(NEWEST_EVENTS, leaderStatus(facts.leader, context)),
  }),
  'events-unknown': ({ attempts }, context) => ({
    sum: strong`Whether Kubernetes events are collected could not be seen.`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`This says nothing against the collection: it is unknown, not broken.`,
    ...(context.codes.includes('rights-missing')
      ? {}
      : { remedy: remedy(say`ask again; the leader's log tells it as well:`, eventLog(context.leader, context)) }),
    teach: HOW_EVENTS_ARE_COLLECTED,
  }),
  'node-agents-also-elect': (facts, context) => ({
    sum:
      facts.total === facts.of
        ? strong`${facts.of === 1 ? 'The only node Agent elects' : say`All ${number(facts.of)} node Agents elect`} a leader as well, beside the Cluster Agent.`
        : strong`${number(facts.total)} of ${count(facts.of, 'node Agent')} ${facts.total === 1 ? 'elects' : 'elect'} a leader as well, beside the Cluster Agent.`,
    points: [
      ...(facts.agents.length === 0
        ? []
        : [
            say`On ${codesOf(
              facts.agents.map(({ node, pod }) => node || pod),
              facts.total,
            )}`,
          ]),
      say`Their pods set ${code(EVENT_SETTINGS[0])} or ${code(EVENT_SETTINGS[1])} to ${code('true')}`,
    ],
    effect: say`the same events are sent twice, and both sides contend for a lock of the same name.`,
    notAtFault: say`Not at fault: the Cluster Agent, to which this work belongs.`,
    remedy: remedy(
      say`take both settings out of the node Agents (${code('env')} of their containers, by Helm or the operator where one manages them):`,
      withoutElection(facts, context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
  }),
} satisfies Partial<FindingPhrases>;
