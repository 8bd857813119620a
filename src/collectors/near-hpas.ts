import type { HorizontalPodAutoscaler } from '../domain/autoscaling-objects.ts';
import { editDistance } from '../domain/edit-distance.ts';

const MOST = 5;
/** A name this far from what was asked is another name, not a slip. */
const FARTHEST = 4;

/** `namespace/name` of an HPA. */
export function hpaPath({ metadata }: HorizontalPodAutoscaler): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/**
 * At most five HPAs that may have been meant by a name that fits none, the likeliest first: the same name elsewhere, an
 * HPA that scales a workload of that name, then names with few letters changed, and names with more or less around them.
 */
export function nearHpas(asked: string, hpas: readonly HorizontalPodAutoscaler[]): readonly string[] {
  const ranked = new Map<string, number>();
  for (const hpa of hpas) {
    const rank = rankOf(asked, hpa);
    if (rank !== undefined) ranked.set(hpaPath(hpa), rank);
  }
  return [...ranked]
    .sort(([a, rankA], [b, rankB]) => rankA - rankB || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([path]) => path);
}

function rankOf(asked: string, { metadata, spec }: HorizontalPodAutoscaler): number | undefined {
  const { name } = metadata;
  if (name === asked) return 0;
  if (spec.scaleTargetRef.name === asked) return 1;
  const allowed = Math.min(FARTHEST, Math.max(1, Math.floor(asked.length / 2)));
  const longer = Math.abs(name.length - asked.length);
  const distance = longer > allowed ? Number.POSITIVE_INFINITY : editDistance(asked, name);
  if (distance <= allowed) return 1 + distance;
  const [shorter, longest] = name.length < asked.length ? [name, asked] : [asked, name];
  return shorter.length > 2 && longest.includes(shorter) ? 2 + FARTHEST : undefined;
}
