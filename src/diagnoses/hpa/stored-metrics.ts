import type { StoredMetric, StoredMetrics } from '../../domain/autoscaling.ts';
import type { Finding, FindingCode } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { bestDocument } from '../documents.ts';
import { secondsBetween } from '../leadership.ts';
import { secondsSince } from './api-service.ts';
import { activeEntries, commonTroubles } from './common-troubles.ts';
import { leaderPod } from './leader-pod.ts';
import { sources } from './link.ts';
import { type MetricTrouble, troubleOf } from './metric-trouble.ts';
import { type MetricsSettings, metricsSettings } from './metrics-settings.ts';
import { queryOf } from './stored-figure.ts';
import { subjectView } from './subject-view.ts';
import { metricFinding } from './trouble-findings.ts';

/** Metrics told one by one; the rest is counted. */
const MOST_TOLD = 5;
/** The Agent serves a value for twice its age limit at the most. */
const AGE_LIMITS = 2;

/** What the Agent's store tells by itself. Beside an HPA only what strikes all metrics is told, or that all are well. */
export function storedMetrics(snapshot: Snapshot): readonly Finding[] {
  const { autoscaling, question } = snapshot;
  const stored = autoscaling?.stored;
  if (stored?.list.known !== true) return [];
  const settings = metricsSettings(snapshot);
  const pod = bestDocument(snapshot)?.pod ?? (snapshot.pods.known ? snapshot.pods.value[0]?.name : undefined);
  if (settings.providerEnabled === false && pod !== undefined) {
    const evidence = sources(snapshot.pods);
    return [{ code: 'external-metrics-disabled', verdict: 'explained', subject: pod, facts: { pod }, evidence }];
  }
  const common = commonTroubles(snapshot);
  const judged = judge(snapshot, stored, settings).filter(({ code }) => !isTold(snapshot, code, common));
  const isWell = common.length === 0 && judged.length === 0 && activeEntries(snapshot).every(({ valid }) => valid);
  const well = isWell ? [healthy(snapshot, stored)] : [];
  if (question.kind === 'hpa') return [...common, ...well];
  const unused = question.kind === 'metrics' ? unusedMetrics(stored) : [];
  return [...common, ...judged, ...well, ...unreadable(stored), ...unused];
}

/** The list of all metrics counts the invalid ones; where their common cause is told, nothing is left to say of them. */
function isTold({ question }: Snapshot, code: FindingCode, common: readonly Finding[]): boolean {
  return question.kind === 'metrics' && code === 'external-metric-invalid' && common.length > 0;
}

/** Metrics without a good value, leaving out those of HPAs that are told of themselves. */
function judge(snapshot: Snapshot, stored: StoredMetrics, settings: MetricsSettings): Finding[] {
  const active = activeEntries(snapshot);
  const told = toldWithHpas(snapshot);
  const own = active.flatMap((entry) => {
    const trouble = troubleOf(snapshot, entry, queryOf(entry, settings)) ?? tooOld(snapshot, entry, settings);
    return trouble ? [{ entry, trouble }] : [];
  });
  const late = own.filter(({ trouble }) => trouble.kind === 'stale' && trouble.message === null);
  if (late.length > 0 && late.length === active.length) return [refreshDead(snapshot, stored, settings)];
  const single = own
    .filter(({ entry, trouble }) => !told.has(entry.id) && (trouble.kind === 'no-series' || trouble.kind === 'stale'))
    .slice(0, MOST_TOLD);
  const alone = new Set([...told, ...single.map(({ entry }) => entry.id)]);
  const untold = active.some(({ id, valid }) => !valid && !alone.has(id));
  return [
    ...single.flatMap(({ entry, trouble }) => ownFinding(snapshot, stored, entry, trouble) ?? []),
    ...(untold ? [invalidMetrics(snapshot, stored)] : []),
  ];
}

/** The entries behind HPAs of a text, each of which the chain has judged. */
function toldWithHpas(snapshot: Snapshot): ReadonlySet<string> {
  const views = (snapshot.autoscaling?.views ?? []).flatMap((view) => subjectView(view) ?? []);
  return new Set(views.flatMap(({ metrics }) => metrics.flatMap(({ entries }) => entries.map(({ id }) => id))));
}

function tooOld(snapshot: Snapshot, entry: StoredMetric, settings: MetricsSettings): MetricTrouble | undefined {
  const age = secondsBetween(entry.at, snapshot.now);
  const limit = entry.maxAgeSeconds ?? settings.maxAgeSeconds;
  return entry.valid && age !== null && age > AGE_LIMITS * limit ? { kind: 'stale', message: null } : undefined;
}

function ownFinding(
  snapshot: Snapshot,
  stored: StoredMetrics,
  entry: StoredMetric,
  trouble: MetricTrouble,
): Finding | undefined {
  const verdict = entry.users.length > 0 && !entry.valid ? 'fault' : 'warning';
  const evidence = sources(stored.list);
  return metricFinding(snapshot, trouble, verdict, { metric: entry.metric, entry, stored, users: [], evidence });
}

/** Every value is older than the Agent lets any become: nobody refreshes them. */
function refreshDead(snapshot: Snapshot, stored: StoredMetrics, { maxAgeSeconds }: MetricsSettings): Finding {
  const pod = leaderPod(snapshot);
  const ages = activeEntries(snapshot).flatMap(({ at }) => secondsSince(snapshot, at) ?? []);
  const updatedSeconds = secondsSince(snapshot, stored.updatedAt) ?? Math.min(...ages);
  const facts = { pod, updatedSeconds, maxAgeSeconds, message: '' };
  const subject = pod ?? 'external metrics';
  return { code: 'external-metrics-refresh-dead', verdict: 'fault', subject, facts, evidence: sources(stored.list) };
}

function invalidMetrics(snapshot: Snapshot, stored: StoredMetrics): Finding {
  const active = activeEntries(snapshot);
  const invalid = active
    .filter(({ valid }) => !valid)
    .map(({ metric, users, at }) => ({
      name: metric,
      autoscaler: users.map(({ namespace, name }) => `${namespace}/${name}`).join(', '),
      ageSeconds: secondsSince(snapshot, at),
    }));
  const total = active.length;
  const valid = total - invalid.length;
  return {
    code: 'external-metric-invalid',
    verdict: valid === 0 ? 'fault' : 'warning',
    subject: storeName(stored),
    facts: { configMap: stored.configMap ?? '', total, valid, invalid },
    evidence: sources(stored.list),
  };
}

function healthy(snapshot: Snapshot, stored: StoredMetrics): Finding {
  const active = activeEntries(snapshot);
  const ages = active.flatMap(({ at }) => secondsSince(snapshot, at) ?? []);
  const total = active.length;
  const oldestSeconds = total > 0 && ages.length === total ? Math.max(...ages) : null;
  const facts = { configMap: stored.configMap ?? '', total, oldestSeconds };
  const evidence = sources(stored.list);
  return { code: 'external-metrics-healthy', verdict: 'ok', subject: storeName(stored), facts, evidence };
}

function unusedMetrics(stored: StoredMetrics): Finding[] {
  const list = stored.list.known ? stored.list.value : [];
  const ids = list.filter(({ active }) => active === false).map(({ id }) => id);
  if (ids.length === 0) return [];
  const evidence = sources(stored.list);
  return [
    { code: 'external-metrics-unused', verdict: 'explained', subject: storeName(stored), facts: { ids }, evidence },
  ];
}

/** Entries that are there and could not be understood are neither valid nor invalid. */
function unreadable(stored: StoredMetrics): Finding[] {
  const { unreadable: sections } = stored;
  if (sections.length === 0) return [];
  const from = storeName(stored);
  const facts = { from, kind: 'sections', sections, detail: null } as const;
  return [{ code: 'output-not-recognised', verdict: 'unknown', subject: from, facts, evidence: sources(stored.list) }];
}

function storeName({ configMap }: StoredMetrics): string {
  return configMap ?? 'DatadogMetric';
}
