import type { FactsByCode } from '../../domain/finding-facts.ts';
import { hpaCommand, keptCommand, metricName, servedCommand, tells } from '../hpa-names.ts';
import { datadogMetricManifest } from '../manifests.ts';
import { amount, clockTime } from '../measure.ts';
import {
  datadogMetricCommand,
  datadogMetricName,
  inExplorer,
  isDatadogMetric,
  metricsLog,
  restartCommand,
} from '../metrics-names.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import {
  agentSays,
  HOW_METRICS_WORK,
  heldPoint,
  hpasHold,
  INVALID_IS_SAFE,
  metricTitle,
  readReason,
  usedBy,
  WAY_OF_A_VALUE,
  whoHolds,
} from './metrics-wording.ts';
import { ago, because, codes, lasting } from './wording.ts';

type NoMetric = FactsByCode['hpa-no-metric-returned'];

/** dca-bot holds no Datadog key, so what Datadog itself would say stays open. */
const DATADOG_NOT_ASKED = say`Datadog itself: dca-bot holds no Datadog key, so it was not asked`;

function noMetricSum({ hpa, cause, stored, ...of }: NoMetric): Rich {
  const metric = code(metricName(of.metric, of.selector));
  switch (cause) {
    case 'invalid':
      return strong`${code(hpa)} gets no value for ${metric}: the Agent holds it as invalid and does not serve it.`;
    case 'not-stored':
      return strong`${code(hpa)} gets no value for ${metric}: the Agent does not know this metric.`;
    case 'labels-differ':
      return strong`${code(hpa)} gets no value for ${code(of.metric)}: the Agent stores it under other labels than the HPA asks for.`;
    case 'served-now':
      return strong`${code(hpa)} shows an earlier complaint: the metrics API serves ${metric} by now.`;
    case 'unknown':
      return stored?.valid
        ? strong`${code(hpa)} gets no value for ${metric}, though the Agent holds a valid one; why cannot be told yet.`
        : strong`${code(hpa)} gets no value for ${metric}; why cannot be told from what was read.`;
  }
}

function noMetricRemedy({ hpa, cause, metric, selector, link }: NoMetric, context: PhraseContext): Remedy {
  switch (cause) {
    case 'invalid':
      return readReason(context, link);
    case 'not-stored':
      return remedy(
        say`see in the leader's log whether the Agent can list HPAs and takes this one; it learns of metrics from them alone:`,
        metricsLog(context),
      );
    case 'labels-differ':
      return remedy(
        say`give the HPA's metric ${code('selector.matchLabels')} and no ${code('matchExpressions')}: the Agent takes its labels from there.`,
        hpaCommand(hpa, 'edit'),
      );
    case 'served-now':
      return remedy(say`nothing: the controller asks every 15 s. Ask again in a minute.`);
    case 'unknown':
      return context.origin === 'text'
        ? remedy(say`send, beside this text, what the Agent keeps of it; that tells why:`, keptCommand(metric, context))
        : remedy(say`ask the metrics API by hand, and me again in a minute:`, servedCommand(hpa, metric, selector));
  }
}

function seriesSum({ metric, id, problem, users }: FactsByCode['external-metric-no-series']): Rich {
  const title = metricTitle(metric, id);
  const held = whoHolds(users);
  const so = held.length === 0 ? say`so it is invalid` : say`so ${held}`;
  return problem === 'none'
    ? strong`Datadog returned no data for ${title}, ${so}.`
    : strong`The query of ${title} returns several series where one is needed, ${so}.`;
}

function lookAtQuery({ problem, link }: FactsByCode['external-metric-no-series']): Remedy {
  return problem === 'none'
    ? inExplorer(
        say`look at the query in Metrics Explorer: a misspelled metric or tag, tags that never occur together, or a sender that has stopped.`,
        link,
      )
    : inExplorer(
        say`take ${code('by {…}')} out of the query, or narrow its tags, until it draws a single line in Metrics Explorer.`,
        link,
      );
}

/** What the Agent says of one metric, and the query as it was sent. */
function wordsAndQuery(message: string | null, query: string | null): readonly Rich[] {
  return [
    ...(query === null ? [] : [say`Query as sent: ${code(query)}`]),
    ...(message === null || message === '' ? [] : [agentSays(null, message)]),
  ];
}

function staleSum(
  { metric, id, at, ageSeconds, maxAgeSeconds, users }: FactsByCode['external-metric-stale'],
  now: string,
): Rich {
  const held = whoHolds(users);
  const since = at === null ? say`recent enough` : say`since ${clockTime(at, now)}`;
  const limit = `limit ${lasting(maxAgeSeconds)}`;
  const age = ageSeconds === null ? limit : `${lasting(ageSeconds)}, ${limit}`;
  return strong`${held.length === 0 ? [] : say`${held}: `}${metricTitle(metric, id)} has no data point ${since} (${age}).`;
}

function staleRemedy({ id, metric, at, link }: FactsByCode['external-metric-stale'], now: string): Remedy {
  const stopped = at === null ? say`Stopped?` : say`Stopped at ${clockTime(at, now)}?`;
  const setting =
    isDatadogMetric(metric) || datadogMetricName(id) !== undefined
      ? 'spec.maxAge: 15m'
      : 'DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=900';
  return inExplorer(
    say`look at the query in Metrics Explorer. ${stopped} Find the sender. Always late, as cloud integrations are? Allow more than that delay, such as ${code(setting)}.`,
    link,
  );
}

/** What the Agent holds for HPAs, and why it serves none of it. */
export const storedMetrics = {
  'hpa-no-metric-returned': (facts, context) => {
    const { cause, stored, storedLabels, selector, sinceSeconds, hpa, metric } = facts;
    const served = cause === 'served-now';
    return {
      sum: noMetricSum(facts),
      points: [
        ...(stored === null ? [] : [heldPoint(stored)]),
        ...(stored?.query ? [say`Query as sent: ${code(stored.query)}`] : []),
        ...(storedLabels === null
          ? []
          : [say`Asked for: ${selector === '' ? say`any labels` : code(selector)}; stored: ${code(storedLabels)}`]),
        ...(sinceSeconds === null ? [] : [say`The controller's complaint began ${ago(sinceSeconds, context)}`]),
      ],
      ...(served || tells(context, 'hpa-partly-blind')
        ? {}
        : { effect: say`the HPA keeps its size; a missing value is never taken for zero.` }),
      ...(served || cause === 'unknown'
        ? {}
        : { notAtFault: say`Nothing on the way from the controller to the Agent was found broken.` }),
      ...(cause === 'invalid' ? { notSeen: [DATADOG_NOT_ASKED] } : {}),
      remedy: noMetricRemedy(facts, context),
      teach: WAY_OF_A_VALUE,
      see: commands(servedCommand(hpa, metric, selector), hpaCommand(hpa, 'describe')),
    };
  },
  'external-metric-no-series': (facts, context) => ({
    sum: seriesSum(facts),
    points: [...wordsAndQuery(facts.message, facts.query), ...usedBy(facts.users)],
    effect: INVALID_IS_SAFE,
    notAtFault: say`Not at fault: keys, network and rate limit; Datadog took the query and answered it.`,
    remedy: lookAtQuery(facts),
    notSeen: [DATADOG_NOT_ASKED],
    teach: HOW_METRICS_WORK,
    see: isDatadogMetric(facts.metric) ? [datadogMetricCommand(facts.id)] : [metricsLog(context)],
  }),
  'external-metric-stale': (facts, context) => ({
    sum: staleSum(facts, context.now),
    points: [
      ...wordsAndQuery(facts.message, facts.query),
      ...(facts.message === null
        ? [say`It is still marked valid, at an age at which the Agent no longer serves it`]
        : []),
      ...usedBy(facts.users),
    ],
    effect: INVALID_IS_SAFE,
    ...(facts.otherValid === 0
      ? {}
      : {
          notAtFault: say`The Agent is fine: ${facts.otherValid === 1 ? 'the other metric is' : `the other ${amount(facts.otherValid)} metrics are`} valid, so it is not a key, the network or a rate limit.`,
        }),
    remedy: staleRemedy(facts, context.now),
    notSeen: [DATADOG_NOT_ASKED],
    teach: HOW_METRICS_WORK,
    see: isDatadogMetric(facts.metric) ? [datadogMetricCommand(facts.id)] : [metricsLog(context)],
  }),
  'external-metrics-refresh-dead': ({ pod, updatedSeconds, maxAgeSeconds, message }, context) => {
    const restart = restartCommand(context);
    return {
      sum: strong`The Agent serves no metric at all: its values were last refreshed ${updatedSeconds === null ? say`too long ago` : ago(updatedSeconds, context)}.`,
      points: [
        ...(message === '' ? [] : [agentSays(null, message)]),
        say`It refuses everything once its copy is older than twice the limit of ${lasting(maxAgeSeconds)}`,
        ...(pod === null ? [] : [say`The leader, which does the refresh, is ${code(pod)}`]),
      ],
      effect: hpasHold(null),
      notAtFault: say`Not at fault: the single metrics and their queries; all of them stand still together.`,
      remedy: remedy(
        say`the leader's log says what holds it up (rights on its store, the API server, a stuck refresh); a restart sets it going again:`,
        restart ?? metricsLog(context),
      ),
      teach: HOW_METRICS_WORK,
      see: restart === undefined ? [] : [metricsLog(context)],
    };
  },
  'datadogmetric-not-found': ({ hpa, datadogMetric, message }) => {
    const yaml = datadogMetricManifest(datadogMetric);
    return {
      sum: strong`${code(hpa)} names a DatadogMetric that does not exist: ${code(datadogMetric)}.`,
      points: [
        ...(message === '' ? [] : [say`HPA and metrics API say: ${code(message)}`]),
        say`An HPA names it as ${code('datadogmetric@NAMESPACE:NAME')}, whatever namespace the HPA is in`,
      ],
      effect: say`this metric has no value; the HPA keeps its size.`,
      notAtFault: say`The Agent and the metrics API answer; Datadog is not asked for what is not there.`,
      remedy: {
        say: say`correct the name in the HPA, or create the DatadogMetric with your query:`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: HOW_METRICS_WORK,
      see: commands('kubectl get datadogmetric -A', hpaCommand(hpa, 'describe')),
    };
  },
  'external-metrics-unreadable': ({ attempts }, context) => ({
    sum: strong`What the Agent stores cannot be read, so nothing is known of its metrics.`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, tells(context, 'rights-missing') ? '' : detail)}`,
    ),
    ...(tells(context, 'rights-missing')
      ? {}
      : { remedy: remedy(say`ask again; if it stays, see whether it is there:`, attempts[0]?.source) }),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-unused': ({ ids }) => ({
    sum:
      ids.length === 1
        ? strong`One DatadogMetric is used by no autoscaler, so the Agent does not refresh it.`
        : strong`${amount(ids.length)} DatadogMetrics are used by no autoscaler, so the Agent does not refresh them.`,
    points: [say`Unused: ${codes(ids)}`],
    remedy: remedy(
      say`nothing, or delete what is not needed. To have one refreshed all the same: annotation ${code('external-metrics.datadoghq.com/always-active: "true"')}.`,
    ),
    teach: HOW_METRICS_WORK,
    see: ['kubectl get datadogmetric -A'],
  }),
} satisfies Partial<FindingPhrases>;
