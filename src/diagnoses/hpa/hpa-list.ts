import type { HpaList, StoredMetrics } from '../../domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, ScaleTarget } from '../../domain/autoscaling-objects.ts';
import { type Finding, harm, type Verdict, worst } from '../../domain/finding.ts';
import { externalSpecs, figureFor, type MetricLook, metricLooks, sumMilli } from '../../domain/hpa-arithmetic.ts';
import type { HpaRow, HpaWord } from '../../domain/hpa-facts.ts';
import { known } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import { pageOf } from '../page.ts';
import type { Rule } from '../rule.ts';
import { type DecidingCondition, decidingCondition } from './condition-cause.ts';
import { troubleInWords } from './metric-trouble.ts';
import { YOUNG_SECONDS } from './numbers.ts';
import { storedEntries } from './stored-figure.ts';
import { storedIndex } from './stored-index.ts';

const VERDICTS: Readonly<Record<HpaWord, Verdict>> = {
  fine: 'ok',
  'at-zero': 'explained',
  'outside-bounds': 'explained',
  new: 'unknown',
  unclear: 'unknown',
  'at-max': 'warning',
  summed: 'warning',
  'partly-blind': 'warning',
  'no-value': 'fault',
  invalid: 'fault',
  stale: 'fault',
  unreachable: 'fault',
  forbidden: 'fault',
  ambiguous: 'fault',
  'no-target': 'fault',
};

/** Every HPA on external metrics in one word each, from lists alone: nothing is asked for each of them. */
export const hpaList: Rule = {
  topic: 'hpa',
  codes: ['hpa-list', 'hpa-unreadable'],
  looksAt: "all HPAs' conditions and figures, their scale targets' replicas and the stored values",
  diagnose: (snapshot): Finding[] => {
    const { list, stored } = snapshot.autoscaling ?? {};
    if (list === undefined || stored === undefined || snapshot.question.kind === 'metrics') return [];
    const { hpas } = list;
    if (hpas.known) return [tell(snapshot, list, hpas.value, hpas.source, stored)];
    const { source, why, detail } = hpas;
    const asked = snapshot.question.subject?.namespace ?? '';
    const facts = { asked, attempts: [{ source, why, detail }] };
    return [{ code: 'hpa-unreadable', verdict: 'unknown', subject: asked, facts, evidence: [source] }];
  },
};

function tell(
  snapshot: Snapshot,
  list: HpaList,
  hpas: readonly HorizontalPodAutoscaler[],
  source: string,
  stored: StoredMetrics,
): Finding {
  const targetOf = targetsByName(list);
  const storedFor = storedIndex(stored);
  const rows = hpas
    .map((hpa) => rowOf(hpa, targetOf(hpa), storedFor(hpa), snapshot.now))
    .sort((a, b) => harm(b.verdict) - harm(a.verdict) || a.word.localeCompare(b.word) || a.hpa.localeCompare(b.hpa));
  const counts = new Map<HpaWord, number>();
  for (const { word } of rows) counts.set(word, (counts.get(word) ?? 0) + 1);
  const { shown, page, pages } = pageOf(rows, snapshot.question.page);
  return {
    code: 'hpa-list',
    verdict: rows.length === 0 ? 'explained' : worst(rows),
    subject: snapshot.question.subject?.namespace ?? '',
    facts: {
      rows: shown,
      total: rows.length,
      page,
      pages,
      counts: [...counts].map(([word, count]) => ({ word, count })),
      others: list.others,
      namespace: snapshot.question.subject?.namespace ?? null,
    },
    evidence: [source],
  };
}

function targetsByName({ targets }: HpaList): (hpa: HorizontalPodAutoscaler) => ScaleTarget | undefined {
  const key = (kind: string, namespace = '', name = '') => `${kind} ${namespace}/${name}`;
  const byName = new Map<string, ScaleTarget>();
  for (const { reading } of targets)
    for (const target of reading.known ? reading.value : [])
      byName.set(key(target.kind, target.namespace, target.name), target);
  return ({ metadata, spec: { scaleTargetRef } }) =>
    byName.get(key(scaleTargetRef.kind, metadata.namespace, scaleTargetRef.name));
}

function rowOf(
  hpa: HorizontalPodAutoscaler,
  target: ScaleTarget | undefined,
  stored: StoredMetrics,
  now: string | undefined,
): HpaRow {
  const { metadata, spec } = hpa;
  const [first, ...more] = metricsOf(hpa, target, stored);
  const word = wordOf(hpa, target, stored, now);
  return {
    hpa: `${metadata.namespace ?? ''}/${metadata.name}`,
    verdict: VERDICTS[word],
    word,
    metric: first?.spec.metric.name ?? '',
    moreMetrics: more.length,
    shown: first === undefined ? '' : asPrinted(first),
    replicas: target?.replicas ?? null,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
  };
}

/** The HPA's metrics without served values, which only a named HPA is asked for. */
function metricsOf(
  hpa: HorizontalPodAutoscaler,
  target: ScaleTarget | undefined,
  stored: StoredMetrics,
): readonly MetricLook[] {
  const read = known(hpa, '', '');
  return metricLooks({ hpa: read, served: [], stored, ...(target ? { target: known(target, '', '') } : {}) });
}

/** `824/9 (avg)`, as `kubectl get hpa` prints it. */
function asPrinted({ spec: { target }, printed = '<unknown>', targetType }: MetricLook): string {
  return targetType === 'Value' ? `${printed}/${target.value ?? ''}` : `${printed}/${target.averageValue ?? ''} (avg)`;
}

function wordOf(
  hpa: HorizontalPodAutoscaler,
  target: ScaleTarget | undefined,
  stored: StoredMetrics,
  now: string | undefined,
): HpaWord {
  const { spec, status, metadata } = hpa;
  const condition = decidingCondition(hpa);
  const age = secondsBetween(metadata.creationTimestamp, now);
  const young = age !== null && age < YOUNG_SECONDS;
  if (condition) return young && isMissingValue(condition) ? 'new' : wordOfCause(condition, hpa, stored);
  const has = (type: string, reason?: string) =>
    status.conditions?.some(
      (one) => one.type === type && one.status === 'True' && (reason ?? one.reason) === one.reason,
    );
  if (has('ScalingActive') !== true) return young ? 'new' : 'unclear';
  const size = target?.wanted ?? status.currentReplicas;
  if (size !== undefined && (size > spec.maxReplicas || size < (spec.minReplicas ?? 1))) return 'outside-bounds';
  const metrics = metricsOf(hpa, target, stored);
  if (metrics.some(({ shown }) => shown === undefined)) return young ? 'new' : 'partly-blind';
  if (metrics.some((metric) => isSummed(metric, hpa, stored))) return 'summed';
  if (has('ScalingLimited', 'TooManyReplicas')) return 'at-max';
  // Whether it shows its own value or a sum only the store tells.
  return isUnread(stored) ? 'unclear' : 'fine';
}

function isUnread({ list }: StoredMetrics): boolean {
  return !list.known && list.why !== 'absent';
}

function isMissingValue({ cause: { kind } }: DecidingCondition): boolean {
  return kind === 'no-metric-returned' || kind === 'datadogmetric-not-found' || kind === 'datadogmetric-invalid';
}

function wordOfCause({ cause }: DecidingCondition, hpa: HorizontalPodAutoscaler, stored: StoredMetrics): HpaWord {
  switch (cause.kind) {
    case 'target-missing':
      return 'no-target';
    case 'target-at-zero':
      return 'at-zero';
    case 'ambiguous-selector':
      return 'ambiguous';
    case 'api-missing':
    case 'api-unavailable':
    case 'api-timeout':
    case 'certificate':
      return 'unreachable';
    case 'forbidden':
      return 'forbidden';
    case 'datadogmetric-stale':
      return 'stale';
    case 'datadogmetric-invalid':
      return troubleInWords(cause.error).kind === 'stale' ? 'stale' : 'invalid';
    case 'refresh-dead':
      return 'invalid';
    case 'no-metric-returned': {
      const entries = externalSpecs(hpa).flatMap(({ spec }) => storedEntries(stored, hpa, spec.metric));
      return entries.some(({ valid }) => !valid) ? 'invalid' : 'no-value';
    }
    case 'custom-metrics':
    case 'resource-metrics':
    case 'metric-name-unusable':
    case 'datadogmetric-not-found':
    case 'unknown':
      return 'no-value';
  }
}

/** Several stored values belong to the metric, and the HPA shows their sum: the Agent serves all that match. */
function isSummed(
  { spec, shown, targetType, replicas }: MetricLook,
  hpa: HorizontalPodAutoscaler,
  stored: StoredMetrics,
) {
  const valid = storedEntries(stored, hpa, spec.metric).filter((entry) => entry.valid && entry.value !== undefined);
  const total = valid.length < 2 ? undefined : sumMilli(valid.map(({ value = '' }) => value));
  return total !== undefined && shown !== undefined && figureFor(total, targetType, replicas ?? 0) === shown;
}
