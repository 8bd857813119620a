import type { FactsByCode } from '../../domain/finding-facts.ts';
import { storeCommand } from '../hpa-names.ts';
import { amount, clockTime, number } from '../measure.ts';
import {
  commonCauseTold,
  metricsLog,
  QUERIES_PER_REQUEST,
  requests,
  restartCommand,
  slowerPace,
} from '../metrics-names.ts';
import { commands, execCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { agentSays, HOW_METRICS_WORK, INVALID_IS_SAFE, readReason } from './metrics-wording.ts';
import { ago, count, lasting, list } from './wording.ts';

/** Where values are kept; no name of a ConfigMap means that they lie in DatadogMetrics. */
function keptIn(configMap: string): Rich {
  return configMap === '' ? say`Kept in DatadogMetric objects` : say`Kept in ConfigMap ${code(configMap)}`;
}

function storeCommands(configMap: string): readonly string[] {
  return commands(configMap === '' ? storeCommand('datadogmetric', null) : storeCommand('configmap', configMap));
}

function batchSum({ sources, total }: FactsByCode['external-metrics-batch-failed']): Rich {
  const of = total === 0 ? [] : say`, for ${count(total, 'metric')}`;
  return sources.length === 0
    ? strong`The Agent's query for external metrics fails as a whole${of}.`
    : strong`The last query for external metrics failed at ${list(sources.map(({ url }) => code(url)))}${of}.`;
}

function batchRemedy({ suspects }: FactsByCode['external-metrics-batch-failed'], context: PhraseContext): Remedy {
  return suspects.length === 0
    ? remedy(say`the log names the cause (a bad query, keys, site, network):`, metricsLog(context))
    : remedy(
        say`correct or remove the suspected ${suspects.length === 1 ? 'query' : 'queries'}; the other metrics then come back by themselves. What Datadog objected to:`,
        metricsLog(context),
      );
}

/** What this cluster spends of the limit. */
function spending({ metrics, refreshSeconds }: FactsByCode['external-metrics-rate-limited']): readonly Rich[] {
  if (metrics === null || metrics === 0)
    return [
      say`It asks every ${lasting(refreshSeconds)}; the budget is the organisation's: your other clusters spend it too`,
    ];
  const { each, anHour } = requests(metrics, refreshSeconds);
  return [
    say`This cluster sends ${count(each, 'request')} every ${lasting(refreshSeconds)} (${count(metrics, 'metric')}, ${QUERIES_PER_REQUEST} a request) = ${amount(anHour)} an hour; the budget is the organisation's: your other clusters spend it too`,
  ];
}

function slowDown({ metrics, refreshSeconds }: FactsByCode['external-metrics-rate-limited']): Remedy {
  const pace = slowerPace(refreshSeconds);
  const then =
    metrics === null || metrics === 0 ? [] : say` (${amount(requests(metrics, pace.refreshSeconds).anHour)} an hour)`;
  return remedy(
    say`set ${code(`DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=${pace.refreshSeconds}`)}${then} and ${code(`DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=${pace.maxAgeSeconds}`)} on the clusters that can wait, or ask Datadog for a higher limit.`,
  );
}

/** The metrics the Agent serves to HorizontalPodAutoscalers. */
export const externalMetrics = {
  'external-metrics-healthy': (facts) => ({
    sum:
      facts.total === 0
        ? strong`The external metrics provider is on; no HPA uses it.`
        : facts.total === 1
          ? strong`The one external metric is valid${facts.oldestSeconds === null ? [] : say`, ${lasting(facts.oldestSeconds)} old`}.`
          : strong`All ${number(facts.total)} external metrics are valid${facts.oldestSeconds === null ? [] : say`, the oldest ${lasting(facts.oldestSeconds)} old`}.`,
    points: [keptIn(facts.configMap)],
    teach: HOW_METRICS_WORK,
    see: storeCommands(facts.configMap),
  }),
  'external-metrics-disabled': (facts, context) => ({
    sum: strong`The external metrics provider is switched off: a setting, not a fault.`,
    points: [
      say`${code('DD_EXTERNAL_METRICS_PROVIDER_ENABLED')} is off on ${code(facts.pod)}; HPAs cannot scale on Datadog metrics`,
    ],
    remedy: remedy(
      say`nothing. If HPAs should: ${setting('externalMetrics', context)}, and give the Agent an application key.`,
    ),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-in-datadogmetrics': (facts) => ({
    sum: strong`External metrics live in DatadogMetric objects, so ${code('status')} shows neither counts nor values.`,
    points: [
      say`${code(facts.pod)} says so; it is a setting (${code('DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD')})`,
    ],
    notSeen: [say`whether the metrics are valid: that stands in the DatadogMetric objects`],
    remedy: remedy(say`look at them:`, 'kubectl get datadogmetric -A'),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-error': (facts, context) => ({
    sum: strong`The Cluster Agent cannot read its external metrics${facts.store === null ? [] : say` from ConfigMap ${code(facts.store)}`}.`,
    points: [agentSays(facts.pod, facts.detail)],
    effect: say`HPAs on external metrics hold their size.`,
    remedy: remedy(
      say`${code('forbidden')} asks for ${code('get')} and ${code('update')} on the ConfigMap in the Agent's Role. The log says more:`,
      metricsLog(context),
    ),
    teach: HOW_METRICS_WORK,
  }),
  'external-metric-invalid': (facts, context) => {
    const bad = facts.total - facts.valid;
    const all = facts.valid === 0;
    const one = bad === 1 ? facts.invalid?.[0] : undefined;
    return {
      sum: all
        ? strong`${facts.total === 1 ? 'The one external metric is' : `None of the ${number(facts.total)} external metrics is`} ${facts.total === 1 ? 'invalid' : 'valid'}: HPAs on ${facts.total === 1 ? 'it' : 'them'} hold their size.`
        : one === undefined
          ? strong`${number(bad)} of ${count(facts.total, 'external metric')} ${bad === 1 ? 'is' : 'are'} invalid; HPAs on ${bad === 1 ? 'it' : 'them'} hold their size.`
          : strong`1 of ${count(facts.total, 'external metric')} is invalid: ${code(one.name)}, so ${one.autoscaler === '' ? say`HPAs on it hold their size` : say`HPA ${code(one.autoscaler)} holds its size`}.`,
      points: [
        ...(facts.invalid ?? []).map(
          ({ name, autoscaler, ageSeconds }) =>
            say`${code(name)}${autoscaler === '' ? [] : say` for HPA ${code(autoscaler)}`}${ageSeconds === null ? [] : say`: refreshed ${ago(ageSeconds, context)}, without data`}`,
        ),
        ...(facts.invalid === null ? [say`Which ones is not told: this text holds counts only`] : []),
        keptIn(facts.configMap),
      ],
      effect: INVALID_IS_SAFE,
      ...(all || commonCauseTold(context)
        ? {}
        : {
            notAtFault: say`The other ${facts.valid === 1 ? 'metric is' : `${number(facts.valid)} are`} valid, so keys and network work (inferred).`,
          }),
      remedy: commonCauseTold(context)
        ? readReason(context)
        : all
          ? remedy(
              say`when every metric fails, look for one cause (keys, rate limit, network) in the log:`,
              metricsLog(context),
            )
          : remedy(
              say`look at the query in Metrics Explorer: a misspelled name or tag, or a sender that stopped. The Agent's reason is in the log:`,
              metricsLog(context),
            ),
      teach: HOW_METRICS_WORK,
      see: [...storeCommands(facts.configMap), 'kubectl get hpa -A'],
    };
  },
  'external-metrics-batch-failed': (facts, context) => ({
    sum: batchSum(facts),
    points: [
      ...(facts.detail === null ? [] : [agentSays(facts.pod, facts.detail)]),
      ...facts.sources.map(
        ({ url, lastFailure, lastSuccess }) =>
          say`${code(url)}: failed ${lastFailure === null ? 'at a time not told' : clockTime(lastFailure, context.now)}, last success ${lastSuccess === null ? 'not told' : clockTime(lastSuccess, context.now)}`,
      ),
      ...facts.suspects.map(({ id, query }) =>
        query === null || query === id
          ? say`Likely the bad one (inferred): ${code(id)}`
          : say`Likely the bad one (inferred): ${code(id)}, query ${code(query)}`,
      ),
      ...(facts.detail === null && facts.pod !== '' ? [say`Read from ${code(facts.pod)}`] : []),
    ],
    effect:
      facts.suspects.length === 0
        ? say`the values go stale; then HPAs on them hold their size.`
        : say`one bad query fails the up to ${QUERIES_PER_REQUEST} that are sent with it; their values go stale, and HPAs on them hold their size.`,
    ...(facts.suspects.length === 0
      ? {}
      : {
          notAtFault: say`Not at fault: the other queries of the batch, keys and network; one wrong query is enough.`,
        }),
    remedy: batchRemedy(facts, context),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-rate-limited': (facts, context) => {
    const told = [
      ...(facts.since === null ? [] : [say`since ${clockTime(facts.since, context.now)}`]),
      ...(facts.times === null ? [] : [say`${facts.times === 1 ? 'once' : `${amount(facts.times)} times`}`]),
    ];
    return {
      sum: strong`Datadog is rate-limiting this Cluster Agent's metric queries (429${told.length === 0 ? [] : say` ${join(told, ', ')}`}).`,
      points: [agentSays(facts.pod, facts.detail), ...spending(facts)],
      effect: INVALID_IS_SAFE,
      notAtFault: say`Not a typo and not a key: Datadog knows the caller and asks it to wait.`,
      remedy: slowDown(facts),
      notSeen: [say`who else spends the budget`],
      teach: HOW_METRICS_WORK,
    };
  },
  'external-metrics-keys-rejected': (facts, context) => ({
    sum: strong`Datadog refuses this Cluster Agent's metric queries: the API or application key is missing or wrong.`,
    points: [agentSays(facts.pod, facts.detail)],
    effect: INVALID_IS_SAFE,
    remedy: remedy(
      say`check that ${code('DD_APP_KEY')} is set, that its owner may read metrics (${code('timeseries_query')}), and that ${code('DD_SITE')} is your site; then restart the Cluster Agent${context.deployment === null ? '.' : ':'}`,
      restartCommand(context),
    ),
    notSeen: [say`the keys: dca-bot does not read Secrets`],
    teach: HOW_METRICS_WORK,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
