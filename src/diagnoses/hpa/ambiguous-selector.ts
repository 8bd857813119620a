import type { HpaLink } from './link.ts';

/** Two HPAs scale the same pods: the controller then computes nothing for either. */
export const ambiguousSelector: HpaLink = (_snapshot, { id, condition, source }) => {
  if (condition?.cause.kind !== 'ambiguous-selector') return undefined;
  const { selector, others } = condition.cause;
  const facts = { hpa: id, selector, others: others.filter((other) => other !== id) };
  return { code: 'hpa-ambiguous-selector', verdict: 'fault', subject: id, facts, evidence: [source] };
};
