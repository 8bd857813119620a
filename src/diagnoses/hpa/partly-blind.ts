import type { HpaLink } from './link.ts';
import { conditionAbout, type MetricState, type SubjectView, servedSources, troubledMetrics } from './subject-view.ts';

interface Blind {
  readonly metric: string;
  readonly message: string | null;
}

/** Some of the HPA's metrics have a value and some have none: the controller then grows, and does not shrink. */
export const partlyBlind: HpaLink = (_snapshot, view) => {
  const troubled = troubledMetrics(view);
  const others = otherTypes(view);
  const named = troubled.map((metric) => ({ metric: metric.metric.name, message: messageOf(view, metric) }));
  const invalid = [...named, ...others.invalid];
  const external = view.metrics.filter((metric) => !troubled.includes(metric)).map(({ metric }) => metric.name);
  const valid = [...external, ...others.valid];
  if (invalid.length === 0 || valid.length === 0) return undefined;
  return {
    code: 'hpa-partly-blind',
    verdict: 'warning',
    subject: view.id,
    facts: { hpa: view.id, invalid, valid },
    evidence: [view.source, ...troubled.flatMap(servedSources)],
  };
};

function messageOf(view: SubjectView, metric: MetricState): string | null {
  return metric.refusal?.message ?? conditionAbout(view, metric)?.message ?? null;
}

/** Metrics of other types, by their type. */
function otherTypes({ hpa, metrics, condition }: SubjectView): { valid: string[]; invalid: Blind[] } {
  const shown = hpa.status.currentMetrics ?? [];
  const external = new Set(metrics.map(({ index }) => index));
  const others = (hpa.spec.metrics ?? []).flatMap(({ type }, index) => (external.has(index) ? [] : [{ type, index }]));
  const has = ({ type, index }: { type: string; index: number }) => shown[index]?.type === type;
  const message = condition?.metric === null ? condition.message : null;
  return {
    valid: others.filter(has).map(({ type }) => type),
    invalid: others.filter((one) => !has(one)).map(({ type }) => ({ metric: type, message })),
  };
}
