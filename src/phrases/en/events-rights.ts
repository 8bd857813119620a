import type { FactsByCode } from '../../domain/finding-facts.ts';
import { configCheckCommand } from '../check-names.ts';
import {
  canWatch,
  EVENT_CHECK,
  EVENT_SETTINGS,
  eventLog,
  refusal,
  stopsCollecting,
  tokenCommand,
} from '../event-names.ts';
import { configMapRightsManifest, eventRightsManifest } from '../manifests.ts';
import { clockTime, number } from '../measure.ts';
import { commands, execCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { EVENTS_LOST, HOW_EVENTS_ARE_COLLECTED } from './events-wording.ts';
import { grant } from './rights-wording.ts';
import { ago, codes, count } from './wording.ts';

function forbiddenSum({ denied, logFirst, account }: FactsByCode['events-forbidden'], { now }: PhraseContext): Rich {
  const verbs = codes(denied);
  if (!stopsCollecting(denied))
    return strong`${code(account)} may not ${codes(denied)} events; collecting them goes on without that.`;
  return logFirst === null
    ? strong`Kubernetes events are not collected: ${code(account)} may not ${verbs} them.`
    : strong`No Kubernetes events since ${clockTime(logFirst, now)}: the Cluster Agent may not ${verbs} them.`;
}

function verbs({ allowed, unknown }: FactsByCode['events-forbidden']): Rich {
  const has = allowed.length === 0 ? say`none of the rights on events` : say`${codes(allowed)} on events`;
  return unknown.length === 0 ? has : say`${has}; of ${codes(unknown)} the API server would not tell`;
}

/** What the Agent may do with events, and the check that collects them. */
export const eventsRights = {
  'events-forbidden': (facts, context) => ({
    sum: forbiddenSum(facts, context),
    points: [
      say`Account ${code(facts.account)} has ${verbs(facts)}, by the API server's own word`,
      ...(facts.logTimes === 0
        ? []
        : [
            say`The leader's log: ${code(refusal(facts.denied))} × ${number(facts.logTimes)}${facts.logFirst === null ? [] : say` since ${clockTime(facts.logFirst, context.now)}`}`,
          ]),
      ...(facts.totalEvents === null ? [] : [say`Sent since it started: ${count(facts.totalEvents, 'event')}`]),
    ],
    ...(stopsCollecting(facts.denied) ? { effect: EVENTS_LOST } : {}),
    notAtFault: say`Not at fault: the settings and the leader.`,
    remedy: grant(eventRightsManifest(facts.account), context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(...facts.denied.slice(0, 3).map((verb) => canWatch(facts.account, verb))),
  }),
  'events-token-forbidden': (facts, context) => ({
    sum: strong`The Cluster Agent cannot keep its place in the events: it may not ${codes(facts.denied)} ConfigMap ${code(facts.configMap)}.`,
    points: [say`Account ${code(facts.account)}, by the API server's own word`],
    effect: say`events are still collected; after each restart or change of leader some are sent again or lost.`,
    remedy: grant(configMapRightsManifest(facts.account, facts.configMap), context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(tokenCommand(facts.configMap, context)),
  }),
  'apiserver-check-failing': (facts, context) => ({
    sum:
      facts.state === 'ERROR'
        ? strong`Check ${code(EVENT_CHECK)} fails on the leader, so Kubernetes events are not collected.`
        : strong`Check ${code(EVENT_CHECK)} on the leader runs with a warning.`,
    points: [
      ...(facts.error === null || facts.error === '' ? [] : [say`It says: ${code(facts.error)}`]),
      say`${facts.runs === null ? code(facts.state) : say`${code(facts.state)} after ${count(facts.runs, 'run')}`}, ${
        facts.lastSuccessSeconds === null
          ? say`no run that succeeded is known`
          : say`last success ${ago(facts.lastSuccessSeconds, context)}`
      }`,
      say`The leader is ${code(facts.leader)}`,
    ],
    effect: facts.state === 'ERROR' ? EVENTS_LOST : say`events are collected; what the warning names may be missing.`,
    remedy: remedy(say`act on its own words; the leader's log has more:`, eventLog(facts.leader, context)),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(execCommand(facts.leader, context, 'datadog-cluster-agent status')),
  }),
  'apiserver-check-absent': (facts, context) => ({
    sum: strong`The leader ${shortPod(facts.leader)} does not run ${code(EVENT_CHECK)}, the check that collects Kubernetes events.`,
    points: [
      facts.otherChecks.length === 0 ? say`It runs no other check either` : say`It runs ${codes(facts.otherChecks, 8)}`,
      say`The leader is ${code(facts.leader)}`,
    ],
    effect: EVENTS_LOST,
    remedy: remedy(
      say`see whether its configuration is read. A volume over ${code('/etc/datadog-agent/conf.d')} hides the one in the image; an Agent without ${code(EVENT_SETTINGS[1])} may leave it out:`,
      configCheckCommand(context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(execCommand(facts.leader, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
