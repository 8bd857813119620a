import type { StoredMetric, StoredMetrics } from '../../domain/autoscaling.ts';
import type { Finding, Verdict } from '../../domain/finding.ts';
import type { MetricRow } from '../../domain/hpa-facts.ts';
import type { Unknown } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { pageOf } from '../page.ts';
import type { Rule } from '../rule.ts';
import { scopeOf } from './datadog-query.ts';

/** Every value the Agent holds for autoscalers: what it is, how old, whether it counts, and who uses it. */
export const metricsList: Rule = {
  topic: 'external-metrics',
  codes: ['metrics-list', 'external-metrics-unreadable'],
  looksAt: 'ConfigMap `datadog-custom-metrics`, or all DatadogMetrics',
  diagnose: (snapshot): Finding[] => {
    const stored = snapshot.question.kind === 'metrics' ? snapshot.autoscaling?.stored : undefined;
    if (stored === undefined) return [];
    const { list } = stored;
    return [list.known ? tell(snapshot, stored, list.value, list.source) : unreadable(stored, list)];
  },
};

function tell(snapshot: Snapshot, stored: StoredMetrics, all: readonly StoredMetric[], source: string): Finding {
  const namespace = snapshot.question.subject?.namespace;
  const mine = namespace === undefined ? all : all.filter((entry) => isIn(namespace, entry));
  const rows = mine
    .map((entry) => rowOf(entry, snapshot.now))
    .sort((a, b) => rank(a) - rank(b) || a.metric.localeCompare(b.metric) || a.id.localeCompare(b.id));
  const { shown, page, pages } = pageOf(rows, snapshot.question.page);
  const updated = secondsBetween(stored.updatedAt, snapshot.now);
  return {
    code: 'metrics-list',
    verdict: verdictOf(rows),
    subject: stored.configMap ?? '',
    facts: {
      rows: shown,
      total: rows.length,
      valid: rows.filter(({ valid }) => valid).length,
      page,
      pages,
      store: stored.mode === 'datadogmetric' ? 'datadogmetric' : 'configmap',
      configMap: stored.configMap ?? null,
      updatedSeconds: updated === null ? null : Math.max(0, updated),
    },
    evidence: [source],
  };
}

function unreadable(stored: StoredMetrics, { source, why, detail }: Unknown): Finding {
  const store = stored.configMap ?? 'DatadogMetric';
  const facts = { attempts: [{ source, why, detail }] };
  return { code: 'external-metrics-unreadable', verdict: 'unknown', subject: store, facts, evidence: [source] };
}

function isIn(namespace: string, { store, id, users }: StoredMetric): boolean {
  if (users.some((user) => user.namespace === namespace)) return true;
  return store === 'datadogmetric' && id.startsWith(`${namespace}/`);
}

/** What needs somebody first: invalid and used, then valid, then what nobody uses. */
function rank({ valid, active }: MetricRow): number {
  return !active ? 2 : valid ? 1 : 0;
}

function rowOf(entry: StoredMetric, now: string | undefined): MetricRow {
  const age = secondsBetween(entry.at, now);
  return {
    metric: entry.metric,
    labels: Object.keys(entry.labels).length === 0 ? '' : scopeOf(entry.labels),
    id: entry.id,
    value: entry.valid ? (entry.value ?? null) : null,
    valid: entry.valid,
    active: entry.active ?? true,
    ageSeconds: age === null ? null : Math.max(0, age),
    users: entry.users.map(({ kind, namespace, name }) => `${kind === 'wpa' ? 'wpa:' : ''}${namespace}/${name}`),
    error: entry.error ?? null,
  };
}

/** What nobody uses is not refreshed, so it is invalid and no harm. */
function verdictOf(rows: readonly MetricRow[]): Verdict {
  const used = rows.filter(({ active }) => active);
  if (used.every(({ valid }) => valid)) return 'ok';
  return used.some(({ valid }) => valid) ? 'warning' : 'fault';
}
