import type { HorizontalPodAutoscaler } from '../domain/autoscaling-objects.ts';
import { likeliest, nearness } from './near-names.ts';

/** `namespace/name` of an HPA. */
export function hpaPath({ metadata }: HorizontalPodAutoscaler): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/**
 * At most five HPAs that may have been meant by a name that fits none, the likeliest first: the same name elsewhere, an
 * HPA that scales a workload of that name, then names with few letters changed, and names with more or less around them.
 */
export function nearHpas(asked: string, hpas: readonly HorizontalPodAutoscaler[]): readonly string[] {
  return likeliest(hpas, (hpa) => rankOf(asked, hpa), hpaPath);
}

function rankOf(asked: string, { metadata, spec }: HorizontalPodAutoscaler): number | undefined {
  const rank = nearness(asked, metadata.name);
  if (rank === 0) return 0;
  // Behind the same name, before names that are only alike.
  return spec.scaleTargetRef.name === asked ? 0.5 : rank;
}
