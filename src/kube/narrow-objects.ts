import type {
  ConfigMap,
  ContainerState,
  Deployment,
  HorizontalPodAutoscaler,
  Lease,
  ObjectMeta,
  Pod,
} from '../domain/objects.ts';
import {
  anything,
  fields,
  flag,
  listOf,
  mapOf,
  number,
  orElse,
  type Shape,
  ShapeError,
  text,
  time,
} from './json-shape.ts';

const meta: Shape<ObjectMeta> = fields(
  { name: text },
  {
    namespace: text,
    uid: text,
    labels: mapOf(text),
    annotations: mapOf(text),
    creationTimestamp: time,
    deletionTimestamp: time,
    ownerReferences: listOf(fields({ kind: text, name: text }, { controller: flag })),
  },
);

const containerState: Shape<ContainerState> = fields(
  {},
  {
    running: fields({}, { startedAt: time }),
    waiting: fields({}, { reason: text, message: text }),
    terminated: fields({ exitCode: number }, { reason: text, message: text, startedAt: time, finishedAt: time }),
  },
);

const container = fields(
  { name: text },
  {
    image: text,
    env: listOf(fields({ name: text }, { value: text, valueFrom: anything })),
    resources: fields({}, { limits: mapOf(text), requests: mapOf(text) }),
  },
);

export const podShape: Shape<Pod> = fields(
  {
    metadata: meta,
    spec: fields({ containers: listOf(container) }, { nodeName: text, hostNetwork: flag }),
    status: orElse(
      fields(
        {},
        {
          phase: text,
          reason: text,
          message: text,
          podIP: text,
          startTime: time,
          conditions: listOf(fields({ type: text, status: text }, { reason: text, message: text })),
          containerStatuses: listOf(
            fields(
              { name: text, ready: flag, restartCount: number },
              { state: containerState, lastState: containerState },
            ),
          ),
        },
      ),
      {},
    ),
  },
  {},
);

export const deploymentShape: Shape<Deployment> = fields(
  {
    metadata: meta,
    spec: fields({}, { replicas: number }),
    status: orElse(fields({}, { replicas: number, readyReplicas: number }), {}),
  },
  {},
);

export const leaseShape: Shape<Lease> = fields(
  { metadata: meta },
  {
    spec: fields(
      {},
      {
        holderIdentity: text,
        leaseDurationSeconds: number,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: number,
      },
    ),
  },
);

export const configMapShape: Shape<ConfigMap> = fields({ metadata: meta }, { data: mapOf(text) });

export const autoscalerShape: Shape<HorizontalPodAutoscaler> = fields(
  { metadata: meta, spec: fields({}, { metrics: listOf(fields({ type: text }, {})) }) },
  {},
);

export interface ObjectPage<T> {
  readonly items: readonly T[];
  /** Where the next page starts; absent on the last. */
  readonly next?: string;
}

/** Narrows the body of a GET on one object; `kind` is the API's own word for it (`Pod`). */
export function narrowObject<T>(body: unknown, kind: string, shape: Shape<T>): T {
  expectKind(body, kind);
  return shape(body, '');
}

/** Narrows one page of a list. A body that is no `<kind>List` is refused rather than read as an empty list. */
export function narrowPage<T>(body: unknown, kind: string, shape: Shape<T>): ObjectPage<T> {
  expectKind(body, `${kind}List`);
  const page = fields({ items: orElse(listOf(shape), []), metadata: orElse(fields({}, { continue: text }), {}) }, {})(
    body,
    '',
  );
  const next = page.metadata.continue;
  return next ? { items: page.items, next } : { items: page.items };
}

/** `status.allowed` of a SelfSubjectAccessReview. */
export function narrowAccessReview(body: unknown): boolean {
  expectKind(body, 'SelfSubjectAccessReview');
  return fields({ status: fields({ allowed: flag }, {}) }, {})(body, '').status.allowed;
}

/** `gitVersion` of `/version`. */
export function narrowVersion(body: unknown): string {
  return fields({ gitVersion: text }, {})(body, '').gitVersion;
}

function expectKind(body: unknown, kind: string): void {
  const got = fields({}, { kind: text })(body, '').kind;
  if (got !== kind) throw new ShapeError('kind', kind, got);
}
