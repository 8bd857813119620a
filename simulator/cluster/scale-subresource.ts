import type { KubeObject } from './kube-object.ts';

interface Scalable {
  readonly spec?: { readonly replicas?: number; readonly selector?: { readonly matchLabels?: Record<string, string> } };
  readonly status?: { readonly replicas?: number; readonly selector?: string };
}

/** The `autoscaling/v1` Scale of a workload, whichever its kind. */
export function scaleOf(object: KubeObject): KubeObject {
  const { spec, status } = object as Scalable;
  const labels = Object.entries(spec?.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const selector = status?.selector ?? labels.join(',');
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec?.replicas ?? 1 },
    status: { replicas: status?.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}
