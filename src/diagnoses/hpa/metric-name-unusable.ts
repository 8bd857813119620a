import type { HpaLink } from './link.ts';
import { conditionAbout, servedSources } from './subject-view.ts';

/** A metric's name is a part of a path in the Kubernetes API, which forbids `/` and `%`. */
export const metricNameUnusable: HpaLink = (_snapshot, view) => {
  for (const metric of view.metrics) {
    const told = metric.refusal ?? conditionAbout(view, metric);
    if (told?.cause.kind !== 'metric-name-unusable') continue;
    const facts = { hpa: view.id, metric: metric.metric.name, message: told.message };
    const evidence = told === metric.refusal ? servedSources(metric) : [view.source];
    return { code: 'hpa-metric-name-unusable', verdict: 'fault', subject: view.id, facts, evidence };
  }
  return undefined;
};
