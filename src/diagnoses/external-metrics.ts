import type { ExternalMetrics, MetricsSource } from '../domain/agent-status.ts';
import type { Finding } from '../domain/finding.ts';
import { about, bestDocument, type StatusDocument } from './documents.ts';
import { secondsBetween } from './leadership.ts';
import type { Rule } from './rule.ts';

type InConfigMap = Extract<ExternalMetrics, { mode: 'configmap' }>;

/** The metrics the Agent holds for HorizontalPodAutoscalers, as its own `status` counts them. */
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
  ],
  looksAt: '`Custom Metrics Server` and `External Metrics Endpoints`',
  diagnose: (snapshot): Finding[] => {
    const document = bestDocument(snapshot);
    if (document === undefined) return [];
    const section = document.status.externalMetrics;
    const { pod } = document;
    switch (section.state) {
      case 'disabled':
        return [about(document, 'external-metrics-disabled', 'explained', { pod })];
      case 'error':
        return [failure(document, null, section.text)];
      case 'absent':
        return [];
      case 'present':
        return section.value.mode === 'configmap'
          ? judge(document, section.value)
          : [
              about(document, 'external-metrics-in-datadogmetrics', 'explained', { pod }),
              ...sourcesFailing(document, section.value.sources, 0),
            ];
    }
  },
};

function judge(document: StatusDocument, metrics: InConfigMap): Finding[] {
  const { configMap, total, valid } = metrics;
  const error = metrics.storeError ?? metrics.listError;
  if (error !== undefined) return [failure(document, configMap, error)];
  if (total === undefined || valid === undefined)
    return [failure(document, configMap, 'the Agent printed no counts of external metrics')];
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
  const failed = sources.filter(({ status }) => status === 'Failed');
  if (failed.length === 0) return [];
  const facts = {
    pod: document.pod,
    sources: failed.map(({ url, lastFailure, lastSuccess }) => ({
      url,
      lastFailure: lastFailure ?? null,
      lastSuccess: lastSuccess ?? null,
    })),
    total,
  };
  const verdict = failed.length === sources.length ? 'fault' : 'warning';
  return [about(document, 'external-metrics-batch-failed', verdict, facts)];
}

function failure(document: StatusDocument, store: string | null, detail: string): Finding {
  const { pod } = document;
  if (/\b429\b|rate limit/i.test(detail))
    return about(document, 'external-metrics-rate-limited', 'fault', { pod, detail });
  if (/api\/app key pair|API error 403/i.test(detail))
    return about(document, 'external-metrics-keys-rejected', 'fault', { pod, detail });
  return about(document, 'external-metrics-error', 'fault', { pod, store, detail });
}
