import type { ScaleTarget } from '../domain/autoscaling-objects.ts';
import { fields, number, orElse, type Shape, text } from './json-shape.ts';
import { expectKind } from './narrow-objects.ts';

const metadata = fields({ name: text, namespace: text }, {});

const workload = fields(
  {
    metadata,
    spec: orElse(fields({}, { replicas: number }), {}),
    status: orElse(fields({}, { replicas: number, readyReplicas: number, updatedReplicas: number }), {}),
  },
  {},
);

const scale = fields(
  {
    metadata,
    spec: orElse(fields({}, { replicas: number }), {}),
    status: orElse(fields({}, { replicas: number }), {}),
  },
  {},
);

/** Kinds that count their pods by revision. */
const ROLLED_OUT: readonly string[] = ['Deployment', 'StatefulSet'];

/** Reads a built-in workload. Kubernetes leaves a count out that is 0, but fills in 1 for `.spec.replicas`. */
export function scaleTargetShape(kind: string): Shape<ScaleTarget> {
  return (value, path) => {
    const { metadata: meta, spec, status } = workload(value, path);
    return {
      kind,
      namespace: meta.namespace,
      name: meta.name,
      wanted: spec.replicas ?? 1,
      replicas: status.replicas ?? 0,
      ready: status.readyReplicas ?? 0,
      ...(ROLLED_OUT.includes(kind) ? { updated: status.updatedReplicas ?? 0 } : {}),
    };
  };
}

/** Reads the scale subresource of any other kind. There a `.spec.replicas` that is left out is 0. */
export function narrowScale(body: unknown, kind: string): ScaleTarget {
  expectKind(body, 'Scale');
  const { metadata: meta, spec, status } = scale(body, '');
  return {
    kind,
    namespace: meta.namespace,
    name: meta.name,
    wanted: spec.replicas ?? 0,
    replicas: status.replicas ?? 0,
  };
}
