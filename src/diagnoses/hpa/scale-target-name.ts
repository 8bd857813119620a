import type { HorizontalPodAutoscaler } from '../../domain/autoscaling-objects.ts';

/** `Deployment/nginx`. */
export function scaleTargetName({ spec: { scaleTargetRef } }: HorizontalPodAutoscaler): string {
  return `${scaleTargetRef.kind}/${scaleTargetRef.name}`;
}
