import type { MetricsLogTrouble, StoredMetric } from '../../domain/autoscaling.ts';
import type { Finding, Verdict } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { bestDocument } from '../documents.ts';
import { failedSources } from './failed-sources.ts';
import { leaderPod } from './leader-pod.ts';
import { sources } from './link.ts';
import { type MetricTrouble, troubleInWords } from './metric-trouble.ts';
import { type MetricsSettings, metricsSettings } from './metrics-settings.ts';
import { recentTroubles } from './recent-log.ts';
import { troubleTold } from './stored-value.ts';
import { subjectView } from './subject-view.ts';
import { suspectQueries } from './suspect-queries.ts';

/** What strikes many metrics at once: Datadog's rate limit, its refusal of the keys, a batch that fails as a whole. */
export function commonTroubles(snapshot: Snapshot): readonly Finding[] {
  const words = agentsWords(snapshot);
  const limited = rateLimited(snapshot, words);
  const rejected = keysRejected(snapshot, words);
  const explained = [...limited, ...rejected];
  // A refused request also counts as a failed batch: only a query that Datadog calls wrong is a trouble of its own.
  return [...explained, ...batchFailed(snapshot, words, explained.length > 0), ...storeFailing(snapshot)];
}

/** The metrics that the Agent asks for; DatadogMetrics that nobody uses are not. */
export function activeEntries({ autoscaling }: Snapshot): readonly StoredMetric[] {
  const list = autoscaling?.stored.list;
  return list?.known ? list.value.filter(({ active }) => active !== false) : [];
}

/** What invalid metrics say themselves; where the store could not be read, what the HPAs were told of them. */
function agentsWords(snapshot: Snapshot): readonly MetricTrouble[] {
  const stored = activeEntries(snapshot).flatMap(({ valid, error }) =>
    valid || error === undefined ? [] : [troubleInWords(error)],
  );
  if (stored.length > 0) return stored;
  const views = (snapshot.autoscaling?.views ?? []).flatMap((view) => subjectView(view) ?? []);
  return views.flatMap(({ condition, metrics }) =>
    [condition, ...metrics.map(({ refusal }) => refusal)].flatMap((told) => (told && troubleTold(told)) ?? []),
  );
}

function wordsOf(words: readonly MetricTrouble[], kind: MetricTrouble['kind']): string[] {
  return words.flatMap((trouble) => (trouble.kind === kind && trouble.message !== null ? [trouble.message] : []));
}

function rateLimited(snapshot: Snapshot, words: readonly MetricTrouble[]): Finding[] {
  const lines = recentTroubles(snapshot, 'rate-limited');
  const told = wordsOf(words, 'rate-limited');
  const detail = lines[0]?.text ?? told[0];
  if (detail === undefined) return [];
  const pod = podOf(snapshot);
  const list = snapshot.autoscaling?.stored.list;
  return [
    {
      code: 'external-metrics-rate-limited',
      verdict: harmOf(snapshot),
      subject: pod,
      facts: {
        pod,
        detail,
        times: lines.length === 0 ? null : lines.reduce((sum, { times }) => sum + times, 0),
        since: earliest(lines),
        metrics: list?.known ? activeEntries(snapshot).length : null,
        refreshSeconds: metricsSettings(snapshot).refreshSeconds,
      },
      evidence: evidenceOf(snapshot),
    },
  ];
}

function keysRejected(snapshot: Snapshot, words: readonly MetricTrouble[]): Finding[] {
  const lines = recentTroubles(snapshot, 'keys-rejected', 'keys-missing');
  const detail = lines[0]?.text ?? wordsOf(words, 'keys-rejected')[0];
  if (detail === undefined) return [];
  const pod = podOf(snapshot);
  const facts = { pod, detail };
  const evidence = evidenceOf(snapshot);
  return [{ code: 'external-metrics-keys-rejected', verdict: harmOf(snapshot), subject: pod, facts, evidence }];
}

function batchFailed(snapshot: Snapshot, words: readonly MetricTrouble[], explained: boolean): Finding[] {
  const bad = recentTroubles(snapshot, 'bad-query', 'query-too-long');
  const failed = explained ? [] : recentTroubles(snapshot, 'fetch-failed');
  const told = explained ? [] : wordsOf(words, 'batch-failed');
  const broken = explained ? [] : failedEndpoints(snapshot);
  const detail = bad[0]?.text ?? failed[0]?.text ?? told[0] ?? null;
  if (detail === null && broken.length === 0) return [];
  const pod = podOf(snapshot);
  const active = activeEntries(snapshot);
  const settings = metricsSettings(snapshot);
  const suspects = suspectsOf(snapshot, active, settings, bad.length > 0 || told.length > 0);
  const facts = { pod, sources: broken, total: active.length, detail, suspects };
  const evidence = evidenceOf(snapshot);
  return [{ code: 'external-metrics-batch-failed', verdict: harmOf(snapshot), subject: pod, facts, evidence }];
}

/** A query is suspected only where the syntax is blamed: a network that fails has no bad query. */
function suspectsOf(
  snapshot: Snapshot,
  active: readonly StoredMetric[],
  settings: MetricsSettings,
  syntaxBlamed: boolean,
) {
  return syntaxBlamed ? suspectQueries(snapshot, active, settings) : [];
}

/** Endpoints of Datadog whose last query failed, by the Agent's `status`. */
function failedEndpoints(snapshot: Snapshot) {
  const section = bestDocument(snapshot)?.status.externalMetrics;
  return section?.state === 'present' ? failedSources(section.value.sources) : [];
}

/** The Agent cannot read or write what it keeps. */
function storeFailing(snapshot: Snapshot): Finding[] {
  const line = recentTroubles(snapshot, 'store-unreadable', 'store-unwritable', 'datadogmetric-unwritable')[0];
  if (line === undefined) return [];
  const pod = podOf(snapshot);
  const facts = { pod, store: snapshot.autoscaling?.stored.configMap ?? null, detail: line.text };
  const evidence = evidenceOf(snapshot);
  return [{ code: 'external-metrics-error', verdict: harmOf(snapshot), subject: pod, facts, evidence }];
}

/** Values that are still good make it a warning: they run out if it goes on. */
function harmOf(snapshot: Snapshot): Verdict {
  const list = snapshot.autoscaling?.stored.list;
  return list?.known && activeEntries(snapshot).every(({ valid }) => valid) ? 'warning' : 'fault';
}

function podOf(snapshot: Snapshot): string {
  return leaderPod(snapshot) ?? bestDocument(snapshot)?.pod ?? '';
}

function earliest(lines: readonly MetricsLogTrouble[]): string | null {
  return lines.flatMap(({ first }) => first ?? []).toSorted()[0] ?? null;
}

function evidenceOf(snapshot: Snapshot): string[] {
  const { log, stored } = snapshot.autoscaling ?? {};
  return sources(log?.known ? log : undefined, stored?.list.known ? stored.list : undefined);
}
