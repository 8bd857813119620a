import type { ExternalMetrics, MetricsSource } from '../domain/agent-status.ts';
import type { Finding } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { about, bestDocument, type StatusDocument } from './documents.ts';
import { commonTroubles } from './hpa/common-troubles.ts';
import { failedSources } from './hpa/failed-sources.ts';
import { metricsSettings } from './hpa/metrics-settings.ts';
import { storedMetrics } from './hpa/stored-metrics.ts';
import { secondsBetween } from './leadership.ts';
import type { Rule } from './rule.ts';

type InConfigMap = Extract<ExternalMetrics, { mode: 'configmap' }>;

/** The metrics the Agent holds for HorizontalPodAutoscalers: as its store shows them, else as its own `status` counts them. */
export const externalMetrics: Rule = {
  topic: 'external-metrics',
  codes: [
    'external-metrics-healthy',
    'external-metrics-disabled',
    'external-metrics-in-datadogmetrics',
    'external-metrics-error',
    'external-metrics-keys-rejected',
    'external-metrics-rate-limited',
    'external-metric-invalid',
    'external-metrics-batch-failed',
    'external-metric-no-series',
    'external-metric-stale',
    'external-metrics-refresh-dead',
    'external-metrics-unused',
    'output-not-recognised',
  ],
  looksAt:
    "`Custom Metrics Server` and `External Metrics Endpoints`; ConfigMap `datadog-custom-metrics` or the DatadogMetrics, and the leader's log",
  diagnose: (snapshot): readonly Finding[] => {
    if (snapshot.autoscaling?.stored.list.known) return storedMetrics(snapshot);
    const common = snapshot.autoscaling ? commonTroubles(snapshot) : [];
    if (common.length === 0) return inStatus(snapshot);
    const told = new Set(common.map(({ code }) => code)).add('external-metrics-healthy');
    return [...common, ...inStatus(snapshot).filter(({ code }) => !told.has(code))];
  },
};

function inStatus(snapshot: Snapshot): Finding[] {
  const document = bestDocument(snapshot);
  if (document === undefined) return [];
  const section = document.status.externalMetrics;
  const { pod } = document;
  switch (section.state) {
    case 'disabled':
      return [about(document, 'external-metrics-disabled', 'explained', { pod })];
    case 'error':
      return [failure(snapshot, document, null, section.text)];
    case 'absent':
      return [];
    case 'present':
      return section.value.mode === 'configmap'
        ? judge(snapshot, document, section.value)
        : [
            // Who asked for the values themselves learns here only where they are.
            about(document, 'external-metrics-in-datadogmetrics', asksForValues(snapshot) ? 'unknown' : 'explained', {
              pod,
            }),
            ...sourcesFailing(document, section.value.sources, 0),
          ];
  }
}

function asksForValues({ question }: Snapshot): boolean {
  return question.kind === 'metrics';
}

function judge(snapshot: Snapshot, document: StatusDocument, metrics: InConfigMap): Finding[] {
  const { configMap, total } = metrics;
  // Agents of 2018 print no count of the valid ones.
  const valid = metrics.valid ?? metrics.metrics?.filter((metric) => metric.valid).length;
  const error = metrics.storeError ?? metrics.listError;
  if (error !== undefined) return [failure(snapshot, document, configMap, error)];
  if (total !== undefined && valid === undefined && document.status.generation === 0) return [];
  if (total === undefined || valid === undefined)
    return [failure(snapshot, document, configMap, 'the Agent printed no counts of external metrics')];
  const broken = sourcesFailing(document, metrics.sources, total);
  if (valid < total) return [...broken, invalid(document, metrics, total, valid)];
  if (broken.length > 0) return broken;
  const ages = (metrics.metrics ?? []).map(({ at }) => secondsBetween(at, document.status.time));
  const known = ages.filter((age) => age !== null);
  const oldestSeconds = known.length === total && total > 0 ? Math.max(0, ...known) : null;
  return [about(document, 'external-metrics-healthy', 'ok', { configMap, total, oldestSeconds })];
}

function invalid(document: StatusDocument, metrics: InConfigMap, total: number, valid: number): Finding {
  const list = metrics.metrics?.filter((metric) => !metric.valid);
  const named = list?.map(({ name, reference, at }) => ({
    name,
    autoscaler: `${reference.namespace}/${reference.name}`,
    ageSeconds: secondsBetween(at, document.status.time),
  }));
  const facts = { configMap: metrics.configMap, total, valid, invalid: named ?? null };
  return about(document, 'external-metric-invalid', valid === 0 ? 'fault' : 'warning', facts);
}

/** The Agent queries all metrics of an endpoint in batches: when its last query failed, every metric of the batch is affected. */
function sourcesFailing(document: StatusDocument, sources: readonly MetricsSource[], total: number): Finding[] {
  const failed = failedSources(sources);
  if (failed.length === 0) return [];
  const facts = { pod: document.pod, sources: failed, total, detail: null, suspects: [] };
  const verdict = failed.length === sources.length ? 'fault' : 'warning';
  return [about(document, 'external-metrics-batch-failed', verdict, facts)];
}

function failure(snapshot: Snapshot, document: StatusDocument, store: string | null, detail: string): Finding {
  const { pod } = document;
  if (/\b429\b|rate limit/i.test(detail)) {
    const { refreshSeconds } = metricsSettings(snapshot);
    const facts = { pod, detail, times: null, since: null, metrics: null, refreshSeconds };
    return about(document, 'external-metrics-rate-limited', 'fault', facts);
  }
  if (/api\/app key pair|API error 403/i.test(detail))
    return about(document, 'external-metrics-keys-rejected', 'fault', { pod, detail });
  return about(document, 'external-metrics-error', 'fault', { pod, store, detail });
}
