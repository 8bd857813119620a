import type { HorizontalPodAutoscaler } from '../../domain/autoscaling-objects.ts';
import type { ObjectCondition } from '../../domain/objects.ts';

/** What the words of the HPA controller, of the API server or of the Agent blame. */
export type Cause =
  | { readonly kind: 'target-missing' }
  | { readonly kind: 'target-at-zero' }
  /** `others` holds the HPA itself too, in the controller's order. */
  | { readonly kind: 'ambiguous-selector'; readonly selector: string; readonly others: readonly string[] }
  | { readonly kind: 'custom-metrics' }
  | { readonly kind: 'resource-metrics' }
  | { readonly kind: 'metric-name-unusable' }
  | { readonly kind: 'api-missing' }
  | { readonly kind: 'api-unavailable' }
  | { readonly kind: 'api-timeout' }
  | { readonly kind: 'certificate' }
  /** `user`: empty when the words do not name it. */
  | { readonly kind: 'forbidden'; readonly user: string }
  | { readonly kind: 'no-metric-returned' }
  | { readonly kind: 'refresh-dead' }
  /** `error`: what the DatadogMetric's own condition says. */
  | { readonly kind: 'datadogmetric-invalid'; readonly error: string }
  | { readonly kind: 'datadogmetric-stale'; readonly updated: string | null }
  /** `id`: `namespace/name`; the metric's name where the words do not tell it. */
  | { readonly kind: 'datadogmetric-not-found'; readonly id: string }
  | { readonly kind: 'unknown' };

/** The condition that says why an HPA does not work right now. */
export interface DecidingCondition {
  readonly cause: Cause;
  /** The external metric that it names. */
  readonly metric: string | null;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly reason: string;
  readonly message: string;
  /** ISO 8601. */
  readonly since: string | undefined;
}

/** An HPA waits between two sizes: normal, and written by controllers before Kubernetes 1.18 only. */
const BACKING_OFF = /^Backoff/;

/**
 * The condition that decides: a scale target that cannot be read, then metrics that cannot, then a size that cannot be
 * set. Undefined while the controller is content. Events are history and never asked.
 */
export function decidingCondition({ status }: HorizontalPodAutoscaler): DecidingCondition | undefined {
  const broken = (wanted: string) =>
    status.conditions?.find(
      ({ type, status, reason }) => type === wanted && status === 'False' && !BACKING_OFF.test(reason ?? ''),
    );
  const able = broken('AbleToScale');
  const found = able?.reason === 'FailedGetScale' ? able : (broken('ScalingActive') ?? able);
  return found && read(found);
}

function read({ reason = '', message = '', lastTransitionTime }: ObjectCondition): DecidingCondition {
  return {
    cause: causeOfReason(reason, message) ?? causeInWords(message),
    ...namedMetric(message),
    reason,
    message,
    since: lastTransitionTime,
  };
}

const AMBIGUOUS = /pods by selector (?<selector>.*?) are controlled by multiple HPAs: \[(?<others>[^\]]*)\]/;

function causeOfReason(reason: string, message: string): Cause | undefined {
  switch (reason) {
    case 'FailedGetScale':
      return /not found|no matches for kind|could not find the requested resource/.test(message)
        ? { kind: 'target-missing' }
        : { kind: 'unknown' };
    case 'ScalingDisabled':
      return { kind: 'target-at-zero' };
    case 'AmbiguousSelector':
      return ambiguous(message) ?? { kind: 'ambiguous-selector', selector: '', others: [] };
    case 'FailedGetResourceMetric':
    case 'FailedGetContainerResourceMetric':
      return { kind: 'resource-metrics' };
    default:
      return undefined;
  }
}

function ambiguous(message: string): Cause | undefined {
  const groups = AMBIGUOUS.exec(message)?.groups;
  if (groups === undefined) return undefined;
  const others = (groups.others ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return { kind: 'ambiguous-selector', selector: groups.selector ?? '', others };
}

const DATADOGMETRIC_INVALID = /DatadogMetric is invalid(?:, err: (?<error>.*))?/s;
const DATADOGMETRIC_STALE = /DatadogMetric is stale(?:, last updated: (?<updated>.+?)(?:\. Check|$))?/m;
const DATADOGMETRIC_NOT_FOUND =
  /DatadogMetric not found(?: for metric name: (?<metric>[^,\s]+))?(?:, datadogmetricid: (?<id>[^\s,]+))?/;
const FORBIDDEN = /is forbidden: User "(?<user>[^"]*)"/;

/**
 * What a text blames, by the fixed words of those who write it; the Agent's own come first, since its errors may quote
 * anybody's. `unknown` when none of them fits.
 */
export function causeInWords(text: string): Cause {
  const invalid = DATADOGMETRIC_INVALID.exec(text);
  if (invalid) return { kind: 'datadogmetric-invalid', error: invalid.groups?.error?.trim() ?? '' };
  const stale = DATADOGMETRIC_STALE.exec(text);
  if (stale) return { kind: 'datadogmetric-stale', updated: isoTime(stale.groups?.updated) };
  const missing = DATADOGMETRIC_NOT_FOUND.exec(text)?.groups;
  if (missing) return { kind: 'datadogmetric-not-found', id: missing.id ?? missing.metric ?? '' };
  if (/external metrics invalid/.test(text)) return { kind: 'refresh-dead' };
  if (/no metrics returned from external metrics API/.test(text)) return { kind: 'no-metric-returned' };
  const shared = ambiguous(text);
  if (shared) return shared;
  if (/unable to fetch metrics from custom metrics API|no metrics returned from custom metrics API/.test(text))
    return { kind: 'custom-metrics' };
  if (/unable to fetch metrics from resource metrics API|no metrics returned from resource metrics API/.test(text))
    return { kind: 'resource-metrics' };
  if (/invalid resource name|may not contain '[/%]'/.test(text)) return { kind: 'metric-name-unusable' };
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) return { kind: 'forbidden', user: forbidden.groups?.user ?? '' };
  return causeOfCall(text);
}

/** The last two are the API server's own about whom it asks, in answers to ourselves. */
const UNAVAILABLE =
  /currently unable to handle the request|connection refused|connection reset|no route to host|error trying to reach service|\bservice unavailable\b/i;

/** What a failed call to the metrics API blames: the same words stand in HPA conditions, in those of the APIService and in answers to ourselves. */
export function causeOfCall(text: string): Cause {
  const words = withoutNames(text);
  if (/could not find the requested resource/.test(words)) return { kind: 'api-missing' };
  if (/context deadline exceeded|time-?out|timed out|time allotted|request canceled/i.test(words))
    return { kind: 'api-timeout' };
  if (/x509:|tls: |failed to verify certificate/i.test(words)) return { kind: 'certificate' };
  if (UNAVAILABLE.test(words)) return { kind: 'api-unavailable' };
  return { kind: 'unknown' };
}

/** A metric may be called `tls.timeouts`: its name stands before the last colon of the controller's prefix and behind `get`. */
function withoutNames(text: string): string {
  const start = text.lastIndexOf('metrics API: ');
  return (start < 0 ? text : text.slice(start)).replaceAll(/\(get \S+\)/g, '');
}

/** The Agent prints Go times (`2026-03-04 05:06:07 +0000 UTC`). */
function isoTime(text: string | undefined): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* ?(?:\+0000|Z|UTC)/.exec(text?.trim() ?? '');
  return parts ? new Date(`${parts[1]}T${parts[2]}Z`).toISOString() : null;
}

const METRIC =
  /unable to get external metric (?<namespace>[^/\s]+)\/(?<metric>\S+?)\/(?:nil|<nil>|&LabelSelector\{MatchLabels:map\[string\]string\{(?<labels>[^}]*)\})/;

function namedMetric(message: string): Pick<DecidingCondition, 'metric' | 'labels'> {
  const groups = METRIC.exec(message)?.groups;
  if (groups === undefined) return { metric: null, labels: null };
  const pairs = (groups.labels ?? '').split(',').flatMap((pair) => {
    const colon = pair.indexOf(': ');
    return colon < 0 ? [] : [[pair.slice(0, colon).trim(), pair.slice(colon + 2)] as const];
  });
  return { metric: groups.metric ?? null, labels: Object.fromEntries(pairs) };
}
