import type {
  ClusterEvent,
  ConfigMap,
  ContainerState,
  Deployment,
  Lease,
  Node,
  ObjectCondition,
  ObjectMeta,
  Pod,
} from '../domain/objects.ts';
import { anything, fields, flag, listOf, mapOf, number, orElse, type Shape, text, time } from './json-shape.ts';

const AGENT_ANNOTATIONS = 'ad.datadoghq.com/';

const META = {
  namespace: text,
  uid: text,
  labels: mapOf(text),
  creationTimestamp: time,
  deletionTimestamp: time,
  ownerReferences: listOf(fields({ kind: text, name: text }, { controller: flag })),
};

export const meta: Shape<ObjectMeta> = fields({ name: text }, { ...META, annotations: mapOf(text) });

/** For long lists: `last-applied-configuration` alone is as large as the rest of an object. */
export const metaWithoutAnnotations: Shape<ObjectMeta> = fields({ name: text }, META);

/** For lists of Services: what is written for the Agent, and nothing of what other products write. */
export const metaForAgent: Shape<ObjectMeta> = fields(
  { name: text },
  {
    ...META,
    annotations: (value, path) =>
      mapOf(text)(
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith(AGENT_ANNOTATIONS)))
          : value,
        path,
      ),
  },
);

const CONDITION = { reason: text, message: text, lastTransitionTime: time };

export const condition: Shape<ObjectCondition> = fields({ type: text, status: text }, CONDITION);

/** Conditions of the Datadog custom resources also say when they were last looked at. */
export const refreshedCondition = fields({ type: text, status: text }, { ...CONDITION, lastUpdateTime: time });

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
    envFrom: listOf(
      fields({}, { prefix: text, configMapRef: fields({}, { name: text }), secretRef: fields({}, { name: text }) }),
    ),
    resources: fields({}, { limits: mapOf(text), requests: mapOf(text) }),
  },
);

export const podShape: Shape<Pod> = fields(
  {
    metadata: meta,
    spec: fields(
      { containers: listOf(container) },
      { nodeName: text, hostNetwork: flag, enableServiceLinks: flag, serviceAccountName: text },
    ),
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

/** Of a node only whether it is there and well: a list of thousands is not to hold their images and addresses. */
export const nodeShape: Shape<Node> = fields(
  {
    metadata: metaWithoutAnnotations,
    status: orElse(fields({}, { conditions: listOf(condition) }), {}),
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

export const eventShape: Shape<ClusterEvent> = fields(
  {},
  {
    type: text,
    reason: text,
    message: text,
    count: number,
    firstTimestamp: time,
    lastTimestamp: time,
    eventTime: time,
    source: fields({}, { component: text }),
  },
);
