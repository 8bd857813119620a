import type { StoredFigure } from '../../domain/hpa-facts.ts';
import { amount } from '../measure.ts';
import {
  API_SERVICE,
  commonCauseTold,
  datadogMetricName,
  inExplorer,
  isDatadogMetric,
  metricsLog,
} from '../metrics-names.ts';
import { remedy } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';
import { storeName } from './hpa-wording.ts';
import { codes, count, lasting } from './wording.ts';

export const INVALID_IS_SAFE = say`an invalid metric is not served, so HPAs on it hold their size; none scales down on a false zero.`;

export const NAMESPACES_HANG = say`While the APIService is unavailable, deleting any namespace hangs in ${code('Terminating')}`;

export const NEVER_ASKED = say`Keys, queries and Datadog have no part in this: the Agent is not even asked.`;

export const HOW_METRICS_WORK: readonly Rich[] = [
  say`Every 30 s the leader asks Datadog for all metrics that HPAs name (35 queries a request) and keeps the values in a ConfigMap, or in DatadogMetric objects; all replicas serve from it.`,
  say`The HPA controller asks ${code('external.metrics.k8s.io')}, which the Agent answers. A value older than 120 s (${code('DD_EXTERNAL_METRICS_PROVIDER_MAX_AGE')}) is invalid and not served.`,
  say`For an invalid metric the Agent prints value 0 and a fresh time: that is the time of the failed refresh, not of data. ${code('Valid: false')} is the only sign.`,
];

/** How a value reaches an HPA. */
export const WAY_OF_A_VALUE: readonly Rich[] = [
  say`The way of a value: Datadog, the Agent's leader, its store (ConfigMap or DatadogMetric), the Agent's port, the Service, APIService ${code(API_SERVICE)}, the API server, the HPA controller.`,
  say`One broken link leaves the HPA without a value. It then keeps its size; with other metrics at hand it can still grow, but not shrink.`,
  say`Kubernetes knows one owner of ${code('external.metrics.k8s.io')}. The API server itself dials that owner's pods: that other pods reach them proves nothing.`,
];

/** Which HPAs stand still. */
export function hpasHold(hpas: number | null): Rich {
  if (hpas === null)
    return say`HPAs on external metrics hold their size while this lasts; none scales down on a false zero.`;
  return say`${count(hpas, 'HPA')} on external metrics ${hpas === 1 ? 'holds its' : 'hold their'} size while this lasts; none scales down on a false zero.`;
}

/** How what Datadog's installation made is made again. */
export function installAgain({ installer }: PhraseContext): Rich {
  switch (installer) {
    case 'helm':
      return say`run ${code('helm upgrade')} of the Datadog release, which creates what is missing`;
    case 'operator':
      return say`let the Datadog Operator create what is missing, as it does by itself while it runs`;
    case 'unknown':
      return say`apply Datadog's manifests again`;
  }
}

/** Which users lack the metric's value: a name alone, else how many. */
export function whoHolds(users: readonly string[]): Rich {
  const [user, ...others] = users;
  if (user === undefined) return [];
  return others.length === 0 ? say`${code(user)} holds its size` : say`${count(users.length, 'HPA')} hold their size`;
}

export function usedBy(users: readonly string[]): readonly Rich[] {
  return users.length < 2 ? [] : [say`Used by ${codes(users)}`];
}

/** A metric by the name that a person looks for: a DatadogMetric by its own, any other by the metric's. */
export function metricTitle(metric: string, id: string): Rich {
  return isDatadogMetric(metric) && datadogMetricName(id) !== undefined ? say`DatadogMetric ${code(id)}` : code(metric);
}

export function agentSays(pod: string | null, words: string): Rich {
  return pod === null || pod === '' ? say`The Agent says: ${code(words)}` : say`${code(pod)} says: ${code(words)}`;
}

/** What the Agent holds for a metric. */
export function heldPoint(stored: StoredFigure): Rich {
  const age = stored.ageSeconds === null ? '' : `, ${lasting(stored.ageSeconds)} old`;
  return stored.value === null || !stored.valid
    ? say`The Agent holds no valid value for it (${storeName(stored)})`
    : say`The Agent holds a valid ${amount(stored.value)}${age} (${storeName(stored)})`;
}

/** Where the Agent's own reason stands. */
export function readReason(context: PhraseContext, link: string | null = null): Remedy {
  if (commonCauseTold(context))
    return remedy(say`the cause is told by another finding here; once it is gone, this metric comes back by itself.`);
  return {
    ...inExplorer(
      link === null
        ? say`the Agent's reason stands in the leader's log:`
        : say`look whether the query returns data in Metrics Explorer; the Agent's own reason stands in the leader's log:`,
      link,
    ),
    command: metricsLog(context),
  };
}
