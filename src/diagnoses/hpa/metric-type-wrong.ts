import type { HpaLink } from './link.ts';

/** The HPA asks the custom metrics API, which the Agent does not serve. */
export const metricTypeWrong: HpaLink = (_snapshot, { id, condition, source }) => {
  if (condition?.cause.kind !== 'custom-metrics') return undefined;
  const facts = { hpa: id, message: condition.message };
  return { code: 'hpa-metric-type-wrong', verdict: 'fault', subject: id, facts, evidence: [source] };
};
