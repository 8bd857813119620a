import { clockTime, number } from '../measure.ts';
import { commands, execCommand, inNamespace, logCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { ago, count, lasting, list } from './wording.ts';

const INVALID_IS_SAFE = say`an invalid metric is not served, so HPAs on it hold their size; none scales down on a false zero.`;

const HOW_METRICS_WORK: readonly Rich[] = [
  say`Every 30 s the leader asks Datadog for all metrics that HPAs name (35 queries a request) and keeps the values in a ConfigMap; all replicas serve from it.`,
  say`The HPA controller asks ${code('external.metrics.k8s.io')}, which the Agent answers. A value older than 120 s (${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE')}) is invalid and not served.`,
  say`For an invalid metric the Agent prints value 0 and a fresh time: that is the time of the failed refresh, not of data. ${code('Valid: false')} is the only sign.`,
];

function configMapCommand(name: string): string | undefined {
  const [namespace, configMap] = name.split('/');
  return namespace && configMap ? `kubectl get configmap ${configMap} -n ${namespace} -o yaml` : undefined;
}

function leaderLog(context: PhraseContext): string {
  return logCommand(null, context, "--tail=500 | grep -iE 'external metric|datadog|query'");
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
    points: [say`Kept in ConfigMap ${code(facts.configMap)}`],
    teach: HOW_METRICS_WORK,
    see: commands(configMapCommand(facts.configMap)),
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
    points: [say`${code(facts.pod)} says: ${code(facts.detail)}`],
    effect: say`HPAs on external metrics hold their size.`,
    remedy: remedy(
      say`${code('forbidden')} asks for ${code('get')} and ${code('update')} on the ConfigMap in the Agent's Role. The log says more:`,
      leaderLog(context),
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
          : strong`1 of ${count(facts.total, 'external metric')} is invalid: ${code(one.name)}, so HPA ${code(one.autoscaler)} holds its size.`,
      points: [
        ...(facts.invalid ?? []).map(
          ({ name, autoscaler, ageSeconds }) =>
            say`${code(name)} for HPA ${code(autoscaler)}${ageSeconds === null ? [] : say`: refreshed ${ago(ageSeconds, context)}, without data`}`,
        ),
        ...(facts.invalid === null ? [say`Which ones is not told: this text holds counts only`] : []),
        say`Kept in ConfigMap ${code(facts.configMap)}`,
      ],
      effect: INVALID_IS_SAFE,
      ...(all || context.codes.includes('external-metrics-batch-failed')
        ? {}
        : {
            notAtFault: say`The other ${facts.valid === 1 ? 'metric is' : `${number(facts.valid)} are`} valid, so keys and network work (inferred).`,
          }),
      remedy: all
        ? remedy(
            say`when every metric fails, look for one cause (keys, rate limit, network) in the log:`,
            leaderLog(context),
          )
        : remedy(
            say`look at the query in Metrics Explorer: a misspelled name or tag, or a sender that stopped. The Agent's reason is in the log:`,
            leaderLog(context),
          ),
      teach: HOW_METRICS_WORK,
      see: commands(configMapCommand(facts.configMap), 'kubectl get hpa -A'),
    };
  },
  'external-metrics-batch-failed': (facts, context) => ({
    sum: strong`The last query for external metrics failed at ${list(facts.sources.map(({ url }) => code(url)))}${facts.total === 0 ? [] : say`, for ${count(facts.total, 'metric')}`}.`,
    points: [
      ...facts.sources.map(
        ({ url, lastFailure, lastSuccess }) =>
          say`${code(url)}: failed ${lastFailure === null ? 'at a time not told' : clockTime(lastFailure, context.now)}, last success ${lastSuccess === null ? 'not told' : clockTime(lastSuccess, context.now)}`,
      ),
      say`Read from ${code(facts.pod)}`,
    ],
    effect: say`values go stale after 120 s; then HPAs on them hold their size.`,
    remedy: remedy(say`the log names the cause (keys, site, rate limit, network):`, leaderLog(context)),
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-rate-limited': (facts) => ({
    sum: strong`Datadog is rate-limiting this Cluster Agent's metric queries (429).`,
    points: [say`${code(facts.pod)} says: ${code(facts.detail)}`],
    effect: INVALID_IS_SAFE,
    notAtFault: say`Not a typo and not a key: Datadog knows the caller and asks it to wait. The budget is the organisation's; other clusters spend it too.`,
    remedy: remedy(
      say`set ${code('DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD=120')} and ${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE=360')} on clusters that can wait, or ask Datadog for a higher limit.`,
    ),
    notSeen: [say`who else spends the budget`],
    teach: HOW_METRICS_WORK,
  }),
  'external-metrics-keys-rejected': (facts, context) => ({
    sum: strong`Datadog refuses this Cluster Agent's metric queries: the API or application key is missing or wrong.`,
    points: [say`${code(facts.pod)} says: ${code(facts.detail)}`],
    effect: INVALID_IS_SAFE,
    remedy: remedy(
      say`check that ${code('DD_APP_KEY')} is set, that its owner may read metrics (${code('timeseries_query')}), and that ${code('DD_SITE')} is your site; then restart the Cluster Agent${context.deployment === null ? '.' : ':'}`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    ),
    notSeen: [say`the keys: dca-bot does not read Secrets`],
    teach: HOW_METRICS_WORK,
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
