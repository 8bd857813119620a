import type { HpaLink } from './link.ts';
import { isMissing, sources } from './link.ts';
import { scaleTargetName } from './scale-target-name.ts';

/** The workload that the HPA names is not there, so there is nothing to scale. */
export const targetMissing: HpaLink = (_snapshot, { id, hpa, look, condition, source }) => {
  const { target } = look;
  const blamed = condition?.cause.kind === 'target-missing';
  // A workload that is there by now is found at the controller's next pass.
  if (target?.known || !(blamed || isMissing(target))) return undefined;
  const told = blamed ? condition.message : target && !target.known ? target.detail : '';
  const facts = { hpa: id, scaleTarget: scaleTargetName(hpa), message: told };
  const evidence = blamed ? [source, ...sources(target)] : sources(target);
  return { code: 'hpa-target-missing', verdict: 'fault', subject: id, facts, evidence };
};
