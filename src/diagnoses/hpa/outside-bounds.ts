import { type HpaLink, sources } from './link.ts';

/** Outside its bounds the workload is first brought back: metrics are not asked for in that pass. */
export const outsideBounds: HpaLink = (_snapshot, { id, hpa, look, metrics, source }) => {
  const wanted = look.target?.known ? look.target.value.wanted : hpa.status.currentReplicas;
  const { minReplicas: min = 1, maxReplicas: max } = hpa.spec;
  if (wanted === undefined || metrics.some(({ shown }) => shown)) return undefined;
  const side = wanted > max ? 'above' : wanted < min ? 'below' : undefined;
  if (side === undefined) return undefined;
  const facts = { hpa: id, side, wanted, min, max } as const;
  return {
    code: 'hpa-outside-bounds',
    verdict: 'explained',
    subject: id,
    facts,
    evidence: [source, ...sources(look.target)],
  };
};
