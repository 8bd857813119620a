import type { StoredMetric } from '../../domain/autoscaling.ts';
import type { Finding } from '../../domain/finding.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsSince } from './api-service.ts';
import type { Cause } from './condition-cause.ts';
import { scopeOf } from './datadog-query.ts';
import { leaderPod } from './leader-pod.ts';
import { sources } from './link.ts';
import { type MetricTrouble, troubleInWords, troubleOf } from './metric-trouble.ts';
import { metricsExplorerLink } from './metrics-explorer-link.ts';
import { metricsSettings } from './metrics-settings.ts';
import { namedDatadogMetric, queryOf, sameName, storedFigure, usedBy } from './stored-figure.ts';
import { conditionAbout, type MetricState, type SubjectView, servedSources } from './subject-view.ts';
import { metricFinding } from './trouble-findings.ts';

type NoValueCause = FactsByCode['hpa-no-metric-returned']['cause'];

/** Somebody's words about one metric: the metrics API's answer to ourselves, else the HPA's condition. */
interface Told {
  readonly cause: Cause;
  readonly message: string;
}

/** Why the Agent serves no value for this metric of the HPA; undefined when that is not what ails it. */
export function storedValue(snapshot: Snapshot, view: SubjectView, metric: MetricState): Finding | undefined {
  if (metric.served?.known && metric.served.value.length > 0)
    // Without a complaint the controller has not looked yet, as when it has just brought the target within its bounds.
    return view.condition && noMetric(snapshot, view, metric, 'served-now', 'explained');
  const told: Told | undefined = metric.refusal ?? conditionAbout(view, metric);
  return (
    refreshDead(snapshot, told, view) ??
    notFound(snapshot, view, metric, told) ??
    ownTrouble(snapshot, view, metric, told) ??
    withoutValue(snapshot, view, metric, told)
  );
}

function refreshDead(snapshot: Snapshot, told: Told | undefined, { look, source }: SubjectView): Finding | undefined {
  if (told?.cause.kind !== 'refresh-dead') return undefined;
  return {
    code: 'external-metrics-refresh-dead',
    verdict: 'fault',
    subject: leaderPod(snapshot) ?? 'external metrics',
    facts: {
      pod: leaderPod(snapshot),
      updatedSeconds: secondsSince(snapshot, look.stored.updatedAt),
      maxAgeSeconds: metricsSettings(snapshot).maxAgeSeconds,
      message: told.message,
    },
    evidence: [source, ...sources(look.stored.list)],
  };
}

function notFound(
  snapshot: Snapshot,
  { id, look, source }: SubjectView,
  { metric, entries }: MetricState,
  told: Told | undefined,
): Finding | undefined {
  const { stored } = look;
  const blamed = told?.cause.kind === 'datadogmetric-not-found' ? told.cause : undefined;
  const named = namedDatadogMetric(metric);
  const looked = snapshot.origin === 'cluster' && stored.mode === 'datadogmetric' && stored.list.known;
  const missing = named !== null && looked && entries.length === 0;
  if (entries.length > 0 || (blamed === undefined && !missing)) return undefined;
  return {
    code: 'datadogmetric-not-found',
    verdict: 'fault',
    subject: id,
    facts: { hpa: id, datadogMetric: named ?? (blamed?.id || metric.name), message: told?.message ?? '' },
    evidence: [source, ...sources(stored.list)],
  };
}

/** A trouble of the metric's own: no data, several series, or data that is too old. */
function ownTrouble(
  snapshot: Snapshot,
  view: SubjectView,
  metric: MetricState,
  told: Told | undefined,
): Finding | undefined {
  const { stored } = view.look;
  const entry = firstBad(metric.entries);
  const inStore = entry && troubleOf(snapshot, entry, queryOf(entry, metricsSettings(snapshot)));
  const trouble = inStore ?? (told && troubleTold(told));
  if (trouble === undefined) return undefined;
  return metricFinding(snapshot, trouble, 'fault', {
    metric: metric.metric.name,
    entry: entry ?? metric.entries[0] ?? null,
    stored,
    users: [view.id],
    at: told?.cause.kind === 'datadogmetric-stale' ? told.cause.updated : null,
    evidence: [view.source, ...servedSources(metric), ...sources(stored.list)],
  });
}

function firstBad(entries: readonly StoredMetric[]): StoredMetric | undefined {
  return entries.find(({ valid }) => !valid);
}

/** What the metrics API's or the controller's words say of the metric itself. */
export function troubleTold({ cause, message }: Told): MetricTrouble | undefined {
  switch (cause.kind) {
    case 'datadogmetric-invalid':
      return troubleInWords(cause.error);
    case 'datadogmetric-stale':
      return { kind: 'stale', message };
    default:
      return undefined;
  }
}

/** Words after which the store is what to look at. */
const ABOUT_THE_STORE: readonly Cause['kind'][] = [
  'no-metric-returned',
  'datadogmetric-invalid',
  'datadogmetric-not-found',
];

function withoutValue(
  snapshot: Snapshot,
  view: SubjectView,
  metric: MetricState,
  told: Told | undefined,
): Finding | undefined {
  const empty = metric.served?.known === true || (told !== undefined && ABOUT_THE_STORE.includes(told.cause.kind));
  const bad = firstBad(metric.entries) !== undefined;
  // Without a word of the controller nothing is known but that there is no figure.
  if (!empty && !bad && view.condition !== undefined) return undefined;
  const cause = causeInStore(snapshot, view, metric, told);
  const certain = empty || bad;
  return noMetric(snapshot, view, metric, cause, certain ? 'fault' : 'unknown');
}

function causeInStore(
  snapshot: Snapshot,
  { look: { stored } }: SubjectView,
  { entries, metric }: MetricState,
  told: Told | undefined,
): NoValueCause {
  if (firstBad(entries) !== undefined || told?.cause.kind === 'datadogmetric-invalid') return 'invalid';
  if (entries.length > 0) return 'unknown';
  if (sameName(stored, metric).length > 0) return 'labels-differ';
  const nothing = stored.list.known || (snapshot.origin === 'cluster' && stored.list.why === 'absent');
  // An entry that nobody can read may be this one.
  return nothing && stored.unreadable.length === 0 ? 'not-stored' : 'unknown';
}

function noMetric(
  snapshot: Snapshot,
  view: SubjectView,
  metric: MetricState,
  cause: NoValueCause,
  verdict: 'fault' | 'unknown' | 'explained',
): Finding {
  const { stored } = view.look;
  const entry = firstBad(metric.entries) ?? metric.entries[0];
  const settings = metricsSettings(snapshot);
  const figure = entry ? storedFigure(entry, stored, snapshot.now, settings) : null;
  const facts = {
    hpa: view.id,
    metric: metric.metric.name,
    selector: metric.selector,
    cause,
    stored: figure,
    storedLabels: cause === 'labels-differ' ? labelsInStore(view, metric) : null,
    link: metricsExplorerLink(settings.site, figure?.query ?? null),
    sinceSeconds: secondsSince(snapshot, view.condition?.since),
  };
  const evidence = [view.source, ...servedSources(metric), ...sources(stored.list)];
  return { code: 'hpa-no-metric-returned', verdict, subject: view.id, facts, evidence };
}

/** The labels of the entry by the same name that is likeliest meant: the HPA's own, else the first. */
function labelsInStore({ hpa, look }: SubjectView, { metric }: MetricState): string | null {
  const same = sameName(look.stored, metric);
  const entry = same.find((one) => usedBy(one, hpa)) ?? same[0];
  return entry ? scopeOf(entry.labels) : null;
}
