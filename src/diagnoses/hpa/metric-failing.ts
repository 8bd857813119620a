import { secondsSince } from './api-service.ts';
import type { HpaLink } from './link.ts';
import { servedSources } from './subject-view.ts';

/** The controller gives up, or the metrics API refuses, for a reason that no link accounts for: told in its own words. */
export const metricFailing: HpaLink = (snapshot, { id, condition, metrics, source }) => {
  const refused = metrics.find(({ refusal }) => refusal !== undefined);
  if (condition === undefined && refused?.refusal === undefined) return undefined;
  const facts = {
    hpa: id,
    metric: condition ? condition.metric : (refused?.metric.name ?? null),
    reason: condition?.reason ?? '',
    message: condition?.message ?? refused?.refusal?.message ?? '',
    sinceSeconds: secondsSince(snapshot, condition?.since),
  };
  const evidence = [source, ...(refused ? servedSources(refused) : [])];
  return { code: 'hpa-metric-failing', verdict: 'fault', subject: id, facts, evidence };
};
