import type { HpaLink } from './link.ts';
import { sources } from './link.ts';
import { scaleTargetName } from './scale-target-name.ts';

/** Somebody set the workload to zero: the controller then leaves it alone and asks for no metric. */
export const targetAtZero: HpaLink = (_snapshot, { id, hpa, look, condition, source }) => {
  const min = hpa.spec.minReplicas ?? 1;
  const wanted = look.target?.known ? look.target.value.wanted : undefined;
  // With a minimum of 0 the controller itself may have gone there, and goes on asking.
  const atZero = wanted === undefined ? condition?.cause.kind === 'target-at-zero' : wanted === 0 && min !== 0;
  if (!atZero) return undefined;
  const facts = { hpa: id, scaleTarget: scaleTargetName(hpa), min };
  return {
    code: 'hpa-target-at-zero',
    verdict: 'explained',
    subject: id,
    facts,
    evidence: [source, ...sources(look.target)],
  };
};
